import {expect, test} from 'vitest';
import {Mirror} from '../../src/client/mirror.ts';
import type {Event} from '../../src/core/event.ts';
import type {TaskId} from '../../src/core/id.ts';
import {noSignals} from '../../src/core/signal.ts';
import {emptyState} from '../../src/core/state.ts';

const created = (seq: number): Event => ({
  type: 'task-created',
  task: {
    id: `TASK-00${seq}` as TaskId,
    status: 'ready',
    title: 'tidy',
    script: [],
    acceptance: [],
    labels: [],
    depends_on: [],
    scope: {write: [], read: []},
  },
  seq,
  at: '2026-01-02T03:04:05.000Z',
  actor: 'user',
});

test('a mirror follows the events and shows a new snapshot after each change', () => {
  const mirror = new Mirror();
  const before = mirror.snapshot();
  mirror.apply([created(1)]);
  expect(mirror.snapshot()).not.toBe(before);
  expect(mirror.snapshot()).toMatchObject({version: 1, state: {seq: 1, tasks: {'TASK-001': {title: 'tidy'}}}});
});

test('a snapshot stays the same object while nothing changes', () => {
  const mirror = new Mirror();
  const before = mirror.snapshot();
  mirror.signal([]);
  mirror.apply([]);
  expect(mirror.snapshot()).toBe(before);
});

test('events that are known already are skipped', () => {
  const mirror = new Mirror();
  mirror.load({...emptyState(), seq: 1}, noSignals);
  mirror.apply([created(1), created(2)]);
  expect(Object.keys(mirror.snapshot().state.tasks)).toEqual(['TASK-002']);
});

test('missing events are noticed and nothing changes', () => {
  const mirror = new Mirror();
  expect(() => mirror.apply([created(3)])).toThrow('events 1 to 2 are missing');
  expect(mirror.snapshot()).toMatchObject({version: 0, state: {seq: 0}});
});

test('signals are folded in', () => {
  const mirror = new Mirror();
  mirror.signal([{type: 'session-signal', session: 'planner', mood: 'working'}]);
  mirror.signal([{type: 'session-signal', session: 'planner', title: 'tests'}]);
  expect(mirror.snapshot().signals.sessions['planner']).toEqual({mood: 'working', title: 'tests'});
});

test('who subscribed is called after each change until it leaves', () => {
  const mirror = new Mirror();
  const seen: number[] = [];
  const leave = mirror.subscribe(() => seen.push(mirror.snapshot().version));
  mirror.load(emptyState(), noSignals);
  mirror.signal([{type: 'task-signal', task_id: 'TASK-001', added: 1}]);
  leave();
  mirror.load(emptyState(), noSignals);
  expect(seen).toEqual([1, 2]);
});
