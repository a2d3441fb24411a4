/** Records a ruling on a task; accepting and rejecting move it. */
import type {Change} from '../../core/event.ts';
import type {DecisionId} from '../../core/id.ts';
import {taskOf, type Task} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';
import {ask, gitAt} from '../workspace.ts';

export const recordDecision: Handler<'record-decision'> = async ({world}, {params, caller}) => {
  const {kind, task_id, reason} = params;
  const task = taskOf(world.state, task_id);
  const workspace = world.state.workspaces[task_id];
  const commit = workspace?.status === 'present' ? await ask(gitAt(workspace.path), ['rev-parse', 'HEAD']) : undefined;
  const why = reason === undefined ? {} : {reason};
  const id = world.nextId('decision') as DecisionId;
  await world.commit(caller.actor, [
    {type: 'decision-recorded', decision: {id, kind, task_id, ...why, ...(commit === undefined ? {} : {commit})}},
    ...(kind === 'note' ? [] : movesOf(task, kind === 'accept' ? 'accepted' : 'rejected', reason)),
  ]);
  const made = world.state.decisions[id];
  if (made === undefined) throw new Error(`${id} was recorded and is not there`);
  return made;
};

/** Work is looked at before it is ruled on. */
const movesOf = ({id, status}: Task, to: 'accepted' | 'rejected', reason?: string): readonly Change[] => {
  const why = reason === undefined ? {} : {reason};
  const look: Change = {type: 'task-moved', task_id: id, from: status, to: 'in_review'};
  return [...(status === 'in_review' ? [] : [look]), {type: 'task-moved', task_id: id, from: 'in_review', to, ...why}];
};
