/** Shows every word of a discussion. */
import {newestFirst} from '../../core/discussions-seen.ts';
import {discussionOf} from '../../core/nouns/discussion.ts';
import type {Handler} from '../handler.ts';

export const showDiscussion: Handler<'show-discussion'> = async ({world, discussions}, {params}) => {
  const id = params.discussion_id ?? newestFirst(world.state)[0]?.id ?? '';
  return discussions.read(discussionOf(world.state, id).id);
};
