/** Decision: what someone with authority ruled on a task. Recorded once, never changed. */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {decisionId, taskId} from '../id.ts';
import {actor, instant, type Counters, type Stamp} from '../stamp.ts';

export const decisionKind = z.enum(['accept', 'reject', 'waive', 'merge', 'cleanup', 'cancel', 'note']);
export type DecisionKind = z.infer<typeof decisionKind>;

export const decisionOutcome = z.enum(['done', 'failed']);

export const mergeMode = z.enum(['ff-only', 'no-ff']);
export type MergeMode = z.infer<typeof mergeMode>;

export const decision = z.object({
  id: decisionId,
  kind: decisionKind,
  task_id: taskId,
  reason: z.string().optional(),
  /** The commit that was looked at, that was merged, or on which the removed worktree stood. */
  commit: z.string().optional(),
  /** What a waiver lets pass. */
  waives: z.string().optional(),
  /** What it rests on: files, links, commands. */
  evidence: z.array(z.string()).optional(),
  /** What came of it, where a verb carried it out; a failure's reason is in `reason`. */
  outcome: decisionOutcome.optional(),
  /** A merge that was done, or failed: the branch, and its commit before and after. */
  merge: z
    .object({into: z.string(), mode: mergeMode, before: z.string().optional(), after: z.string().optional()})
    .optional(),
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

/** @throws Fault `decision-unknown` */
export const decisionOf = (table: Pick<DecisionTable, 'decisions'>, id: string): Decision => {
  const found = table.decisions[id];
  if (found === undefined) throw new Fault('decision-unknown', {decision: id});
  return found;
};

/** The newest acceptance of a task: the one that counts. */
export const acceptanceOf = ({decisions}: Pick<DecisionTable, 'decisions'>, task: string): Decision | undefined =>
  Object.values(decisions).findLast(it => it.task_id === task && it.kind === 'accept');

export const reduceDecision = {
  'decision-recorded': (table: DecisionTable, {decision: made, at, actor: by}: DecisionEvent & Stamp): void => {
    table.decisions[made.id] = {...made, by, at};
    table.counters.decision = Math.max(table.counters.decision, Number(made.id.slice('DEC-'.length)));
  },
};
