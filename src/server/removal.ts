/** Taking worktrees away and bringing them back. What is uncommitted is saved first; git's `--force` is never used. */
import {existsSync, readdirSync, readlinkSync} from 'node:fs';
import {join, sep} from 'node:path';
import {Fault} from '../core/fault.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import {withAllStaged} from './difference.ts';
import {ask, gitAt, identityOf, type Git, type Worktrees} from './workspace.ts';

type Trash = NonNullable<Workspace['trash']>;

/** Files in a worktree's git folder that say that something is half done. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  MERGE_HEAD: 'a merge',
  'rebase-merge': 'a rebase',
  'rebase-apply': 'a rebase',
  CHERRY_PICK_HEAD: 'a cherry-pick',
  REVERT_HEAD: 'a revert',
  BISECT_LOG: 'a bisect',
};

/**
 * Refuse to remove a worktree in which something lives or is half done.
 *
 * @throws Fault `cleanup-refused`
 */
export const checkRemovable = async (workspace: Workspace): Promise<void> => {
  const task = workspace.task_id;
  const living = livingIn(workspace.path);
  if (living !== undefined)
    throw new Fault('cleanup-refused', {task, reason: `process ${living} lives in it`, hint: 'end that process first'});
  const gitDir = await gitAt(workspace.path)(['rev-parse', '--absolute-git-dir']);
  const half = Object.keys(UNDER_WAY).find(name => existsSync(join(gitDir, name)));
  if (half !== undefined)
    throw new Fault('cleanup-refused', {
      task,
      reason: `${UNDER_WAY[half] ?? 'something'} is under way in it`,
      hint: `finish or abort it in ${workspace.path}`,
    });
};

/** The first process whose current folder is in a path; proc(5). Undefined where `/proc` is missing. */
const livingIn = (path: string): number | undefined => {
  if (!existsSync('/proc/self/cwd')) return undefined;
  const found = readdirSync('/proc').find(pid => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      return `${readlinkSync(`/proc/${pid}/cwd`)}${sep}`.startsWith(`${path}${sep}`);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
};

/**
 * Save what is uncommitted, then remove the worktree. A branch whose commits are all in its base goes, too.
 *
 * @param at names the saved commit: `refs/roundhouse/trash/task-003-20260102T030405000Z`
 * @returns what is needed to bring it back
 * @throws Fault `cleanup-refused`; nothing is then removed
 */
export const removeWorktree = async (worktrees: Worktrees, workspace: Workspace, at: Date): Promise<Trash> => {
  await checkRemovable(workspace);
  const git = gitAt(workspace.path);
  const head = await git(['rev-parse', 'HEAD']);
  const ref = await saveUncommitted(workspace, at);
  await worktrees.inTurn(async () => {
    if (ref !== undefined) await empty(git);
    await gitAt(worktrees.root)(['worktree', 'remove', workspace.path]);
  });
  return {head, branch_removed: await dropMerged(worktrees.root, workspace), ...(ref === undefined ? {} : {ref})};
};

/** The saved commit is checked to be there before this is called; what appears after it makes the removal fail. */
const empty = async (git: Git): Promise<void> => {
  await git(['reset', '--hard', '--quiet']);
  await git(['clean', '-d', '--quiet', '-f']);
};

const saveUncommitted = async (workspace: Workspace, at: Date): Promise<string | undefined> => {
  const git = gitAt(workspace.path);
  if ((await git(['status', '--porcelain', '--untracked-files=all'])) === '') return undefined;
  const tree = await withAllStaged(workspace.path, (staged, index) => staged(['write-tree'], index));
  const message = `uncommitted work of ${workspace.task_id}`;
  const commit = await git([...(await identityOf(git)), 'commit-tree', tree, '-p', 'HEAD', '-m', message]);
  const ref = `refs/roundhouse/trash/${workspace.task_id.toLowerCase()}-${at.toISOString().replaceAll(/[-:.]/gu, '')}`;
  await git(['update-ref', ref, commit]);
  await git(['cat-file', '-e', `${ref}^{tree}`]);
  return ref;
};

/** Remove the branch if its base has all its commits. `git branch -d` asks about HEAD, so the base is asked first. */
const dropMerged = async (root: string, {branch, base_ref}: Workspace): Promise<boolean> => {
  const git = gitAt(root);
  if ((await ask(git, ['merge-base', '--is-ancestor', branch, base_ref])) === undefined) return false;
  return (await ask(git, ['branch', '-d', branch])) !== undefined;
};

/**
 * Bring a removed worktree back: its branch, its folder, and what was uncommitted.
 *
 * @throws Fault `worktree-occupied` or `git-failed`
 */
export const restoreWorktree = async (worktrees: Worktrees, workspace: Workspace): Promise<void> => {
  if (existsSync(workspace.path)) throw new Fault('worktree-occupied', {path: workspace.path});
  const {trash} = workspace;
  const git = gitAt(worktrees.root);
  const branch = await ask(git, ['rev-parse', '--verify', `refs/heads/${workspace.branch}`]);
  if (branch === undefined) await git(['branch', workspace.branch, trash?.head ?? workspace.base_commit]);
  await worktrees.add(workspace, false);
  if (trash?.ref !== undefined)
    await gitAt(workspace.path)(['restore', `--source=${trash.ref}`, '--worktree', '--', ':/']);
};
