/** Ends all sessions and the server. The answer is sent before it goes. */
import {isLive} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';

export const shutdown: Handler<'shutdown'> = async server => {
  const stopped = Object.values(server.world.state.sessions).filter(isLive);
  await server.sessions.closeAll();
  setImmediate(() => void server.stop());
  return {stopped: stopped.map(it => it.name)};
};
