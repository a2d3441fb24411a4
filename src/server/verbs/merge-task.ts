/** Merges accepted work into its base branch, one merge at a time; records what came of it. */
import type {Change} from '../../core/event.ts';
import {Fault} from '../../core/fault.ts';
import type {DecisionId, TaskId} from '../../core/id.ts';
import {checkMove} from '../../core/moves.ts';
import {acceptanceOf, decisionOf, type Decision, type MergeMode} from '../../core/nouns/decision.ts';
import {taskMoves, taskOf} from '../../core/nouns/task.ts';
import {workspaceOf, type Workspace} from '../../core/nouns/workspace.ts';
import type {Actor} from '../../core/stamp.ts';
import type {Handler} from '../handler.ts';
import {mergeInto} from '../merging.ts';
import type {Server} from '../server.ts';
import {ask, gitAt} from '../git.ts';

type Asked = {
  readonly actor: Actor;
  readonly task_id: TaskId;
  readonly mode: MergeMode;
  readonly into?: string | undefined;
};

export const mergeTask: Handler<'merge-task'> = async (server, {params, caller}) => {
  const {task_id, mode = 'ff-only', into} = params;
  const asked = {actor: caller.actor, task_id, mode, into};
  try {
    return await server.worktrees.inTurn(() => merge(server, asked));
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'merge-failed') await recordFailure(server, asked, thrown);
    throw thrown;
  }
};

const refusal = (task: string, reason: string, hint: string): Fault => new Fault('merge-refused', {task, reason, hint});

const merge = async (server: Server, asked: Asked): Promise<Decision> => {
  const {world, root} = server;
  const {actor, task_id, mode} = asked;
  checkMove(taskMoves, task_id, {from: taskOf(world.state, task_id).status, to: 'merged'});
  const accepted = await acceptedOf(server, task_id);
  const into = asked.into ?? (await baseBranchOf(root, workspaceOf(world.state, task_id)));
  const message = `Merge ${task_id}: ${taskOf(world.state, task_id).title}\n\nAccepted by ${accepted.by} in ${accepted.id}.`;
  const {commit} = accepted;
  const found = await mergeInto(root, {task: task_id, commit, into, mode, message});
  const id = world.nextId('decision') as DecisionId;
  const {status} = taskOf(world.state, task_id);
  await world.commit(actor, [
    {
      type: 'decision-recorded',
      decision: {id, kind: 'merge', task_id, commit, outcome: 'done', merge: {into, mode, ...found}},
    },
    // Whoever cancelled it meanwhile is right, and the merge is told all the same.
    ...(status === 'accepted' ? [{type: 'task-moved', task_id, from: status, to: 'merged'} as const] : []),
  ]);
  return decisionOf(world.state, id);
};

/** The acceptance that is of the very commit the work stands on. @throws Fault `merge-refused` */
const acceptedOf = async ({world, root}: Server, task: TaskId): Promise<Decision & {readonly commit: string}> => {
  const decision = acceptanceOf(world.state, task);
  const again = `look at it with roundhouse show-diff ${task}, then: roundhouse record-decision accept ${task}`;
  const workspace = workspaceOf(world.state, task);
  if (workspace.status === 'present') await checkClean(workspace);
  const tip =
    workspace.status === 'present'
      ? await gitAt(workspace.path)(['rev-parse', 'HEAD'])
      : await ask(gitAt(root), ['rev-parse', '--verify', `refs/heads/${workspace.branch}`]);
  if (tip === undefined) throw refusal(task, `its branch ${workspace.branch} is gone`, again);
  if (decision?.commit === undefined) throw refusal(task, `no decision accepts commit ${tip.slice(0, 12)}`, again);
  const {commit} = decision;
  if (commit === tip) return {...decision, commit};
  const reason = `it stands on commit ${tip.slice(0, 12)}, and ${decision.id} accepts ${commit.slice(0, 12)}`;
  throw refusal(task, reason, again);
};

/** @throws Fault `merge-refused` that names what no commit holds */
const checkClean = async ({task_id: task, path}: Workspace): Promise<void> => {
  const said = await gitAt(path)(['status', '--porcelain', '--no-renames', '-z']);
  const files = said.split('\0').filter(Boolean);
  if (files.length === 0) return;
  const names = files.slice(0, 5).map(it => it.slice(3));
  const reason = `${files.length} file(s) of its worktree are in no commit: ${names.join(', ')}${files.length > 5 ? ' …' : ''}`;
  throw refusal(task, reason, `commit them in ${path} and accept the result, or put them away`);
};

/** @throws Fault `merge-refused` when the worktree began at something that is no branch */
const baseBranchOf = async (root: string, {task_id: task, base_ref: base}: Workspace): Promise<string> => {
  const found = await ask(gitAt(root), ['rev-parse', '--verify', '--quiet', `refs/heads/${base}`]);
  if (found !== undefined) return base;
  throw refusal(task, `its worktree began at "${base}", which is no branch`, 'name the branch with --into');
};

/** A merge that failed moves nothing. */
const recordFailure = async ({world}: Server, {actor, task_id, mode}: Asked, fault: Fault): Promise<void> => {
  const {reason, into} = fault.details as {reason: string; into: string};
  const change: Change = {
    type: 'decision-recorded',
    decision: {
      id: world.nextId('decision') as DecisionId,
      kind: 'merge',
      task_id,
      outcome: 'failed',
      reason,
      merge: {into, mode},
    },
  };
  await world.commit(actor, [change]);
};
