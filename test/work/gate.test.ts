import {expect, test} from 'vitest';
import {mintId, type DecisionId, type TaskId} from '../../src/core/id.ts';
import type {Decision} from '../../src/core/nouns/decision.ts';
import type {Session, SessionStatus} from '../../src/core/nouns/session.ts';
import type {Workspace} from '../../src/core/nouns/workspace.ts';
import {metStatuses, taskStatus, type Task, type TaskStatus} from '../../src/core/nouns/task.ts';
import type {HostFigures, Thresholds} from '../../src/core/host.ts';
import {dependencyRefusalOf, hostRefusalOf, refusalOf} from '../../src/work/gate.ts';

const at = '2026-01-02T03:04:05.000Z';

const task = (n: number, status: TaskStatus, on: readonly number[] = []): Task => ({
  id: mintId('task', n) as TaskId,
  title: 'tidy',
  script: [],
  step: 0,
  acceptance: [],
  labels: [],
  depends_on: on.map(it => ({task: mintId('task', it) as TaskId, kind: 'order'})),
  scope: {write: [], read: []},
  status,
  notes: [],
  created_at: at,
  updated_at: at,
});

const worker = (n: number, status: SessionStatus = 'active'): Session => ({
  name: `worker-task-00${n}`,
  kind: 'worker',
  agent: 'shell',
  task_id: mintId('task', n) as TaskId,
  status,
  cwd: '/',
  argv: ['sh'],
  opened_at: at,
  updated_at: at,
});

const figures = {cpus: 4, load_1: 1, memory_gb: 16, memory_available_gb: 8};

/** May a worker start on the first of these tasks, on a board with these sessions? */
const judge = (tasks: readonly [Task, ...Task[]], sessions: readonly Session[] = [], slots = 2) =>
  refusalOf({
    state: {
      tasks: Object.fromEntries(tasks.map(it => [it.id, it])),
      sessions: Object.fromEntries(sessions.map(it => [it.name, it])),
      decisions: {},
      workspaces: {},
    },
    task: tasks[0],
    slots,
    host: {figures, thresholds: {}},
  });

test('a ready task on an empty board may start', () => {
  expect(judge([task(1, 'ready')])).toBeUndefined();
});

test.each(taskStatus.options.filter(it => it !== 'ready'))('a task that is %s may not start', status => {
  expect(judge([task(1, status)])?.reason).toBe(`it is ${status}`);
});

test.each<[TaskStatus, Workspace['status'], string | undefined]>([
  ['blocked', 'pending_setup', undefined],
  ['blocked', 'present', 'it is blocked'],
  ['needs_input', 'pending_setup', 'it is needs_input'],
])('a task that is %s and whose worktree is %s is refused because: %s', (status, worktree, reason) => {
  const first = task(1, status);
  const workspace = {
    id: first.id,
    task_id: first.id,
    mode: 'task',
    path: '/w',
    branch: 'b',
    base_ref: 'main',
    base_commit: 'c0ffee',
    status: worktree,
    updated_at: at,
  } as const;
  const state = {tasks: {[first.id]: first}, sessions: {}, decisions: {}, workspaces: {[first.id]: workspace}};
  expect(refusalOf({state, task: first, slots: 2, host: {figures, thresholds: {}}})?.reason).toBe(reason);
});

test.each(taskStatus.options.filter(it => it !== 'ready'))('a refusal of a task that is %s says what to do', status => {
  expect(judge([task(1, status)])?.hint).toMatch(/\S/u);
});

test.each(taskStatus.options)('a task that depends on one that is %s starts only if that is met', status => {
  expect(judge([task(1, 'ready', [2]), task(2, status)]) === undefined).toBe(metStatuses.includes(status));
});

test.each([
  [['accept'], true],
  [['reject', 'accept', 'note'], true],
  [['cancel'], false],
  [['accept', 'cancel'], false],
  [[], false],
] as const)('where what it depends on is archived, the rulings %j on that let a task start: %s', (kinds, isMet) => {
  const [waiting, archived] = [task(1, 'ready', [2]), task(2, 'archived')];
  const rulings = kinds.map((kind, n): Decision => {
    const id = mintId('decision', n + 1) as DecisionId;
    return {id, kind, task_id: archived.id, by: 'user', at};
  });
  const tasks = {[waiting.id]: waiting, [archived.id]: archived};
  const state = {tasks, sessions: {}, decisions: Object.fromEntries(rulings.map(it => [it.id, it]))};
  expect(dependencyRefusalOf({state, task: waiting}) === undefined).toBe(isMet);
});

test('a task that waits names all it waits for', () => {
  const refusal = judge([task(1, 'ready', [2, 3, 4]), task(2, 'ready'), task(3, 'done'), task(4, 'in_review')]);
  expect(refusal?.reason).toBe('it waits for TASK-002 (ready), TASK-004 (in_review)');
});

