/** Lists discussions by what the state holds of them: no file is read. */
import {newestFirst} from '../../core/discussions-seen.ts';
import type {Handler} from '../handler.ts';

/** How many are listed where nothing is said. */
const LIMIT = 50;

export const listDiscussions: Handler<'list-discussions'> = ({world}, {params}) => {
  const {session, status = [], filter, limit = LIMIT} = params;
  const found = newestFirst(world.state, filter).filter(
    it => (session === undefined || it.session === session) && (status.length === 0 || status.includes(it.status)),
  );
  return {discussions: limit === 0 ? found : found.slice(0, limit), total: found.length};
};
