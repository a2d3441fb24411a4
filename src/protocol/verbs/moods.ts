/** Verbs of moods: waiting for one, and what one is judged by. */
import * as z from 'zod';
import {ageText} from '../../core/age.ts';
import {evidence} from '../../core/evidence.ts';
import {mood} from '../../core/nouns/session.ts';
import {mark} from '../../core/signs.ts';
import {spent} from '../../core/usage.ts';
import {number, text, verb} from '../entry.ts';
import {shownSession} from './sessions.ts';

/** Evidence with how long it has been said. */
const judged = evidence.extend({age_seconds: z.int()});

const explained = z.object({
  session: z.string(),
  mood,
  /** When that mood was told. */
  since: z.string().optional(),
  ...judged.omit({mood: true, since: true}).shape,
  why: z.string(),
  /** What else was said, the strongest first. */
  others: z.array(judged),
  /** By which the title and the screen of the agent are read. */
  rules: z.object({path: z.string(), version: z.int(), agent_versions: z.array(z.string())}).optional(),
});

const ageOf = (seconds: number): string => (seconds < 60 ? `${seconds}s` : ageText(seconds));

const explainedText = ({session, mood, why, way_out, others, rules, ...won}: z.infer<typeof explained>): string =>
  [
    [session, mood, why].join(` ${mark.dot} `),
    ...(way_out === undefined ? [] : [`way out: ${way_out}`]),
    `by ${won.source}${won.rule === undefined ? '' : `, ${won.rule}`}, ${ageOf(won.age_seconds)} ago`,
    ...others.map(it =>
      [`also ${it.source}: ${it.mood}`, it.rule, `${ageOf(it.age_seconds)} ago`, it.why]
        .filter(word => word !== undefined)
        .join(', '),
    ),
    ...(rules === undefined
      ? []
      : [`rules: ${rules.path}, version ${rules.version}, for ${rules.agent_versions.join(', ') || 'any version'}`]),
  ].join('\n');

export const moodVerbs = {
  'wait-session': verb(() => ({
    group: 'sessions',
    summary: 'Wait until a session is in one of some moods',
    params: z.object({
      name: z.string().min(1).describe('session: planner, worker-task-003, …'),
      until: z
        .array(mood)
        .optional()
        .describe('moods to wait for; idle, asks, done, failed and gone when none is given'),
      timeout: number('seconds; 50 when not given'),
    }),
    positional: ['name'],
    result: shownSession,
    doors: ['cli', 'mcp'],
    runs: 'server',
    example: 'roundhouse wait-session worker-task-003 --until done --timeout 300',
  })),
  'explain-session': verb(() => ({
    group: 'sessions',
    summary: 'Say what the mood of a session is judged by, and what else was said',
    params: z.object({session_name: z.string().min(1).describe('planner, worker-task-003')}),
    positional: ['session_name'],
    result: explained,
    text: explainedText,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse explain-session worker-task-003',
  })),
  'list-usage': verb(() => ({
    group: 'sessions',
    summary: 'List the tokens that agents have used, and how near their limits are',
    params: z.object({names: z.array(z.string().min(1)).optional().describe('sessions; all when none is named')}),
    positional: ['names'],
    result: z.object({
      usage: z.array(
        spent.extend({
          session: z.string(),
          agent: z.string(),
          conversation: z.string(),
          /** Of the limit that is used most. */
          limit_percent: z.number().optional(),
        }),
      ),
    }),
    table: {
      list: 'usage',
      columns: ['session', 'agent', 'input', 'output', 'cached', 'cost_usd', 'context_percent', 'limit_percent'],
    },
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse list-usage',
  })),
  'report-mood': verb(() => ({
    group: 'sessions',
    summary: 'Say how the agent of this session is; for its hooks and plugins',
    params: z.object({
      mood: mood.extract(['working', 'asks', 'idle', 'done', 'failed']).describe('working, asks, idle, done or failed'),
      name: text('another session than the one this is said in'),
      why: text('for a person, in a few words'),
    }),
    positional: ['mood'],
    result: shownSession,
    text: () => '',
    doors: ['cli'],
    runs: 'server',
    worker: true,
    example: 'roundhouse report-mood asks --why "approve: rm -r build"',
  })),
};
