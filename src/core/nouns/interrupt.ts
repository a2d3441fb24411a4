/** Interrupt: a question to someone with more say, and its one answer. Work may wait for it, or go on meanwhile. */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {interruptId, taskId} from '../id.ts';
import {checkMove, type Moves} from '../moves.ts';
import {actor, instant, type Counters, type Stamp} from '../stamp.ts';

export const interruptStatus = z.enum(['open', 'resolved', 'applied', 'cancelled']);
export type InterruptStatus = z.infer<typeof interruptStatus>;

/** `resolved` has an answer, which may still be replaced; `applied` means that the answer reached the one who asked. */
export const interruptMoves: Moves<InterruptStatus> = {
  open: ['resolved', 'cancelled'],
  resolved: ['applied', 'resolved', 'cancelled'],
};

export const priority = z.enum(['high', 'normal', 'low']);
export type Priority = z.infer<typeof priority>;

export const interrupt = z.object({
  id: interruptId,
  /** Absent where a question is about no task. */
  task_id: taskId.optional(),
  /** The session that asks. */
  session: z.string().optional(),
  audience: z.enum(['assistant', 'planner', 'human']),
  /** The task waits until it is answered. */
  blocking: z.boolean(),
  priority: priority.default('normal'),
  question: z.string().min(1),
  details: z.array(z.string()),
  recommended_next_step: z.string().optional(),
  /** Answers to choose from; another may be given all the same. */
  options: z.array(z.string()).default([]),
  status: interruptStatus,
  reply: z.object({kind: z.literal('answer'), text: z.string(), by: actor, at: instant}).optional(),
  created_at: instant,
});
export type Interrupt = z.infer<typeof interrupt>;

export const interruptEvents = [
  z.object({
    type: z.literal('interrupt-opened'),
    interrupt: interrupt.omit({status: true, reply: true, created_at: true}),
  }),
  z.object({
    type: z.literal('interrupt-moved'),
    interrupt_id: interruptId,
    from: interruptStatus,
    to: interruptStatus,
    reply: z.string().optional(),
  }),
] as const;
export type InterruptEvent = z.infer<(typeof interruptEvents)[number]>;

/** The part of the state that interrupts own. */
export type InterruptTable = {readonly interrupts: Record<string, Interrupt>; readonly counters: Counters};

type On<T extends InterruptEvent['type']> = (
  table: InterruptTable,
  event: Extract<InterruptEvent, {type: T}> & Stamp,
) => void;

export const reduceInterrupt: {readonly [T in InterruptEvent['type']]: On<T>} = {
  'interrupt-opened': (table, {interrupt: opened, at}) => {
    table.interrupts[opened.id] = {...opened, status: 'open', created_at: at};
    table.counters.interrupt = Math.max(table.counters.interrupt, Number(opened.id.slice('INT-'.length)));
  },
  'interrupt-moved': (table, {interrupt_id, from, to, reply, at, actor: by}) => {
    const old = table.interrupts[interrupt_id];
    if (old === undefined) throw new Fault('question-unknown', {question: interrupt_id});
    // An answer may be replaced, and two who give the first one at once must not do that unknowingly.
    const legal = from === old.status ? interruptMoves : {};
    checkMove(legal, interrupt_id, {from: old.status, to});
    const answer = reply === undefined ? {} : {reply: {kind: 'answer' as const, text: reply, by, at}};
    table.interrupts[interrupt_id] = {...old, ...answer, status: to};
  },
};
