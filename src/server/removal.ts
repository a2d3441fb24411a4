/** Taking worktrees away and bringing them back. What is uncommitted is saved first; git's `--force` is never used. */
import {existsSync, readdirSync, readlinkSync, realpathSync} from 'node:fs';
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
 * Refuse to remove a worktree in which something lives, is half done, or that git itself would not remove.
 *
 * @throws Fault `cleanup-refused`, or `git-failed` for a locked worktree
 */
export const checkRemovable = async (workspace: Workspace): Promise<void> => {
  const {task_id: task, path} = workspace;
  const refuse = (reason: string, hint: string): Fault => new Fault('cleanup-refused', {task, reason, hint});
  const living = livingIn(path);
  if (living !== undefined) throw refuse(`process ${living} lives in it`, 'end that process first');
  const gitDir = await gitAt(path)(['rev-parse', '--absolute-git-dir']);
  if (existsSync(join(gitDir, 'locked')))
    throw new Fault('git-failed', {command: 'worktree remove', reason: `the worktree is locked: ${path}`});
  const half = Object.keys(UNDER_WAY).find(name => existsSync(join(gitDir, name)));
  if (half !== undefined)
    throw refuse(`${UNDER_WAY[half] ?? 'something'} is under way in it`, `finish or abort it in ${path}`);
  const inner = await repositoryIn(path);
  if (inner !== undefined) throw refuse(`another repository lies in it: ${inner}`, 'move that away first');
};

/** The first process whose current folder is in a path; proc(5). Undefined where `/proc` is missing. */
const livingIn = (folder: string): number | undefined => {
  if (!existsSync('/proc/self/cwd')) return undefined;
  const path = realpathSync(folder);
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

/** A repository of its own within a worktree, a submodule that is checked out too: git saves only the name of its commit. */
const repositoryIn = async (path: string): Promise<string | undefined> => {
  const entries = await withAllStaged(path, (git, index) => git(['ls-files', '--stage', '-z'], index));
  const links = entries.split('\0').filter(line => line.startsWith('160000 '));
  return links.map(line => line.slice(line.indexOf('\t') + 1)).find(link => existsSync(join(path, link, '.git')));
};

/**
 * Save what is uncommitted, then remove the worktree. A branch whose commits are all in its base goes, too, unless git keeps it.
 *
 * @param at names the saved commit: `refs/roundhouse/trash/task-003-20260102T030405000Z`
 * @returns what is needed to bring it back
 * @throws Fault `cleanup-refused` or `git-failed`; all that was in the worktree is then still there
 */
export const removeWorktree = async (worktrees: Worktrees, workspace: Workspace, at: Date): Promise<Trash> => {
  const git = gitAt(workspace.path);
  const saved = await worktrees.inTurn(async () => {
    await checkRemovable(workspace);
    const head = await git(['rev-parse', 'HEAD']);
    const ref = await save(git, workspace, at);
    await empty(git, workspace, ref);
    return ref === undefined ? {head} : {head, ref};
  });
  await worktrees.inTurn(() => take(worktrees, workspace, saved.ref));
  return {...saved, branch_removed: await dropMerged(worktrees.root, workspace)};
};

/** Nothing to save: all is committed, and no single file lies about that is ignored, such as `.env`. */
const isClean = async (git: Git): Promise<boolean> =>
  (await git(['status', '--porcelain', '--untracked-files=all'])) === '' && (await ignoredFiles(git)).length === 0;

/** Ignored files, without those in folders that are ignored whole: tools make those anew. */
const ignoredFiles = async (git: Git): Promise<readonly string[]> => {
  const said = await git(['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z']);
  return said.split('\0').filter(path => path !== '' && !path.endsWith('/'));
};

/** Everything in the worktree as a tree: uncommitted, untracked, and single ignored files. */
const treeOf = async ({path}: Workspace): Promise<string> => {
  const ignored = await ignoredFiles(gitAt(path));
  return withAllStaged(path, async (staged, index) => {
    if (ignored.length > 0) await staged(['add', '--force', '--', ...ignored], index);
    return staged(['write-tree'], index);
  });
};

/** Keep what no branch holds: uncommitted changes, and commits made on a detached HEAD. */
const save = async (git: Git, workspace: Workspace, at: Date): Promise<string | undefined> => {
  const isOnBranch = (await ask(git, ['merge-base', '--is-ancestor', 'HEAD', workspace.branch])) !== undefined;
  if (isOnBranch && (await isClean(git))) return undefined;
  const message = `uncommitted work of ${workspace.task_id}`;
  const tree = await treeOf(workspace);
  const commit = await git([...(await identityOf(git)), 'commit-tree', tree, '-p', 'HEAD', '-m', message]);
  const ref = `refs/roundhouse/trash/${workspace.task_id.toLowerCase()}-${at.toISOString().replaceAll(/[-:.]/gu, '')}`;
  await git(['update-ref', ref, commit]);
  return ref;
};

/** Take away what was saved. Whatever came in since makes this fail, before anything is gone. */
const empty = async (git: Git, workspace: Workspace, ref: string | undefined): Promise<void> => {
  if (ref === undefined) return;
  if ((await git(['rev-parse', `${ref}^{tree}`])) !== (await treeOf(workspace)))
    throw new Fault('cleanup-refused', {
      task: workspace.task_id,
      reason: 'it is being written to',
      hint: 'try again when that has ended',
    });
  await git(['reset', '--hard', '--quiet']);
  await git(['clean', '-d', '--quiet', '-f']);
};

/** Let git remove the emptied worktree; where it will not, put back what was taken away. */
const take = async (worktrees: Worktrees, workspace: Workspace, ref: string | undefined): Promise<void> => {
  try {
    await gitAt(worktrees.root)(['worktree', 'remove', workspace.path]);
  } catch (thrown) {
    await putBack(workspace, ref);
    throw thrown;
  }
};

const putBack = async ({path}: Workspace, ref: string | undefined): Promise<void> => {
  if (ref !== undefined) await gitAt(path)(['restore', `--source=${ref}`, '--worktree', '--', ':/']);
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
  await putBack(workspace, trash?.ref);
};
