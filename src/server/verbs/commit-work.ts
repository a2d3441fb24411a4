/** Commits all that a task changed in its worktree. */
import {taskOf} from '../../core/nouns/task.ts';
import {workspaceOf} from '../../core/nouns/workspace.ts';
import {commitAll} from '../difference.ts';
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const commitWork: Handler<'commit-work'> = async ({world}, {params}) => {
  const task_id = needTask('commit-work', params.task_id);
  const {title} = taskOf(world.state, task_id);
  const commit = await commitAll(workspaceOf(world.state, task_id), title);
  return {task_id, ...(commit === undefined ? {} : {commit})};
};
