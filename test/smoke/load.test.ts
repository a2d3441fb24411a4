/** Much at once, and too much: floods, a client that stands still, and what the system has run out of. */
import {execFileSync, spawnSync} from 'node:child_process';
import {readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {launcher, run} from './product.ts';
import type {Terminal} from './terminal.ts';
import {until} from './until.ts';

const isFull = Number(process.env['ROUNDHOUSE_ROUNDS'] ?? 10) >= 100;
/** How long a client stands still, milliseconds. */
const STILL_MS = isFull ? 60_000 : 2000;
/** A counting shell: a line each, as fast as it can. */
const COUNTING = 'i=0; while :; do i=$((i+1)); echo "count $i"; done';

/** The highest count on a screen, 0 for none. */
const countOn = (terminal: Terminal): number =>
  Math.max(0, ...terminal.rows.flatMap(row => [...row.matchAll(/count (\d+)/gu)].map(it => Number(it[1]))));

test(
  'fifty sessions flood, two clients look on, and typing in a fifty-first is answered',
  {timeout: 60_000},
  async () => {
    await using machine = new Machine();
    const shop = machine.repository();
    const [first, second] = [machine.terminal(shop.root), machine.terminal(shop.root, {cols: 120, rows: 40})];
    await Promise.all([first, second].map(it => it.sees('This is the planner')));
    const gate = join(machine.folder, 'gate');
    const flood = `until [ -e ${gate} ]; do sleep 0.2; done; exec yes "a flood"`;
    for (let at = 1; at <= 50; at++) await shop.does('open-session', '--name', `flood-${at}`, '--', 'sh', '-c', flood);
    writeFileSync(gate, '');
    await shop.showing('flood-50', 'a flood');
    for (const word of ['one', 'two', 'three']) {
      first.types(`echo ${word}-''answered\r`);
      await Promise.all([first, second].map(it => it.sees(`│${word}-answered`)));
    }
    const {sessions} = await shop.does('list-sessions');
    expect(sessions.filter(it => it.status === 'active')).toHaveLength(51);
    expect(shop.log.filter(it => 'bug' in it)).toEqual([]);
    await shop.shutsDown();
  },
);

test(
  'a client that stands still while its pane floods jumps to now, and nobody else notices',
  {timeout: 60_000 + STILL_MS},
  async () => {
    await using machine = new Machine();
    const shop = machine.repository();
    const [still, other] = [machine.terminal(shop.root), machine.terminal(shop.root, {cols: 100, rows: 30})];
    await Promise.all([still, other].map(it => it.sees('This is the planner')));
    other.types(`${COUNTING}\r`);
    await Promise.all([still, other].map(it => it.sees('count ')));
    await still.signals('SIGSTOP');
    const end = performance.now() + STILL_MS;
    for (let last = 0; performance.now() < end; last = countOn(other))
      await until('the other sees the count go on', () => countOn(other) > last);
    expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'planner'}]});
    const [missed, received] = [countOn(other), still.output.length];
    await still.signals('SIGCONT');
    await until('it shows what is there now', () => countOn(still) >= missed);
    expect(still.output.length - received).toBeLessThan(1e6);
    expect(shop.log.filter(it => 'bug' in it)).toEqual([]);
    other.types('\u0003');
  },
);

/** How to have a place with few pseudo-terminals of its own; none where the system does not let us. */
const apart = [
  ['unshare', '-m'],
  ['unshare', '-Urm'],
].find(([file = '', ...args]) => spawnSync(file, [...args, 'true']).status === 0);
const FEW = `mount -t devpts -o newinstance,ptmxmode=0666,max=3 devpts /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx && exec "$@"`;

test('when the system has no pseudo-terminal left a session is refused with the reason, and one that ends makes room', async ({
  skip,
}) => {
  skip(apart === undefined, 'this system gives us no place with few pseudo-terminals');
  await using machine = new Machine();
  const shop = machine.repository();
  const program = join(machine.folder, 'few');
  writeFileSync(program, `#!/bin/sh\nexec ${apart?.join(' ')} sh -c '${FEW}' sh ${launcher} "$@"\n`, {mode: 0o755});
  expect(await run(['list-tasks'], {cwd: shop.root, env: shop.env, program})).toMatchObject({exit: 0});
  for (const name of ['one', 'two', 'three']) await shop.does('open-session', '--name', name, '--', 'cat');
  const refused = await shop.complaint('open-session', '--name', 'four', '--', 'cat');
  expect(refused).toEqual({exit: 5, lines: [expect.stringMatching(/four/u), expect.stringMatching(/^ {2}\S/u)]});
  // The newest: a program inherits the terminals that were opened before it, and keeps them.
  await shop.does('close-session', 'three', '--yes');
  expect(await shop.does('open-session', '--name', 'five', '--', 'cat')).toMatchObject({status: 'active'});
  expect(shop.log.filter(it => 'bug' in it)).toEqual([]);
});

/** Change a limit of a running process, the soft one. */
const limits = (pid: number, what: 'nofile' | 'fsize', soft: string): void => {
  execFileSync('prlimit', ['--pid', String(pid), `--${what}=${soft}:`]);
};

test('when the server has no descriptor left a session is refused with the reason, and later ones are opened', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('open-session', '--name', 'one', '--', 'cat');
  const {server} = shop;
  using peer = await shop.connect();
  peer.greets();
  limits(server, 'nofile', String(readdirSync(`/proc/${server}/fd`).length));
  const refused = await peer.answer(1, 'open-session', '--name', 'two', '--', 'cat');
  // It fails at the first file that is to be opened: the terminal, or the lock before it.
  expect(refused).toMatchObject({
    exit: 5,
    fault: {code: expect.stringMatching(/^(?:session-spawn-failed|store-unwritable)$/u)},
  });
  limits(server, 'nofile', '1024');
  expect(await shop.does('open-session', '--name', 'three', '--', 'cat')).toMatchObject({status: 'active'});
  expect(shop.server).toBe(server);
  expect(shop.log.filter(it => 'bug' in it)).toEqual([]);
});

test('when the disk takes no more a change is refused with the reason, nothing acknowledged is lost, and later ones are kept', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'kept');
  const {server} = shop;
  limits(server, 'fsize', String(statSync(join(shop.paths.state, 'events.jsonl')).size + 20));
  const {exit, lines} = await shop.complaint('create-task', 'refused');
  expect({exit, first: lines[0]}).toEqual({exit: 5, first: expect.stringMatching(/file too large|EFBIG/u)});
  expect(await shop.does('list-tasks')).toMatchObject({tasks: [{title: 'kept'}]});
  limits(server, 'fsize', 'unlimited');
  await shop.does('create-task', 'kept too');
  await shop.shutsDown();
  expect(await shop.does('list-tasks')).toMatchObject({tasks: [{title: 'kept'}, {title: 'kept too'}]});
});
