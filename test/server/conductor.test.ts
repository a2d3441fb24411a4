import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {openHouse, type House} from './house.ts';

const taskOf = (house: House, id = 'TASK-001') => house.server.world.state.tasks[id];
const sessionOf = (house: House, id = 'task-001') => house.server.world.state.sessions[`worker-${id}`];
const worktreeOf = (house: House, id = 'TASK-001') => house.server.world.state.workspaces[id];

/** A house with a task, on which a worker is at work. */
const atWork = async (...more: readonly string[]): Promise<House> => {
  const house = await openHouse();
  await house.task('tidy', ...more);
  await house.asks(['spawn-worker', '1']);
  return house;
};

/** The worker has asked, and its step failed. */
const asking = async (): Promise<House> => {
  const house = await atWork('--script', 'false');
  await house.asks(['request-input', '--summary', 'which port?', '--step', '1'], house.worker('TASK-001'));
  return house;
};

test.concurrent('a worker starts in a worktree of its own, on a branch of its own', async () => {
  await using house = await openHouse();
  await house.task('tidy the flags');
  const path = join(`${house.repository.root}-worktrees`, 'task-001');
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({
    exit: 0,
    out: {name: 'worker-task-001', kind: 'worker', status: 'active', task_id: 'TASK-001', cwd: path},
  });
  expect(taskOf(house)).toMatchObject({status: 'in_progress', owner_session: 'worker-task-001'});
  expect(worktreeOf(house)).toMatchObject({
    status: 'present',
    path,
    branch: 'roundhouse/task-001-tidy-the-flags',
    base_ref: 'main',
  });
  expect(house.repository.read(join(path, 'a.txt'))).toBe('one\n');
});

test.concurrent('the program of a worker runs its steps, and knows its task', async () => {
  await using house = await atWork();
  expect(house.pty().options).toMatchObject({
    argv: [join(house.repository.root, '.roundhouse/state/bin/roundhouse'), 'run-script', 'TASK-001'],
    env: {ROUNDHOUSE_TASK: 'TASK-001', ROUNDHOUSE_SESSION: 'worker-task-001'},
  });
});

test.concurrent.each([
  [['spawn-worker', '9'], 'task-unknown'],
  [['spawn-worker', '1', '--agent', 'hal'], 'agent-unknown'],
  [['spawn-worker', '1', '--base', 'mian'], 'base-unknown'],
])('%j is refused with %s, and nothing is left behind', async (argv, code) => {
  await using house = await openHouse();
  await house.task('tidy');
  expect(await house.asks(argv)).toMatchObject({code});
  expect([taskOf(house)?.status, house.ptys, existsSync(`${house.repository.root}-worktrees`)]).toEqual([
    'ready',
    [],
    false,
  ]);
});

test.concurrent('a task without steps is not for the shell agent', async () => {
  await using house = await openHouse();
  await house.asks(['create-task', 'think']);
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({code: 'script-missing'});
});

test.concurrent('uncommitted changes in the primary worktree are told, and can be passed over', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  house.repository.write('a.txt', 'changed\n');
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({code: 'repository-dirty'});
  expect(await house.asks(['spawn-worker', '1', '--base', 'HEAD'])).toMatchObject({exit: 0});
});

test.concurrent('a task has one worker', async () => {
  await using house = await atWork();
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({code: 'spawn-refused'});
});

test.concurrent('of two who start the same task at once one is refused', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  const both = await Promise.all([house.asks(['spawn-worker', '1']), house.asks(['spawn-worker', '1'])]);
  expect(both.map(it => it.code ?? 'done').toSorted()).toEqual(['done', 'spawn-refused']);
});

test.concurrent('a task that waits for another is refused until that is accepted', async () => {
  await using house = await atWork();
  await house.task('sweep', '--depends-on', '1');
  expect(await house.asks(['spawn-worker', '2'])).toMatchObject({code: 'spawn-refused'});
  await house.asks(['request-review', '1']);
  await house.asks(['record-decision', 'accept', '1']);
  expect(await house.asks(['spawn-worker', '2'])).toMatchObject({exit: 0});
});

