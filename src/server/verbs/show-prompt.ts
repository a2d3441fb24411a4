/** Shows what an agent was told. */
import {Fault} from '../../core/fault.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';

export const showPrompt: Handler<'show-prompt'> = async ({world, telling}, {params}) => {
  const {session_name: session, path_only: isPathOnly = false} = params;
  const {prompt, agent} = sessionOf(world.state, session);
  if (prompt === undefined) throw new Fault('prompt-missing', {session, agent});
  const {text, path} = await telling.told(prompt);
  return isPathOnly ? {session, path} : {session, path, text};
};
