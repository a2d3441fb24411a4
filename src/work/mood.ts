/**
 * Judges in which mood a session is, from all that is said of it. Pure.
 *
 * 1. The record: a program that has ended, or is suspended, has no other mood. While a worktree is set up, its worker is
 *    starting.
 * 2. The agent itself, by its strongest source, where it asks: a form on a terminal stops all work, whatever the task says.
 * 3. The task, where it has come to a stop: `needs_input` asks; `review_ready` and `in_review` are done; `rejected` and
 *    `blocked` failed. An agent that still says goodbye after it asked for review is done.
 * 4. The agent itself, whatever it says: while a task is `in_progress` nobody else knows.
 * 5. An agent whose looks are known and that has shown nothing known yet is starting.
 * 6. A task that is `in_progress`: its worker works.
 * 7. What runs in the terminal.
 *
 * The sources of an agent, the strongest first: the conversation it has open, its status reports, its hooks, its title and
 * progress, its screen. But a form that is seen goes before any word of rest, and before a title whatever that says; a failure that is
 * seen goes before a title that knows only rest.
 */
import type {Event} from '../core/event.ts';
import type {Evidence, MoodSource, Verdict} from '../core/evidence.ts';
import type {Mood} from '../core/nouns/session.ts';
import type {TaskStatus} from '../core/nouns/task.ts';

/** How long a program must say that it is idle until that is told, milliseconds: between two steps of work it is for a moment. */
export const IDLE_MS = 1200;
/** An agent that has shown nothing for so long does not start any more, milliseconds. */
export const STARTING_MS = 60_000;

/** Events after which all moods are judged anew. */
export const judgedAfter: readonly Event['type'][] = [
  'session-moved',
  'task-moved',
  'workspace-moved',
  'interrupt-opened',
  'interrupt-moved',
];

/** All that is known of a session. */
export type Facts = {
  /** What the record says of a session without a running program. */
  readonly record?: Evidence | undefined;
  /** The task of a worker. */
  readonly task?:
    | {
        readonly status: TaskStatus;
        readonly since: string;
        /** What runs in the worker's pane prepares its worktree. */
        readonly isSettingUp: boolean;
        /** For a person. */
        readonly why: string;
      }
    | undefined;
  /** What the program says, a piece a source. */
  readonly said: readonly Evidence[];
  /** What runs in the terminal, once that was looked at. */
  readonly process?: Evidence | undefined;
  /** There are rules for its looks, and none has fitted yet. */
  readonly isUnread: boolean;
  readonly startedAt: string;
  readonly now: string;
};

const ranks: Readonly<Record<MoodSource, number>> = {
  record: 0,
  task: 1,
  conversation: 2,
  status: 2,
  hook: 3,
  title: 4,
  progress: 4,
  screen: 5,
  process: 6,
};

const byTask: Readonly<Partial<Record<TaskStatus, Mood>>> = {
  needs_input: 'asks',
  review_ready: 'done',
  in_review: 'done',
  rejected: 'failed',
  blocked: 'failed',
};

/** Judge the mood. */
export const judge = (facts: Facts): Verdict => {
  const {record, task, said} = facts;
  if (record !== undefined) return withReason(record, []);
  if (task?.isSettingUp === true) return tellingOf(task, 'starting');
  const agent = strongestOf(said);
  const first = agent?.mood === 'asks' ? agent : (stoppedOf(task) ?? agent);
  return first === undefined ? silentOf(facts) : withReason(first, said);
};

/** A task that has come to a stop. */
const stoppedOf = (task: Facts['task']): Verdict | undefined => {
  const mood = task === undefined ? undefined : byTask[task.status];
  return task === undefined || mood === undefined ? undefined : tellingOf(task, mood);
};

const tellingOf = ({since, why}: NonNullable<Facts['task']>, mood: Mood): Verdict => ({
  source: 'task',
  mood,
  since,
  why,
});

/** The program itself says nothing. */
const silentOf = (facts: Facts): Verdict => {
  const {isUnread, task, process} = facts;
  if (isUnread) return startingOf(facts);
  if (task?.status === 'in_progress') return tellingOf(task, 'working');
  return process === undefined ? startingOf(facts) : withReason(process, []);
};

