/** Removes the worktree of a task that is over; what is uncommitted is saved, and named in the answer. */
import type {Change} from '../../core/event.ts';
import {Fault} from '../../core/fault.ts';
import {workerNameOf, type DecisionId} from '../../core/id.ts';
import {taskOf, type TaskStatus} from '../../core/nouns/task.ts';
import {workspaceOf} from '../../core/nouns/workspace.ts';
import type {Handler} from '../handler.ts';
import {removeWorktree} from '../removal.ts';

const OVER: readonly TaskStatus[] = ['accepted', 'merged', 'done', 'cancelled', 'rejected', 'archived'];

export const cleanupTask: Handler<'cleanup-task'> = async (
  {world, sessions, worktrees, ports},
  {params: {task_id}, caller},
) => {
  const task = taskOf(world.state, task_id);
  const workspace = workspaceOf(world.state, task_id);
  const refuse = (reason: string, hint: string): Fault => new Fault('cleanup-refused', {task: task_id, reason, hint});
  if (workspace.status !== 'present') throw new Fault('worktree-missing', {task: task_id});
  if (sessions.find(workerNameOf(task_id))?.pty !== undefined)
    throw refuse('its worker is alive', `roundhouse close-worker ${workerNameOf(task_id)}`);
  if (!OVER.includes(task.status))
    throw refuse(`the task is ${task.status}`, `accept it, or: roundhouse cancel-task ${task_id}`);
  const trash = await removeWorktree(worktrees, workspace, ports.now());
  const done: readonly Change[] =
    task.status === 'accepted' || task.status === 'merged'
      ? [{type: 'task-moved', task_id, from: task.status, to: 'done'}]
      : [];
  await world.commit(caller.actor, [
    {type: 'workspace-moved', workspace_id: task_id, from: 'present', to: 'removed', changes: {trash}},
    {
      type: 'decision-recorded',
      decision: {id: world.nextId('decision') as DecisionId, kind: 'cleanup', task_id, commit: trash.head},
    },
    ...done,
  ]);
  return workspaceOf(world.state, task_id);
};
