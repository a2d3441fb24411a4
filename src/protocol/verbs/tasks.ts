/** Verbs of the board. */
import * as z from 'zod';
import {taskFlag} from '../../core/flags.ts';
import {taskIdOf} from '../../core/id.ts';
import {decision} from '../../core/nouns/decision.ts';
import {interrupt, priority} from '../../core/nouns/interrupt.ts';
import {session} from '../../core/nouns/session.ts';
import {task, taskStatus} from '../../core/nouns/task.ts';
import {workspace} from '../../core/nouns/workspace.ts';
import {flag, many, number, text, verb, word} from '../entry.ts';
import {risksMarkdown, tasksMarkdown} from '../markdown.ts';

const id = z.string().min(1).transform(taskIdOf);
const task_id = id.describe('task: TASK-003, task-3 or 3');
/** A worker may leave its own task out. */
export const ownTask = id.optional().describe('task; a worker may leave out its own');

const contract = {
  prompt: text('what an agent is told besides the title'),
  description: text('what it is about, for people'),
  script: many('a step of the shell agent, a shell command; repeat for more'),
  acceptance: many('what must hold in the end; repeat for more'),
  label: many('a word to find it by; repeat for more'),
  depends_on: many('a task that must be accepted first; repeat for more'),
  write_scope: many('path pattern it may change; repeat for more'),
  read_scope: many('path pattern it should read; repeat for more'),
};

/** Lists of a task that a command line can empty; a program gives an empty list. */
const clearable = ['script', 'acceptance', 'label', 'depends_on', 'write_scope', 'read_scope'] as const;

/** A task with all that belongs to it. */
const wholeTask = task.extend({
  flags: z.array(taskFlag),
  workspace: workspace.optional(),
  interrupts: z.array(interrupt),
  decisions: z.array(decision),
  diff: z.object({added: z.number(), removed: z.number(), files: z.number(), commits: z.number()}).optional(),
});

