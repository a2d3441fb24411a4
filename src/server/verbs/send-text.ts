/** Types into a session as a person would, and says whether it arrived. */
import type {Handler} from '../handler.ts';
import {typeInto} from '../typing.ts';

export const sendText: Handler<'send-text'> = async ({sessions, ports}, {params}) => {
  const live = sessions.running(params.name);
  const outcome = await typeInto({live, sessions, ports}, params.text.join(' '), params.no_enter !== true);
  return {session: params.name, outcome};
};
