/** Ends the worker of a task; its worktree stays. */
import {taskIdOf, workerNameOf} from '../../core/id.ts';
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const closeWorker: Handler<'close-worker'> = async ({world, sessions}, {params}) => {
  const name = params.name.startsWith('worker-') ? params.name : workerNameOf(taskIdOf(params.name));
  await sessions.close(name);
  return shownSession(world, name);
};