/** All that was said beside what won, the strongest first. */
export const othersThan = (verdict: Verdict, {said, process}: Facts): readonly Evidence[] =>
  [...said, ...(process === undefined ? [] : [process])]
    .filter(it => it.source !== verdict.source)
    .toSorted((a, b) => ranks[a.source] - ranks[b.source]);

/** The strongest source, of two that are equal the one that changed last. */
const strongestOf = (said: readonly Evidence[]): Evidence | undefined => {
  const [first] = said.toSorted((a, b) => ranks[a.source] - ranks[b.source] || (a.since < b.since ? 1 : -1));
  const screen = said.find(it => it.source === 'screen');
  return first !== undefined && screen !== undefined && goesBefore(screen, first) ? screen : first;
};

/** Does the screen show what a stronger source has no word for? */
const goesBefore = (screen: Evidence, {source, mood}: Evidence): boolean => {
  const isTitle = source === 'title' || source === 'progress';
  return screen.mood === 'asks' ? isTitle || mood === 'idle' : screen.mood === 'failed' && isTitle && mood === 'idle';
};

/** What is said where nobody gives a reason. A form says best itself what it is about. */
const reasons: Readonly<Partial<Record<Mood, string>>> = {
  working: 'it says that it works',
  asks: 'it waits for you',
  idle: 'it is at its prompt',
  done: 'it says that it is done',
  failed: 'it says that it failed',
};
const KINDS: readonly (readonly [start: string, reason: string])[] = [
  ['blocked permission', 'asks for permission'],
  ['blocked question', 'asks a question'],
  ['blocked auth', 'not logged in'],
];

/** Who wins without a reason of its own has that of another who says the same. */
const withReason = (won: Evidence, said: readonly Evidence[]): Verdict => {
  const same = said.find(it => it.mood === won.mood && it.why !== undefined);
  const kind = KINDS.find(([start]) => won.rule?.startsWith(start) === true)?.[1];
  const why = won.why ?? same?.why ?? kind ?? reasons[won.mood] ?? won.mood;
  const wayOut = won.way_out ?? said.find(it => it.mood === won.mood && it.way_out !== undefined)?.way_out;
  return {...won, why, ...(wayOut === undefined ? {} : {way_out: wayOut})};
};

const startingOf = ({startedAt, now}: Facts): Verdict => {
  const seconds = Math.floor((Date.parse(now) - Date.parse(startedAt)) / 1000);
  const starting = {source: 'process', mood: 'starting', since: startedAt} as const;
  if (seconds * 1000 < STARTING_MS) return {...starting, why: 'it has just been started'};
  return {
    ...starting,
    why: `nothing that it showed in ${seconds} s is known`,
    way_out: 'look at its pane; close-session ends it',
  };
};

/** What was told of a session. `isFinished`: its work came to an end; `isSeen`: and a person saw that. */
export type Standing = {readonly mood: Mood; readonly isFinished: boolean; readonly isSeen: boolean};

export const firstStanding: Standing = {mood: 'starting', isFinished: false, isSeen: false};

/** Sources that have no word for being done: work that came to rest is done. */
const WORDLESS: readonly MoodSource[] = ['title', 'screen'];

/**
 * What to tell after a verdict. Finished work is done until it is seen, and idle then; only a task stays done until it moves on.
 *
 * @param isWatched a person has the session in hand
 */
export const standingAfter = (before: Standing, {mood, source}: Verdict, isWatched: boolean): Standing => {
  const isFinished = mood === 'done' || (mood === 'idle' && isStillFinished(before, source));
  if (!isFinished) return {mood, isFinished, isSeen: false};
  const isSeen = isWatched || (before.isFinished && before.isSeen);
  return {mood: isSeen && source !== 'task' ? 'idle' : 'done', isFinished, isSeen};
};

/** What runs in a terminal knows nothing of work. */
const isStillFinished = ({mood, isFinished}: Standing, source: MoodSource): boolean =>
  source !== 'process' && (isFinished || ((mood === 'working' || mood === 'asks') && WORDLESS.includes(source)));

/** How long a verdict must hold before it is told, milliseconds. Only rest is waited for, and a shell is there at once. */
export const waitMsOf = ({mood, source}: Verdict, told: Mood): number => {
  const isAtOnce = told === 'done' || told === 'idle' || (told === 'starting' && source === 'process');
  return mood === 'idle' && !isAtOnce ? IDLE_MS : 0;
};
