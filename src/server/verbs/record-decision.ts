/** Records a ruling on a task, of the commit it stands on; accepting and rejecting move it. */
import type {Change} from '../../core/event.ts';
import {Fault} from '../../core/fault.ts';
import {given} from '../../core/given.ts';
import type {DecisionId} from '../../core/id.ts';
import {acceptanceOf, decisionOf} from '../../core/nouns/decision.ts';
import {taskOf, type Task} from '../../core/nouns/task.ts';
import type {State} from '../../core/state.ts';
import type {Params} from '../../protocol/verbs.ts';
import type {Handler} from '../handler.ts';
import {ask, gitAt, type Git} from '../git.ts';

export const recordDecision: Handler<'record-decision'> = async ({world, root}, {params, caller, yes}) => {
  const {kind, task_id} = params;
  checkWords(params);
  taskOf(world.state, task_id);
  const workspace = world.state.workspaces[task_id];
  const commit =
    workspace?.status === 'present'
      ? await commitOf(gitAt(workspace.path), {task_id, isStrict: kind === 'accept' && !yes})
      : workspace && (await ask(gitAt(root), ['rev-parse', '--verify', '--quiet', `refs/heads/${workspace.branch}`]));
  const id = world.nextId('decision') as DecisionId;
  const words = given({reason: params.reason, waives: params.waives, evidence: params.evidence, commit});
  await world.commit(caller.actor, [
    {type: 'decision-recorded', decision: {id, kind, task_id, ...words}},
    ...(isAgain(world.state, params, commit) ? [] : movesOf(taskOf(world.state, task_id), kind, params.reason)),
  ]);
  return decisionOf(world.state, id);
};

type Ruling = Params<'record-decision'>['kind'];

/** A waiver says what it lets pass, and nothing else does. @throws Fault `params-invalid` */
const checkWords = ({kind, waives}: Params<'record-decision'>): void => {
  const refuse = (problem: string): Fault =>
    new Fault('params-invalid', {verb: 'record-decision', problems: [problem]});
  if (kind === 'waive' && waives === undefined) throw refuse('--waives is missing: what is let pass?');
  if (kind !== 'waive' && waives !== undefined) throw refuse(`--waives goes with waive, not with ${kind}`);
};

/** The commit a decision names. What lies beside it uncommitted would be accepted unseen. @throws Fault `confirm-needed` */
const commitOf = async (git: Git, asked: {task_id: string; isStrict: boolean}): Promise<string | undefined> => {
  const dirt = asked.isStrict ? await git(['status', '--porcelain']) : '';
  if (dirt === '') return ask(git, ['rev-parse', 'HEAD']);
  const files = dirt.split('\n').length;
  const question = `${asked.task_id} has changes that no commit holds (${files} file(s)); accept it without them?`;
  throw new Fault('confirm-needed', {verb: 'record-decision', question});
};

/** What is accepted may be accepted once more: at the commit where it stands by then. */
const isAgain = (state: State, {kind, task_id}: Params<'record-decision'>, commit: string | undefined): boolean =>
  kind === 'accept' && taskOf(state, task_id).status === 'accepted' && acceptanceOf(state, task_id)?.commit !== commit;

/** Work is looked at before it is ruled on. */
const movesOf = ({id, status}: Task, kind: Ruling, reason?: string): readonly Change[] => {
  if (kind === 'note' || kind === 'waive') return [];
  const to = kind === 'accept' ? 'accepted' : 'rejected';
  const why = reason === undefined ? {} : {reason};
  const look: Change = {type: 'task-moved', task_id: id, from: status, to: 'in_review'};
  return [...(status === 'in_review' ? [] : [look]), {type: 'task-moved', task_id: id, from: 'in_review', to, ...why}];
};
