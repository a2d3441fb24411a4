/** How the project stands: what waits for somebody, what is stuck, and whether another worker may start. Pure. */
import {ageOf} from '../core/age.ts';
import {agentsOf, moodOf} from '../core/board.ts';
import {failed, passed, warning, type Check} from '../core/check.ts';
import {flagsOf, type TaskFlag} from '../core/flags.ts';
import {inboxOf} from '../core/inbox.ts';
import {isLive} from '../core/nouns/session.ts';
import type {Task, TaskStatus} from '../core/nouns/task.ts';
import type {Signals} from '../core/signal.ts';
import type {State} from '../core/state.ts';
import {refusalOf, type HostAsked} from './gate.ts';

/** What git says of the primary worktree; `half` is a merge, rebase or the like that is under way there. */
export type Checkout = {
  readonly branch: string | undefined;
  readonly changed: number;
  readonly half: string | undefined;
};

export type Project = {
  readonly state: State;
  readonly signals: Signals;
  readonly checkout: Checkout;
  readonly slots: number;
  readonly host: HostAsked;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** A worker that has shown nothing for so long is worth a look. */
const QUIET_MS = 15 * 60_000;

const idsOf = (tasks: readonly Task[]): string => tasks.map(it => it.id).join(', ');

const checkoutCheck = ({checkout: {branch, changed, half}}: Project): Check => {
  if (half !== undefined)
    return failed('checkout', `${half} is under way in the primary worktree`, 'end or abort it: nothing can be merged');
  if (branch === undefined)
    return warning('checkout', 'HEAD is detached', 'check a branch out, or name the base of each worker with --base');
  if (changed > 0)
    return warning(
      'checkout',
      `${changed} changed file(s) on ${branch}`,
      'commit or stash them: workers start from commits',
    );
  return passed('checkout', `${branch}, without changes`);
};

const plannerCheck = ({state, signals}: Project): Check => {
  const planner = agentsOf(state).find(it => it.kind === 'planner');
  if (planner === undefined) return passed('planner', 'none runs; opening roundhouse starts it');
  if (planner.status === 'stale') return warning('planner', 'it was lost', 'opening roundhouse starts it again');
  return passed('planner', `${planner.agent}, ${moodOf(planner, signals)}`);
};

const questionsCheck = ({state, now}: Project): Check => {
  const open = inboxOf(state);
  const [first] = open;
  if (first === undefined) return passed('questions', 'none is open');
  const oldest = open.map(it => it.created_at).toSorted()[0];
  return warning(
    'questions',
    `${open.length} open, the oldest for ${ageOf(oldest, now)}`,
    `roundhouse reply ${first.id} …`,
  );
};

/** Tasks in some states, and what to do about the first. */
const tasksCheck =
  (name: string, statuses: readonly TaskStatus[], say: {readonly none: string; readonly verb: string}) =>
  ({state}: Project): Check => {
    const found = Object.values(state.tasks).filter(it => statuses.includes(it.status));
    const [first] = found;
    return first === undefined
      ? passed(name, say.none)
      : warning(name, `${found.length}: ${idsOf(found)}`, `roundhouse ${say.verb.replace('TASK', first.id)}`);
  };

/** Workers that have shown nothing for a while, and work without a worker. */
const workCheck = ({state, signals, now}: Project): Check => {
  const atWork = Object.values(state.tasks).filter(it => it.status === 'in_progress');
  const lost = atWork.filter(it => !Object.values(state.sessions).some(one => one.task_id === it.id && isLive(one)));
  const [first] = lost;
  if (first !== undefined)
    return warning('work', `no worker lives on ${idsOf(lost)}`, `roundhouse update-task ${first.id} --status ready`);
  const quiet = agentsOf(state).filter(it => {
    const {mood, mood_since: since} = signals.sessions[it.name] ?? {};
    return it.kind === 'worker' && mood === 'idle' && since !== undefined && now - Date.parse(since) > QUIET_MS;
  });
  const [still] = quiet;
  if (still !== undefined)
    return warning(
      'work',
      `quiet for long: ${quiet.map(it => it.name).join(', ')}`,
      `roundhouse read-screen ${still.name}`,
    );
  return passed('work', atWork.length === 0 ? 'nobody is at work' : `${atWork.length} at work`);
};

const mends: Partial<Record<TaskFlag, string>> = {
  cleanup_needed: 'roundhouse cleanup-task TASK',
  setup_pending: 'roundhouse spawn-worker TASK finishes it',
  worktree_missing: 'roundhouse spawn-worker TASK brings it back',
  scope_overlap: 'roundhouse show-diff TASK before either is merged',
  scope_violation: 'roundhouse show-diff TASK',
};

const worktreesCheck = ({state, signals}: Project): Check => {
  const found = Object.values(state.tasks).flatMap(task => flagsOf(task, {state, signals}).map(flag => ({task, flag})));
  const [first] = found;
  if (first === undefined) return passed('worktrees', 'all are as they should be');
  const all = found.map(({task, flag}) => `${task.id} ${flag.replaceAll('_', ' ')}`).join(', ');
  return warning('worktrees', all, (mends[first.flag] ?? '').replace('TASK', first.task.id));
};

/** May another worker start, and on what? Without a ready task there is nothing to say. */
const spawnCheck = ({state, slots, host}: Project): Check => {
  const ready = Object.values(state.tasks).filter(it => it.status === 'ready');
  const judged = ready.map(task => ({task, refusal: refusalOf({state, task, slots, host})}));
  const free = judged.find(it => it.refusal === undefined);
  if (free !== undefined)
    return passed('next worker', `may start on ${free.task.id}: roundhouse spawn-worker ${free.task.id}`);
  const [first] = judged;
  if (first?.refusal === undefined) return passed('next worker', 'no task is ready');
  return warning('next worker', `none may start: ${first.task.id}: ${first.refusal.reason}`, first.refusal.hint);
};

const checks: readonly ((project: Project) => Check)[] = [
  checkoutCheck,
  plannerCheck,
  questionsCheck,
  workCheck,
  tasksCheck('review', ['review_ready', 'in_review'], {none: 'nothing waits for it', verb: 'show-diff TASK'}),
  tasksCheck('merges', ['accepted'], {none: 'nothing waits for one', verb: 'merge-task TASK'}),
  tasksCheck('stuck', ['blocked', 'rejected'], {none: 'no task is', verb: 'show-task TASK'}),
  worktreesCheck,
  spawnCheck,
];

/** @returns `ready` when nothing waits for anybody, `blocked` when something must be mended before work goes on */
export const healthOf = (
  project: Project,
): {readonly status: 'ready' | 'attention' | 'blocked'; readonly checks: readonly Check[]} => {
  const found = checks.map(it => it(project));
  const has = (status: Check['status']): boolean => found.some(it => it.status === status);
  return {status: has('failed') ? 'blocked' : has('warning') ? 'attention' : 'ready', checks: found};
};
