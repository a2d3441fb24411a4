/** Gives a task its worktree: the one it has, the one it had, or a new one. */
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {reasonOf} from '../core/fault.ts';
import type {Task} from '../core/nouns/task.ts';
import {workspaceOf, type Workspace, type WorkspaceStatus} from '../core/nouns/workspace.ts';
import {worktreesDirOf} from '../core/paths.ts';
import type {Actor} from '../core/stamp.ts';
import {restoreWorktree} from './removal.ts';
import type {Configuration} from './settings.ts';
import type {Setup} from './setup.ts';
import {baseOf, planWorktree, type Worktrees} from './workspace.ts';
import type {World} from './world.ts';

type Own = {
  readonly world: World;
  readonly worktrees: Worktrees;
  readonly config: Configuration;
  readonly setup: Setup;
};
type Wanted = {readonly actor: Actor; readonly task: Task; readonly base?: string | undefined};

type Step = Pick<Workspace, 'id' | 'status'> & {readonly to: WorkspaceStatus};

/**
 * See to it that the worktree of a task is there.
 *
 * @returns `pending_setup` where the set-up commands have yet to run
 * @throws Fault `commands-unallowed`, and nothing was made; of git, of the base or of the folder; when a new worktree cannot
 *   be set up, the task is blocked
 */
export const needWorkspace = async (own: Own, wanted: Wanted): Promise<Workspace> => {
  const {world, setup} = own;
  const {actor, task} = wanted;
  const known = world.state.workspaces[task.id];
  const isThere = known?.status === 'present' && existsSync(known.path);
  if (isThere && known.set_up === true) return known;
  const to = (await setup.isDue(actor)) ? 'pending_setup' : 'present';
  if (!isThere) await bring(own, wanted, known);
  const found = workspaceOf(world.state, task.id);
  if (found.status !== to) await move(world, actor, {...found, to});
  return workspaceOf(world.state, task.id);
};

/** Make the folder with its files, or make it again. */
const bring = async (own: Own, wanted: Wanted, known: Workspace | undefined): Promise<void> => {
  const {world, worktrees} = own;
  const {actor, task} = wanted;
  if (known === undefined) await plan(own, wanted);
  if (known?.status === 'present') await move(world, 'system', {...known, to: 'missing'});
  const lost = workspaceOf(world.state, task.id);
  // Before the folder is there: it would be taken for one that came back by itself, whole.
  if (lost.status === 'missing') await move(world, actor, {...lost, to: 'pending_setup'});
  const planned = workspaceOf(world.state, task.id);
  try {
    if (known === undefined) await worktrees.add(planned, true);
    else await bringBack(worktrees, planned);
  } catch (thrown) {
    await block(world, task, reasonOf(thrown));
    throw thrown;
  }
};

/** What was removed comes back with what was saved; what only was not set up to its end is finished. */
const bringBack = async (worktrees: Worktrees, planned: Workspace): Promise<void> => {
  const {path, status} = planned;
  if (status !== 'removed' && existsSync(path) && (await worktrees.has(path))) await worktrees.finish(path);
  else await restoreWorktree(worktrees, planned);
};

const plan = async ({world, worktrees, config}: Own, {actor, task, base: asked}: Wanted): Promise<void> => {
  const base = await baseOf(worktrees.root, asked);
  const {worktrees_dir: dir = worktreesDirOf(worktrees.root)} = (await config.read()).settings;
  const made = await planWorktree(worktrees.root, task, {base, dir: resolve(worktrees.root, dir)});
  await world.commit(actor, [
    {type: 'workspace-added', workspace: {id: task.id, task_id: task.id, mode: 'task', ...made}},
  ]);
};

const move = (world: World, actor: Actor, {id, status, to}: Step): Promise<void> =>
  world.commit(actor, [{type: 'workspace-moved', workspace_id: id, from: status, to}]);

const block = async (world: World, task: Task, reason: string): Promise<void> => {
  if (task.status !== 'ready') return;
  await world.commit('system', [{type: 'task-moved', task_id: task.id, from: 'ready', to: 'blocked', reason}]);
};
