/** Ends the worker of a task; its worktree stays. */
import {taskIdOf, workerNameOf} from '../../core/id.ts';
import type {Handler} from '../handler.ts';
import {closeWith} from './close-with.ts';

export const closeWorker: Handler<'close-worker'> = (server, {params, caller}) => {
  const name = params.name.startsWith('worker-') ? params.name : workerNameOf(taskIdOf(params.name));
  return closeWith(server, caller.actor, {name, to: params.task_status, keeps: params.keep_terminal_running === true});
};
