/** Names of nouns as branded strings, and how the next one is minted. Pure; counters live in the state. */
import * as z from 'zod';

export const taskId = z
  .string()
  .regex(/^TASK-\d{3,}$/u)
  .brand('TaskId');
export const interruptId = z
  .string()
  .regex(/^INT-\d{3,}$/u)
  .brand('InterruptId');
export const decisionId = z
  .string()
  .regex(/^DEC-\d{3,}$/u)
  .brand('DecisionId');
/** `run-20261121T225500123456Z`: when it began, UTC, to the microsecond. */
export const discussionId = z
  .string()
  .regex(/^run-\d{8}T\d{12}Z$/u)
  .brand('DiscussionId');

/** `TASK-001`: three digits or more, counted up for the life of the repository, never reused. */
export type TaskId = z.infer<typeof taskId>;
/** `INT-001`, counted like tasks. */
export type InterruptId = z.infer<typeof interruptId>;
/** `DEC-001`, counted like tasks. */
export type DecisionId = z.infer<typeof decisionId>;
export type DiscussionId = z.infer<typeof discussionId>;

/** Which noun is counted; also the keys of `State.counters`. */
export type Counted = 'task' | 'interrupt' | 'decision';

const PREFIX: Record<Counted, string> = {task: 'TASK', interrupt: 'INT', decision: 'DEC'};

/**
 * Make the id of the n-th noun of a kind.
 *
 * @param kind which noun
 * @param n    its number, from 1
 */
export const mintId = (kind: Counted, n: number): string => `${PREFIX[kind]}-${String(n).padStart(3, '0')}`;

/**
 * What a person may type for an id: `3`, `003`, `task-3`, `TASK-003` are all `TASK-003`. Anything else comes back as it was,
 * so that the fault can name it.
 */
const idOf = (kind: Counted, typed: string): string => {
  const digits = new RegExp(`^(?:${PREFIX[kind]}-)?(\\d+)$`, 'iu').exec(typed.trim())?.[1];
  return digits === undefined ? typed : mintId(kind, Number(digits));
};

export const taskIdOf = (typed: string): TaskId => idOf('task', typed) as TaskId;
export const interruptIdOf = (typed: string): InterruptId => idOf('interrupt', typed) as InterruptId;
export const decisionIdOf = (typed: string): DecisionId => idOf('decision', typed) as DecisionId;

/** The name of the session that works on a task: `worker-task-003`. One worker a task, so the name is enough. */
export const workerNameOf = (task: TaskId): string => `worker-${task.toLowerCase()}`;

/**
 * The id of a discussion that begins.
 *
 * @param at      to the millisecond; what is below counts those that begin in the same one
 * @param isTaken has another one that id?
 */
export const mintDiscussionId = (at: Date, isTaken: (id: string) => boolean): DiscussionId => {
  const [whole = '', part = ''] = at.toISOString().slice(0, -1).split('.');
  const stem = `run-${whole.replaceAll(/[-:]/gu, '')}`;
  for (let micros = Number(part) * 1000; ; micros += 1) {
    const id = `${stem}${String(micros).padStart(6, '0')}Z`;
    if (!isTaken(id)) return id as DiscussionId;
  }
};
