/** Shows what a task changed. */
import {Fault} from '../../core/fault.ts';
import {taskOf} from '../../core/nouns/task.ts';
import {workspaceOf} from '../../core/nouns/workspace.ts';
import {differenceOf} from '../difference.ts';
import type {Handler} from '../handler.ts';
import {isThere} from '../workspace.ts';
import {needTask} from './own-task.ts';

export const showDiff: Handler<'show-diff'> = async ({world}, {params}) => {
  const task_id = needTask('show-diff', params.task_id);
  taskOf(world.state, task_id);
  const workspace = workspaceOf(world.state, task_id);
  if (workspace.status === 'removed' || !isThere(workspace.path)) throw new Fault('worktree-missing', {task: task_id});
  const {files, patch} = await differenceOf(workspace);
  return {task_id, base: workspace.base_commit, files: [...files], patch};
};
