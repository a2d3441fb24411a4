/** Removes the worktree of a task that is over; what is uncommitted is saved, and named in the answer. */
import {Fault} from '../../core/fault.ts';
import {workerNameOf, type DecisionId} from '../../core/id.ts';
import type {Decision} from '../../core/nouns/decision.ts';
import {taskOf, type Task, type TaskStatus} from '../../core/nouns/task.ts';
import {workspaceOf, type Workspace} from '../../core/nouns/workspace.ts';
import type {Handler} from '../handler.ts';
import {endWorktree} from '../removal.ts';
import type {Server} from '../server.ts';

const OVER: readonly TaskStatus[] = ['accepted', 'merged', 'done', 'cancelled', 'rejected', 'archived'];

export const cleanupTask: Handler<'cleanup-task'> = async (server, {params: {task_id}, caller}) => {
  const {world} = server;
  const task = taskOf(world.state, task_id);
  const workspace = workspaceOf(world.state, task_id);
  checkOver(server, task, workspace);
  const trash = workspace.status === 'removed' ? undefined : await takenAway(server, workspace);
  const from = workspaceOf(world.state, task_id).status;
  await world.commit(caller.actor, [
    ...(trash === undefined ? [] : [{...removed, workspace_id: task_id, from, changes: {trash}}]),
    {
      type: 'decision-recorded',
      decision: {
        id: world.nextId('decision') as DecisionId,
        kind: 'cleanup',
        task_id,
        outcome: 'done',
        ...tracesOf(trash ?? workspace.trash),
      },
    },
    ...(isEnding(task) ? [{type: 'task-moved', task_id, from: task.status, to: 'done'} as const] : []),
  ]);
  return workspaceOf(world.state, task_id);
};

const removed = {type: 'workspace-moved', to: 'removed'} as const;

/** A cleanup is all that such a task waits for. */
const isEnding = ({status}: Task): boolean => status === 'accepted' || status === 'merged';

/** Where the worktree stood, and the ref of what was saved. */
const tracesOf = (trash: Workspace['trash']): Pick<Decision, 'commit' | 'evidence'> => ({
  ...(trash === undefined ? {} : {commit: trash.head}),
  ...(trash?.ref === undefined ? {} : {evidence: [trash.ref]}),
});

/** @throws Fault `worktree-missing` or `cleanup-refused` */
const checkOver = ({sessions}: Server, task: Task, workspace: Workspace): void => {
  const {id, status} = task;
  const refuse = (reason: string, hint: string): Fault => new Fault('cleanup-refused', {task: id, reason, hint});
  if (workspace.status === 'removed' && !isEnding(task)) throw new Fault('worktree-missing', {task: id});
  if (sessions.find(workerNameOf(id))?.pty !== undefined)
    throw refuse('its worker is alive', `roundhouse close-worker ${workerNameOf(id)}`);
  if (!OVER.includes(status)) throw refuse(`the task is ${status}`, `accept it, or: roundhouse cancel-task ${id}`);
};

/** @returns what is needed to bring it back; git may have nothing of it but the branch */
const takenAway = (
  {world, worktrees, ports}: Server,
  workspace: Workspace,
): Promise<NonNullable<Workspace['trash']>> => {
  const {id} = workspace;
  const record = (trash: Workspace['trash']): Promise<void> =>
    world.commit('system', [{type: 'workspace-saved', workspace_id: id, ...(trash === undefined ? {} : {trash})}]);
  return endWorktree(worktrees, workspace, {at: ports.now(), record});
};
