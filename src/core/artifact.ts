/**
 * The artifact of a discussion: every word that was asked and said, and what the rules made of it. Version 2.1 has the fields
 * of codex-roundtable under its names; ours stand beside them. Written by the server, read by whoever wants to check.
 */
import * as z from 'zod';
import {discussionId, taskId} from './id.ts';
import {
  discussionStatus,
  followUpReason,
  replyStatus,
  roundNumber,
  seat,
  severity,
  stance,
  stopReason,
} from './nouns/discussion.ts';
import {actor, instant} from './stamp.ts';
import {usage} from './usage.ts';

export const risk = z.object({text: z.string(), severity});
export type Risk = z.infer<typeof risk>;

/** A reply as it was understood. */
export const parsed = z.object({
  position: z.string(),
  reasons: z.array(z.string()),
  risks: z.array(risk),
  recommendation: z.string(),
  open_questions: z.array(z.string()),
});
export type Parsed = z.infer<typeof parsed>;

export const reply = z.object({
  participant: z.string(),
  status: replyStatus,
  /** As it was said; `parsed` is what was understood. */
  text: z.string(),
  model: z.string().nullable(),
  /** The agent's own name for its conversation. */
  bridge_session_id: z.string().nullable(),
  exit_code: z.int().nullable(),
  duration_ms: z.int().nonnegative(),
  error: z.string().nullable(),
  parsed: parsed.nullable(),
  // Ours from here on.
  agent: z.string(),
  /** What it says itself, or what the rule reads in its position; null where it cannot tell. */
  stance: stance.nullable(),
  /** It answered in words of its own, not as it was asked to. */
  is_loose: z.boolean(),
  usage: usage.nullable(),
});
export type Reply = z.infer<typeof reply>;

/**
 * What each was asked in a round. Before it each was told its own name: `You are NAME.`; and who has no conversation that goes on,
 * the words of the first round once more.
 */
export const round = z.object({
  index: roundNumber,
  prompt_role: z.enum(['initial', 'follow_up']),
  prompt: z.string(),
  /** In the order of the panel, whoever answered first; those that are still asked are missing. */
  replies: z.array(reply),
});
export type Round = z.infer<typeof round>;

const words = z.string();
const names = z.array(z.string());

/** What the replies come to, by rule. Nothing is in it that no participant said. */
export const synthesis = z.object({
  /** What every usable reply states. */
  agreements: z.array(words),
  disagreements: z.array(z.object({point: words, by: z.record(z.string(), z.string())})),
  risks: z.array(risk.extend({raised_by: names})),
  recommendations: z.array(z.object({text: words, supported_by: names})),
  open_questions: z.array(words),
  missing_participants: names,
  /** `none`: no usable reply; `low`: one view, or a disagreement that stands; `high`: all answered, and none differs. */
  confidence: z.enum(['none', 'low', 'medium', 'high']),
  // Ours from here on.
  /** The one that can be used, where there is only one. */
  single_view: z.string().nullable(),
  positions: z.array(z.object({participant: z.string(), position: words, stance: stance.nullable()})),
});
export type Synthesis = z.infer<typeof synthesis>;

/** A moderator's wording of the synthesis: beside it, never in its place. */
export const moderation = z.object({
  agent: z.string(),
  status: replyStatus,
  text: z.string(),
  error: z.string().nullable(),
});
export type Moderation = z.infer<typeof moderation>;

/** What the panel was given to read. */
export const context = z.object({
  kind: z.enum(['file', 'task', 'diff']),
  name: z.string(),
  /** Of the whole. */
  characters: z.int().nonnegative(),
  /** How many of them the panel was given. */
  given: z.int().nonnegative(),
});
export type Context = z.infer<typeof context>;

export const artifact = z.object({
  version: z.literal('2.1'),
  run_id: discussionId,
  session_key: z.string(),
  workspace: z.string(),
  session_name: z.string(),
  topic: z.string(),
  /** Who holds the replies together: `rule`, always. */
  moderator: z.string(),
  participants: names,
  timeout_sec: z.number(),
  started_at: instant,
  ended_at: instant.nullable(),
  duration_ms: z.int().nonnegative().nullable(),
  rounds: z.array(round),
  synthesis: synthesis.nullable(),
  follow_up_enabled: z.boolean(),
  follow_up_reason: followUpReason.nullable(),
  stop_reason: stopReason.nullable(),
  errors: z.array(words),
  // Ours from here on.
  status: discussionStatus,
  opened_by: actor,
  panel: z.array(seat),
  task_id: taskId.nullable(),
  contexts: z.array(context),
  /** The point that the second round was about. */
  follow_up_point: words.nullable(),
  moderation: moderation.nullable(),
  usage: usage.nullable(),
});
export type Artifact = z.infer<typeof artifact>;
