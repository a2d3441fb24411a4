/** What is recorded of a session, and of the task it works on, as evidence of its mood. */
import {moodOf} from '../core/board.ts';
import type {Verdict} from '../core/evidence.ts';
import {waitedFor} from '../core/inbox.ts';
import type {Session} from '../core/nouns/session.ts';
import {isPending} from '../core/nouns/workspace.ts';
import type {State} from '../core/state.ts';
import type {Facts} from '../work/mood.ts';
import {clean} from '../work/rules.ts';
import type {Sessions} from './sessions.ts';
import {lastRows} from './typing.ts';
import type {World} from './world.ts';

/** The record of a session whose program does not run: how it ended, with its last words when it failed. */
export const recordOf = (own: {world: World; sessions: Sessions}, session: Session): Verdict => {
  const {name, status, reason, exit, updated_at: since} = session;
  const live = own.sessions.find(name);
  const isTrouble = status === 'closed' && exit !== undefined && exit.code !== 0;
  const [last] = isTrouble && live !== undefined ? lastRows(live.engine, 1) : [];
  const said = [`it is ${status}`, reason, last].filter(it => it !== undefined).join(': ');
  return {
    source: 'record',
    mood: moodOf(session, own.world.signals),
    since,
    why: clean(said),
    ...(isTrouble ? {way_out: `roundhouse read-screen ${name} shows its last screen`} : {}),
  };
};

/** The task of a worker, with the question it waits for. */
export const taskOf = (state: State, {kind, task_id}: Session): Facts['task'] => {
  const task = kind === 'worker' && task_id !== undefined ? state.tasks[task_id] : undefined;
  if (task === undefined) return undefined;
  const {id, status, status_reason, updated_at: since} = task;
  if (status === 'in_progress' && isPending(state, id))
    return {status, since, isSettingUp: true, why: `the worktree of ${id} is being set up`};
  const [asked] = status === 'needs_input' ? waitedFor(state, id) : [];
  const why = asked?.question ?? [`${id} is ${status}`, status_reason].filter(it => it !== undefined).join(': ');
  return {status, since, isSettingUp: false, why};
};
