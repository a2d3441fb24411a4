/** Repositories on another machine: through a stand-in for ssh, and through ssh itself to a server of it on this machine. */
import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {launcher} from './product.ts';
import {isRunning, until} from './until.ts';

/** Runs what it is told in an environment of its own, as sshd would, and keeps its words and its number. */
const standIn = (machine: Machine): {readonly env: Record<string, string>; readonly dir: string} => {
  const dir = join(machine.folder, 'ssh');
  const far = join(dir, 'far');
  mkdirSync(far, {recursive: true});
  const kept = ['PATH', 'TMPDIR', 'XDG_STATE_HOME', 'ROUNDHOUSE_SOCKET_DIR', 'ROUNDHOUSE_LINGER_MS', 'SHELL', 'PS1']
    .map(name => `${name}="$${name}"`)
    .join(' ');
  const script = `#!/bin/sh
printf '%s\\n' "$@" > ${dir}/words
echo $$ > ${dir}/pid
[ ! -e ${dir}/down ] || { echo "no route to host" >&2; exit 255; }
for last; do :; done
cd ${far}
exec env -i HOME=${far} FAR=yes ${kept} sh -c "$last"
`;
  writeFileSync(join(dir, 'ssh'), script);
  chmodSync(join(dir, 'ssh'), 0o755);
  return {dir, env: {PATH: `${dir}:${machine.env['PATH'] ?? ''}`, ROUNDHOUSE_REMOTE: launcher, NEAR: 'yes'}};
};

const linkOf = (dir: string): number => Number(readFileSync(join(dir, 'pid'), 'utf8'));

test('a repository on another machine is opened there, with that machine’s environment', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env, dir} = standIn(machine);
  const terminal = machine.terminal(machine.folder, {env, argv: ['--host', `me@box:${shop.root}`]});
  await terminal.sees('This is the planner', 'main');
  terminal.types('echo far $FAR near $NEAR. home $HOME\r');
  await terminal.sees(`│far yes near . home ${join(dir, 'far').slice(0, 10)}`);
  expect(shop.log.filter(it => 'path' in it)).toMatchObject([{path: 'relay'}]);
  expect(readFileSync(join(dir, 'words'), 'utf8')).toMatch(/\n--\nme@box\n/u);
  terminal.presses('C-b d');
  expect(await terminal.ends()).toBe(0);
  expect(terminal.settings.after).toBe(terminal.settings.before);
});

test('what the other machine refuses is told, and so is a host that cannot be reached', async () => {
  await using machine = new Machine();
  const {env, dir} = standIn(machine);
  const nowhere = machine.terminal(machine.folder, {env, argv: ['attach', '--host', 'box:/nowhere']});
  expect(await nowhere.ends()).toBe(3);
  await nowhere.sees('roundhouse: not inside a git repository');
  writeFileSync(join(dir, 'down'), '');
  const down = machine.terminal(machine.folder, {cols: 200, env, argv: ['attach', '--host', 'box']});
  expect(await down.ends()).toBe(5);
  await down.sees('no route to host', 'roundhouse: box cannot be reached: no route to host');
});

test('a way that ends at once is told every time, whatever ends first', async () => {
  await using machine = new Machine();
  const {env, dir} = standIn(machine);
  writeFileSync(join(dir, 'down'), '');
  for (let attempt = 0; attempt < 12; attempt++) {
    using down = machine.terminal(machine.folder, {cols: 200, env, argv: ['attach', '--host', 'box']});
    expect(await down.ends()).toBe(5);
    await down.sees('roundhouse: box cannot be reached: no route to host');
  }
});

test('a link that is cut is found again, with the same screen', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env, dir} = standIn(machine);
  const terminal = machine.terminal(machine.folder, {env, argv: ['--host', `box:${shop.root}`]});
  await terminal.sees('This is the planner');
  terminal.presses('C-b "');
  await terminal.sees('├ shell-1');
  writeFileSync(join(dir, 'down'), '');
  process.kill(linkOf(dir), 'SIGKILL');
  await terminal.sees('link lost, trying again (2)…  C-c gives up');
  execFileSync('rm', [join(dir, 'down')]);
  await until('the line is gone', () => !terminal.rows.some(row => row.includes('link lost')));
  await terminal.sees('├ shell-1', 'C-b  c worker');
  terminal.types("echo still he''re\r");
  await terminal.sees('│still here');
  expect(readFileSync(join(dir, 'words'), 'utf8')).toContain('BatchMode=yes');
});

