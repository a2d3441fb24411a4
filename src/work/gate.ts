/** May a worker start on this task now? The reasons in order; the first refusal is the message. Pure. */
import {excessOf, type HostFigures, type Thresholds} from '../core/host.ts';
import {isLive, type Session} from '../core/nouns/session.ts';
import {metStatuses, type Task} from '../core/nouns/task.ts';
import {isPending} from '../core/nouns/workspace.ts';
import type {State} from '../core/state.ts';

/** Why not, and what would change it. */
export type Refusal = {readonly reason: string; readonly hint: string};

/** The machine, and what of it must be left for a worker. */
export type HostAsked = {readonly figures: HostFigures; readonly thresholds: Thresholds};

type Asked = {
  readonly state: Pick<State, 'tasks' | 'sessions' | 'decisions' | 'workspaces'>;
  readonly task: Task;
  readonly slots: number;
  readonly host: HostAsked;
};

/** Pseudo-terminals that stay for the person, and descriptors for the server itself. */
const PTYS_KEPT = 4;
const DESCRIPTORS_KEPT = 64;

const status = ({task, state}: Asked): Refusal | undefined => {
  if (task.status === 'ready') return undefined;
  // What blocks it is its worktree, and starting it is trying that again.
  if (task.status === 'blocked' && isPending(state, task.id)) return undefined;
  const hints: Partial<Record<Task['status'], string>> = {
    draft: `roundhouse update-task ${task.id} --status ready`,
    needs_input: `answer it: roundhouse resume-task ${task.id} --note …`,
    review_ready: `look at it: roundhouse show-diff ${task.id}`,
    rejected: `roundhouse update-task ${task.id} --status ready`,
    blocked: `roundhouse update-task ${task.id} --status ready`,
  };
  return {reason: `it is ${task.status}`, hint: hints[task.status] ?? 'only a ready task can be started'};
};

/** What is archived counts if it had been accepted, and not cancelled since. */
const isMet = ({decisions}: Waiting['state'], {id, status}: Task): boolean => {
  if (status !== 'archived') return metStatuses.includes(status);
  const ends = Object.values(decisions).filter(it => it.task_id === id && ['accept', 'cancel'].includes(it.kind));
  return ends.at(-1)?.kind === 'accept';
};

type Waiting = {readonly state: Pick<State, 'tasks' | 'decisions'>; readonly task: Task};

/** The tasks that this one waits for, be it to start or to go on. */
export const dependencyRefusalOf = ({state, task}: Waiting): Refusal | undefined => {
  const waiting = task.depends_on.map(it => state.tasks[it.task]).filter(it => it !== undefined && !isMet(state, it));
  if (waiting.length === 0) return undefined;
  const names = waiting.map(it => (it === undefined ? '' : `${it.id} (${it.status})`));
  return {
    reason: `it waits for ${names.join(', ')}`,
    hint: 'roundhouse record-decision accept TASK, once that work is in order',
  };
};

const owner = ({state, task}: Asked): Refusal | undefined => {
  const live = Object.values(state.sessions).find(it => it.task_id === task.id && isLive(it));
  return live && {reason: `session "${live.name}" works on it`, hint: `roundhouse close-worker ${live.name}`};
};

const slots = ({state, slots: limit}: Asked): Refusal | undefined => {
  const working = Object.values(state.sessions).filter(it => isAtWork(state, it));
  if (working.length < limit) return undefined;
  const names = working.map(it => it.name).join(', ');
  return {
    reason: `${working.length} of ${limit} slots are taken (${names})`,
    hint: 'wait for one, close one, or: roundhouse config set slots N',
  };
};

/** A worker that has asked, or is done, holds no slot. */
const isAtWork = (state: Asked['state'], it: Session): boolean =>
  it.kind === 'worker' && isLive(it) && it.task_id !== undefined && state.tasks[it.task_id]?.status === 'in_progress';

/** What a heavy agent needs for itself, GB, where nothing else is set. */
const HEAVY_GB = 1.5;

/** The thresholds for a heavy agent. */
export const heavyThresholds = (thresholds: Thresholds): Thresholds => ({
  min_mem_available_gb: HEAVY_GB,
  ...thresholds,
});

/** The figure of the machine that forbids one more worker. The planner is never asked about. */
export const hostRefusalOf = ({figures, thresholds}: HostAsked): Refusal | undefined => {
  const excess = excessOf(figures, thresholds);
  if (excess !== undefined) {
    const isLoad = figures.load_1 > (thresholds.max_loadavg_1 ?? Infinity);
    const key = isLoad ? 'worker_spawn_max_loadavg_1' : 'worker_spawn_min_mem_available_gb';
    const hint = `wait for something heavy to end (roundhouse list-leases), or: roundhouse config set ${key} N`;
    return {reason: excess, hint};
  }
  const {ptys_free: ptys = Infinity, descriptors_free: descriptors = Infinity} = figures;
  if (ptys < PTYS_KEPT) return {reason: `${ptys} pseudo-terminal(s) are left on this machine`, hint: 'close sessions'};
  if (descriptors < DESCRIPTORS_KEPT)
    return {reason: `the server can open ${descriptors} more files`, hint: 'close sessions, or raise ulimit -n'};
  return undefined;
};

/** @returns the first thing that stands against it, or undefined when it may start */
export const refusalOf = (asked: Asked): Refusal | undefined =>
  status(asked) ?? dependencyRefusalOf(asked) ?? owner(asked) ?? slots(asked) ?? hostRefusalOf(asked.host);
