/** Lets the next discussion begin anew. */
import {Fault} from '../../core/fault.ts';
import {MAIN} from '../discussions.ts';
import type {Handler} from '../handler.ts';

export const forgetConversation: Handler<'forget-conversation'> = async (
  {world, discussions},
  {params: {session = MAIN}, caller},
) => {
  const conversation_key = discussions.keyOf(session);
  const discussion = discussions.on(conversation_key);
  if (discussion !== undefined) throw new Fault('discussion-running', {discussion, session});
  const found = world.state.conversations[conversation_key];
  if (found !== undefined) await world.commit(caller.actor, [{type: 'conversation-forgotten', conversation_key}]);
  return {session, conversation_key, forgotten: Object.keys(found?.participants ?? {})};
};
