/** Verbs of sessions, and the one that ends the whole. */
import * as z from 'zod';
import {event} from '../../core/event.ts';
import {moodSource} from '../../core/evidence.ts';
import {mood, session} from '../../core/nouns/session.ts';
import {flag, number, text, verb} from '../entry.ts';

const name = z.string().min(1).describe('session: planner, worker-task-003, …');

const size = (what: string) => z.coerce.number().int().min(1).max(1000).optional().describe(what);

/** What becomes of a worker's task when its session is closed. */
const closeStatus = z
  .enum(['ready', 'review_ready', 'blocked'])
  .optional()
  .describe('what becomes of the task: ready, review_ready or blocked; ready when not given');

const keeps = flag('let the program run on, as a session without a task: kept-task-003');

/** A session with what is known of it at the moment. */
export const shownSession = session.extend({
  mood,
  mood_why: z.string().optional(),
  mood_source: moodSource.optional(),
  mood_seen: z.boolean().optional(),
  title: z.string().optional(),
  cols: z.int().optional(),
  rows: z.int().optional(),
});

export const sessionsTable = {
  list: 'sessions',
  columns: ['name', 'status', 'mood', 'agent', 'task_id', 'pid'],
} as const;

export const sessionVerbs = {
  'list-sessions': verb(() => ({
    group: 'sessions',
    summary: 'List the sessions',
    params: z.object({active_only: flag('only those with a process')}),
    result: z.object({sessions: z.array(shownSession)}),
    table: sessionsTable,
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    anyVersion: true,
    example: 'roundhouse list-sessions --active-only',
  })),
  'open-session': verb(() => ({
    group: 'sessions',
    summary: 'Open a shell, or any command, in a session of its own',
    params: z.object({
      name: session.shape.name.optional().describe('its name: lower-case letters, digits, ".", "_" and "-"'),
      cwd: text('folder it starts in'),
      cols: size('columns until someone looks at it'),
      rows: size('rows until someone looks at it'),
      command: z.array(z.string()).optional().describe('program and arguments, after --'),
    }),
    positional: ['command'],
    result: shownSession,
    doors: ['cli', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse open-session --name logs -- tail -f app.log',
  })),
  'close-session': verb(() => ({
    group: 'sessions',
    summary: 'End the program of a session',
    params: z.object({name, task_status: closeStatus, keep_terminal_running: keeps}),
    positional: ['name'],
    result: shownSession,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse close-session worker-task-003 --task-status review_ready',
  })),
  'close-worker': verb(() => ({
    group: 'sessions',
    summary: 'End the worker of a task; its worktree stays',
    params: z.object({
      name: z.string().min(1).describe('worker-task-003, or its task'),
      task_status: closeStatus,
      keep_terminal_running: keeps,
    }),
    positional: ['name'],
    result: shownSession,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse close-worker worker-task-003',
  })),
  'rename-session': verb(() => ({
    group: 'sessions',
    summary: 'Give a shell another name; its program, panes and leases go with it',
    params: z.object({name, to: z.string().min(1).describe('its new name')}),
    positional: ['name', 'to'],
    result: shownSession,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse rename-session shell-1 logs',
  })),
  'send-text': verb(() => ({
    group: 'sessions',
    summary: 'Type into a session, and Enter after it; waits while a person types there',
    params: z.object({
      name,
      text: z.array(z.string()).min(1).describe('what to type'),
      no_enter: flag('without Enter'),
      timeout: number('seconds it may wait for its turn; 50 when not given'),
    }),
    positional: ['name', 'text'],
    result: z.object({session: z.string(), outcome: z.enum(['delivered', 'typed', 'stalled'])}),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse send-text planner "roundhouse list-tasks"',
  })),
  'cancel-messages': verb(() => ({
    group: 'sessions',
    summary: 'Call off the messages that wait to be typed into a session',
    params: z.object({name}),
    positional: ['name'],
    result: z.object({session: z.string(), cancelled: z.int()}),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse cancel-messages planner',
  })),
  'read-screen': verb(() => ({
    group: 'sessions',
    summary: 'Read what a session shows',
    params: z.object({name, history: number('lines above the screen, too')}),
    positional: ['name'],
    result: z.object({
      session: z.string(),
      cols: z.int(),
      rows: z.int(),
      lines: z.array(z.string()),
      cursor: z.object({x: z.int(), y: z.int()}),
    }),
    text: it => it.lines.join('\n'),
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    example: 'roundhouse read-screen worker-task-003',
  })),
  suspend: verb(() => ({
    group: 'sessions',
    summary: 'End programs so that they go on another day; all, where none is named',
    params: z.object({names: z.array(z.string().min(1)).optional().describe('sessions')}),
    positional: ['names'],
    result: z.object({sessions: z.array(shownSession)}),
    table: sessionsTable,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse suspend',
  })),
  resume: verb(() => ({
    group: 'sessions',
    summary: 'Let what was suspended go on, the planner first; opening the screen does it too',
    params: z.object({names: z.array(z.string().min(1)).optional().describe('sessions')}),
    positional: ['names'],
    result: z.object({sessions: z.array(shownSession), troubles: z.array(z.string())}),
    table: sessionsTable,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse resume',
  })),
  'show-prompt': verb(() => ({
    group: 'sessions',
    summary: 'Show what the agent of a session was told at its start',
    params: z.object({
      session_name: z.string().min(1).describe('planner, worker-task-003'),
      path_only: flag('only where it is kept'),
    }),
    positional: ['session_name'],
    result: z.object({session: z.string(), path: z.string(), text: z.string().optional()}),
    text: it => it.text ?? it.path,
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse show-prompt worker-task-003',
  })),
  'list-events': verb(() => ({
    group: 'project',
    summary: 'List what happened, newest last',
    params: z.object({
      after: number('only events with a higher sequence number'),
      limit: number('how many at the most; 50 when not given'),
      subject: text('only about this task, session or decision'),
    }),
    result: z.object({events: z.array(event)}),
    table: {list: 'events', columns: ['seq', 'at', 'actor', 'type', 'subject']},
    doors: ['cli', 'mcp'],
    runs: 'server',
    anyVersion: true,
    example: 'roundhouse list-events --subject TASK-003',
  })),
  shutdown: verb(() => ({
    group: 'sessions',
    summary: 'End all sessions and the server; tasks and worktrees stay',
    params: z.object({}),
    result: z.object({stopped: z.array(z.string())}),
    text: it => (it.stopped.length > 0 ? `stopped ${it.stopped.join(', ')}` : 'stopped'),
    doors: ['cli', 'palette', 'key'],
    runs: 'server',
    anyVersion: true,
    example: 'roundhouse shutdown',
  })),
};
