/** Ends the program of a session; of a worker also says what becomes of its task. */
import type {Handler} from '../handler.ts';
import {closeWith} from './close-with.ts';

export const closeSession: Handler<'close-session'> = (server, {params, caller}) =>
  closeWith(server, caller.actor, {
    name: params.name,
    to: params.task_status,
    keeps: params.keep_terminal_running === true,
  });
