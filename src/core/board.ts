/** The board and the list of agents as a person reads them: which groups, in which order. Shared by keys and picture. Pure. */
import {isCalling} from './calling.ts';
import {flagsOf} from './flags.ts';
import {isLive, type Mood, type Session} from './nouns/session.ts';
import type {Task, TaskStatus} from './nouns/task.ts';
import {sanitise} from './sanitise.ts';
import type {Signals} from './signal.ts';
import {mark} from './signs.ts';
import type {State} from './state.ts';

type World = {readonly state: State; readonly signals: Signals};

export type Group = {readonly title: string; readonly tasks: readonly Task[]};

/** What is urgent for a person stands first. */
const groups: readonly {title: string; statuses: readonly TaskStatus[]}[] = [
  {title: 'asks', statuses: ['needs_input']},
  {title: 'review', statuses: ['review_ready', 'in_review']},
  {title: 'in progress', statuses: ['in_progress']},
  {title: 'blocked', statuses: ['blocked', 'rejected']},
  {title: 'ready', statuses: ['ready']},
  {title: 'draft', statuses: ['draft']},
  {title: 'accepted', statuses: ['accepted', 'merged']},
  {title: 'done', statuses: ['done', 'cancelled']},
];

/** The groups that have tasks, in order; tasks by id. Archived ones are not shown. */
export const boardOf = (state: Pick<State, 'tasks'>): readonly Group[] => {
  const byStatus = Map.groupBy(Object.values(state.tasks), it => it.status);
  return groups
    .map(({title, statuses}) => ({title, tasks: statuses.flatMap(it => byStatus.get(it) ?? []).toSorted(byId)}))
    .filter(it => it.tasks.length > 0);
};

const byId = (a: Task, b: Task): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

/** The same tasks in one list, as `j` and `k` go through them. */
export const cardsOf = (state: Pick<State, 'tasks'>): readonly Task[] => boardOf(state).flatMap(it => it.tasks);

/** Live sessions and lost agents, planner first, then in the order they were opened. */
export const agentsOf = (state: Pick<State, 'sessions'>): readonly Session[] =>
  Object.values(state.sessions)
    .filter(it => isLive(it) || (it.status === 'stale' && it.kind !== 'shell'))
    .toSorted((a, b) => rank(a) - rank(b) || (a.opened_at < b.opened_at ? -1 : 1));

const rank = (it: Session): number => (it.kind === 'planner' ? 0 : 1);

/** A session's name as it is drawn: `worker-task-003` is `task-003`. */
export const shortNameOf = (session: string): string => session.replace(/^worker-/u, '');

/** The mood that is shown for a session, also where no signal came yet. */
export const moodOf = (session: Session, signals: Signals): Mood => {
  if (session.status === 'stale' || session.status === 'closed') return 'gone';
  if (session.status === 'suspended') return 'suspended';
  return signals.sessions[session.name]?.mood ?? 'starting';
};

/** Moods in the order in which they call for a person. Who is done and was seen calls no more than who is idle. */
const CALLING: readonly Mood[] = ['asks', 'done', 'failed', 'starting', 'working', 'idle', 'suspended', 'gone'];

const callOf = (session: Session, signals: Signals): Mood => {
  const mood = moodOf(session, signals);
  return mood === 'done' && signals.sessions[session.name]?.mood_seen === true ? 'idle' : mood;
};

/** All agents, those that call for a person most first; of the same mood who has been in it longest. */
export const attentionOf = (state: Pick<State, 'sessions'>, signals: Signals): readonly Session[] => {
  const place = (it: Session): number => CALLING.indexOf(callOf(it, signals));
  const since = ({name}: Session): string => signals.sessions[name]?.mood_since ?? '';
  return agentsOf(state).toSorted((a, b) => place(a) - place(b) || (since(a) < since(b) ? -1 : 1));
};

/** Agents that wait for a person: they ask, or have come to an end that nobody has seen. */
export const waitingOf = (state: Pick<State, 'sessions'>, signals: Signals): readonly Session[] =>
  attentionOf(state, signals).filter(it => isCalling(callOf(it, signals)));

/** Why a session is in its mood, where a person should know it; empty where the mood says it all. */
export const moodWhyOf = (session: Session, signals: Signals): string => {
  const mood = moodOf(session, signals);
  const tells = mood === 'asks' || mood === 'failed' || mood === 'gone';
  return tells ? (signals.sessions[session.name]?.mood_why ?? '') : '';
};

/** The worker of a task, while it lives and its mood says more than the status of its task. */
const tellingOwnerOf = (task: Task, {state}: World): Session | undefined => {
  const owner = task.owner_session === undefined ? undefined : state.sessions[task.owner_session];
  return task.status === 'in_progress' && owner !== undefined && isLive(owner) ? owner : undefined;
};

/** While a worker lives, its mood says more than the status of its task. */
export const ownerMoodOf = (task: Task, world: World): Mood | undefined => {
  const owner = tellingOwnerOf(task, world);
  return owner === undefined ? undefined : moodOf(owner, world.signals);
};

/** In which mood the worker of a task is, where its work stands, why it is in its state; empty where there is nothing to say. */
export const detailOf = (task: Task, world: World): string => {
  const waits = task.depends_on.map(it => it.task).join(' ');
  const branch = world.state.workspaces[task.id]?.branch;
  const {overlaps = ''} = world.signals.tasks[task.id] ?? {};
  const flags = flagsOf(task, world).map(it =>
    it === 'scope_overlap' ? `scope meets ${overlaps}` : it.replace('_', ' '),
  );
  const owner = tellingOwnerOf(task, world);
  const moods = owner === undefined ? [] : [moodOf(owner, world.signals), moodWhyOf(owner, world.signals)];
  return [...moods, ...flags, branch ?? '', task.status_reason ?? '', waits === '' ? '' : `after ${waits}`]
    .filter(it => it !== '')
    .map(sanitise)
    .join(` ${mark.dot} `);
};
