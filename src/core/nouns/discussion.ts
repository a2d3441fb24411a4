/**
 * Discussion: several agents are asked about one topic, and what they say is held together. The state holds what is listed and
 * watched; every word is in the artifact (`core/artifact.ts`). Who sits at it is a participant, called a seat on the screen.
 */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {given} from '../given.ts';
import {discussionId, taskId} from '../id.ts';
import {checkMove, type Moves} from '../moves.ts';
import {actor, instant, type Stamp} from '../stamp.ts';
import {remove} from '../tables.ts';
import {usage} from '../usage.ts';

export const discussionStatus = z.enum(['running', 'done', 'failed']);
export type DiscussionStatus = z.infer<typeof discussionStatus>;

export const discussionMoves: Moves<DiscussionStatus> = {running: ['done', 'failed']};

/** Why it ended. The first five are those of artifact version 2.1; with the last two somebody, or a crash, ended it. */
export const stopReason = z.enum([
  'round_one_complete',
  'follow_up_not_needed',
  'follow_up_complete',
  'follow_up_failed',
  'all_participants_failed',
  'cancelled',
  'interrupted',
]);
export type StopReason = z.infer<typeof stopReason>;

/** What a second round was held for. */
export const followUpReason = z.enum(['disagreement', 'risk', 'recommendation_gap']);
export type FollowUpReason = z.infer<typeof followUpReason>;

/** `ok` is a reply that can be used; `locked`: its conversation was in use elsewhere; `missing`: no such program. */
export const replyStatus = z.enum(['ok', 'empty', 'failed', 'timeout', 'locked', 'missing', 'cancelled']);
export type ReplyStatus = z.infer<typeof replyStatus>;

/** On the question of the topic. `mixed`: both, or it depends. */
export const stance = z.enum(['for', 'against', 'mixed']);
export type Stance = z.infer<typeof stance>;

export const severity = z.enum(['low', 'medium', 'high']);
export type Severity = z.infer<typeof severity>;

export const roundNumber = z.union([z.literal(1), z.literal(2)]);
export type RoundNumber = z.infer<typeof roundNumber>;

/** One that sits at the table. */
export const seat = z.object({
  /** Its name in this discussion: the agent's, with a number where one agent sits there twice. */
  name: z.string().min(1),
  agent: z.string().min(1),
  model: z.string().min(1).optional(),
});
export type Seat = z.infer<typeof seat>;

/** Of a reply, what fits on a line. A seat without one in the round that runs is being asked. */
export const shortReply = z.object({
  round: roundNumber,
  participant: z.string(),
  status: replyStatus,
  /** Absent where the rule cannot tell. */
  stance: stance.optional(),
  /** Its position, or why there is none; one line, at most 200 characters. */
  position: z.string().optional(),
  duration_ms: z.int().nonnegative(),
  usage: usage.optional(),
});
export type ShortReply = z.infer<typeof shortReply>;

/** How many of each the synthesis has. */
export const counts = z.object({
  agreements: z.int().nonnegative(),
  disagreements: z.int().nonnegative(),
  risks: z.int().nonnegative(),
});
export type Counts = z.infer<typeof counts>;

export const discussion = z.object({
  id: discussionId,
  /** The name of the conversation it belongs to; `main` when none was given. */
  session: z.string().min(1),
  /** SHA-256 of repository and session, hexadecimal. One discussion a key at a time. */
  conversation_key: z.string().regex(/^[0-9a-f]{64}$/u),
  /** One line, at most 200 characters; whole in the artifact. */
  topic: z.string().min(1),
  /** The task it is about, if it is about one. */
  task_id: taskId.optional(),
  panel: z.array(seat).min(2),
  follow_up_enabled: z.boolean(),
  status: discussionStatus,
  /** The round that runs, or that was the last. */
  round: roundNumber,
  replies: z.array(shortReply),
  stop_reason: stopReason.optional(),
  follow_up_reason: followUpReason.optional(),
  counts: counts.optional(),
  opened_by: actor,
  started_at: instant,
  ended_at: instant.optional(),
});
export type Discussion = z.infer<typeof discussion>;

