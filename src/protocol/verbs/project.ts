/** Verbs of the project as a whole. */
import * as z from 'zod';
import {check, checksText} from '../../core/check.ts';
import {origin} from '../../core/config.ts';
import {decisionIdOf, taskIdOf} from '../../core/id.ts';
import {decision, decisionKind, mergeMode} from '../../core/nouns/decision.ts';
import {taskStatus} from '../../core/nouns/task.ts';
import {commandLines} from '../../core/setup.ts';
import {flag, many, text, verb} from '../entry.ts';
import {decisionsMarkdown} from '../markdown.ts';

const setting = z.object({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  origin,
  where: z.string().optional().describe('file and line, or variable'),
  what: z.string(),
});

const STANDINGS = {
  none: 'this repository brings no commands',
  waiting: 'not allowed yet, so no worker starts',
  allowed: 'allowed',
  never: 'never run',
} as const;

const id = z.string().min(1).transform(taskIdOf);
const task_id = id.describe('task: TASK-003, task-3 or 3');

export const projectVerbs = {
  health: verb(() => ({
    group: 'project',
    summary: 'Say what waits, what is stuck, what may start; exit 4 when work is blocked',
    params: z.object({}),
    result: z.object({status: z.enum(['ready', 'attention', 'blocked']), checks: z.array(check)}),
    text: it => `${it.status}\n${checksText(it.checks)}`,
    exit: it => (it.status === 'blocked' ? 4 : 0),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse health',
  })),
  'record-decision': verb(() => ({
    group: 'project',
    summary: 'Accept or reject the work of a task, waive something, or note a ruling',
    params: z.object({
      kind: decisionKind.extract(['accept', 'reject', 'waive', 'note']).describe('accept, reject, waive or note'),
      task_id,
      reason: text('why'),
      waives: text('what a waiver lets pass'),
      evidence: many('what it rests on: a file, a link, a command; repeat for more'),
    }),
    positional: ['kind', 'task_id'],
    result: decision,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse record-decision accept TASK-003 --evidence "npm test is green"',
  })),
  'list-decisions': verb(() => ({
    group: 'project',
    summary: 'List what was ruled, by whom and why; --format markdown writes it for people',
    params: z.object({
      task_id: id.optional().describe('only those on this task'),
      kind: decisionKind.optional().describe('only these'),
    }),
    positional: ['task_id'],
    result: z.object({decisions: z.array(decision)}),
    table: {list: 'decisions', columns: ['id', 'at', 'by', 'kind', 'task_id', 'outcome', 'reason']},
    markdown: ({decisions}) => decisionsMarkdown(decisions),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    example: 'roundhouse list-decisions TASK-003 --format markdown',
  })),
  'show-decision': verb(() => ({
    group: 'project',
    summary: 'Show a decision with its reason, evidence and outcome',
    params: z.object({decision_id: z.string().min(1).transform(decisionIdOf).describe('decision: DEC-003 or 3')}),
    positional: ['decision_id'],
    result: decision,
    markdown: it => decisionsMarkdown([it]),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse show-decision DEC-003',
  })),
  'send-comments': verb(() => ({
    group: 'board',
    summary: 'Send comments on the work of a task to its worker, which goes on with them',
    params: z.object({
      task_id,
      comment: z.array(z.string().min(1)).min(1).describe('where and what: "src/a.ts:12: name it"; repeat for more'),
    }),
    positional: ['task_id'],
    result: z.object({
      task_id: z.string(),
      comments: z.int(),
      status: taskStatus,
      outcome: z.enum(['delivered', 'typed', 'stalled', 'noted']),
    }),
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse send-comments TASK-003 --comment "src/a.ts:12: name it"',
  })),
  'merge-task': verb(() => ({
    group: 'project',
    summary: 'Merge accepted work into its base branch; a failure leaves all as it was',
    params: z.object({
      task_id,
      mode: mergeMode.optional().describe('ff-only, or no-ff for a merge commit; ff-only when not given'),
      into: text('another branch than the one the worktree began at'),
    }),
    positional: ['task_id'],
    result: decision,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse merge-task TASK-003 --mode no-ff',
  })),
  config: verb(() => ({
    group: 'enter',
    summary: 'Show every setting with its value and where it was set, or change one',
    params: z.object({
      action: z
        .enum(['show', 'get', 'set', 'unset'])
        .optional()
        .describe('show, get, set or unset; show when not given'),
      key: text('the setting'),
      value: text('its new value'),
      user: flag('in the file of the user, not in that of the repository'),
    }),
    positional: ['action', 'key', 'value'],
    result: z.object({settings: z.array(setting), problems: z.array(z.string())}),
    text: it =>
      [
        ...it.settings.map(({key, value, where, what}) =>
          [
            `${key} = ${Array.isArray(value) ? JSON.stringify(value) : (value ?? 'not set')}`,
            `  ${what} (${where ?? 'default'})`,
          ].join('\n'),
        ),
        ...it.problems.map(problem => `! ${problem}`),
      ].join('\n'),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse config set slots 4 --user',
  })),
  'allow-commands': verb(() => ({
    group: 'enter',
    summary: 'Show the commands this repository brings for new worktrees, and allow them',
    params: z.object({
      hash: text('allow exactly those that were shown with it'),
      never: flag('workers start without them, and nobody is asked again'),
      withdraw: flag('forget what was answered for this repository'),
    }),
    positional: ['hash'],
    result: z.object({
      answer: z
        .enum(['none', 'waiting', 'allowed', 'never'])
        .describe('none: this repository brings none; waiting: nobody has answered'),
      commands: z.array(z.string()),
      at: z.string().optional(),
    }),
    text: it =>
      [STANDINGS[it.answer] + (it.at === undefined ? '' : ` since ${it.at}`), ...commandLines(it.commands)].join(
        '\n  ',
      ),
    doors: ['cli', 'palette'],
    runs: 'server',
    example: 'roundhouse allow-commands',
  })),
};
