/** Changes a task: its words, its notes, its status where the table of moves allows it. */
import type {Change} from '../../core/event.ts';
import {Fault} from '../../core/fault.ts';
import {workerNameOf} from '../../core/id.ts';
import {isLive} from '../../core/nouns/session.ts';
import type {State} from '../../core/state.ts';
import {taskOf, type Task, type TaskStatus} from '../../core/nouns/task.ts';
import {checkDepends} from '../../work/depends.ts';
import type {Params} from '../../protocol/verbs.ts';
import type {Handler} from '../handler.ts';
import type {Sessions} from '../sessions.ts';
import {contractOf} from './contract.ts';
import {withdrawn} from './withdrawn.ts';

export const updateTask: Handler<'update-task'> = async ({world, sessions}, {params, caller}) => {
  const {task_id, title, note, risk} = params;
  const task = taskOf(world.state, task_id);
  checkStatus(task, params.status, isAtWork(sessions, task));
  const disowned = disowning(world.state, task, params.clear_owner === true);
  const words = {...contractOf(emptied(params), task.scope), ...(title === undefined ? {} : {title})};
  const on = (words.depends_on ?? []).map(it => it.task);
  checkDepends(world.state, task_id, on);
  // New steps, or another start after a rejection, begin at the first step.
  const isFresh = words.script !== undefined || task.status === 'rejected';
  const changes: readonly Change[] = [
    ...(Object.keys(words).length > 0 ? [{type: 'task-updated' as const, task_id, changes: words}] : []),
    ...disowned,
    ...(note === undefined ? [] : [{type: 'task-noted' as const, task_id, text: note}]),
    ...(risk === undefined ? [] : [{type: 'task-noted' as const, task_id, text: risk, kind: 'risk' as const}]),
    ...movesOf(task, params, {isFresh, state: world.state}),
  ];
  if (changes.length > 0) await world.commit(caller.actor, changes);
  return taskOf(world.state, task_id);
};

/** States that have a verb of their own, which does what belongs to them. */
const verbFor: Partial<Record<TaskStatus, string>> = {
  in_progress: 'spawn-worker TASK, or resume-task TASK',
  needs_input: 'request-input TASK --summary …',
  review_ready: 'request-review TASK',
  in_review: 'record-decision accept TASK',
  accepted: 'record-decision accept TASK',
  rejected: 'record-decision reject TASK',
  merged: 'merge-task TASK',
  done: 'cleanup-task TASK',
  cancelled: 'cancel-task TASK',
};

/** @throws Fault `status-refused` where another verb must be used, or a worker is at work */
const checkStatus = ({id: task}: Task, to: TaskStatus | undefined, isLive: boolean): void => {
  if (to === undefined) return;
  const verb = verbFor[to];
  const refuse = (reason: string, hint: string): Fault => new Fault('status-refused', {task, to, reason, hint});
  if (verb !== undefined) throw refuse('another verb does that', `roundhouse ${verb.replaceAll('TASK', task)}`);
  if (isLive) throw refuse('its worker is alive', `roundhouse close-worker ${workerNameOf(task)}`);
};

/** Lists that shall be empty, beside those that were given. */
const emptied = (params: Params<'update-task'>): Params<'update-task'> => ({
  ...params,
  ...Object.fromEntries((params.clear ?? []).map(name => [name, []])),
});

const isAtWork = (sessions: Sessions, {id, status}: Task): boolean =>
  status === 'in_progress' && sessions.find(workerNameOf(id))?.pty !== undefined;

/** @throws Fault `owner-alive`: a session that lives says itself what it works on */
const disowning = (
  {sessions}: State,
  {id: task, owner_session: session}: Task,
  isAsked: boolean,
): readonly Change[] => {
  if (!isAsked || session === undefined) return [];
  const owner = sessions[session];
  if (owner !== undefined && isLive(owner)) throw new Fault('owner-alive', {task, session, status: owner.status});
  return [{type: 'task-disowned', task_id: task}];
};

/** A task that a person moves asks nothing any more. */
const movesOf = (
  {id: task_id, status: from}: Task,
  {status: to, reason}: Params<'update-task'>,
  {isFresh, state}: {isFresh: boolean; state: State},
): readonly Change[] =>
  to === undefined
    ? []
    : [
        {
          type: 'task-moved',
          task_id,
          from,
          to,
          changes: isFresh ? {step: 0} : {},
          ...(reason === undefined ? {} : {reason}),
        },
        ...withdrawn(state, task_id),
      ];