test.concurrent('a slot is free as soon as its worker is done, whatever the others do', async () => {
  await using house = await openHouse({slots: 2});
  for (const title of ['tidy', 'sweep', 'paint']) await house.task(title);
  await house.asks(['spawn-worker', '1']);
  await house.asks(['spawn-worker', '2']);
  expect(await house.asks(['spawn-worker', '3'])).toMatchObject({code: 'spawn-refused'});
  await house.asks(['request-review', '2']);
  expect(await house.asks(['spawn-worker', '3'])).toMatchObject({exit: 0});
  expect(taskOf(house)?.status).toBe('in_progress');
});

test.concurrent('work with overlapping write scopes is never done in one worktree', async () => {
  await using house = await openHouse();
  await house.task('tidy', '--write-scope', 'src/**');
  await house.task('sweep', '--write-scope', 'src/a.ts');
  await Promise.all([house.asks(['spawn-worker', '1']), house.asks(['spawn-worker', '2'])]);
  const folders = house.ptys.map(it => it.options.cwd);
  expect(new Set(folders).size).toBe(2);
  expect(folders).not.toContain(house.repository.root);
});

test.concurrent('a worktree in which a living worker has uncommitted work is dirty, and does not become stale', async () => {
  await using house = await atWork();
  house.repository.write(join(worktreeOf(house)?.path ?? '', 'half.txt'), 'half\n');
  house.clock.passes(20 * 60_000);
  await house.server.world.settled();
  expect((await house.asks(['show-task', '1'])).out).toMatchObject({
    status: 'in_progress',
    flags: ['dirty'],
    notes: [],
  });
  expect([sessionOf(house)?.status, worktreeOf(house)?.status]).toEqual(['active', 'present']);
});

test.concurrent('workers that start at once do not share a slot', async () => {
  await using house = await openHouse({slots: 2});
  const ids = [await house.task('a'), await house.task('b'), await house.task('c')];
  const all = await Promise.all(ids.map(id => house.asks(['spawn-worker', id])));
  expect(all.map(it => it.code ?? 'done').toSorted()).toEqual(['done', 'done', 'spawn-refused']);
});

test.concurrent('a worker that was started does not take its slot twice', async () => {
  await using house = await openHouse({slots: 2});
  const [first, second] = [await house.task('a'), await house.task('b')];
  const starting = house.asks(['spawn-worker', first]);
  await house.asks(['spawn-worker', second]);
  expect(await starting).toMatchObject({exit: 0});
  expect(taskOf(house, second)?.status).toBe('in_progress');
});

test.concurrent.each([
  [{code: 3}, 'code 3'],
  [{code: 0, signal: 9}, 'signal 9'],
])('a worker that ends early with %j leaves its task ready, with a note', async (exit, how) => {
  await using house = await atWork();
  house.pty().exits(exit);
  await house.server.world.settled();
  const text = `the worker ended (${how}) before it asked for review; its worktree is kept`;
  expect(taskOf(house)).toMatchObject({status: 'ready', status_reason: text, notes: [{by: 'system', text}]});
  expect(worktreeOf(house)?.status).toBe('present');
});

test.concurrent('a worker that ends after it asked for review leaves its task in review', async () => {
  await using house = await atWork();
  await house.asks(['request-review', '1']);
  house.pty().exits({code: 0});
  await house.server.world.settled();
  expect([taskOf(house)?.status, sessionOf(house)?.status]).toEqual(['review_ready', 'closed']);
});

test.concurrent('work that was left goes on in the worktree it has', async () => {
  await using house = await atWork();
  house.repository.write(join(worktreeOf(house)?.path ?? '', 'half.txt'), 'half\n');
  house.pty().exits({code: 1});
  await house.server.world.settled();
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({exit: 0});
  expect(house.repository.read(join(worktreeOf(house)?.path ?? '', 'half.txt'))).toBe('half\n');
});

test.concurrent('a program that cannot be started leaves the task ready, and says why', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  house.broken = 'run-script';
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({exit: 5, code: 'session-spawn-failed'});
  expect(taskOf(house)).toMatchObject({status: 'ready', status_reason: expect.stringContaining('EAGAIN')});
  expect(sessionOf(house)?.status).toBe('closed');
});

test.concurrent('a task whose program could not be started can be started again', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  house.broken = 'run-script';
  await house.asks(['spawn-worker', '1']);
  house.broken = undefined;
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({exit: 0});
});

