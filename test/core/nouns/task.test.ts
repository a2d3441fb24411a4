import {expect, test} from 'vitest';
import type {Event} from '../../../src/core/event.ts';
import type {TaskId} from '../../../src/core/id.ts';
import {checkMove} from '../../../src/core/moves.ts';
import {metStatuses, taskMoves, taskOf, taskStatus, type TaskStatus} from '../../../src/core/nouns/task.ts';
import {emptyState, reduce, type State} from '../../../src/core/state.ts';

const id = 'TASK-007' as TaskId;
const at = '2026-01-02T03:04:05.000Z';
const contract = {title: 'tidy', script: [], acceptance: [], labels: [], depends_on: [], scope: {write: [], read: []}};

/** one-system.md 6.4, one line a row; merged work is past being cancelled. */
const table: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  draft: ['ready', 'cancelled', 'archived'],
  ready: ['in_progress', 'blocked', 'cancelled'],
  in_progress: ['ready', 'needs_input', 'review_ready', 'blocked', 'cancelled'],
  needs_input: ['ready', 'in_progress', 'cancelled'],
  review_ready: ['in_progress', 'in_review', 'cancelled'],
  in_review: ['in_progress', 'accepted', 'rejected', 'cancelled'],
  accepted: ['merged', 'done', 'cancelled'],
  rejected: ['ready', 'cancelled'],
  merged: ['done'],
  blocked: ['ready', 'cancelled'],
  done: ['archived'],
  cancelled: ['archived'],
  archived: [],
};

const isLegal = (from: TaskStatus, to: TaskStatus): boolean => {
  try {
    checkMove(taskMoves, id, {from, to});
    return true;
  } catch {
    return false;
  }
};

const stamped = (seq: number) => ({seq, at, actor: 'worker:worker-task-007'}) as const;
const created: Event = {type: 'task-created', task: {id, status: 'ready', ...contract}, ...stamped(1)};

/** The state after a task was written down and these events. */
const after = (...events: readonly Event[]): State => {
  const state = emptyState();
  reduce(state, [created, ...events]);
  return state;
};

test.each(taskStatus.options)('a task that is %s becomes only what the table says', from => {
  expect(taskStatus.options.filter(to => isLegal(from, to))).toEqual(
    taskStatus.options.filter(to => table[from].includes(to)),
  );
});

test('a refused move names what would be legal', () => {
  expect(() => checkMove(taskMoves, 'TASK-007', {from: 'draft', to: 'done'})).toThrow(
    expect.objectContaining({
      code: 'move-illegal',
      details: {what: 'TASK-007', from: 'draft', to: 'done', legal: ['ready', 'cancelled', 'archived']},
    }),
  );
});

test('the state of record decides whether a move is legal, not what the event believes', () => {
  const state = after();
  const stale: Event = {type: 'task-moved', task_id: id, from: 'in_progress', to: 'review_ready', ...stamped(2)};
  expect(() => reduce(state, [stale])).toThrow('TASK-007 is ready and cannot become review_ready');
});

test('a reason stays only until the next move', () => {
  const blocked: Event = {
    type: 'task-moved',
    task_id: id,
    from: 'ready',
    to: 'blocked',
    reason: 'no disk',
    ...stamped(2),
  };
  const back: Event = {type: 'task-moved', task_id: id, from: 'blocked', to: 'ready', ...stamped(3)};
  expect(after(blocked).tasks[id]).toHaveProperty('status_reason', 'no disk');
  expect(after(blocked, back).tasks[id]).not.toHaveProperty('status_reason');
});

test('a note keeps who wrote it, and when', () => {
  const state = after({type: 'task-noted', task_id: id, text: 'mind the gap', ...stamped(2)});
  expect(state.tasks[id]?.notes).toEqual([{at, by: 'worker:worker-task-007', text: 'mind the gap'}]);
});

test('an update changes the fields it names', () => {
  const state = after({type: 'task-updated', task_id: id, changes: {title: 'sweep'}, ...stamped(2)});
  expect(state.tasks[id]).toMatchObject({title: 'sweep', status: 'ready', acceptance: []});
});

test('a number that was given is never given again', () => {
  expect(after().counters.task).toBe(7);
});

test('a task that is not on the board is named', () => {
  expect(() => taskOf(emptyState(), 'TASK-404')).toThrow('no task "TASK-404"');
});

test('work that was accepted meets a dependency, and what comes after it, too', () => {
  expect(taskStatus.options.filter(it => metStatuses.includes(it))).toEqual(['accepted', 'merged', 'done']);
});
