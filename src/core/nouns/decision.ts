/** Decision: what someone with authority ruled on a task. Recorded once, never changed. */
import * as z from 'zod';
import {decisionId, taskId} from '../id.ts';
import {actor, instant, type Counters, type Stamp} from '../stamp.ts';

export const decisionKind = z.enum(['accept', 'reject', 'cleanup', 'cancel', 'note']);
export type DecisionKind = z.infer<typeof decisionKind>;

export const decision = z.object({
  id: decisionId,
  kind: decisionKind,
  task_id: taskId,
  reason: z.string().optional(),
  /** The commit that was looked at. */
  commit: z.string().optional(),
  by: actor,
  at: instant,
});
export type Decision = z.infer<typeof decision>;

export const decisionEvents = [
  z.object({type: z.literal('decision-recorded'), decision: decision.omit({by: true, at: true})}),
] as const;
export type DecisionEvent = z.infer<(typeof decisionEvents)[number]>;

/** The part of the state that decisions own. */
export type DecisionTable = {readonly decisions: Record<string, Decision>; readonly counters: Counters};

export const reduceDecision = {
  'decision-recorded': (table: DecisionTable, {decision: made, at, actor: by}: DecisionEvent & Stamp): void => {
    table.decisions[made.id] = {...made, by, at};
    table.counters.decision = Math.max(table.counters.decision, Number(made.id.slice('DEC-'.length)));
  },
};
