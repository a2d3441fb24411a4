import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {bookOf, Heavy} from './heavy.ts';
import {Machine} from './machine.ts';
import {until} from './until.ts';

const sh = (script: string): readonly string[] => ['--', 'sh', '-c', script];

test.concurrent('a command has its input, its outputs and its exit code', async () => {
  await using machine = new Machine();
  using heavy = new Heavy(machine, ['--purpose', 'test', ...sh('cat; echo trouble >&2; exit 7')]);
  heavy.reads('hello');
  expect(await heavy.ends()).toBe(7);
  expect([heavy.out, heavy.err]).toEqual(['hello', 'trouble\n']);
  const {leases, released} = bookOf(machine);
  expect([leases, released.map(it => it.purpose)]).toEqual([[], ['test']]);
});

test.concurrent('much output comes through whole', async () => {
  await using machine = new Machine();
  using heavy = new Heavy(machine, sh('yes 0123456789abcdef | head -c 3000000'));
  expect(await heavy.ends()).toBe(0);
  expect(heavy.out).toHaveLength(3_000_000);
});

test.concurrent.each([
  ['KILL', 137],
  ['TERM', 143],
  ['INT', 130],
  ['SEGV', 139],
])('a command that ends by SIG%s gives %i', async (signal, exit) => {
  await using machine = new Machine();
  using heavy = new Heavy(machine, sh(`kill -${signal} $$`));
  expect(await heavy.ends()).toBe(exit);
  expect(bookOf(machine).leases).toEqual([]);
});

test.concurrent.each([
  [['--', 'no-such-program'], 127, 'roundhouse: no-such-program: command not found\n'],
  [['--', '/'], 126, 'roundhouse: /: spawn / EACCES\n'],
])('%j cannot be run, and is told as a shell tells it', async (argv, exit, said) => {
  await using machine = new Machine();
  using heavy = new Heavy(machine, argv);
  expect(await heavy.ends()).toBe(exit);
  expect(heavy.err).toBe(said);
  expect(bookOf(machine).leases).toEqual([]);
});

test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const)(
  'the command gets %s, and may end as it likes',
  async signal => {
    await using machine = new Machine();
    const name = signal.slice('SIG'.length);
    using heavy = new Heavy(machine, sh(`trap 'echo got; exit 3' ${name}; echo ready; while :; do sleep 0.05; done`));
    await heavy.says('ready');
    heavy.gets(signal);
    expect(await heavy.ends()).toBe(3);
    expect(heavy.out).toBe('ready\ngot\n');
    expect(bookOf(machine).leases).toEqual([]);
  },
);

/** Something heavy that runs until it is killed. */
const holds = async (machine: Machine): Promise<Heavy> => {
  const heavy = new Heavy(machine, ['--purpose', 'build', ...sh('while :; do sleep 0.05; done')]);
  await until('it holds the lease', () => bookOf(machine).leases.length === 1);
  return heavy;
};

test.concurrent('one after the other is run, in the order in which they came', async () => {
  await using machine = new Machine();
  const log = join(machine.folder, 'log');
  const step = (name: string): readonly string[] =>
    sh(`echo ${name} begins >> ${log}; sleep 0.2; echo ${name} ends >> ${log}`);
  using before = await holds(machine);
  using first = new Heavy(machine, step('first'));
  await first.tells('1 of 1');
  using second = new Heavy(machine, step('second'));
  await second.tells('2 of 2');
  using third = new Heavy(machine, step('third'));
  await third.tells('3 of 3');
  before[Symbol.dispose]();
  expect([await first.ends(), await second.ends(), await third.ends()]).toEqual([0, 0, 0]);
  const names = ['first', 'second', 'third'];
  expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual(names.flatMap(it => [`${it} begins`, `${it} ends`]));
});

test.concurrent('who waits is told on which place, behind whom, and starts when that one is gone', async () => {
  await using machine = new Machine();
  using before = await holds(machine);
  using heavy = new Heavy(machine, sh('echo mine'));
  await heavy.tells('waiting for a lease: 1 of 1');
  expect(heavy.err).toContain(`held by heavy-${before.pid} in `);
  expect(heavy.err).toContain('(build, <1m)');
  // Killed with -9, all of it: nobody gives the lease back.
  before[Symbol.dispose]();
  expect(await heavy.ends()).toBe(0);
  expect(heavy.out).toBe('mine\n');
});

test.concurrent('a holder that is killed alone leaves its lease free', async () => {
  await using machine = new Machine();
  using before = await holds(machine);
  using heavy = new Heavy(machine, sh('echo mine'));
  await heavy.tells('waiting');
  before.gets('SIGKILL');
  expect(await heavy.ends()).toBe(0);
});

test.concurrent.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends the wait with %i, and the place is free', async (signal, exit) => {
  await using machine = new Machine();
  using _before = await holds(machine);
  using heavy = new Heavy(machine, sh('echo mine'));
  await heavy.tells('waiting');
  heavy.gets(signal);
  expect(await heavy.ends()).toBe(exit);
  expect(heavy.out).toBe('');
  expect(bookOf(machine).queue).toEqual([]);
});

test.concurrent('a wait that is too long ends with 6, and the place is free', async () => {
  await using machine = new Machine();
  using _before = await holds(machine);
  using heavy = new Heavy(machine, ['--timeout', '1', ...sh('echo mine')]);
  expect(await heavy.ends()).toBe(6);
  expect(heavy.err).toContain('roundhouse: no lease within 1 s: it was number 1 in the queue');
  expect(bookOf(machine).queue).toEqual([]);
});

