/** Ends the program of a session. */
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const closeSession: Handler<'close-session'> = async ({world, sessions}, {params: {name}}) => {
  await sessions.close(name);
  return shownSession(world, name);
};
