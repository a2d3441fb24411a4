import {expect, test} from 'vitest';
import {
  agentsOf,
  attentionOf,
  boardOf,
  cardsOf,
  detailOf,
  moodOf,
  moodWhyOf,
  shortNameOf,
  waitingOf,
} from '../../src/core/board.ts';
import {mintId, type TaskId} from '../../src/core/id.ts';
import type {Mood, Session, SessionStatus} from '../../src/core/nouns/session.ts';
import {taskStatus, type Task, type TaskStatus} from '../../src/core/nouns/task.ts';
import {emptyState} from '../../src/core/state.ts';
import {noSignals, type Signals} from '../../src/core/signal.ts';

const at = '2026-01-02T03:04:05.000Z';

const task = (n: number, status: TaskStatus): Task => ({
  id: mintId('task', n) as TaskId,
  title: `task ${n}`,
  script: [],
  step: 0,
  acceptance: [],
  labels: [],
  depends_on: [],
  scope: {write: [], read: []},
  status,
  notes: [],
  created_at: at,
  updated_at: at,
});
const tasksOf = (...tasks: readonly Task[]) => ({tasks: Object.fromEntries(tasks.map(it => [it.id, it]))});

const session = (name: string, more: Partial<Session> = {}): Session => ({
  name,
  kind: 'worker',
  agent: 'shell',
  status: 'active',
  cwd: '/',
  argv: ['sh'],
  opened_at: at,
  updated_at: at,
  ...more,
});
const sessionsOf = (...sessions: readonly Session[]) => ({
  sessions: Object.fromEntries(sessions.map(it => [it.name, it])),
});
const moods = (found: Readonly<Record<string, readonly [Mood, string]>>): Signals => ({
  ...noSignals,
  sessions: Object.fromEntries(Object.entries(found).map(([name, [mood, since]]) => [name, {mood, mood_since: since}])),
});

test('what is urgent for a person stands first', () => {
  const state = tasksOf(...taskStatus.options.map((status, n) => task(n + 1, status)));
  expect(boardOf(state).map(it => it.title)).toEqual([
    'asks',
    'review',
    'in progress',
    'blocked',
    'ready',
    'draft',
    'accepted',
    'done',
  ]);
});

test('every task that is not archived is on the board once', () => {
  const state = tasksOf(...taskStatus.options.map((status, n) => task(n + 1, status)));
  const shown = cardsOf(state).map(it => it.status);
  expect(shown.toSorted()).toEqual(taskStatus.options.filter(it => it !== 'archived').toSorted());
});

test('an empty group is not shown', () => {
  expect(boardOf(tasksOf(task(1, 'ready'))).map(it => it.title)).toEqual(['ready']);
});

test('within a group tasks stand by number, of whatever state', () => {
  const state = tasksOf(task(1000, 'review_ready'), task(10, 'in_review'), task(2, 'review_ready'));
  expect(cardsOf(state).map(it => it.id)).toEqual(['TASK-002', 'TASK-010', 'TASK-1000']);
});

test('the planner is the first of the agents, then the oldest', () => {
  const state = sessionsOf(
    session('worker-task-002', {opened_at: '2026-01-02T03:00:02.000Z'}),
    session('worker-task-001', {opened_at: '2026-01-02T03:00:01.000Z'}),
    session('planner', {kind: 'planner', opened_at: '2026-01-02T03:00:09.000Z'}),
  );
  expect(agentsOf(state).map(it => it.name)).toEqual(['planner', 'worker-task-001', 'worker-task-002']);
});

test.each([
  ['starting', 1],
  ['active', 1],
  ['suspended', 1],
  ['stale', 1],
  ['closed', 0],
] as const)('a session that is %s is listed %i times', (status, times) => {
  expect(agentsOf(sessionsOf(session('a', {status})))).toHaveLength(times);
});

test.each([
  ['worker-task-003', 'task-003'],
  ['planner', 'planner'],
  ['my-worker-x', 'my-worker-x'],
])('%s is drawn as %s', (name, drawn) => {
  expect(shortNameOf(name)).toBe(drawn);
});

test.each([
  ['starting', 'working', 'working'],
  ['active', 'asks', 'asks'],
  ['suspended', 'working', 'suspended'],
  ['stale', 'working', 'gone'],
  ['closed', 'asks', 'gone'],
] as const)('a session that is %s and was told to be %s shows as %s', (status: SessionStatus, told, shown) => {
  expect(moodOf(session('a', {status}), moods({a: [told, at]}))).toBe(shown);
});

test('a session of which nothing was told is starting', () => {
  expect(moodOf(session('a'), noSignals)).toBe('starting');
});

test('who has waited longest comes first, and who does not ask is left out', () => {
  const state = sessionsOf(session('late'), session('early'), session('busy'), session('ended', {status: 'closed'}));
  const signals = moods({
    late: ['asks', '2026-01-02T03:09:00.000Z'],
    early: ['asks', '2026-01-02T03:01:00.000Z'],
    busy: ['working', at],
    ended: ['asks', at],
  });
  expect(waitingOf(state, signals).map(it => it.name)).toEqual(['early', 'late']);
});

test('agents call in the order of their moods, and what was seen calls no more than who rests', () => {
  const order = ['asks', 'done', 'failed', 'starting', 'working', 'idle'] as const;
  const state = sessionsOf(...order.toReversed().map(it => session(it)), session('seen'));
  const {sessions, ...rest} = moods({...Object.fromEntries(order.map(it => [it, [it, at]])), seen: ['done', at]});
  const signals = {...rest, sessions: {...sessions, seen: {...sessions['seen'], mood_seen: true}}};
  expect(attentionOf(state, signals).map(it => it.name)).toEqual([...order, 'seen']);
  expect(waitingOf(state, signals).map(it => it.name)).toEqual(['asks', 'done', 'failed']);
});

const asking: Signals = {...noSignals, sessions: {a: {mood: 'asks', mood_why: 'approve: ls'}}};

test.each([
  [{mood: 'asks', mood_why: 'approve: ls'}, 'approve: ls'],
  [{mood: 'failed', mood_why: 'usage limit'}, 'usage limit'],
  [{mood: 'working', mood_why: 'it says that it works'}, ''],
  [{mood: 'idle', mood_why: 'at its prompt'}, ''],
  [{mood: 'asks'}, ''],
] as const)('of %o a person is told the reason %j', (found, why) => {
  expect(moodWhyOf(session('a'), {...noSignals, sessions: {a: found}})).toBe(why);
});

test('the card of a task at work says why its worker waits', () => {
  const state = {...emptyState(), ...sessionsOf(session('a'))};
  const card = {...task(1, 'in_progress'), owner_session: 'a'};
  expect(detailOf(card, {state, signals: asking})).toBe('asks · approve: ls');
});