/** What goes on from one discussion to the next, by conversation key: each participant's own conversation. */
export const conversation = z.object({
  session: z.string(),
  participants: z.record(z.string(), z.object({agent: z.string(), conversation: z.string()})),
  last_used_at: instant,
  last_discussion: discussionId.optional(),
});
export type Conversation = z.infer<typeof conversation>;

const key = discussion.shape.conversation_key;

export const discussionEvents = [
  z.object({
    type: z.literal('discussion-opened'),
    discussion: discussion.pick({
      id: true,
      session: true,
      conversation_key: true,
      topic: true,
      task_id: true,
      panel: true,
      follow_up_enabled: true,
    }),
  }),
  z.object({type: z.literal('discussion-replied'), discussion_id: discussionId, reply: shortReply}),
  /** The second round begins. */
  z.object({type: z.literal('discussion-advanced'), discussion_id: discussionId, reason: followUpReason}),
  z.object({
    type: z.literal('discussion-moved'),
    discussion_id: discussionId,
    from: discussionStatus,
    to: discussionStatus,
    stop_reason: stopReason,
    counts: counts.optional(),
  }),
  /** It is no longer kept. */
  z.object({type: z.literal('discussion-removed'), discussion_id: discussionId}),
  /** Participants named here go on there the next time; the others stay as they were. */
  z.object({
    type: z.literal('conversation-kept'),
    conversation_key: key,
    session: z.string(),
    discussion_id: discussionId,
    participants: conversation.shape.participants,
  }),
  /** Of one participant, or of all: the next discussion begins anew. */
  z.object({type: z.literal('conversation-forgotten'), conversation_key: key, participant: z.string().optional()}),
] as const;
export type DiscussionEvent = z.infer<(typeof discussionEvents)[number]>;

/** The part of the state that discussions own. */
export type DiscussionTable = {
  readonly discussions: Record<string, Discussion>;
  readonly conversations: Record<string, Conversation>;
};

/** @throws Fault `discussion-unknown` */
export const discussionOf = (table: Pick<DiscussionTable, 'discussions'>, id: string): Discussion => {
  const found = table.discussions[id];
  if (found === undefined) throw new Fault('discussion-unknown', {discussion: id});
  return found;
};

type On<T extends DiscussionEvent['type']> = (
  table: DiscussionTable,
  event: Extract<DiscussionEvent, {type: T}> & Stamp,
) => void;

export const reduceDiscussion: {readonly [T in DiscussionEvent['type']]: On<T>} = {
  'discussion-opened': (table, {discussion: opened, at, actor: by}) => {
    table.discussions[opened.id] = {
      ...opened,
      status: 'running',
      round: 1,
      replies: [],
      opened_by: by,
      started_at: at,
    };
  },
  'discussion-replied': (table, {discussion_id, reply}) => {
    const old = discussionOf(table, discussion_id);
    table.discussions[discussion_id] = {...old, replies: [...old.replies, reply]};
  },
  'discussion-advanced': (table, {discussion_id, reason}) => {
    table.discussions[discussion_id] = {...discussionOf(table, discussion_id), round: 2, follow_up_reason: reason};
  },
  'discussion-moved': (table, {discussion_id, to, stop_reason, counts: found, at}) => {
    const old = discussionOf(table, discussion_id);
    checkMove(discussionMoves, discussion_id, {from: old.status, to});
    table.discussions[discussion_id] = {...old, status: to, stop_reason, ...given({counts: found}), ended_at: at};
  },
  'discussion-removed': (table, {discussion_id}) => {
    discussionOf(table, discussion_id);
    remove(table.discussions, discussion_id);
  },
  'conversation-kept': (table, {conversation_key, session, discussion_id, participants, at}) => {
    table.conversations[conversation_key] = {
      session,
      participants: {...table.conversations[conversation_key]?.participants, ...participants},
      last_used_at: at,
      last_discussion: discussion_id,
    };
  },
  'conversation-forgotten': (table, {conversation_key, participant}) => {
    const old = table.conversations[conversation_key];
    if (old === undefined) return;
    if (participant === undefined) return remove(table.conversations, conversation_key);
    const {[participant]: _, ...participants} = old.participants;
    table.conversations[conversation_key] = {...old, participants};
  },
};
