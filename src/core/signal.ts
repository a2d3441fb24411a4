/** What is told but never journalled: moods, titles, activity, diff figures. Lost with the server, and found anew. */
import type {MoodSource} from './evidence.ts';
import type {HostFigures, LeaseLimits, Thresholds} from './host.ts';
import type {ShownLease, ShownRequest} from './nouns/lease.ts';
import type {Mood} from './nouns/session.ts';

/** What is known of a session besides its record. */
export type SessionSignals = {
  readonly mood?: Mood;
  /** When the mood last changed, ISO 8601. */
  readonly mood_since?: string;
  /** Why it is in that mood, for a person: sanitised, at most 200 characters. */
  readonly mood_why?: string;
  /** Who has the word on its mood. */
  readonly mood_source?: MoodSource;
  /** A person has seen what it did last. */
  readonly mood_seen?: boolean;
  /** The title its program set. */
  readonly title?: string;
  /** The folder its program says it is in. */
  readonly folder?: string;
  /** How far its program says it is: `none`, `busy`, or `normal`, `error`, `paused` and a percentage. */
  readonly progress?: string;
  /** Messages that wait to be typed into it. */
  readonly queued?: number;
  readonly cols?: number;
  readonly rows?: number;
};

/** What is known of a task's worktree. */
export type TaskSignals = {
  readonly added?: number;
  readonly removed?: number;
  readonly files?: number;
  /** Commits beyond the base. */
  readonly commits?: number;
  /** Changed files outside its write scope. */
  readonly outside?: number;
  /** Ids of other tasks at work that may change the same files, with spaces between; empty for none. */
  readonly overlaps?: string;
};

/** The machine and its leases, for all repositories. */
export type HostSignals = {
  readonly figures: HostFigures;
  readonly limits: LeaseLimits;
  /** For the start of a worker. */
  readonly launch: Thresholds;
  readonly leases: readonly ShownLease[];
  readonly queue: readonly ShownRequest[];
};

export type Signal =
  | ({readonly type: 'session-signal'; readonly session: string} & SessionSignals)
  | ({readonly type: 'task-signal'; readonly task_id: string} & TaskSignals)
  | {readonly type: 'host-signal'; readonly host: HostSignals};

/** The newest signals, by session name and task id. */
export type Signals = {
  readonly sessions: Readonly<Record<string, SessionSignals>>;
  readonly tasks: Readonly<Record<string, TaskSignals>>;
  /** Absent until the file of leases was read. */
  readonly host?: HostSignals;
};

export const noSignals: Signals = {sessions: {}, tasks: {}};

/** Fold one signal in; fields it does not name stay. */
export const foldSignal = (signals: Signals, signal: Signal): Signals => {
  if (signal.type === 'host-signal') return {...signals, host: signal.host};
  if (signal.type === 'session-signal') {
    const {type: _, session, ...found} = signal;
    return {...signals, sessions: {...signals.sessions, [session]: {...signals.sessions[session], ...found}}};
  }
  const {type: _, task_id, ...found} = signal;
  return {...signals, tasks: {...signals.tasks, [task_id]: {...signals.tasks[task_id], ...found}}};
};
