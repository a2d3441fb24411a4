/** Calls off messages that wait to be typed into a session. */
import type {Handler} from '../handler.ts';

export const cancelMessages: Handler<'cancel-messages'> = ({outbox}, {params: {name}}) => ({
  session: name,
  cancelled: outbox.cancel(name),
});
