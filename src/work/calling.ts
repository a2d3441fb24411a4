/** Is a person called to a session, where and in which words? One call an episode, none to what is in sight. Pure. */
import {shortNameOf} from '../core/board.ts';
import {isAmong, noticeForms, quietMsLeft, type CallingWay, type NoticeForm} from '../core/calling.ts';
import type {Settings} from '../core/config.ts';
import {inboxOf} from '../core/inbox.ts';
import type {Mood, Session} from '../core/nouns/session.ts';
import {sanitise} from '../core/sanitise.ts';
import type {State} from '../core/state.ts';

/** The shortest time between two calls to one session, milliseconds: a mood that flaps is one trouble. */
const GAP_MS = 10_000;
/** Characters of a call, title and body. */
const LONGEST = 200;

/** What one attached terminal shows, and to whom. */
export type Gaze = {
  readonly client: number;
  /** The person is at it. */
  readonly isFocused: boolean;
  /** Sessions whose now can be seen on it, and answered. */
  readonly sees: readonly string[];
  /** The form of notices it understands. */
  readonly form: NoticeForm;
};

/** One terminal to tell, and how. */
export type Way = Pick<Gaze, 'client' | 'form'>;

/** A session that waits for a person, seen by nobody yet and told to nobody. */
export type Episode = {
  readonly session: string;
  readonly mood: Mood;
  /** When the person was last called to this session, milliseconds since 1970. */
  readonly calledAt?: number | undefined;
};

export type Rules = Pick<Settings, 'notify' | 'notify_on' | 'quiet_hours'>;

type Situation = {
  readonly gazes: readonly Gaze[];
  readonly rules: Rules;
  readonly now: Date;
};

export type Verdict =
  /** Nothing is said, now or later. */
  | {readonly is: 'over'; readonly why: 'seen' | 'unwanted'}
  /** To be judged again after some milliseconds, if it lasts. */
  | {readonly is: 'later'; readonly ms: number}
  | {readonly is: 'now'; readonly ways: readonly Way[]; readonly onDesktop: boolean};

/** Does somebody look at a session now? */
export const isSeen = (session: string, gazes: readonly Gaze[]): boolean =>
  gazes.some(it => it.isFocused && it.sees.includes(session));

/** Does its task say it since before its program came up? Whoever let the session go on knows that. */
export const isOldNews = ({task_id, updated_at}: Session, {tasks}: Pick<State, 'tasks'>): boolean => {
  const task = task_id === undefined ? undefined : tasks[task_id];
  return task !== undefined && task.status !== 'in_progress' && task.updated_at < updated_at;
};

/** The ways to the terminals that are attached, all of which are told: each may be the one the person comes back to. */
export const waysOf = (gazes: readonly Gaze[], notify: CallingWay): readonly Way[] =>
  gazes.map(({client, form}) => ({client, form: noticeForms.find(it => it === notify) ?? form}));

/** Judge an episode at its beginning, and again whenever it was put off. */
export const judge = ({session, mood, calledAt}: Episode, {gazes, rules, now}: Situation): Verdict => {
  const {notify, notify_on, quiet_hours} = rules;
  if (notify === 'off' || !isAmong(mood, notify_on)) return {is: 'over', why: 'unwanted'};
  if (isSeen(session, gazes)) return {is: 'over', why: 'seen'};
  const early = (calledAt ?? -Infinity) + GAP_MS - now.getTime();
  const ms = Math.max(quietMsLeft(quiet_hours, now), early);
  if (ms > 0) return {is: 'later', ms};
  const ways = notify === 'desktop' ? [] : waysOf(gazes, notify);
  return {is: 'now', ways, onDesktop: notify === 'desktop' || (notify === 'auto' && isForDesktop(ways, gazes))};
};

/** Nobody sits at a terminal of ours, and none of them can say it in words. */
const isForDesktop = (ways: readonly Way[], gazes: readonly Gaze[]): boolean =>
  ways.every(it => it.form === 'bell') && !gazes.some(it => it.isFocused);

const titles: Partial<Record<Mood, string>> = {asks: 'asks', done: 'is done', failed: 'has failed'};

/** What is said: who, in which repository, about which task, and what it asks or why it failed. */
export const wordsOf = (
  {session, mood, why}: {readonly session: Session; readonly mood: Mood; readonly why?: string | undefined},
  {state, repository}: {readonly state: State; readonly repository: string},
): {readonly title: string; readonly body: string} => {
  const task = session.task_id === undefined ? undefined : state.tasks[session.task_id];
  const reasons: Partial<Record<Mood, string | undefined>> = {
    asks: why ?? questionOf(session, state),
    failed: why ?? task?.status_reason ?? session.reason,
  };
  const title = cut(`${shortNameOf(session.name)} ${titles[mood] ?? mood} (${repository})`, LONGEST >> 1);
  const body = [task?.title, reasons[mood]].filter(it => it !== undefined && it !== '').join(': ');
  return {title, body: cut(body, LONGEST - title.length)};
};

/** Its own most urgent question, or that of its task. */
const questionOf = ({name, task_id}: Session, state: State): string | undefined =>
  inboxOf(state).find(it => it.session === name || (task_id !== undefined && it.task_id === task_id))?.question;

/** One safe line of at most so many UTF-16 units, never half a character. */
const cut = (text: string, most: number): string => {
  const line = sanitise(text.replaceAll(/\s+/gu, ' ')).trim();
  if (line.length <= most) return line;
  const segments = new Intl.Segmenter().segment(line);
  const last = segments.containing(most - 1)?.index ?? 0;
  return `${line.slice(0, last)}…`;
};
