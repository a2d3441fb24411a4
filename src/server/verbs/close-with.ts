/** Closes a session, and moves the task of a worker. */
import type {Change} from '../../core/event.ts';
import {Fault} from '../../core/fault.ts';
import {checkMove} from '../../core/moves.ts';
import {shortNameOf} from '../../core/board.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import {taskMoves, taskOf, type TaskStatus} from '../../core/nouns/task.ts';
import type {Actor} from '../../core/stamp.ts';
import type {Result} from '../../protocol/verbs.ts';
import {handOver} from '../handover.ts';
import type {Server} from '../server.ts';
import {shownSession} from './shown-session.ts';

type Closing = {readonly name: string; readonly to: TaskStatus | undefined; readonly keeps: boolean};

/**
 * Close a session.
 *
 * @param closing `to` is where its task goes; without it a task at work is ready again. `keeps` lets the program go on, as a
 *   session without a task
 * @throws Fault `params-invalid` for a session without a task, `move-illegal`; the program then runs on
 */
export const closeWith = async (server: Server, actor: Actor, closing: Closing): Promise<Result<'close-session'>> => {
  const {world, sessions, leases} = server;
  const {name, keeps} = closing;
  const moves = movesOf(server, closing);
  if (keeps) {
    const to = keptNameOf(server, name);
    await handOver(server, actor, {from: name, to, also: moves});
    await leases.giveBack(name);
    return shownSession(world, to);
  }
  // Before the program ends: its end would make the task ready.
  if (moves.length > 0 && closing.to !== undefined) await world.commit(actor, moves);
  await sessions.close(name);
  return shownSession(world, name);
};

const movesOf = ({world}: Server, {name, to}: Closing): readonly Change[] => {
  const {task_id} = sessionOf(world.state, name);
  if (task_id === undefined) {
    if (to === undefined) return [];
    throw new Fault('params-invalid', {verb: 'close-session', problems: [`--task-status: "${name}" has no task`]});
  }
  const {status: from} = taskOf(world.state, task_id);
  const next = to ?? (from === 'in_progress' ? 'ready' : from);
  if (from === next) return [];
  checkMove(taskMoves, task_id, {from, to: next});
  return [{type: 'task-moved', task_id, from, to: next, reason: 'its worker was closed'}];
};

/** `kept-task-003`, or with a number behind it. */
const keptNameOf = ({world}: Server, name: string): string => {
  const first = `kept-${shortNameOf(name)}`;
  for (let n = 1; ; n++) {
    const free = n === 1 ? first : `${first}-${n}`;
    if (world.state.sessions[free] === undefined) return free;
  }
};
