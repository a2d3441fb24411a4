/** The set-up of a worktree with real commands: in the worker's pane, with the person's leave, and again after it was cut short. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {writeInto, type Repository} from './repository.ts';
import {hasEnded} from './until.ts';

const brings = (shop: Repository, ...commands: readonly string[]): void =>
  shop.writes('.roundhouse/config.yaml', JSON.stringify({worktree_setup: commands}));

const reads = (shop: Repository, path: string): string => readFileSync(join(shop.worktree(1), path), 'utf8');

test('what a repository brings is shown, allowed once, and runs before the worker in its pane', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  brings(shop, 'echo making it ready; printenv ROUNDHOUSE_TASK > ready', 'heavy: echo of a repository >> ready');
  await shop.does('create-task', 'read it', '--script', 'cat ready');
  const {exit, lines} = await shop.complaint('spawn-worker', '1');
  expect({exit, commands: lines.slice(1, 3)}).toEqual({
    exit: 4,
    commands: [
      '    $ echo making it ready; printenv ROUNDHOUSE_TASK > ready',
      '    $ heavy: echo of a repository >> ready',
    ],
  });
  expect(existsSync(shop.worktree(1))).toBe(false);
  const [, hash = ''] = /allow-commands (?<hash>[0-9a-f]{12});/u.exec(lines.at(-1) ?? '') ?? [];
  expect(await shop.does('allow-commands', hash)).toMatchObject({answer: 'allowed'});
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  const {lines: screen} = await shop.does('read-screen', 'worker-task-001');
  const shown = screen.join('\n');
  for (const [at, text] of ['making it ready', 'the worktree is set up', 'step 1 of 1', 'of a repository'].entries())
    expect(shown.indexOf(text), `${at}`).toBeGreaterThan(-1);
  expect(shown.indexOf('the worktree is set up')).toBeLessThan(shown.indexOf('step 1 of 1'));
  expect(reads(shop, 'ready')).toBe('TASK-001\nof a repository\n');
  expect(readFileSync(join(shop.paths.state, 'bodies/setup-TASK-001.log'), 'utf8')).toMatch(
    /^── set-up 1 of 2: .*set up\n$/su,
  );
  expect(await shop.does('doctor')).toMatchObject({
    checks: expect.arrayContaining([expect.objectContaining({name: 'commands', status: 'passed'})]),
  });
});

test('an agent starts behind the set-up as if it had started there: the same process, its signals untouched', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const script = 'grep SigIgn /proc/self/status > signals; echo $$ > pid.new; mv pid.new pid; exec sleep 60';
  machine.configures(
    JSON.stringify({
      worktree_setup: 'true',
      worker_agent: 'mine',
      agents: {mine: {command: ['/bin/sh', '-c', script, '{prompt}']}},
    }),
  );
  await shop.does('create-task', 'think');
  const {pid} = await shop.does('spawn-worker', '1');
  expect((await shop.fileIn(shop.worktree(1), 'pid')).trim()).toBe(String(pid));
  expect(reads(shop, 'signals')).toBe('SigIgn:\t0000000000000000\n');
});

test('a command that fails blocks the task; mended in the worktree, it goes on from there', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  brings(shop, 'echo one >> log', 'echo no key here >&2; test -e key || exit 3');
  await shop.does('allow-commands', '--yes');
  await shop.does('create-task', 'read it', '--script', 'cat log');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'gone');
  const {status_reason, notes, ...task} = await shop.does('show-task', '1');
  expect(task).toMatchObject({status: 'blocked', workspace: {status: 'pending_setup'}});
  expect(status_reason).toBe(
    'its set-up failed: echo no key here >&2; test -e key || exit 3 (exit status 3): no key here',
  );
  expect(notes[0]?.text).toContain('last lines:\nno key here\n');
  const {lines} = await shop.does('read-screen', 'worker-task-001');
  expect(lines.join('\n')).toContain('set-up failed: exit status 3');
  writeInto(shop.worktree(1), 'key', '');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  expect(reads(shop, 'log')).toBe('one\none\n');
});

test('a set-up that hangs is ended by a key in its pane, and one that died with its server is run again', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  brings(shop, 'test -e again || { touch again; echo waiting; exec sleep 60; }');
  await shop.does('allow-commands', '--yes');
  await shop.does('create-task', 'read it', '--script', 'true');
  await shop.does('spawn-worker', '1');
  await shop.showing('worker-task-001', 'waiting');
  const {server} = shop;
  process.kill(server, 'SIGKILL');
  await hasEnded(server);
  expect(await shop.does('show-task', '1')).toMatchObject({status: 'ready', workspace: {status: 'pending_setup'}});
  shop.git('-C', shop.worktree(1), 'clean', '--quiet', '-f');
  await shop.does('spawn-worker', '1');
  await shop.showing('worker-task-001', 'waiting');
  using terminal = machine.terminal(shop.root, {argv: ['attach', 'worker-task-001']});
  await terminal.sees('waiting');
  terminal.presses('C-c');
  await shop.does('wait-session', 'worker-task-001', '--until', 'gone');
  expect((await shop.does('show-task', '1')).status_reason).toContain('(SIGINT)');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
});

test('at a terminal the person is asked; in the planner nobody answers for them', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  brings(shop, 'npm ci', 'make');
  await shop.does('launch');
  await shop.does('send-text', 'planner', 'roundhouse allow-commands --yes > said 2>&1; mv said answer');
  expect(await shop.fileIn(shop.root, 'answer')).toMatch(/^roundhouse: planner may not allow-commands\n/u);
  using terminal = machine.terminal(shop.root, {argv: ['allow-commands']});
  await terminal.sees('$ npm ci', '$ make', 'shall they run in each new worktree of this repository? [y/N]');
  terminal.types('y\r');
  expect(await terminal.ends()).toBe(0);
  expect(await shop.does('allow-commands')).toMatchObject({answer: 'allowed', commands: ['npm ci', 'make']});
});