test.concurrent('a worker that ends while it is being started leaves its task ready', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  const starting = house.asks(['spawn-worker', '1']);
  await vi.waitFor(() => expect(house.ptys).toHaveLength(1), {timeout: 10_000});
  house.pty().exits({code: 127});
  await starting;
  await house.server.world.settled();
  expect([taskOf(house)?.status, sessionOf(house)?.status]).toEqual(['ready', 'closed']);
});

test.concurrent('a worktree that cannot be made blocks the task, and says why', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  house.repository.write('.git/hooks/post-checkout', '#!/bin/sh\necho no luck >&2\nexit 1\n', 0o755);
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({code: 'git-failed'});
  expect(taskOf(house)).toMatchObject({status: 'blocked', status_reason: expect.stringContaining('no luck')});
});

test.concurrent('a task that was blocked by its worktree can be mended and started', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  house.repository.write('.git/hooks/post-checkout', '#!/bin/sh\nexit 1\n', 0o755);
  await house.asks(['spawn-worker', '1']);
  house.repository.write('.git/hooks/post-checkout', '#!/bin/sh\n', 0o755);
  await house.asks(['update-task', '1', '--status', 'ready']);
  expect(await house.asks(['spawn-worker', '1'])).toMatchObject({exit: 0});
});

test.concurrent('a worker that asks lets its task wait, with the step to go on from', async () => {
  await using house = await asking();
  expect(taskOf(house)).toMatchObject({status: 'needs_input', status_reason: 'which port?', step: 1});
  expect(house.server.world.state.interrupts).toMatchObject({
    'INT-001': {status: 'open', question: 'which port?', session: 'worker-task-001', audience: 'planner'},
  });
});

test.concurrent('an answer lets a new worker go on where the old one stopped', async () => {
  await using house = await asking();
  expect(await house.asks(['resume-task', '1', '--note', '8080'])).toMatchObject({
    exit: 0,
    out: {status: 'in_progress', step: 1, notes: [{text: '8080', by: 'user'}]},
  });
  expect(house.ptys.map(it => it.signals)).toEqual([['SIGHUP'], []]);
  expect(house.server.world.state.interrupts).toMatchObject({
    'INT-001': {status: 'applied', reply: {text: '8080', by: 'user'}},
  });
});

test.concurrent('an answer does not let work go on that depends on other work; it is kept until that is done', async () => {
  await using house = await asking();
  await house.task('sweep');
  await house.asks(['update-task', '1', '--depends-on', '2']);
  expect(await house.asks(['reply', '1', '8080'])).toMatchObject({code: 'spawn-refused'});
  expect([taskOf(house)?.status, house.ptys.length]).toEqual(['needs_input', 1]);
  await house.asks(['spawn-worker', '2']);
  await house.asks(['request-review', '2']);
  await house.asks(['record-decision', 'accept', '2']);
  expect(await house.asks(['resume-task', '1'])).toMatchObject({out: {status: 'in_progress', notes: []}});
  expect(house.server.world.state.interrupts['INT-001']).toMatchObject({status: 'applied', reply: {text: '8080'}});
});

test.concurrent('a question that was asked by a worker that has ended can still be answered', async () => {
  await using house = await asking();
  house.pty().exits({code: 0});
  await house.server.world.settled();
  expect(await house.asks(['resume-task', '1'])).toMatchObject({exit: 0, out: {status: 'in_progress'}});
});

test.concurrent('the end of the old worker is not taken for the end of the new one', async () => {
  await using house = await asking();
  house.pty().exits({code: 0});
  await house.asks(['resume-task', '1']);
  expect([taskOf(house)?.status, sessionOf(house)?.status]).toEqual(['in_progress', 'active']);
});

test.concurrent('a task that asks nothing has nothing to be answered', async () => {
  await using house = await atWork();
  expect(await house.asks(['resume-task', '1'])).toMatchObject({code: 'question-missing'});
});

test.concurrent('an answer is given once', async () => {
  await using house = await asking();
  const both = await Promise.all([
    house.asks(['resume-task', '1', '--note', 'a']),
    house.asks(['resume-task', '1', '--note', 'b']),
  ]);
  expect(both.filter(it => it.exit === 0)).toHaveLength(1);
  expect(taskOf(house)?.status).toBe('in_progress');
});

test.concurrent('an answer whose worker cannot be started leaves the task ready', async () => {
  await using house = await asking();
  house.broken = 'run-script';
  expect(await house.asks(['resume-task', '1'])).toMatchObject({code: 'session-spawn-failed'});
  expect(taskOf(house)?.status).toBe('ready');
});

