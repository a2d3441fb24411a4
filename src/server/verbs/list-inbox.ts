/** Lists questions, the most urgent first. */
import {inboxOf} from '../../core/inbox.ts';
import type {Handler} from '../handler.ts';

export const listInbox: Handler<'list-inbox'> = ({world}, {params: {status, audience}}) => ({
  questions: inboxOf(world.state, status).filter(it => audience === undefined || it.audience === audience),
});
