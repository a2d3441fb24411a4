/** Brings a commit into a branch, whole or not at all. What is checked out is changed by git's own merge alone; git's `--force` is never used. */
import {Fault, reasonOf, type FaultDetails} from '../core/fault.ts';
import type {MergeMode} from '../core/nouns/decision.ts';
import {underWayIn} from './removal.ts';
import {ask, gitAt, identityOf, type Git} from './git.ts';
import {changedFiles, listWorktrees} from './workspace.ts';

/** What is to be merged. */
export type Wanted = {
  readonly task: string;
  readonly commit: string;
  /** A branch. */
  readonly into: string;
  readonly mode: MergeMode;
  /** Of the merge commit, where one is made. */
  readonly message: string;
};

/** The commits of the branch. */
export type Merged = {readonly before: string; readonly after: string};

type Why = Pick<FaultDetails<'merge-failed'>, 'reason' | 'hint'> & {readonly diverged?: boolean};

const failed = ({task, into}: Wanted, {reason, hint, diverged = false}: Why): Fault =>
  new Fault('merge-failed', {task, into, reason, hint, diverged});

/**
 * Merge a commit into a branch that is checked out in the primary worktree, or nowhere. A commit that is in it already is
 * merged. To be called in turn, so that two merges never meet.
 *
 * @param root the primary worktree
 * @throws Fault `merge-failed`; HEAD, index and files are then as they were
 */
export const mergeInto = async (root: string, wanted: Wanted): Promise<Merged> => {
  const {commit, into, mode} = wanted;
  const git = gitAt(root);
  const before = await ask(git, ['rev-parse', '--verify', '--quiet', `refs/heads/${into}^{commit}`]);
  if (before === undefined) throw failed(wanted, {reason: 'there is no such branch', hint: 'name one with --into'});
  if (await isIn(git, commit, before)) return {before, after: before};
  if (mode === 'ff-only' && !(await isIn(git, before, commit)))
    throw failed(wanted, {
      reason: `${into} has commits that the work does not have, so this is no fast-forward`,
      hint: 'rebase the work and accept it again, or add --mode no-ff for a merge commit',
      diverged: true,
    });
  const half = underWayIn(await git(['rev-parse', '--absolute-git-dir']));
  if (half !== undefined) throw failed(wanted, {reason: `${half} is under way in ${root}`, hint: 'finish or abort it'});
  const place = await placeOf(git, into);
  if (place === 'elsewhere')
    throw failed(wanted, {
      reason: `${into} is checked out in another worktree`,
      hint: 'switch that one to another branch (git worktree list shows it)',
    });
  const after = place === 'here' ? await mergeHere(root, wanted, before) : await mergeApart(git, wanted, before);
  return {before, after};
};

/** Has a commit another one among its ancestors, or is it the same? */
const isIn = async (git: Git, commit: string, tip: string): Promise<boolean> =>
  (await ask(git, ['merge-base', '--is-ancestor', commit, tip])) !== undefined;

/** Where a branch is checked out. */
const placeOf = async (git: Git, branch: string): Promise<'here' | 'elsewhere' | 'nowhere'> => {
  const at = (await listWorktrees(git)).findIndex(it => it.branch === branch);
  if (at < 0) return 'nowhere';
  return at === 0 ? 'here' : 'elsewhere';
};

/** Files by name, the first few. */
const named = (files: readonly string[]): string => `${files.slice(0, 5).join(', ')}${files.length > 5 ? ' …' : ''}`;

/** Settings of the person that would make more, or less, of a merge. */
const PLAIN = ['-c', 'merge.autoStash=false'];

/** Let git merge where the branch is checked out, with its hooks. */
const mergeHere = async (root: string, wanted: Wanted, before: string): Promise<string> => {
  const git = gitAt(root);
  const changed = await changedFiles(root);
  if (changed.length > 0)
    throw failed(wanted, {
      reason: `${changed.length} changed file(s) in ${root} are not committed: ${named(changed)}`,
      hint: 'commit or stash them',
    });
  // A conflict that is known beforehand never reaches the files, whatever becomes of this process. Git before 2.38 cannot tell.
  const found = wanted.mode === 'no-ff' ? await mergedTree(git, wanted, before).catch(() => undefined) : undefined;
  if (found?.conflicts !== undefined) throw failed(wanted, conflictOf(found.conflicts, wanted));
  const how = ['--no-edit', '--commit', '--no-squash', '--quiet', '-m', wanted.message, wanted.commit];
  try {
    await git([...PLAIN, ...(await identityOf(git)), 'merge', `--${wanted.mode}`, ...how]);
  } catch (thrown) {
    throw await undone(root, wanted, thrown);
  }
  const after = await git(['rev-parse', `refs/heads/${wanted.into}`]);
  if (await isIn(git, wanted.commit, after)) return after;
  // Somebody switched to another branch just before git took hold of it: that one is put back where it was.
  if ((await ask(git, ['symbolic-ref', '--quiet', '--short', 'HEAD'])) !== wanted.into)
    await ask(git, ['reset', '--keep', '--quiet', 'ORIG_HEAD']);
  throw await undone(root, wanted, new Error(`${wanted.into} did not move: was another branch checked out meanwhile?`));
};

