/** Verbs of questions and their answers. */
import * as z from 'zod';
import {usage} from '../../core/usage.ts';
import {interruptIdOf, taskIdOf} from '../../core/id.ts';
import {interrupt, interruptStatus, priority} from '../../core/nouns/interrupt.ts';
import {flag, many, number, text, verb, word} from '../entry.ts';

const question_id = z.string().min(1).transform(interruptIdOf).describe('question: INT-002, int-2 or 2');
const task_id = z
  .string()
  .min(1)
  .transform(taskIdOf)
  .optional()
  .describe('task it is about; a worker may leave out its own');

export const inboxVerbs = {
  ask: verb(() => ({
    group: 'inbox',
    summary: 'Ask the planner, or the planner the person, and go on working meanwhile',
    params: z.object({
      question: z.string().trim().min(1).describe('the question in a sentence'),
      task_id,
      audience: z
        .enum(['planner', 'human'])
        .optional()
        .describe('planner or human; whoever is next above when not given'),
      detail: many('what one must know to answer; repeat for more'),
      option: many('an answer to choose from; repeat for more'),
      recommended_next_step: text('what you would do'),
      priority: priority.optional().describe('high, normal or low'),
      wait: number('seconds to wait for the answer; none when not given'),
    }),
    positional: ['question'],
    result: interrupt,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    example: 'roundhouse ask "port 80 or 8080?" --option 80 --option 8080 --wait 300',
  })),
  'list-inbox': verb(() => ({
    group: 'inbox',
    summary: 'List the questions that wait for an answer, the most urgent first',
    params: z.object({
      status: z.array(interruptStatus).optional().describe('open, resolved, applied or cancelled; open when not given'),
      audience: z.enum(['planner', 'human']).optional().describe('only those for the planner, or for a human'),
    }),
    result: z.object({questions: z.array(interrupt)}),
    table: {list: 'questions', columns: ['id', 'priority', 'audience', 'task_id', 'status', 'created_at', 'question']},
    doors: ['cli', 'mcp'],
    runs: 'server',
    example: 'roundhouse list-inbox --audience human',
  })),
  'show-question': verb(() => ({
    group: 'inbox',
    summary: 'Show a question with its details and its answer',
    params: z.object({question_id}),
    positional: ['question_id'],
    result: interrupt,
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    example: 'roundhouse show-question INT-002',
  })),
  consult: verb(() => ({
    group: 'inbox',
    summary: 'Ask an agent one question, without a pane; --schema binds its answer',
    params: z.object({
      prompt: z.array(z.string().min(1)).min(1).describe('the question'),
      agent: text('agent kind; that of workers when not given'),
      model: word('model of the agent'),
      schema: text('JSON Schema that the answer shall fit, or its file'),
      conversation: word('one to go on with, as an earlier answer named it'),
      timeout: number('seconds; 300 when not given'),
    }),
    positional: ['prompt'],
    result: z.object({
      agent: z.string(),
      status: z.enum(['answered', 'no_output', 'schema_invalid', 'failed', 'timed_out', 'cancelled']),
      text: z.string().optional(),
      data: z.unknown().optional(),
      conversation: z.string().optional(),
      usage: usage.optional(),
      reason: z.string().optional(),
      exit_code: z.int().optional(),
      seconds: z.number(),
    }),
    text: it => it.text ?? `${it.status}: ${it.reason ?? ''}`,
    exit: it => (it.status === 'answered' ? 0 : it.status === 'timed_out' ? 6 : 5),
    doors: ['cli', 'mcp'],
    runs: 'server',
    example: 'roundhouse consult --agent claude "Which of both designs is simpler, and why?"',
  })),
  reply: verb(() => ({
    group: 'inbox',
    summary: 'Answer a question; a task that waited for nothing else goes on',
    params: z.object({
      question_id,
      text: z.array(z.string().min(1)).min(1).describe('the answer; repeat for more lines'),
      replace: flag('in the place of an answer that has not been read yet'),
      hold: flag('do not let the task go on'),
    }),
    positional: ['question_id', 'text'],
    result: interrupt,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse reply INT-002 8080',
  })),
};
