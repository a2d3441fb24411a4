/** Shows the handoff of a task, rendered anew. */
import {taskOf} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const showHandoff: Handler<'show-handoff'> = async ({world, telling}, {params}) => {
  const task_id = needTask('show-handoff', params.task_id);
  const {text, path} = await telling.handoff(taskOf(world.state, task_id));
  return params.path_only === true ? {task_id, path} : {task_id, path, text};
};
