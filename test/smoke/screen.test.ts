/** The full screen in a real terminal: it comes, it goes, and the terminal is as it was, whatever ends it. */
import {readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {describe, expect, test} from 'vitest';
import {Machine} from './machine.ts';
import type {Terminal} from './terminal.ts';
import {hasEnded, isRunning, until} from './until.ts';

/** Private modes of a terminal that nobody has changed: only the cursor is on. */
const FRESH = [25];

/** Everything that the client turned on is off, and the terminal echoes and edits lines as before. */
const isAsBefore = (terminal: Terminal): void => {
  expect(terminal.modes).toEqual(FRESH);
  expect(terminal.settings.after).toBe(terminal.settings.before);
};

/** The signals that a process has taken over, a bit each. @see proc(5) */
const caughtBy = (pid: number): bigint =>
  BigInt(`0x${/^SigCgt:\s*(\w+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'}`);

describe.each(['direct', 'relay'] as const)('on the %s path', path => {
  test('the screen opens, the planner echoes what is typed, and detaching puts the terminal back', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner', 'agents', 'planner · shell', 'main');
    expect(shop.log.filter(it => 'path' in it)).toMatchObject([{path}]);
    expect(terminal.modes).toEqual(expect.arrayContaining([1000, 1002, 1004, 1006, 1049, 2004]));
    terminal.types("echo to''gether\r");
    await terminal.sees('$ echo', '│together');
    terminal.presses('C-b d');
    expect(await terminal.ends()).toBe(0);
    isAsBefore(terminal);
    await terminal.sees('[detached; roundhouse brings you back]');
  });

  test('who attaches again, in a terminal of another size, sees the same text', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const first = machine.terminal(shop.root);
    await first.sees('This is the planner');
    first.types("echo to''gether\r");
    await first.sees('│together');
    first.presses('C-b d');
    await first.ends();
    const second = machine.terminal(shop.root, {cols: 120, rows: 40});
    await second.sees('This is the planner', '│together');
    second.types("echo he''re\r");
    await second.sees('│here');
    expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'planner', cols: expect.any(Number)}]});
  });

  test('what runs in a pane learns the size of the terminal, and a new one when it changes', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    terminal.types('stty size\r');
    await terminal.sees('│21 58');
    terminal.resizes(70, 20);
    await terminal.sees(`╰${'─'.repeat(48)}╯`);
    terminal.types('clear; stty size\r');
    await terminal.sees('│17 48');
  });

  test('C-c goes to the program in the pane, and to nothing else', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    terminal.types("trap 'echo int''errupted' INT; echo wai''ting; sleep 60\r");
    await terminal.sees('│waiting');
    terminal.presses('C-c');
    await terminal.sees('interrupted', '╭ agents');
    terminal.types("echo on and o''n\r");
    await terminal.sees('│on and on');
  });

  test('a terminal that is made small and large again at once is drawn whole', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    terminal.resizes(20, 6);
    terminal.resizes(80, 24);
    await terminal.sees('This is the planner', `╰${'─'.repeat(58)}╯`);
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    'a client that is ended by %s puts the terminal back',
    async signal => {
      await using machine = new Machine({path});
      const shop = machine.repository();
      const terminal = machine.terminal(shop.root);
      await terminal.sees('This is the planner');
      await terminal.signals(signal);
      expect(await terminal.ends()).toBe(0);
      isAsBefore(terminal);
      expect(isRunning(shop.server)).toBe(true);
    },
  );

  test('a terminal that is closed ends its client, and nothing else', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    const client = await terminal.client();
    terminal.closes();
    await hasEnded(client);
    expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'planner', status: 'active'}]});
  });

  test('a client that is killed disturbs neither the server nor another client', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const [first, second] = [machine.terminal(shop.root), machine.terminal(shop.root, {cols: 100, rows: 30})];
    await Promise.all([first.sees('This is the planner'), second.sees('This is the planner')]);
    const {server} = shop;
    await first.signals('SIGKILL');
    expect(await first.ends()).toBe(128 + 9);
    second.types("echo still he''re\r");
    await second.sees('│still here');
    second.presses('C-b d');
    expect(await second.ends()).toBe(0);
    expect(shop.server).toBe(server);
    expect(shop.log.filter(it => 'bug' in it)).toEqual([]);
  });

  test('when the server is killed the client says so and puts the terminal back', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    process.kill(shop.server, 'SIGKILL');
    expect(await terminal.ends()).toBe(5);
    isAsBefore(terminal);
    await terminal.sees(
      'roundhouse: the connection to the server was lost',
      '  start roundhouse again; what was acknowledged is kept',
    );
  });

  test('after a server was killed the board is whole, sessions are stale and their tasks are ready again', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    await shop.does('create-task', 'wait', '--script', 'touch began; sleep 60');
    await shop.does('create-task', 'another', '--acceptance', 'it is there');
    const {pid = 0} = await shop.does('spawn-worker', '1');
    await shop.fileIn(shop.worktree(1), 'began');
    process.kill(shop.server, 'SIGKILL');
    expect(await terminal.ends()).toBe(5);
    const {tasks} = await shop.does('list-tasks');
    const text = 'session "worker-task-001" was lost with its server; the worktree is kept';
    expect(tasks).toMatchObject([
      {id: 'TASK-001', status: 'ready', status_reason: text, notes: [{text, by: 'system'}]},
      {id: 'TASK-002', status: 'ready', acceptance: ['it is there'], notes: []},
    ]);
    const {sessions} = await shop.does('list-sessions');
    expect(sessions.map(it => [it.name, it.status])).toEqual([
      ['planner', 'stale'],
      ['worker-task-001', 'stale'],
    ]);
    await hasEnded(pid);
    const again = machine.terminal(shop.root);
    await again.sees('This is the planner');
    expect(await shop.does('spawn-worker', '1')).toMatchObject({status: 'active', cwd: shop.worktree(1)});
  });

  test('shutting down from a shell ends the screens with a word', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    expect(await shop.does('shutdown')).toEqual({stopped: ['planner']});
    expect(await terminal.ends()).toBe(0);
    isAsBefore(terminal);
    await terminal.sees('[roundhouse has shut down]');
  });

  test('the screen stops and goes on with job control', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    await terminal.signals('SIGSTOP');
    terminal.types("echo mean''while\r");
    await terminal.signals('SIGCONT');
    await terminal.sees('│meanwhile');
    await until('the terminal is the program’s again', () => terminal.modes.includes(1049));
  });

  test('who asks the client to stop does not get a raw terminal', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const terminal = machine.terminal(shop.root);
    await terminal.sees('This is the planner');
    // The kernel spares programs without job control, as here: whether it is caught has to do.
    expect(caughtBy(await terminal.client()) & (1n << BigInt(constants.signals.SIGTSTP - 1))).not.toBe(0n);
  });

  test('a client that is stopped gets no pictures, and the newest when it goes on', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const [stopped, other] = [machine.terminal(shop.root), machine.terminal(shop.root)];
    await Promise.all([stopped, other].map(it => it.sees('This is the planner', 'agents', 'main')));
    await stopped.signals('SIGSTOP');
    other.types("i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo line $i; done; echo do''ne\r");
    await other.sees('│done');
    expect(stopped.output).not.toContain('line 300');
    await stopped.signals('SIGCONT');
    await stopped.sees('│done');
    expect(stopped.output).not.toContain('line 150');
  });

  test('a terminal that takes nothing costs the others nothing, and jumps to now', async () => {
    await using machine = new Machine({path});
    const shop = machine.repository();
    const [slow, other] = [machine.terminal(shop.root), machine.terminal(shop.root)];
    await Promise.all([slow.sees('This is the planner'), other.sees('This is the planner')]);
    slow.stalls();
    other.types("yes 0123456789 | head -n 2000000; echo do''ne\r");
    await other.sees('│done');
    slow.flows();
    await slow.sees('│done');
    slow.presses('C-b d');
    expect(await slow.ends()).toBe(0);
    isAsBefore(slow);
  });
});

