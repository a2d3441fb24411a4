import {expect, test} from 'vitest';
import type {Event} from '../../../src/core/event.ts';
import {
  isLive,
  session,
  sessionMoves,
  sessionOf,
  sessionStatus,
  type SessionStatus,
} from '../../../src/core/nouns/session.ts';
import {emptyState, reduce, type State} from '../../../src/core/state.ts';

const at = '2026-01-02T03:04:05.000Z';
const stamped = (seq: number) => ({seq, at, actor: 'user'}) as const;
const opened = (seq: number, name = 'logs'): Event => ({
  type: 'session-opened',
  session: {name, kind: 'shell', agent: 'shell', cwd: '/', argv: ['sh']},
  ...stamped(seq),
});
const moved = (seq: number, from: SessionStatus, to: SessionStatus): Event => ({
  type: 'session-moved',
  session: 'logs',
  from,
  to,
  ...stamped(seq),
});
const after = (...events: readonly Event[]): State => {
  const state = emptyState();
  reduce(state, events);
  return state;
};

test.each([
  ['starting', ['active', 'stale', 'closed']],
  ['active', ['suspended', 'stale', 'closed']],
  ['suspended', ['active', 'stale', 'closed']],
  ['stale', ['closed']],
  ['closed', []],
] as const)('a session that is %s may become %j', (from, to) => {
  expect(sessionMoves[from] ?? []).toEqual(to);
});

test('a session has a process while it starts, runs or is suspended', () => {
  const state = after(opened(1));
  const live = sessionStatus.options.filter(status => isLive({...sessionOf(state, 'logs'), status}));
  expect(live).toEqual(['starting', 'active', 'suspended']);
});

test('the name of a session that lives is taken', () => {
  const state = after(opened(1), moved(2, 'starting', 'active'));
  expect(() => reduce(state, [opened(3)])).toThrow('session "logs" is running already');
});

test('the name of a session that ended is free, and nothing of the old one stays', () => {
  const exit: Event = {
    type: 'session-moved',
    session: 'logs',
    from: 'starting',
    to: 'closed',
    reason: 'ended with code 3',
    changes: {pid: 7, exit: {code: 3}},
    ...stamped(2),
  };
  expect(after(opened(1), exit).sessions['logs']).toMatchObject({exit: {code: 3}, reason: 'ended with code 3'});
  expect(after(opened(1), exit, opened(3)).sessions['logs']).toEqual({
    name: 'logs',
    kind: 'shell',
    agent: 'shell',
    cwd: '/',
    argv: ['sh'],
    status: 'starting',
    opened_at: at,
    updated_at: at,
  });
});

test('an unknown session is answered with those that live', () => {
  const state = after(opened(1, 'ended'), opened(2), {...moved(3, 'starting', 'closed'), session: 'ended'} as Event);
  expect(() => sessionOf(state, 'log')).toThrow(
    expect.objectContaining({code: 'session-unknown', details: {session: 'log', names: ['logs']}}),
  );
});

test.each(['planner', 'worker-task-003', 'a.b_c-1', '7'])('%s is a name for a session', name => {
  expect(session.shape.name.safeParse(name).success).toBe(true);
});

test.each(['', 'Planner', '-x', '.hidden', 'a b', 'a/b', 'größe', 'a\n'])('%j is no name for a session', name => {
  expect(session.shape.name.safeParse(name).success).toBe(false);
});
