/**
 * The rules by which an agent's title and screen are read: data, one file an agent kind, with a version of its own, so that
 * an agent that changed its looks needs a new file and no new program.
 */
import * as z from 'zod';
import {isChord} from './keymap.ts';

/** Rows that a screen rule looks at when it does not say. */
const USUAL_ROWS = 16;

const compiles = (text: string): boolean => {
  try {
    RegExp(text, 'mu');
    return true;
  } catch {
    return false;
  }
};
/** A regular expression of JavaScript, with the flags `m` and `u`. */
const pattern = z.string().min(1).max(500).refine(compiles, 'not a regular expression');
const words = z.string().min(1).max(200);
/** Chords as in the keymap, spaces between; `{name}` stands for what a group found. */
const presses = words.refine(
  it => it.split(/\s+/u).every(word => word.includes('{') || isChord(word)),
  'not keys; they are written y, Enter, C-c, Down, with spaces between',
);

const reading = {
  /** Unique in the file; `explain-session` names it. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/u, 'lower-case letters, digits and "-"'),
  match: pattern,
  /** Why, for a person; `{name}` is what the group of that name in `match` found. */
  why: words.optional(),
  /** What a person may do about it. */
  way_out: words.optional(),
};
const agentMood = z.enum(['working', 'asks', 'idle', 'done', 'failed']);

/** How a form is answered from elsewhere: what a row of the screen offers, or what is always offered. */
const answer = z.union([
  z.strictObject({
    /** Looked for in each row that the rule looks at; its group `label` is what a person chooses. */
    match: pattern.refine(it => it.includes('(?<label>'), 'it has no group "label"'),
    press: presses,
  }),
  z.strictObject({label: words, press: presses}),
]);

const titleRule = z.strictObject({...reading, mood: agentMood});

const screenRule = z
  .strictObject({
    ...reading,
    /** How many rows from the last that is not blank; several blank ones between others are one. */
    rows: z.int().min(1).max(60).default(USUAL_ROWS),
    mood: agentMood.optional(),
    /** A viewer or a picker lies over the conversation: what was read before stays. */
    freeze: z.literal(true).optional(),
    answers: z.array(answer).optional(),
  })
  .refine(it => (it.mood === undefined) !== (it.freeze === undefined), 'either a mood or freeze');

const GROUP = /\(\?<([a-zA-Z]\w*)>/gu;
const NAMED = /\{(\w+)\}/gu;

/** Names in a text that no group of a pattern has. */
const unfound = (text: string, match: string): readonly string[] => {
  const groups = [...match.matchAll(GROUP)].map(it => it[1]);
  return [...text.matchAll(NAMED)].map(it => it[1] ?? '').filter(it => !groups.includes(it));
};

/** The same in all texts of a rule. */
const unfoundIn = ({
  match,
  why = '',
  ...rule
}: z.infer<typeof titleRule> | z.infer<typeof screenRule>): readonly string[] => {
  const answers = 'answers' in rule ? (rule.answers ?? []) : [];
  return [...unfound(why, match), ...answers.flatMap(it => unfound(it.press, 'match' in it ? it.match : ''))];
};

/** The rules of one agent kind. In each list the first that fits counts. */
export const moodRules = z
  .strictObject({
    /** Of these rules; grows with each change. */
    version: z.int().min(1),
    /** The versions of the agent by which they were checked. */
    agent_versions: z.array(z.string().min(1)).default([]),
    titles: z.array(titleRule).default([]),
    screen: z.array(screenRule).default([]),
  })
  .superRefine(({titles, screen}, context) => {
    const lists = {titles, screen};
    const seen = new Set<string>();
    for (const list of ['titles', 'screen'] as const)
      for (const [at, rule] of lists[list].entries()) {
        const say = (message: string): void => context.addIssue({code: 'custom', path: [list, at], message});
        if (seen.has(rule.id)) say(`another rule is "${rule.id}", too`);
        seen.add(rule.id);
        for (const name of unfoundIn(rule)) say(`"${rule.id}": its match has no group "${name}"`);
      }
  });
export type MoodRules = z.infer<typeof moodRules>;
export type TitleRule = MoodRules['titles'][number];
export type ScreenRule = MoodRules['screen'][number];

/** Rules with where they are from. */
export type RuleFile = {readonly kind: string; readonly path: string; readonly rules: MoodRules};