test.concurrent('an open question is over when its task goes back to the board', async () => {
  await using house = await asking();
  await house.asks(['update-task', '1', '--status', 'ready']);
  house.pty().exits({code: 0});
  await house.server.world.settled();
  await house.asks(['spawn-worker', '1']);
  expect(await house.asks(['request-input', '--summary', 'and?'], house.worker('TASK-001'))).toMatchObject({exit: 0});
});

test.concurrent('a task that is cancelled ends its worker and its question; the worktree stays', async () => {
  await using house = await asking();
  await house.asks(['cancel-task', '1', '--yes', '--reason', 'done elsewhere']);
  expect([taskOf(house)?.status, sessionOf(house)?.status]).toEqual(['cancelled', 'closed']);
  expect(house.server.world.state).toMatchObject({
    interrupts: {'INT-001': {status: 'cancelled'}},
    decisions: {'DEC-001': {kind: 'cancel', reason: 'done elsewhere'}},
    workspaces: {'TASK-001': {status: 'present'}},
  });
});

test.concurrent('cancelling work that is under way ends as cancelled, not as ready', async () => {
  await using house = await atWork();
  expect(await house.asks(['cancel-task', '1', '--yes'])).toMatchObject({exit: 0, out: {status: 'cancelled'}});
});

test.concurrent('uncommitted work is asked about before its task is cancelled', async () => {
  await using house = await atWork();
  house.repository.write(join(worktreeOf(house)?.path ?? '', 'half.txt'), 'half\n');
  expect(await house.asks(['cancel-task', '1'])).toMatchObject({exit: 2, code: 'confirm-needed'});
  expect(taskOf(house)?.status).toBe('in_progress');
});

test.concurrent('the whole loop ends with the worktree gone, and it can come back', async () => {
  await using house = await atWork();
  const path = worktreeOf(house)?.path ?? '';
  house.repository.write(join(path, 'done.txt'), 'done\n');
  await house.asks(['commit-work'], house.worker('TASK-001'));
  await house.asks(['request-review'], house.worker('TASK-001'));
  house.pty().exits({code: 0});
  await house.asks(['record-decision', 'accept', '1']);
  expect(await house.asks(['cleanup-task', '1'])).toMatchObject({exit: 0, out: {status: 'removed'}});
  expect([taskOf(house)?.status, existsSync(path)]).toEqual(['done', false]);
  expect(await house.asks(['undo-cleanup', '1'])).toMatchObject({exit: 0, out: {status: 'present'}});
  expect(house.repository.read(join(path, 'done.txt'))).toBe('done\n');
});

test.concurrent('a worktree is not removed while its worker lives, or its task is not over', async () => {
  await using house = await atWork();
  expect(await house.asks(['cleanup-task', '1'])).toMatchObject({code: 'cleanup-refused'});
  house.pty().exits({code: 0});
  await house.server.world.settled();
  expect(await house.asks(['cleanup-task', '1'])).toMatchObject({code: 'cleanup-refused'});
});

test.concurrent('after a restart lost work is ready, and its worktree is kept', async () => {
  await using house = await atWork();
  await house.restarts();
  expect([taskOf(house)?.status, sessionOf(house)?.status, worktreeOf(house)?.status]).toEqual([
    'ready',
    'closed',
    'present',
  ]);
});

test.concurrent('the planner opens once, and again after it ended', async () => {
  await using house = await openHouse();
  const open = (): Promise<void> => house.server.conductor.needPlanner('user', {env: house.user.env});
  await open();
  await open();
  expect(house.ptys).toHaveLength(1);
  house.pty().exits({code: 0});
  await house.server.world.settled();
  await open();
  expect(house.ptys).toHaveLength(2);
});

test.concurrent('an agent that ends at once leaves its last words as the reason', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  house.pty().prints('usage …\r\n\u001b[31mThis cannot be used with root privileges\u001b[m\r\n\r\n');
  house.pty().exits({code: 1});
  await house.server.world.settled();
  expect(house.server.world.state.tasks['TASK-001']).toMatchObject({
    status: 'ready',
    status_reason:
      'the worker ended (code 1: "This cannot be used with root privileges") before it asked for review; its worktree is kept',
  });
});
