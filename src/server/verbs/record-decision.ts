/** Records a ruling on a task; accepting and rejecting move it. */
import type {Change} from '../../core/event.ts';
import {Fault} from '../../core/fault.ts';
import type {DecisionId} from '../../core/id.ts';
import {taskOf, type Task} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';
import {ask, gitAt, type Git} from '../workspace.ts';

export const recordDecision: Handler<'record-decision'> = async ({world}, {params, caller, yes}) => {
  const {kind, task_id, reason} = params;
  const task = taskOf(world.state, task_id);
  const workspace = world.state.workspaces[task_id];
  const git = workspace?.status === 'present' ? gitAt(workspace.path) : undefined;
  const commit = git === undefined ? undefined : await commitOf(git, {task_id, isStrict: kind === 'accept' && !yes});
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

/** The commit a decision names. What lies beside it uncommitted would be accepted unseen. @throws Fault `confirm-needed` */
const commitOf = async (git: Git, asked: {task_id: string; isStrict: boolean}): Promise<string | undefined> => {
  const dirt = asked.isStrict ? await git(['status', '--porcelain']) : '';
  if (dirt === '') return ask(git, ['rev-parse', 'HEAD']);
  const files = dirt.split('\n').length;
  const question = `${asked.task_id} has changes that no commit holds (${files} file(s)); accept it without them?`;
  throw new Fault('confirm-needed', {verb: 'record-decision', question});
};

/** Work is looked at before it is ruled on. */
const movesOf = ({id, status}: Task, to: 'accepted' | 'rejected', reason?: string): readonly Change[] => {
  const why = reason === undefined ? {} : {reason};
  const look: Change = {type: 'task-moved', task_id: id, from: status, to: 'in_review'};
  return [...(status === 'in_review' ? [] : [look]), {type: 'task-moved', task_id: id, from: 'in_review', to, ...why}];
};
