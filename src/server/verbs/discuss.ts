/** Holds a discussion, and waits for its end unless told not to. */
import type {Handler} from '../handler.ts';
import {discussedOf} from './discussed.ts';

export const discuss: Handler<'discuss'> = async (server, {params, caller}) => {
  const {discussions, clients} = server;
  const {table, ended} = await discussions.open({params, caller, env: clients.envFor(caller)});
  return discussedOf(server, params.no_wait === true ? table.artifact : await ended);
};
