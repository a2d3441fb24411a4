/** Closes a session, and moves the task of a worker. */
import {Fault} from '../../core/fault.ts';
import {checkMove} from '../../core/moves.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import {taskMoves, taskOf, type TaskStatus} from '../../core/nouns/task.ts';
import type {Actor} from '../../core/stamp.ts';
import type {Result} from '../../protocol/verbs.ts';
import type {Server} from '../server.ts';
import {shownSession} from './shown-session.ts';

type Closing = {readonly name: string; readonly to: TaskStatus | undefined};

/**
 * End a program.
 *
 * @param closing `to` is where its task goes; without it a task at work is ready again
 * @throws Fault `params-invalid` for a session without a task, `move-illegal`; the program then runs on
 */
export const closeWith = async (
  {world, sessions}: Server,
  actor: Actor,
  {name, to}: Closing,
): Promise<Result<'close-session'>> => {
  const {task_id} = sessionOf(world.state, name);
  if (to !== undefined) {
    if (task_id === undefined)
      throw new Fault('params-invalid', {verb: 'close-session', problems: [`--task-status: "${name}" has no task`]});
    const {status: from} = taskOf(world.state, task_id);
    if (from !== to) {
      checkMove(taskMoves, task_id, {from, to});
      // Before the program ends: its end would make the task ready.
      await world.commit(actor, [{type: 'task-moved', task_id, from, to, reason: 'its worker was closed'}]);
    }
  }
  await sessions.close(name);
  return shownSession(world, name);
};
