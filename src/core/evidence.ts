/** Evidence of a session's mood: who says what, by which rule, since when, and why. Nobody but the owner of moods judges it. */
import * as z from 'zod';
import {mood, type Mood} from './nouns/session.ts';
import {instant} from './stamp.ts';

/**
 * Who says it. `record`: the session's own, as that its program ended. `conversation`: which one the agent has open.
 * `status`: OSC 7501. `hook`: a hook or plugin of it. `title`: the window title. `progress`: OSC 9;4. `screen`: what its screen
 * shows. `process`: what runs in its terminal.
 */
export const moodSource = z.enum([
  'record',
  'task',
  'conversation',
  'status',
  'hook',
  'title',
  'progress',
  'screen',
  'process',
]);
export type MoodSource = z.infer<typeof moodSource>;

export const evidence = z.object({
  source: moodSource,
  mood,
  since: instant,
  /** The rule that read it, `codex:approval`. */
  rule: z.string().optional(),
  /** For a person, sanitised and at most {@link LONGEST_WHY} characters. */
  why: z.string().optional(),
  /** What a person may do about it. */
  way_out: z.string().optional(),
});
export type Evidence = Readonly<z.infer<typeof evidence>>;

/** What is concluded: one piece of evidence, its reason never missing. */
export type Verdict = Evidence & {readonly why: string};

/** Characters of a reason. */
export const LONGEST_WHY = 200;

/** Moods that an agent can tell of itself; the others follow from its session. */
export type AgentMood = Extract<Mood, 'working' | 'asks' | 'idle' | 'done' | 'failed'>;
