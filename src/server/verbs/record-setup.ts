/** Notes how the set-up of a worktree ended; its runner says so. */
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const recordSetup: Handler<'record-setup'> = async ({setup}, {params, caller: {actor}}) => {
  const {failed: command, how = 'for no reason told'} = params;
  const task_id = needTask('record-setup', params.task_id);
  const log =
    command === undefined ? await setup.done(actor, task_id) : await setup.failed(actor, task_id, {command, how});
  return {task_id, log};
};
