/** The inbox as a person reads it: what waits for an answer, in which order. Shared by verbs, keys and picture. Pure. */
import {Fault} from './fault.ts';
import {interruptIdOf, type TaskId} from './id.ts';
import type {Interrupt, InterruptStatus, Priority} from './nouns/interrupt.ts';
import type {State} from './state.ts';

type Questions = Pick<State, 'interrupts'>;

const ranks: Readonly<Record<Priority, number>> = {high: 0, normal: 1, low: 2};

/** What is urgent first, then what waits longest. */
const byUrgency = (a: Interrupt, b: Interrupt): number =>
  ranks[a.priority] - ranks[b.priority] || (a.created_at < b.created_at ? -1 : 1) || (a.id < b.id ? -1 : 1);

/** Questions in one of these states, the most urgent first. */
export const inboxOf = (
  {interrupts}: Questions,
  statuses: readonly InterruptStatus[] = ['open'],
): readonly Interrupt[] =>
  Object.values(interrupts)
    .filter(it => statuses.includes(it.status))
    .toSorted(byUrgency);

/** Open questions that a task waits for, the most urgent first. */
export const waitedFor = (state: Questions, task: TaskId): readonly Interrupt[] =>
  inboxOf(state).filter(it => it.task_id === task && it.blocking);

/** Answers that have not reached the one who asked. */
export const undelivered = (state: Questions, task: TaskId): readonly Interrupt[] =>
  inboxOf(state, ['resolved']).filter(it => it.task_id === task);

/** @throws Fault `question-unknown` */
export const questionOf = ({interrupts}: Questions, typed: string): Interrupt => {
  const found = interrupts[interruptIdOf(typed)];
  if (found === undefined) throw new Fault('question-unknown', {question: typed});
  return found;
};
