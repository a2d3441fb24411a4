/** Interrupt: a question that work waits for, and its one answer. */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {interruptId, taskId} from '../id.ts';
import {checkMove, type Moves} from '../moves.ts';
import {actor, instant, type Counters, type Stamp} from '../stamp.ts';

export const interruptStatus = z.enum(['open', 'resolved', 'applied', 'cancelled']);
export type InterruptStatus = z.infer<typeof interruptStatus>;

/** `resolved` has an answer; `applied` means that the answer reached the one who asked. */
export const interruptMoves: Moves<InterruptStatus> = {
  open: ['resolved', 'cancelled'],
  resolved: ['applied', 'cancelled'],
};

export const interrupt = z.object({
  id: interruptId,
  task_id: taskId,
  session: z.string().optional(),
  audience: z.enum(['assistant', 'planner', 'human']),
  blocking: z.boolean(),
  question: z.string().min(1),
  details: z.array(z.string()),
  recommended_next_step: z.string().optional(),
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
  'interrupt-moved': (table, {interrupt_id, to, reply, at, actor: by}) => {
    const old = table.interrupts[interrupt_id];
    if (old === undefined) throw new Fault('question-missing', {task: interrupt_id});
    checkMove(interruptMoves, interrupt_id, {from: old.status, to});
    const answer = reply === undefined ? {} : {reply: {kind: 'answer' as const, text: reply, by, at}};
    table.interrupts[interrupt_id] = {...old, ...answer, status: to};
  },
};
