/** Verbs of the roundtable. */
import * as z from 'zod';
import {artifact} from '../../core/artifact.ts';
import {LONGEST_SECONDS} from '../../core/config.ts';
import {taskIdOf} from '../../core/id.ts';
import {discussion, discussionStatus} from '../../core/nouns/discussion.ts';
import {discussionMarkdown} from '../discussion-markdown.ts';
import {discussed, garbage, shownConversation} from '../discussion-shapes.ts';
import {conversationText, discussedText, discussionText, garbageText} from '../discussion-text.ts';
import {flag, many, number, text, verb} from '../entry.ts';

const session = text('name of the conversation that goes on from one discussion to the next; main when not given');
const discussion_id = (what: string) => z.string().min(1).optional().describe(what);

export const discussionVerbs = {
  discuss: verb(() => ({
    group: 'table',
    summary: 'Let several agents discuss a topic, with one follow-up at the most',
    params: z.object({
      topic: z.string().trim().min(1).describe('what is to be discussed, best a question'),
      session,
      panel: many('who sits at it: AGENT, AGENT:MODEL or NAME=AGENT:MODEL, with commas between'),
      timeout: z.coerce
        .number()
        .positive()
        .max(LONGEST_SECONDS)
        .optional()
        .describe('seconds for each reply; discuss_timeout when not given'),
      follow_up_once: flag('one more round where they disagree, see a risk, or recommend different things'),
      context: many('a file the panel shall read; repeat for more'),
      task: z.string().min(1).transform(taskIdOf).optional().describe('a task the panel shall know: its handoff'),
      diff: flag('what has been changed: by the task, else in the working tree'),
      no_wait: flag('answer at once; it goes on by itself'),
    }),
    positional: ['topic'],
    result: discussed,
    text: discussedText,
    exit: it => (it.status === 'failed' ? 5 : 0),
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse discuss "Do we keep the old parser?" --panel codex,claude --follow-up-once',
  })),
  'cancel-discussion': verb(() => ({
    group: 'table',
    summary: 'End a discussion that runs; what was said is kept',
    params: z.object({discussion_id: discussion_id('discussion; the newest that runs when not given')}),
    positional: ['discussion_id'],
    result: discussed,
    text: discussedText,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse cancel-discussion',
  })),
  'list-discussions': verb(() => ({
    group: 'table',
    summary: 'List the discussions, the newest first',
    params: z.object({
      session: text('only those of this conversation'),
      status: z.array(discussionStatus).optional().describe('running, done or failed'),
      filter: text('only those with these words in topic, panel, task or id'),
      limit: number('how many at the most; 50 when not given, 0 for all'),
    }),
    result: z.object({discussions: z.array(discussion), total: z.int()}),
    table: {list: 'discussions', columns: ['id', 'status', 'session', 'topic', 'stop_reason']},
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse list-discussions --filter parser',
  })),
  'show-discussion': verb(() => ({
    group: 'table',
    summary: 'Show a discussion with every word; --format markdown writes it for people',
    params: z.object({discussion_id: discussion_id('discussion; the newest when not given')}),
    positional: ['discussion_id'],
    result: artifact,
    text: discussionText,
    markdown: discussionMarkdown,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse show-discussion --format markdown',
  })),
  'show-conversation': verb(() => ({
    group: 'table',
    summary: 'Show what participants go on with in their next discussion',
    params: z.object({session}),
    positional: ['session'],
    result: shownConversation,
    text: conversationText,
    doors: ['cli', 'palette'],
    runs: 'server',
    example: 'roundhouse show-conversation main',
  })),
  'forget-conversation': verb(() => ({
    group: 'table',
    summary: 'Let the next discussion begin anew; what was said before is kept',
    params: z.object({session}),
    positional: ['session'],
    result: z.object({session: z.string(), conversation_key: z.string(), forgotten: z.array(z.string())}),
    doors: ['cli', 'palette'],
    runs: 'server',
    example: 'roundhouse forget-conversation main',
  })),
  gc: verb(() => ({
    group: 'table',
    summary: 'List discussions and conversations that are old; with --apply remove them',
    params: z.object({
      max_age_days: z.coerce.number().nonnegative().describe('days since they ended, or were used last'),
      apply: flag('remove them; nothing is changed without it'),
    }),
    result: garbage,
    text: garbageText,
    doors: ['cli', 'palette'],
    runs: 'server',
    example: 'roundhouse gc --max-age-days 30',
  })),
};