test.concurrent('a lease is renewed for as long as its command runs', async () => {
  await using machine = new Machine();
  const env = {ROUNDHOUSE_LEASE_TTL_SECONDS: '1'};
  const log = join(machine.folder, 'log');
  using first = new Heavy(machine, sh(`sleep 2.5; echo first >> ${log}`), {env});
  await until('it holds the lease', () => bookOf(machine).leases.length === 1);
  using second = new Heavy(machine, sh(`echo second >> ${log}`), {env});
  expect([await first.ends(), await second.ends()]).toEqual([0, 0]);
  expect(readFileSync(log, 'utf8')).toBe('first\nsecond\n');
});

test.concurrent('what is heavy inside something heavy does not wait for itself', async () => {
  await using machine = new Machine();
  const inner = `"$0" heavy -- sh -c '"$0" heavy -- echo inside' "$0"`;
  using heavy = new Heavy(machine, ['--', 'sh', '-c', inner, join(import.meta.dirname, '../../src/cli/roundhouse')]);
  expect(await heavy.ends()).toBe(0);
  expect(heavy.out).toBe('inside\n');
});

const stateOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '';
};

test.runIf(existsSync('/proc/self/stat'))(
  'C-z stops it together with its command, and both go on together',
  async () => {
    await using machine = new Machine();
    const argv = ['heavy', ...sh('echo $$ > pid; exec cat gate')];
    const options = {argv, before: 'mkfifo gate; set -m', stays: true};
    const terminal = machine.terminal(machine.folder, options);
    const heavy = await terminal.client();
    const path = join(machine.folder, 'pid');
    const pids = [heavy, await until('the command runs', () => existsSync(path) && Number(readFileSync(path, 'utf8')))];
    terminal.types('\u001a');
    await until('both are stopped', () => pids.every(pid => stateOf(pid) === 'T'), {
      instead: () => `their states are ${pids.map(stateOf).join(' and ')}`,
    });
    process.kill(-heavy, 'SIGCONT');
    await until('both go on', () => pids.every(pid => stateOf(pid) !== 'T'));
    writeFileSync(join(machine.folder, 'gate'), 'it goes on');
    await terminal.sees('it goes on');
  },
);

test.concurrent('on a terminal the wait is one line that is written over, and C-c leaves the queue', async () => {
  await using machine = new Machine();
  using _before = await holds(machine);
  const env = {ROUNDHOUSE_MAX_HEAVY_LEASES: '1'};
  const terminal = machine.terminal(machine.folder, {argv: ['heavy', '--', 'true'], env, before: 'trap : INT'});
  await terminal.sees('waiting for a lease: 1 of 1');
  terminal.types('\u0003');
  expect(await terminal.ends()).toBe(130);
  expect(terminal.rows.join('')).not.toContain('waiting');
  expect(bookOf(machine).queue).toEqual([]);
});

test.concurrent('on a terminal C-c reaches the command once', async () => {
  await using machine = new Machine();
  const script = `trap 'echo in""t' INT; echo rea""dy; while [ ! -e stop ]; do sleep 0.1; done; exit 4`;
  const terminal = machine.terminal(machine.folder, {argv: ['heavy', ...sh(script)], before: 'trap : INT'});
  await terminal.sees('ready');
  terminal.types('\u0003');
  await terminal.sees('int');
  writeFileSync(join(machine.folder, 'stop'), '');
  expect(await terminal.ends()).toBe(4);
  expect(terminal.rows.filter(it => it.includes('int'))).toHaveLength(1);
});

test.concurrent('a heavy step of a worker waits in its pane for its turn, also behind another repository', async () => {
  await using machine = new Machine();
  using before = await holds(machine);
  const shop = machine.repository();
  const env = {ROUNDHOUSE_MAX_HEAVY_LEASES: '1'};
  expect((await shop.runWith(env, 'create-task', 'tidy', '--script', 'heavy: echo hi > hi.txt')).exit).toBe(0);
  await shop.does('spawn-worker', '1');
  await shop.showing('worker-task-001', 'waiting for a lease: 1 of 1');
  expect(await shop.does('list-leases')).toMatchObject({
    leases: [{purpose: 'build', here: false}],
    queue: [{session: 'worker-task-001', purpose: 'echo hi > hi.txt', here: true, kind: 'command'}],
  });
  before[Symbol.dispose]();
  await shop.showing('worker-task-001', 'all steps are done');
  expect(readFileSync(join(shop.worktree(1), 'hi.txt'), 'utf8')).toBe('hi\n');
  const {events} = await shop.does('list-events');
  const told = events.map(it => it.type).filter(it => it.startsWith('lease-'));
  expect(told).toEqual(['lease-queued', 'lease-granted', 'lease-released']);
});

test.concurrent('a session that has a lease runs heavy commands under it', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const env = {ROUNDHOUSE_MAX_HEAVY_LEASES: '1'};
  await shop.runWith(env, 'open-session', '--name', 'logs');
  await shop.does('send-text', 'logs', 'roundhouse acquire-lease --purpose t && roundhouse heavy -- echo un""der');
  await shop.showing('logs', 'is granted until');
  await shop.showing('logs', 'under');
  expect(bookOf(machine).leases.map(it => it.holder.session)).toEqual(['logs']);
  await shop.does('close-session', 'logs');
  await until('its lease is given back', () => bookOf(machine).leases.length === 0);
});

test.concurrent('a server that is killed leaves its leases free for other repositories at once', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('open-session', '--name', 'logs');
  await shop.does('acquire-lease', '--session-name', 'logs', '--purpose', 'build');
  using heavy = new Heavy(machine, sh('echo mine'));
  await heavy.tells('held by logs in shop (build, <1m)');
  process.kill(shop.server, 'SIGKILL');
  expect(await heavy.ends()).toBe(0);
  expect(bookOf(machine).leases).toEqual([]);
});