test('a terminal that does not know its size is taken for one of 80×24', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const terminal = machine.terminal(shop.root, {before: 'stty rows 0 cols 0'});
  await terminal.sees('This is the planner', 'agents');
  terminal.types('stty size\r');
  await terminal.sees('│21 58');
});

test('the terminal of a client that was killed is of use again', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const terminal = machine.terminal(shop.root, {stays: true});
  await terminal.sees('This is the planner');
  await terminal.signals('SIGKILL');
  await until('the screen is left', () => !terminal.modes.includes(1049));
  terminal.types('a line\r');
  expect(await terminal.ends()).toBe(128 + 9);
  isAsBefore(terminal);
});

test('the demo opens on six tasks', async () => {
  await using machine = new Machine();
  const terminal = machine.terminal(machine.folder, {cols: 140, rows: 45, argv: ['--demo']});
  const demo = await machine.findsDemo();
  await terminal.sees('This is the planner', 'tea-house', ...[1, 2, 3, 4, 5, 6].map(it => `TASK-00${it}`));
  expect((await demo.does('list-tasks')).tasks.map(it => it.status)).toEqual(Array.from({length: 6}, () => 'ready'));
  terminal.presses('C-b b c');
  await terminal.sees('worker-task-001 started', '├ task-001');
  await demo.does('wait-session', 'worker-task-001', '--until', 'done');
  await terminal.sees('✓ task-001');
});
