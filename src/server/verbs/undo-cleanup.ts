/** Brings the removed worktree of a task back, with what was uncommitted. */
import {Fault} from '../../core/fault.ts';
import {taskOf} from '../../core/nouns/task.ts';
import {workspaceOf} from '../../core/nouns/workspace.ts';
import type {Handler} from '../handler.ts';
import {restoreWorktree} from '../removal.ts';

export const undoCleanup: Handler<'undo-cleanup'> = async ({world, worktrees}, {params: {task_id}, caller}) => {
  taskOf(world.state, task_id);
  const workspace = workspaceOf(world.state, task_id);
  if (workspace.status !== 'removed') throw new Fault('cleanup-unknown', {task: task_id});
  await restoreWorktree(worktrees, workspace);
  await world.commit(caller.actor, [{type: 'workspace-moved', workspace_id: task_id, from: 'removed', to: 'present'}]);
  return workspaceOf(world.state, task_id);
};
