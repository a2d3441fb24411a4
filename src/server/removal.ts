/** Taking worktrees away and bringing them back. What is uncommitted is saved, and told, first; git's `--force` is never used. */
import {existsSync, readdirSync, readlinkSync, realpathSync} from 'node:fs';
import {join, sep} from 'node:path';
import {Fault} from '../core/fault.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import {ignoredFiles, withAllStaged} from './difference.ts';
import {ownWorkIn, takeOutSubmodules} from './submodules.ts';
import {isOwnGit} from './processes.ts';
import {ask, gitAt, identityOf, type Git} from './git.ts';
import {listWorktrees, type Worktrees} from './workspace.ts';

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

/** What is half done in a worktree, if anything. @param gitDir the worktree's own */
export const underWayIn = (gitDir: string): string | undefined =>
  Object.entries(UNDER_WAY).find(([name]) => existsSync(join(gitDir, name)))?.[1];

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
  const half = underWayIn(gitDir);
  if (half !== undefined) throw refuse(`${half} is under way in it`, `finish or abort it in ${path}`);
  const own = await ownWorkIn(path);
  if (own !== undefined) throw refuse(`${own.reason}: ${own.at}`, 'push that, or move it away, first');
};

/** The first process whose current folder is in a path; proc(5). Undefined where `/proc` is missing. */
const livingIn = (folder: string): number | undefined => {
  if (!existsSync('/proc/self/cwd')) return undefined;
  const path = realpathSync(folder);
  const found = readdirSync('/proc').find(pid => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      return `${readlinkSync(`/proc/${pid}/cwd`)}${sep}`.startsWith(`${path}${sep}`) && !isOwnGit(Number(pid));
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
};

/** How a removal is told. */
export type Removal = {
  /** Names the saved commit: `refs/roundhouse/trash/task-003-20260102T030405000Z`. */
  readonly at: Date;
  /** Keep what is needed to bring it back, before anything is taken away; without it, the worktree stays after all. */
  readonly record: (trash: Trash | undefined) => Promise<void>;
};

/**
 * Take a worktree away however it is there: whole, or as what git has of a folder that was deleted by hand.
 *
 * @see {@link removeWorktree}, {@link forgetWorktree}
 */
export const endWorktree = (worktrees: Worktrees, workspace: Workspace, removal: Removal): Promise<Trash> =>
  existsSync(workspace.path) ? removeWorktree(worktrees, workspace, removal) : forgetWorktree(worktrees, workspace);

/**
 * Save what is uncommitted, then remove the worktree. A branch whose commits are all in its base goes, too, unless git keeps it.
 *
 * @returns what is needed to bring it back
 * @throws Fault `cleanup-refused` or `git-failed`, all that was in the worktree is then still there; `worktree-missing`
 */
export const removeWorktree = async (
  worktrees: Worktrees,
  workspace: Workspace,
  {at, record}: Removal,
): Promise<Trash> => {
  const git = gitAt(workspace.path);
  const saved = await worktrees.inTurn(async () => {
    // Another removal may have had its turn before this one.
    if (!existsSync(workspace.path)) throw new Fault('worktree-missing', {task: workspace.task_id});
    await checkRemovable(workspace);
    const head = await git(['rev-parse', 'HEAD']);
    const ref = await save(git, workspace, at);
    const kept = {head, ...(ref === undefined ? {} : {ref})};
    await record({...kept, branch_removed: false});
    try {
      await takeAway(worktrees, workspace, ref);
    } catch (thrown) {
      await record(undefined);
      throw thrown;
    }
    return kept;
  });
  return {...saved, branch_removed: await dropMerged(worktrees.root, workspace)};
};

/**
 * Let go of a worktree whose folder was deleted by hand.
 *
 * @returns what is needed to bring back what git has of it: its branch, and what an earlier removal saved
 */
export const forgetWorktree = async (worktrees: Worktrees, workspace: Workspace): Promise<Trash> => {
  const {branch, base_commit, trash} = workspace;
  const head = await worktrees.inTurn(async () => {
    await worktrees.prune();
    return ask(gitAt(worktrees.root), ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  });
  const kept = trash ?? {head: head ?? base_commit};
  return {...kept, branch_removed: await dropMerged(worktrees.root, workspace)};
};

/** Everything in the worktree as a tree: uncommitted, untracked, and single ignored files. */
const treeOf = async ({path}: Workspace): Promise<string> => {
  const ignored = await ignoredFiles(gitAt(path));
  return withAllStaged(path, async (staged, index) => {
    if (ignored.length > 0) await staged(['add', '--force', '--', ...ignored], index);
    await unhide(staged, path, index);
    return staged(['write-tree'], index);
  });
};

/** Let git look again at files that it was told to take for unchanged (`assume-unchanged`, `skip-worktree`), where they are there. */
const unhide = async (git: Git, path: string, index: string): Promise<void> => {
  const entries = (await git(['ls-files', '-v', '-z'], index)).split('\0').filter(it => /^[a-zS] /u.test(it));
  const files = entries.map(it => it.slice(2)).filter(it => existsSync(join(path, it)));
  if (files.length === 0) return;
  for (const bit of ['--no-assume-unchanged', '--no-skip-worktree'])
    await git(['update-index', bit, '--', ...files], index);
  await git(['add', '-A'], index);
};

/** Keep what no branch holds: uncommitted changes, and commits made on a detached HEAD. */
const save = async (git: Git, workspace: Workspace, at: Date): Promise<string | undefined> => {
  const isOnBranch = (await ask(git, ['merge-base', '--is-ancestor', 'HEAD', workspace.branch])) !== undefined;
  const tree = await treeOf(workspace);
  if (isOnBranch && tree === (await git(['rev-parse', 'HEAD^{tree}']))) return undefined;
  const message = `uncommitted work of ${workspace.task_id}`;
  const commit = await git([...(await identityOf(git)), 'commit-tree', tree, '-p', 'HEAD', '-m', message]);
  const ref = `refs/roundhouse/trash/${workspace.task_id.toLowerCase()}-${at.toISOString().replaceAll(/[-:.]/gu, '')}`;
  await git(['update-ref', ref, commit]);
  return ref;
};

/** Empty the worktree of what was saved and let git remove it. Where that fails, what was taken away is put back. */
const takeAway = async (worktrees: Worktrees, workspace: Workspace, ref: string | undefined): Promise<void> => {
  const git = gitAt(workspace.path);
  // Whatever came in since makes this fail, before anything is gone.
  if (ref !== undefined && (await git(['rev-parse', `${ref}^{tree}`])) !== (await treeOf(workspace)))
    throw new Fault('cleanup-refused', {
      task: workspace.task_id,
      reason: 'it is being written to',
      hint: 'try again when that has ended',
    });
  try {
    if (ref !== undefined) {
      await git(['reset', '--hard', '--quiet']);
      await git(['clean', '-d', '--quiet', '-f']);
    }
    await takeOutSubmodules(workspace.path);
    await gitAt(worktrees.root)(['worktree', 'remove', workspace.path]);
  } catch (thrown) {
    await putBack(workspace, ref);
    await worktrees.bringSubmodules(workspace.path);
    throw thrown;
  }
};

const putBack = async ({path}: Workspace, ref: string | undefined): Promise<void> => {
  if (ref !== undefined && existsSync(path))
    await gitAt(path)(['restore', `--source=${ref}`, '--worktree', '--', ':/']);
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
  const {path} = workspace;
  if (!existsSync(path)) await worktrees.place(workspace, false, await standOf(gitAt(worktrees.root), workspace));
  else if (!(await isHalfBack(worktrees, workspace))) throw new Fault('worktree-occupied', {path});
  await putBack(workspace, workspace.trash?.ref);
  await worktrees.bringSubmodules(path);
};

/** An earlier attempt was cut short: what was saved is not there yet, or it is and only submodules are missing. */
const isHalfBack = async (worktrees: Worktrees, workspace: Workspace): Promise<boolean> => {
  const {path, trash} = workspace;
  if (!(await worktrees.has(path))) return false;
  const git = gitAt(path);
  if ((await git(['status', '--porcelain'])) === '') return true;
  return trash?.ref !== undefined && (await git(['rev-parse', `${trash.ref}^{tree}`])) === (await treeOf(workspace));
};

/**
 * The commit on which a worktree comes back detached, because its branch is elsewhere: it has gone on since something
 * uncommitted was saved, or another worktree shows it. A branch that is gone is made again.
 */
const standOf = async (git: Git, {branch, base_commit, trash}: Workspace): Promise<string | undefined> => {
  const tip = await ask(git, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  if (tip === undefined) {
    await git(['branch', branch, trash?.head ?? base_commit]);
    return undefined;
  }
  const {head, ref} = trash ?? {head: tip};
  const isShown = (await listWorktrees(git)).some(it => it.branch === branch && !it.isGone);
  return isShown || (ref !== undefined && tip !== head) ? head : undefined;
};

/**
 * Bring a removal to an end that a crash has cut short: a worktree that is still there gets back what was taken from it.
 *
 * @returns whether the worktree is gone
 */
export const mendRemoval = async (worktrees: Worktrees, workspace: Workspace, at: Date): Promise<boolean> => {
  const {path, trash} = workspace;
  if (!existsSync(path)) return true;
  if (trash?.ref === undefined) return false;
  const git = gitAt(path);
  await worktrees.inTurn(async () => {
    if ((await git(['rev-parse', `${trash.ref}^{tree}`])) === (await treeOf(workspace))) return;
    // Half emptied, or worked in since: that is kept, too.
    if ((await git(['status', '--porcelain'])) !== '') await save(git, workspace, at);
    await putBack(workspace, trash.ref);
  });
  return false;
};