/** Take a merge back that did not come to its end. @returns why it did not */
const undone = async (root: string, wanted: Wanted, thrown: unknown): Promise<Fault> => {
  const git = gitAt(root);
  const conflicts = (await git(['diff', '--name-only', '--diff-filter=U', '-z'])).split('\0').filter(Boolean);
  const half = underWayIn(await git(['rev-parse', '--absolute-git-dir']));
  // It was clean before: what is staged is the merge's. Changes that came in beside it stay.
  if (half !== undefined || (await changedFiles(root)).length > 0) await takeBack(git);
  return failed(wanted, conflicts.length > 0 ? conflictOf(conflicts, wanted) : refusalOf(thrown));
};

/** A hook that forbids to touch the branch forbids `git reset`, too: then index and files alone go back. */
const takeBack = async (git: Git): Promise<void> => {
  if ((await ask(git, ['reset', '--merge', '--quiet'])) !== undefined) return;
  await git(['read-tree', '-m', '-u', await git(['write-tree']), 'HEAD']);
  await git(['merge', '--quit']);
};

const conflictOf = (files: readonly string[], {into}: Wanted): Why => ({
  reason: `both sides changed ${named(files)}`,
  hint: `merge ${into} into the work in its worktree, resolve it there, and accept the result`,
});

/** What git, or a hook, said; without what it says to people who merge by hand. */
const refusalOf = (thrown: unknown): Why => {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const lines = reasonOf(cause)
    .split('\n')
    .map(it => it.replace(/^(?:Error|error|fatal): /gu, '').trim())
    .filter(it => it !== '' && !/^(?:hint:|Aborting|Please |Not committing merge)/u.test(it));
  const reason = lines.slice(0, 6).join(' ').slice(0, 400);
  return {reason: reason === '' ? 'git, or a hook of it, said no' : reason, hint: 'mend that'};
};

/** Merge into a branch that no worktree shows: no file is touched, no hook of a merge runs. */
const mergeApart = async (git: Git, wanted: Wanted, before: string): Promise<string> => {
  const {commit, into, mode, task} = wanted;
  const after = mode === 'ff-only' ? commit : await commitApart(git, wanted, before);
  try {
    await git(['update-ref', '-m', `merge ${task}`, `refs/heads/${into}`, after, before]);
  } catch (thrown) {
    throw failed(wanted, refusalOf(thrown));
  }
  return after;
};

const commitApart = async (git: Git, wanted: Wanted, before: string): Promise<string> => {
  const {commit, message} = wanted;
  try {
    const {tree, conflicts} = await mergedTree(git, wanted, before);
    if (conflicts !== undefined) throw failed(wanted, conflictOf(conflicts, wanted));
    return await git([...(await identityOf(git)), 'commit-tree', tree, '-p', before, '-p', commit, '-m', message]);
  } catch (thrown) {
    throw thrown instanceof Fault && thrown.code === 'merge-failed' ? thrown : failed(wanted, refusalOf(thrown));
  }
};

/** What a merge would come to, no file touched: a tree, and the files that both sides changed, if any. */
const mergedTree = async (
  git: Git,
  {commit}: Wanted,
  before: string,
): Promise<{readonly tree: string; readonly conflicts?: readonly string[]}> => {
  try {
    return {tree: await git(['merge-tree', '--write-tree', '--no-messages', '--name-only', before, commit])};
  } catch (thrown) {
    const said = reasonOf(thrown instanceof Error ? (thrown.cause ?? thrown) : thrown).trimEnd();
    const [tree = '', ...conflicts] = said.replace(/^Error: /u, '').split('\n');
    if (!/^[0-9a-f]{40,}$/u.test(tree)) throw thrown;
    return {tree, conflicts};
  }
};
