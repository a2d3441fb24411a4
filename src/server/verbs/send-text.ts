/** Types into a session as a person would, when nothing else is begun there, and says whether it arrived. */
import type {Handler} from '../handler.ts';

/** Less than the minute after which clients of MCP take a tool for dead. */
const WAIT_S = 50;

export const sendText: Handler<'send-text'> = async ({outbox}, {params, gone}) => {
  const {name, text, no_enter: isBare = false, timeout = WAIT_S} = params;
  const message = {text: text.join(' '), enters: !isBare, patienceMs: timeout * 1000, gone};
  return {session: name, outcome: await outbox.send(name, message)};
};
