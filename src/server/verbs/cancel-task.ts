/** Cancels a task. Its worktree and branch stay; `cleanup-task` removes them. */
import {Fault} from '../../core/fault.ts';
import type {DecisionId} from '../../core/id.ts';
import {taskMoves, taskOf} from '../../core/nouns/task.ts';
import {checkMove} from '../../core/moves.ts';
import {ask, gitAt} from '../git.ts';
import type {Handler} from '../handler.ts';
import {withdrawn} from './withdrawn.ts';

export const cancelTask: Handler<'cancel-task'> = async ({world, conductor}, {params, caller, yes}) => {
  const {task_id} = params;
  checkMove(taskMoves, task_id, {from: taskOf(world.state, task_id).status, to: 'cancelled'});
  const workspace = world.state.workspaces[task_id];
  const dirt =
    workspace?.status === 'present' ? await ask(gitAt(workspace.path), ['status', '--porcelain']) : undefined;
  if (!yes && dirt !== undefined && dirt !== '')
    throw new Fault('confirm-needed', {
      verb: 'cancel-task',
      question: `${task_id} has uncommitted changes in ${workspace?.path ?? ''}; cancel it?`,
    });
  await conductor.closeWorker(task_id);
  const {status} = taskOf(world.state, task_id);
  const why = params.reason === undefined ? {} : {reason: params.reason};
  await world.commit(caller.actor, [
    ...withdrawn(world.state, task_id),
    {type: 'task-moved', task_id, from: status, to: 'cancelled', ...why},
    {
      type: 'decision-recorded',
      decision: {id: world.nextId('decision') as DecisionId, kind: 'cancel', task_id, outcome: 'done', ...why},
    },
  ]);
  return taskOf(world.state, task_id);
};
