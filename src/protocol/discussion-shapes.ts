/** What the verbs of the roundtable answer with. */
import * as z from 'zod';
import {moderation, synthesis} from '../core/artifact.ts';
import {conversation, discussion, discussionStatus} from '../core/nouns/discussion.ts';

/** A discussion as it stands, with what it came to once it has ended. */
export const discussed = discussion.extend({
  synthesis: synthesis.optional(),
  moderation: moderation.optional(),
  /** The artifact. */
  json_path: z.string(),
  markdown_path: z.string(),
});
export type Discussed = z.infer<typeof discussed>;

/** What goes on on a conversation key. */
export const shownConversation = conversation.partial({last_used_at: true}).extend({
  conversation_key: z.string(),
  /** The discussion that runs on it. */
  running: z.string().optional(),
  last_status: discussionStatus.optional(),
  last_stop_reason: discussion.shape.stop_reason,
});
export type ShownConversation = z.infer<typeof shownConversation>;

/** What is old, and was removed if `applied`. */
export const garbage = z.object({
  applied: z.boolean(),
  max_age_days: z.number(),
  discussions: z.array(z.object({id: z.string(), topic: z.string(), ended_at: z.string()})),
  conversations: z.array(z.object({session: z.string(), last_used_at: z.string()})),
  /** Artifacts that no record names. */
  strays: z.array(z.string()),
  bytes: z.int(),
});
export type Garbage = z.infer<typeof garbage>;
