/** Notes how far the steps of a task are done, so that a worker that is suspended goes on there. */
import {taskOf} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const recordStep: Handler<'record-step'> = async ({world}, {params, caller}) => {
  const task_id = needTask('record-step', params.task_id);
  await world.commit(caller.actor, [{type: 'task-stepped', task_id, step: params.step}]);
  return taskOf(world.state, task_id);
};
