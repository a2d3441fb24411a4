/** Shows what goes on from one discussion to the next. */
import {given} from '../../core/given.ts';
import {MAIN} from '../discussions.ts';
import type {Handler} from '../handler.ts';

export const showConversation: Handler<'show-conversation'> = ({world, discussions}, {params: {session = MAIN}}) => {
  const conversation_key = discussions.keyOf(session);
  const found = world.state.conversations[conversation_key];
  const last = world.state.discussions[found?.last_discussion ?? ''];
  return {
    session,
    participants: {},
    ...found,
    conversation_key,
    ...given({
      running: discussions.on(conversation_key),
      last_status: last?.status,
      last_stop_reason: last?.stop_reason,
    }),
  };
};
