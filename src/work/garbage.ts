/** Which discussions and conversations are old. What runs, and what a running discussion uses, is never among them. Pure. */
import type {Conversation, Discussion, DiscussionTable} from '../core/nouns/discussion.ts';

type Old = {
  readonly discussions: readonly (Discussion & {readonly ended_at: string})[];
  readonly conversations: readonly (Conversation & {readonly key: string})[];
};

/**
 * Find them.
 *
 * @param before ISO 8601: what ended, or was used last, by then is old
 * @param isOn   does a discussion run on this conversation key?
 */
export const garbageOf = (
  {discussions, conversations}: DiscussionTable,
  {before, isOn}: {before: string; isOn: (key: string) => boolean},
): Old => {
  const isUsed = (key: string): boolean =>
    isOn(key) || Object.values(discussions).some(it => it.status === 'running' && it.conversation_key === key);
  return {
    discussions: Object.values(discussions).flatMap(it =>
      it.status !== 'running' && it.ended_at !== undefined && it.ended_at <= before
        ? [{...it, ended_at: it.ended_at}]
        : [],
    ),
    conversations: Object.entries(conversations)
      .filter(([key, it]) => it.last_used_at <= before && !isUsed(key))
      .map(([key, it]) => ({...it, key})),
  };
};
