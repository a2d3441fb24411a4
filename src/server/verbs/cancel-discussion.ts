/** Ends a discussion that runs. */
import type {Handler} from '../handler.ts';
import {discussedOf} from './discussed.ts';

export const cancelDiscussion: Handler<'cancel-discussion'> = async (server, {params: {discussion_id}}) =>
  discussedOf(server, await server.discussions.cancel(discussion_id));
