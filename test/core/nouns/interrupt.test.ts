import {expect, test} from 'vitest';
import type {Event} from '../../../src/core/event.ts';
import type {InterruptId, TaskId} from '../../../src/core/id.ts';
import {interruptMoves, type InterruptStatus} from '../../../src/core/nouns/interrupt.ts';
import {emptyState, reduce, type State} from '../../../src/core/state.ts';

const id = 'INT-004' as InterruptId;
const at = '2026-01-02T03:04:05.000Z';
const stamped = (seq: number) => ({seq, at, actor: 'planner'}) as const;
const opened: Event = {
  type: 'interrupt-opened',
  interrupt: {
    id,
    task_id: 'TASK-001' as TaskId,
    audience: 'planner',
    blocking: true,
    question: 'which port?',
    details: [],
    options: [],
    priority: 'normal',
  },
  ...stamped(1),
};
type Step = {readonly from: InterruptStatus; readonly to: InterruptStatus};
const moved = (seq: number, step: Step, reply?: string): Event => ({
  type: 'interrupt-moved',
  interrupt_id: id,
  ...step,
  ...stamped(seq),
  ...(reply === undefined ? {} : {reply}),
});
const after = (...events: readonly Event[]): State => {
  const state = emptyState();
  reduce(state, [opened, ...events]);
  return state;
};

test.each([
  ['open', ['resolved', 'cancelled']],
  ['resolved', ['applied', 'resolved', 'cancelled']],
  ['applied', []],
  ['cancelled', []],
] as const)('a question that is %s may become %j', (from, to) => {
  expect(interruptMoves[from] ?? []).toEqual(to);
});

test('an answer keeps who gave it, and outlives its delivery', () => {
  const state = after(moved(2, {from: 'open', to: 'resolved'}, '8080'), moved(3, {from: 'resolved', to: 'applied'}));
  expect(state.interrupts[id]).toMatchObject({
    status: 'applied',
    reply: {kind: 'answer', text: '8080', by: 'planner', at},
  });
});

test('a question is answered once', () => {
  const state = after(moved(2, {from: 'open', to: 'resolved'}, '8080'));
  expect(() => reduce(state, [moved(3, {from: 'open', to: 'resolved'}, '9090')])).toThrow('INT-004 is resolved');
});

test('questions are counted', () => {
  expect(after().counters.interrupt).toBe(4);
});