export const taskVerbs = {
  'create-task': verb(() => ({
    group: 'board',
    summary: 'Write a task on the board',
    params: z.object({
      title: z.string().trim().min(1).describe('what shall be done'),
      ...contract,
      draft: flag('not to be started yet'),
    }),
    positional: ['title'],
    result: task,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse create-task "Tidy the flags" --script "npm test" --acceptance "all tests pass"',
  })),
  'update-task': verb(() => ({
    group: 'board',
    summary: 'Change a task: its words, its steps, its status where that is legal',
    params: z.object({
      task_id,
      title: text('another title'),
      ...contract,
      status: taskStatus.optional().describe('move it there'),
      reason: text('why it moves'),
      clear: z
        .array(z.enum(clearable))
        .optional()
        .describe(`empty a list of it: ${clearable.join(', ')}; repeat for more`),
      clear_owner: flag('nobody works on it any more'),
      note: text('a note for whoever works on it'),
      risk: text('what may go wrong, for whoever decides'),
    }),
    positional: ['task_id'],
    result: task,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse update-task TASK-003 --note "keep the old flag working"',
  })),
  'list-tasks': verb(() => ({
    group: 'board',
    summary: 'List the tasks; --format markdown writes board and backlog for people',
    params: z.object({status: taskStatus.optional().describe('only these'), label: text('only those with this label')}),
    result: z.object({tasks: z.array(task.extend({flags: z.array(taskFlag)}))}),
    table: {list: 'tasks', columns: ['id', 'status', 'title', 'owner_session', 'flags']},
    markdown: ({tasks}) => tasksMarkdown(tasks),
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    anyVersion: true,
    example: 'roundhouse list-tasks --status needs_input',
  })),
  'show-task': verb(() => ({
    group: 'board',
    summary: 'Show a task with its worktree, questions and decisions',
    params: z.object({task_id: ownTask}),
    positional: ['task_id'],
    result: wholeTask,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    worker: true,
    example: 'roundhouse show-task TASK-003',
  })),
  'split-task': verb(() => ({
    group: 'board',
    summary: 'Put several smaller tasks in the place of one; what waited for it waits for all',
    params: z.object({
      task_id,
      title: z.array(z.string().trim().min(1)).min(2).describe('what each part is'),
      reason: text('why'),
    }),
    positional: ['task_id', 'title'],
    result: z.object({task, parts: z.array(task)}),
    text: it => [`${it.task.id} is split into`, ...it.parts.map(part => `${part.id}  ${part.title}`)].join('\n'),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse split-task TASK-003 "parse the flags" "print the help"',
  })),
  'list-risks': verb(() => ({
    group: 'board',
    summary: 'List what may go wrong, as it was noted on the tasks',
    params: z.object({all: flag('those of tasks that are over, too')}),
    result: z.object({
      risks: z.array(z.object({task_id: z.string(), at: z.string(), by: z.string(), risk: z.string()})),
    }),
    table: {list: 'risks', columns: ['task_id', 'at', 'by', 'risk']},
    markdown: ({risks}) => risksMarkdown(risks),
    doors: ['cli', 'mcp'],
    runs: 'server',
    example: 'roundhouse list-risks',
  })),
  'cancel-task': verb(() => ({
    group: 'board',
    summary: 'Cancel a task; its worktree and branch stay',
    params: z.object({task_id, reason: text('why')}),
    positional: ['task_id'],
    result: task,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse cancel-task TASK-003 --reason "done elsewhere"',
  })),
  'spawn-worker': verb(() => ({
    group: 'board',
    summary: 'Start a worker on a task, in a worktree of its own',
    params: z.object({
      task_id,
      agent: text('codex, claude, opencode, gemini, shell, or one of your own'),
      model: word('model of the agent'),
      fork: text('session whose conversation it begins as a branch of: it knows all that was said there'),
      base: text('branch or commit the worktree starts from; the branch checked out here when not given'),
    }),
    positional: ['task_id'],
    result: session.extend({warnings: z.array(z.string()).optional()}),
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse spawn-worker TASK-003',
  })),
  'resume-task': verb(() => ({
    group: 'board',
    summary: 'Answer the question of a task and let its worker go on',
    params: z.object({task_id, note: many('the answer; repeat for more lines')}),
    positional: ['task_id'],
    result: task,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse resume-task TASK-003 --note "the port is 8080"',
  })),
  'request-input': verb(() => ({
    group: 'board',
    summary: 'Ask the planner, and wait for an answer',
    params: z.object({
      task_id: ownTask,
      summary: z.string().min(1).describe('the question in a sentence'),
      detail: many('what one must know to answer; repeat for more'),
      option: many('an answer to choose from; repeat for more'),
      priority: priority.optional().describe('high, normal or low'),
      recommended_next_step: text('what you would do'),
      session_name: text('the session that asks'),
      close_session: flag('end that session'),
      step: number('the step of the script to go on from'),
    }),
    positional: ['task_id'],
    result: interrupt,
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    example: 'roundhouse request-input TASK-003 --summary "which port?"',
  })),
  'request-review': verb(() => ({
    group: 'board',
    summary: 'Say that the work is ready to be looked at',
    params: z.object({task_id: ownTask}),
    positional: ['task_id'],
    result: task,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    example: 'roundhouse request-review TASK-003',
  })),
  'show-diff': verb(() => ({
    group: 'board',
    summary: 'Show what a task changed, uncommitted and untracked files too',
    params: z.object({task_id: ownTask}),
    positional: ['task_id'],
    result: z.object({
      task_id: z.string(),
      base: z.string(),
      files: z.array(z.object({path: z.string(), added: z.number(), removed: z.number()})),
      patch: z.string(),
    }),
    text: it => it.patch,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    worker: true,
    example: 'roundhouse show-diff TASK-003',
  })),
  'show-handoff': verb(() => ({
    group: 'board',
    summary: 'Show all that is known of a task as one text, as its worker gets it',
    params: z.object({task_id: ownTask, path_only: flag('only where it is kept')}),
    positional: ['task_id'],
    result: z.object({task_id: z.string(), path: z.string(), text: z.string().optional()}),
    text: it => it.text ?? it.path,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    worker: true,
    example: 'roundhouse show-handoff TASK-003',
  })),
  'cleanup-task': verb(() => ({
    group: 'project',
    summary: 'Remove the worktree of a task; what is uncommitted is saved first',
    params: z.object({task_id}),
    positional: ['task_id'],
    result: workspace,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse cleanup-task TASK-003',
  })),
  'undo-cleanup': verb(() => ({
    group: 'project',
    summary: 'Bring the removed worktree of a task back, saved changes included',
    params: z.object({task_id}),
    positional: ['task_id'],
    result: workspace,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse undo-cleanup TASK-003',
  })),
};