test('who gives up a link that is cut has the terminal back', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env, dir} = standIn(machine);
  const terminal = machine.terminal(machine.folder, {env, argv: ['--host', `box:${shop.root}`]});
  await terminal.sees('This is the planner');
  writeFileSync(join(dir, 'down'), '');
  process.kill(linkOf(dir), 'SIGKILL');
  await terminal.sees('C-c gives up');
  terminal.presses('C-c');
  expect(await terminal.ends()).toBe(5);
  expect(terminal.modes).toEqual([25]);
  expect(terminal.settings.after).toBe(terminal.settings.before);
});

test('a slow line costs frames, not memory, through the proxy', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {env} = standIn(machine);
  const far = machine.terminal(machine.folder, {env, argv: ['--host', `box:${shop.root}`]});
  const near = machine.terminal(shop.root);
  await Promise.all([far.sees('This is the planner'), near.sees('This is the planner')]);
  far.stalls();
  near.types("yes 0123456789 | head -n 2000000; echo do''ne\r");
  await near.sees('│done');
  far.flows();
  await far.sees('│done');
});

const SSHD = '/usr/sbin/sshd';

/** A port that nobody listens on at the moment. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

/** The real server of ssh, as a plain process for this user alone, and how its client reaches it. */
const openSshd = async (machine: Machine): Promise<AsyncDisposable & {readonly env: Record<string, string>}> => {
  const dir = join(machine.folder, 'sshd');
  mkdirSync(dir, {mode: 0o700});
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, name)]);
  const port = await freePort();
  const names = [
    'ROUNDHOUSE_SOCKET_DIR',
    'ROUNDHOUSE_LINGER_MS',
    'XDG_STATE_HOME',
    'TMPDIR',
    'PS1',
    'GIT_CONFIG_GLOBAL',
  ];
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${dir}/host`,
    `AuthorizedKeysFile ${dir}/user.pub`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    `PidFile ${dir}/pid`,
    `SetEnv ${names.map(name => `${name}="${machine.env[name] ?? ''}"`).join(' ')}`,
  ];
  writeFileSync(join(dir, 'config'), `${settings.join('\n')}\n`);
  mkdirSync('/run/sshd', {recursive: true});
  const sshd: ChildProcess = spawn(SSHD, ['-D', '-e', '-f', join(dir, 'config')], {stdio: 'ignore'});
  await until('sshd listens', () => existsSync(join(dir, 'pid')));
  const words = `ssh -F none -p ${port} -i ${dir}/user -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`;
  return {
    env: {ROUNDHOUSE_SSH: words, ROUNDHOUSE_REMOTE: launcher},
    [Symbol.asyncDispose]: async () => {
      const {pid = 0} = sshd;
      sshd.kill('SIGTERM');
      await until('sshd has ended', () => !isRunning(pid));
    },
  };
};

// Where there is no sshd, or not for us, the stand-in has to do: apt-get install openssh-server.
test.runIf(existsSync(SSHD) && process.getuid?.() === 0)(
  'through ssh itself all is as through its stand-in',
  async () => {
    await using machine = new Machine();
    await using sshd = await openSshd(machine);
    const shop = machine.repository('a "shop"');
    const terminal = machine.terminal(machine.folder, {env: sshd.env, argv: ['--host', `127.0.0.1:${shop.root}`]});
    await terminal.sees('This is the planner');
    terminal.types("echo over s''sh\r");
    await terminal.sees('│over ssh');
    terminal.resizes(100, 30);
    await terminal.sees('○ planner');
    terminal.presses('C-b d');
    expect(await terminal.ends()).toBe(0);
    expect(terminal.settings.after).toBe(terminal.settings.before);
  },
);
