/** Session: one program in a pseudo-terminal, known by its name. Its mood, title and size are signals, not state. */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {given} from '../given.ts';
import {taskId} from '../id.ts';
import {checkMove, type Moves} from '../moves.ts';
import {instant, type Stamp} from '../stamp.ts';

export const sessionStatus = z.enum(['starting', 'active', 'suspended', 'stale', 'closed']);
export type SessionStatus = z.infer<typeof sessionStatus>;

/** `stale` means that the process was lost with a server that died; `closed` that it ended or was ended. */
export const sessionMoves: Moves<SessionStatus> = {
  starting: ['active', 'stale', 'closed'],
  active: ['suspended', 'stale', 'closed'],
  suspended: ['active', 'stale', 'closed'],
  stale: ['closed'],
};

/** What a person can see of an agent at a glance; evidence for it is gathered per agent kind. */
export const mood = z.enum(['starting', 'working', 'asks', 'idle', 'done', 'failed', 'suspended', 'gone']);
export type Mood = z.infer<typeof mood>;

export const sessionKind = z.enum(['planner', 'worker', 'shell']);

export const session = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/u, 'lower-case letters, digits, ".", "_" and "-"'),
  kind: sessionKind,
  /** The agent kind: `shell`, later `codex`, `claude` … */
  agent: z.string(),
  /** The model that was asked for; what is configured where none was. */
  model: z.string().optional(),
  status: sessionStatus,
  reason: z.string().optional(),
  task_id: taskId.optional(),
  cwd: z.string(),
  /** The program and its arguments. */
  argv: z.array(z.string()).min(1),
  pid: z.int().optional(),
  /** The agent's own name for what was said, chosen by us; with it the same conversation goes on. */
  conversation: z.string().optional(),
  /** What it was told at the start, kept as a body. */
  prompt: z.object({ref: z.string(), sha256: z.string()}).optional(),
  /** It never asks before it runs something. */
  auto_approve: z.boolean().optional(),
  /** Its program was started as the worker of a task, and may do no more than that one. */
  was_worker: z.literal(true).optional(),
  /** How the process ended: an exit code, or the number of the signal. */
  exit: z.object({code: z.int(), signal: z.int().optional()}).optional(),
  opened_at: instant,
  updated_at: instant,
});
export type Session = z.infer<typeof session>;

export const sessionEvents = [
  z.object({
    type: z.literal('session-opened'),
    session: session.pick({
      name: true,
      kind: true,
      agent: true,
      model: true,
      task_id: true,
      cwd: true,
      argv: true,
      conversation: true,
      prompt: true,
      auto_approve: true,
      was_worker: true,
    }),
  }),
  /** The agent has begun a conversation; nothing, when that cannot go on. */
  z.object({type: z.literal('session-conversed'), session: z.string(), conversation: z.string().optional()}),
  z.object({
    type: z.literal('session-moved'),
    session: z.string(),
    from: sessionStatus,
    to: sessionStatus,
    reason: z.string().optional(),
    changes: session
      .pick({pid: true, exit: true, argv: true, conversation: true, prompt: true, auto_approve: true})
      .partial()
      .optional(),
  }),
] as const;
export type SessionEvent = z.infer<(typeof sessionEvents)[number]>;

/** The part of the state that sessions own. */
export type SessionTable = {readonly sessions: Record<string, Session>};

/** Has it a process, as far as the record knows? */
export const isLive = (it: Session): boolean =>
  it.status === 'starting' || it.status === 'active' || it.status === 'suspended';

/** @throws Fault `session-unknown`, naming those that live */
export const sessionOf = (table: SessionTable, name: string): Session => {
  const found = table.sessions[name];
  if (found !== undefined) return found;
  const names = Object.values(table.sessions).filter(isLive);
  throw new Fault('session-unknown', {session: name, names: names.map(it => it.name)});
};

type On<T extends SessionEvent['type']> = (
  table: SessionTable,
  event: Extract<SessionEvent, {type: T}> & Stamp,
) => void;

export const reduceSession: {readonly [T in SessionEvent['type']]: On<T>} = {
  'session-opened': (table, {session: opened, at}) => {
    const old = table.sessions[opened.name];
    if (old !== undefined && isLive(old)) throw new Fault('session-exists', {session: opened.name});
    table.sessions[opened.name] = {...opened, status: 'starting', opened_at: at, updated_at: at};
  },
  'session-conversed': (table, {session: name, conversation, at}) => {
    const {conversation: _, ...old} = sessionOf(table, name);
    table.sessions[name] = {...old, ...given({conversation}), updated_at: at};
  },
  'session-moved': (table, {session: name, to, reason, changes, at}) => {
    const {reason: _, ...old} = sessionOf(table, name);
    checkMove(sessionMoves, `session "${name}"`, {from: old.status, to});
    table.sessions[name] = {
      ...old,
      ...given(changes ?? {}),
      status: to,
      updated_at: at,
      ...(reason === undefined ? {} : {reason}),
    };
  },
};
