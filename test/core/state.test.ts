import {expect, test} from 'vitest';
import type {Event} from '../../src/core/event.ts';
import type {TaskId} from '../../src/core/id.ts';
import type {LeaseId} from '../../src/core/nouns/lease.ts';
import {emptyState, reduce, subjectsOf} from '../../src/core/state.ts';

const at = '2026-01-02T03:04:05.000Z';
const id = 'TASK-001' as TaskId;
const contract = {title: 'tidy', script: [], acceptance: [], labels: [], depends_on: [], scope: {write: [], read: []}};
const created = (seq: number, task = id): Event => ({
  type: 'task-created',
  task: {id: task, status: 'ready', ...contract},
  seq,
  at,
  actor: 'user',
});
const moved = (seq: number, step: {from: 'ready' | 'in_progress'; to: 'in_progress' | 'accepted'}): Event => ({
  type: 'task-moved',
  task_id: id,
  ...step,
  seq,
  at,
  actor: 'user',
});

test('a task walks its legal moves', () => {
  const state = emptyState();
  reduce(state, [created(1), moved(2, {from: 'ready', to: 'in_progress'})]);
  expect(state.tasks[id]).toMatchObject({status: 'in_progress', created_at: at});
  expect(state).toMatchObject({seq: 2, counters: {task: 1}});
});

test('events of one tick happen all or not at all', () => {
  const state = emptyState();
  expect(() => reduce(state, [created(1), moved(2, {from: 'ready', to: 'accepted'})])).toThrow(
    'TASK-001 is ready and cannot become accepted',
  );
  expect(state).toEqual(emptyState());
});

test('a noun that is held stays as it was', () => {
  const state = emptyState();
  reduce(state, [created(1)]);
  const held = state.tasks[id];
  reduce(state, [moved(2, {from: 'ready', to: 'in_progress'})]);
  expect(held?.status).toBe('ready');
});

test('an event names its subjects', () => {
  expect(subjectsOf(created(1))).toEqual(['TASK-001']);
  expect(subjectsOf(moved(2, {from: 'ready', to: 'in_progress'}))).toEqual(['TASK-001']);
});

test('what happens to leases is told and changes no noun: they belong to the machine', () => {
  const state = emptyState();
  const granted = {
    type: 'lease-granted',
    session: 'planner',
    purpose: 'test',
    lease_id: 'HEAVY-0a1b2c3d' as LeaseId,
    expires_at: at,
    seq: 1,
    at,
    actor: 'planner',
  } as const;
  reduce(state, [granted]);
  expect(state).toEqual({...emptyState(), seq: 1});
  expect(subjectsOf(granted)).toEqual(['planner', 'HEAVY-0a1b2c3d']);
});
