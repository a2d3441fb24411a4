/** Verbs of sessions, and those that open or end the whole. */
import * as z from 'zod';
import {event} from '../../core/event.ts';
import {mood, session} from '../../core/nouns/session.ts';
import {flag, number, text, verb} from '../entry.ts';

const name = z.string().min(1).describe('session: planner, worker-task-003, …');

const size = (what: string) => z.coerce.number().int().min(1).max(1000).optional().describe(what);

/** A session with what is known of it at the moment. */
const shownSession = session.extend({
  mood,
  title: z.string().optional(),
  cols: z.int().optional(),
  rows: z.int().optional(),
});

export const sessionVerbs = {
  'list-sessions': verb({
    group: 'sessions',
    summary: 'List the sessions',
    params: z.object({active_only: flag('only those with a process')}),
    result: z.object({sessions: z.array(shownSession)}),
    table: {list: 'sessions', columns: ['name', 'status', 'mood', 'agent', 'task_id', 'pid']},
    doors: ['cli', 'mcp'],
    runs: 'server',
    worker: true,
    anyVersion: true,
    example: 'roundhouse list-sessions --active-only',
  }),
  'open-session': verb({
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
  }),
  'close-session': verb({
    group: 'sessions',
    summary: 'End the program of a session',
    params: z.object({name}),
    positional: ['name'],
    result: shownSession,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse close-session logs',
  }),
  'close-worker': verb({
    group: 'sessions',
    summary: 'End the worker of a task; its worktree stays',
    params: z.object({name: z.string().min(1).describe('worker-task-003, or its task')}),
    positional: ['name'],
    result: shownSession,
    doors: ['cli', 'mcp', 'palette', 'key'],
    runs: 'server',
    example: 'roundhouse close-worker worker-task-003',
  }),
  'send-text': verb({
    group: 'sessions',
    summary: 'Type into a session, and Enter after it',
    params: z.object({
      name,
      text: z.array(z.string()).min(1).describe('what to type'),
      no_enter: flag('without Enter'),
    }),
    positional: ['name', 'text'],
    result: z.object({session: z.string(), outcome: z.enum(['delivered', 'typed', 'stalled'])}),
    doors: ['cli', 'mcp', 'palette'],
    runs: 'server',
    example: 'roundhouse send-text planner "roundhouse list-tasks"',
  }),
  'read-screen': verb({
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
  }),
  'wait-session': verb({
    group: 'sessions',
    summary: 'Wait until a session is in one of the moods given, or gone',
    params: z.object({
      name,
      for: z.array(mood).optional().describe('moods to wait for; idle, asks, done, failed and gone when none is given'),
      timeout: number('seconds; 50 when not given'),
    }),
    positional: ['name'],
    result: shownSession,
    doors: ['cli', 'mcp'],
    runs: 'server',
    example: 'roundhouse wait-session worker-task-003 --for done --timeout 300',
  }),
  attach: verb({
    group: 'enter',
    summary: 'Open the full screen, or one session alone on the whole terminal',
    params: z.object({
      name: text('session to have alone'),
      read_only: flag('look only (also -r)'),
      take_over: flag('let go the other clients of this repository (also -d)'),
      host: text('user@host:path, a repository on another machine, over ssh'),
    }),
    positional: ['name'],
    result: z.object({}),
    doors: ['cli'],
    runs: 'local',
    anyVersion: true,
    example: 'roundhouse attach planner --read-only',
  }),
  init: verb({
    group: 'enter',
    summary: 'Make the .roundhouse folder; opening roundhouse does it by itself',
    params: z.object({}),
    result: z.object({root: z.string(), created: z.array(z.string())}),
    text: it => [`root ${it.root}`, ...it.created.map(path => `created ${path}`)].join('\n'),
    doors: ['cli', 'mcp'],
    runs: 'local',
    example: 'roundhouse init',
  }),
  doctor: verb({
    group: 'enter',
    summary: 'Check the machine, the repository and the server',
    params: z.object({}),
    result: z.object({
      ok: z.boolean(),
      checks: z.array(
        z.object({
          name: z.string(),
          status: z.enum(['passed', 'warning', 'failed']),
          message: z.string(),
          hint: z.string().optional(),
        }),
      ),
      server: z.object({pid: z.int(), socket: z.string(), version: z.string(), started_at: z.string()}).optional(),
    }),
    text: it =>
      it.checks
        .map(check =>
          [MARK[check.status], check.name, check.message, check.hint && `(${check.hint})`].filter(Boolean).join(' '),
        )
        .join('\n'),
    doors: ['cli', 'mcp'],
    runs: 'local',
    example: 'roundhouse doctor --json',
  }),
  'list-events': verb({
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
  }),
  shutdown: verb({
    group: 'sessions',
    summary: 'End all sessions and the server; tasks and worktrees stay',
    params: z.object({}),
    result: z.object({stopped: z.array(z.string())}),
    text: it => (it.stopped.length > 0 ? `stopped ${it.stopped.join(', ')}` : 'stopped'),
    doors: ['cli', 'palette', 'key'],
    runs: 'server',
    anyVersion: true,
    example: 'roundhouse shutdown',
  }),
};

const MARK = {passed: '✓', warning: '!', failed: '✗'} as const;