test.each([
  ['starting', true],
  ['active', true],
  ['suspended', true],
  ['stale', false],
  ['closed', false],
] as const)('a session of the task that is %s stands in the way: %s', (status, isInTheWay) => {
  expect(judge([task(1, 'ready')], [worker(1, status)]) !== undefined).toBe(isInTheWay);
});

test('the session in the way is named', () => {
  expect(judge([task(1, 'ready')], [worker(1)])).toEqual({
    reason: 'session "worker-task-001" works on it',
    hint: 'roundhouse close-worker worker-task-001',
  });
});

test('workers at work take the slots', () => {
  const board = [task(1, 'ready'), task(2, 'in_progress'), task(3, 'in_progress')] as const;
  expect(judge([...board], [worker(2), worker(3)])?.reason).toBe(
    '2 of 2 slots are taken (worker-task-002, worker-task-003)',
  );
});

test.each(['needs_input', 'review_ready', 'in_review', 'blocked'] as const)(
  'a worker whose task is %s holds no slot',
  status => {
    const board = [task(1, 'ready'), task(2, 'in_progress'), task(3, status)] as const;
    expect(judge([...board], [worker(2), worker(3)])).toBeUndefined();
  },
);

test('planner and shells hold no slot', () => {
  const others: readonly Session[] = [
    {...worker(2), name: 'planner', kind: 'planner'},
    {...worker(3), name: 'logs', kind: 'shell'},
  ];
  expect(judge([task(1, 'ready'), task(2, 'in_progress'), task(3, 'in_progress')], others)).toBeUndefined();
});

test('more slots let more workers start', () => {
  const board = [task(1, 'ready'), task(2, 'in_progress'), task(3, 'in_progress')] as const;
  expect(judge([...board], [worker(2), worker(3)], 3)).toBeUndefined();
});

/** Everything stands against the first task; each board has one thing less. */
const busy = [task(2, 'in_progress'), task(3, 'in_progress')] as const;
const all = [worker(1), worker(2), worker(3)];
test.each([
  {what: 'its state', first: task(1, 'draft', [2]), sessions: all, reason: 'it is draft'},
  {
    what: 'what it waits for',
    first: task(1, 'ready', [2]),
    sessions: all,
    reason: 'it waits for TASK-002 (in_progress)',
  },
  {
    what: 'who works on it',
    first: task(1, 'ready'),
    sessions: all,
    reason: 'session "worker-task-001" works on it',
  },
  {
    what: 'the slots',
    first: task(1, 'ready'),
    sessions: all.slice(1),
    reason: '2 of 2 slots are taken (worker-task-002, worker-task-003)',
  },
])('the first thing against it is the message: $what', ({first, sessions, reason}) => {
  expect(judge([first, ...busy], sessions)?.reason).toBe(reason);
});

test.each([
  {
    found: {load_1: 2.5},
    thresholds: {max_loadavg_1: 2.4},
    refusal: ['the load is 2.5, over 2.4', 'worker_spawn_max_loadavg_1'],
  },
  {
    found: {memory_available_gb: 7.94},
    thresholds: {min_mem_available_gb: 8},
    refusal: ['7.9 GB of memory are available, under 8', 'worker_spawn_min_mem_available_gb'],
  },
  {found: {ptys_free: 3}, thresholds: {}, refusal: ['3 pseudo-terminal(s) are left on this machine', 'close sessions']},
  {found: {descriptors_free: 63}, thresholds: {}, refusal: ['the server can open 63 more files', 'ulimit -n']},
])(
  'a machine with $found starts no worker over $thresholds, and says so',
  ({found, thresholds, refusal: [reason, hint]}) => {
    const refusal = hostRefusalOf({figures: {...figures, ...found}, thresholds});
    expect(refusal?.reason).toBe(reason);
    expect(refusal?.hint).toContain(hint);
  },
);

test.each<[Partial<HostFigures>, Thresholds]>([
  [{load_1: 2.4}, {max_loadavg_1: 2.4}],
  [{memory_available_gb: 8}, {min_mem_available_gb: 8}],
  [{load_1: 400, memory_available_gb: 0.1}, {}],
  [{ptys_free: 4, descriptors_free: 64}, {}],
])('a machine with %j and thresholds %j starts workers', (found, thresholds) => {
  expect(hostRefusalOf({figures: {...figures, ...found}, thresholds})).toBeUndefined();
});

test('the machine is the last that is asked', () => {
  const board = {tasks: {'TASK-001': task(1, 'ready')}, sessions: {}, decisions: {}, workspaces: {}};
  const host = {figures: {...figures, load_1: 9}, thresholds: {max_loadavg_1: 3}};
  const asked = {state: board, task: task(1, 'ready'), host};
  expect(refusalOf({...asked, slots: 2})?.reason).toBe('the load is 9, over 3');
  expect(refusalOf({...asked, slots: 0})?.reason).toMatch(/slots/u);
});
