/** Puts a task up for review. */
import {taskOf} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const requestReview: Handler<'request-review'> = async ({world}, {params, caller}) => {
  const task_id = needTask('request-review', params.task_id);
  const {status} = taskOf(world.state, task_id);
  await world.commit(caller.actor, [{type: 'task-moved', task_id, from: status, to: 'review_ready'}]);
  return taskOf(world.state, task_id);
};
