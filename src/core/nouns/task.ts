/** Task: what shall be done, how far it is, and its legal moves (one-shot tasks of the board). */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {given} from '../given.ts';
import {taskId} from '../id.ts';
import {checkMove, type Moves} from '../moves.ts';
import {actor, instant, type Counters, type Stamp} from '../stamp.ts';

export const taskStatus = z.enum([
  'draft',
  'ready',
  'in_progress',
  'needs_input',
  'review_ready',
  'in_review',
  'accepted',
  'rejected',
  'merged',
  'blocked',
  'done',
  'cancelled',
  'archived',
]);
export type TaskStatus = z.infer<typeof taskStatus>;

export const taskMoves: Moves<TaskStatus> = {
  draft: ['ready', 'cancelled', 'archived'],
  ready: ['in_progress', 'blocked', 'cancelled'],
  in_progress: ['needs_input', 'review_ready', 'blocked', 'ready', 'cancelled'],
  needs_input: ['in_progress', 'ready', 'cancelled'],
  review_ready: ['in_review', 'in_progress', 'cancelled'],
  in_review: ['accepted', 'rejected', 'in_progress', 'cancelled'],
  accepted: ['merged', 'done', 'cancelled'],
  rejected: ['ready', 'cancelled'],
  merged: ['done'],
  blocked: ['ready', 'cancelled'],
  done: ['archived'],
  cancelled: ['archived'],
};

/** States in which others that depend on the task may start. One that is archived may have been cancelled, or never begun. */
export const metStatuses: readonly TaskStatus[] = ['accepted', 'merged', 'done'];

/** A risk is a note that whoever decides should have read. */
const note = z.object({at: instant, by: actor, text: z.string(), kind: z.literal('risk').optional()});

export const task = z.object({
  id: taskId,
  title: z.string().min(1),
  description: z.string().optional(),
  /** What an agent is told besides title and acceptance. */
  prompt: z.string().optional(),
  /** Steps of the `shell` agent: shell commands, run in order in the worktree. */
  script: z.array(z.string().min(1)),
  /** The step the next run starts from, counted from 0; set when one failed. */
  step: z.int().nonnegative(),
  acceptance: z.array(z.string()),
  labels: z.array(z.string()),
  depends_on: z.array(z.object({task: taskId, kind: z.literal('order')})),
  /** Path patterns the work may change and should read; empty means all. */
  scope: z.object({write: z.array(z.string()), read: z.array(z.string())}),
  /** The task it is a part of, which was split. */
  part_of: taskId.optional(),
  status: taskStatus,
  status_reason: z.string().optional(),
  owner_session: z.string().optional(),
  notes: z.array(note),
  created_at: instant,
  updated_at: instant,
});
export type Task = z.infer<typeof task>;

const contract = task.pick({
  title: true,
  description: true,
  prompt: true,
  script: true,
  acceptance: true,
  labels: true,
  depends_on: true,
  scope: true,
  part_of: true,
});

export const taskEvents = [
  z.object({type: z.literal('task-created'), task: contract.extend({id: taskId, status: z.enum(['draft', 'ready'])})}),
  z.object({type: z.literal('task-updated'), task_id: taskId, changes: contract.partial()}),
  z.object({
    type: z.literal('task-moved'),
    task_id: taskId,
    from: taskStatus,
    to: taskStatus,
    reason: z.string().optional(),
    changes: task.pick({owner_session: true, step: true}).partial().optional(),
  }),
  z.object({type: z.literal('task-noted'), task_id: taskId, text: z.string(), kind: note.shape.kind}),
  z.object({type: z.literal('task-disowned'), task_id: taskId}),
  z.object({type: z.literal('task-stepped'), task_id: taskId, step: z.int().nonnegative()}),
] as const;
export type TaskEvent = z.infer<(typeof taskEvents)[number]>;

/** The part of the state that tasks own. */
export type TaskTable = {readonly tasks: Record<string, Task>; readonly counters: Counters};

/** @throws Fault `task-unknown` */
export const taskOf = (table: Pick<TaskTable, 'tasks'>, id: string): Task => {
  const found = table.tasks[id];
  if (found === undefined) throw new Fault('task-unknown', {task: id});
  return found;
};

type On<T extends TaskEvent['type']> = (table: TaskTable, event: Extract<TaskEvent, {type: T}> & Stamp) => void;

export const reduceTask: {readonly [T in TaskEvent['type']]: On<T>} = {
  'task-created': (table, {task: made, at}) => {
    table.tasks[made.id] = {...made, step: 0, notes: [], created_at: at, updated_at: at};
    table.counters.task = Math.max(table.counters.task, Number(made.id.slice('TASK-'.length)));
  },
  'task-updated': (table, {task_id, changes, at}) => {
    table.tasks[task_id] = Object.assign(
      {...taskOf(table, task_id)},
      changes,
      changes.script === undefined ? {} : {step: 0},
      {
        updated_at: at,
      },
    );
  },
  'task-moved': (table, {task_id, to, reason, changes, at}) => {
    const {status_reason: _, ...old} = taskOf(table, task_id);
    checkMove(taskMoves, task_id, {from: old.status, to});
    const why = reason === undefined ? {} : {status_reason: reason};
    table.tasks[task_id] = Object.assign({...old}, changes, why, {status: to, updated_at: at});
  },
  'task-disowned': (table, {task_id, at}) => {
    const {owner_session: _, ...old} = taskOf(table, task_id);
    table.tasks[task_id] = {...old, updated_at: at};
  },
  'task-stepped': (table, {task_id, step, at}) => {
    table.tasks[task_id] = {...taskOf(table, task_id), step, updated_at: at};
  },
  'task-noted': (table, {task_id, text, kind, at, actor: by}) => {
    const old = taskOf(table, task_id);
    table.tasks[task_id] = {...old, notes: [...old.notes, {at, by, text, ...given({kind})}], updated_at: at};
  },
};
