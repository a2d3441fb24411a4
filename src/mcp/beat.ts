/** Tells a client now and then that a call is still under way: clients give up on tools that are silent. */
import type {ServerContext} from '@modelcontextprotocol/server';

/**
 * Start telling, if the client wants to be told.
 *
 * @param everyMs milliseconds between two notes
 */
export const startBeat = (
  {mcpReq}: ServerContext,
  {what, everyMs}: {readonly what: string; readonly everyMs: number},
): Disposable => {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return {[Symbol.dispose]: () => undefined};
  let beats = 0;
  const timer = setInterval(() => {
    beats++;
    const seconds = Math.round((beats * everyMs) / 1000);
    const params = {progressToken, progress: beats, message: `${what}: ${seconds} s`};
    // A client that is gone needs no note.
    mcpReq.notify({method: 'notifications/progress', params}).catch(() => undefined);
  }, everyMs);
  return {[Symbol.dispose]: () => clearInterval(timer)};
};
