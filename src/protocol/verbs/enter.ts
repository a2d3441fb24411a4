/** Verbs by which one comes in, and looks whether all is in order. */
import * as z from 'zod';
import {flag, text, verb} from '../entry.ts';
import {sessionsTable, shownSession} from './sessions.ts';

export const enterVerbs = {
  attach: verb({
    group: 'enter',
    summary: 'Open the full screen, or one session alone on the whole terminal',
    params: z.object({
      name: text('session to have alone'),
      read_only: flag('look only (also -r)'),
      new_session: flag('begin another conversation with the planner'),
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
  dashboard: verb({
    group: 'enter',
    summary: 'Open the full screen; the same as roundhouse alone',
    params: z.object({}),
    result: z.object({}),
    doors: ['cli'],
    runs: 'local',
    anyVersion: true,
    example: 'roundhouse dashboard',
  }),
  launch: verb({
    group: 'enter',
    summary: 'Open the planner, and let go on what was suspended',
    params: z.object({new_session: flag('begin another conversation with the planner')}),
    result: z.object({sessions: z.array(shownSession), troubles: z.array(z.string())}),
    table: sessionsTable,
    doors: ['cli'],
    runs: 'server',
    hidden: true,
    example: 'roundhouse launch',
  }),
  quickstart: verb({
    group: 'enter',
    summary: 'Say how work goes here, with the commands for it',
    params: z.object({}),
    result: z.object({
      root: z.string(),
      planner_agent: z.string(),
      worker_agent: z.string(),
      sessions: z.array(z.string()),
    }),
    text: it =>
      [
        `repository  ${it.root}`,
        `agents      planner ${it.planner_agent}, workers ${it.worker_agent}`,
        `sessions    ${it.sessions.length === 0 ? 'none' : it.sessions.join(', ')}`,
        '',
        'You talk to the planner; it writes tasks, starts workers and answers them. By hand it is the same:',
        '',
        '  roundhouse                                    the full screen: planner, workers, board',
        '  roundhouse create-task "TITLE" --prompt "…"   a task on the board',
        '  roundhouse spawn-worker 1                     a worker on it, in a worktree of its own',
        '  roundhouse list-inbox                         what waits for an answer',
        '  roundhouse reply 1 "…"                        the answer, and the task goes on',
        '  roundhouse show-diff 1                        what was made',
        '  roundhouse record-decision accept 1           nothing counts as done without one',
        '  roundhouse suspend                            the end of the day; roundhouse goes on where all was',
        '',
        'Workers ask the planner, not you. roundhouse --help lists all verbs, roundhouse doctor checks this machine.',
      ].join('\n'),
    doors: ['cli', 'mcp'],
    runs: 'server',
    example: 'roundhouse quickstart',
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
};

const MARK = {passed: '✓', warning: '!', failed: '✗'} as const;
