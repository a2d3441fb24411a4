/** Lists what happened. */
import type {Handler} from '../handler.ts';

export const listEvents: Handler<'list-events'> = async ({store}, {params: {after, limit = 50, subject}}) => ({
  events: [
    ...(await store.readEvents({
      limit,
      ...(after === undefined ? {} : {after}),
      ...(subject === undefined ? {} : {subject}),
    })),
  ],
});
