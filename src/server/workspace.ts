/** What the repository is like, and making worktrees in it, one at a time. `removal.ts` takes them away. */
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import {ask, gitAt, type Git} from './git.ts';

/** Is a folder there in which git can be run? */
export const isThere = (path: string): boolean => existsSync(path);

/** The branch that is checked out in the primary worktree, read without starting git: a first picture waits for it. */
export const branchOf = (commonDir: string): string => {
  try {
    return (
      /^ref: refs\/heads\/(?<name>.+)$/mu.exec(readFileSync(join(commonDir, 'HEAD'), 'utf8'))?.groups?.['name'] ??
      'detached'
    );
  } catch {
    return '';
  }
};

/** Where a new worktree starts from. */
export type Base = {readonly ref: string; readonly commit: string};

/**
 * Find what a new worktree starts from: the branch checked out in the primary worktree, or what was asked for.
 *
 * @param asked a branch, tag or commit that a person chose; the checks on the primary worktree are then left out
 * @throws Fault `repository-empty`, `repository-detached`, `repository-dirty` or `base-unknown`
 */
export const baseOf = async (root: string, asked?: string): Promise<Base> => {
  const git = gitAt(root);
  const head = await ask(git, ['rev-parse', '--verify', 'HEAD^{commit}']);
  if (head === undefined) throw new Fault('repository-empty', {path: root});
  if (asked !== undefined) {
    const commit = await ask(git, ['rev-parse', '--verify', '--end-of-options', `${asked}^{commit}`]);
    if (commit === undefined) throw new Fault('base-unknown', {base: asked});
    return {ref: asked, commit};
  }
  const branch = await ask(git, ['symbolic-ref', '--short', 'HEAD']);
  if (branch === undefined) throw new Fault('repository-detached', {commit: head.slice(0, 12)});
  const changed = await changedFiles(root);
  if (changed.length > 0) throw new Fault('repository-dirty', {files: changed.slice(0, 3), count: changed.length});
  return {ref: branch, commit: head};
};

/** Tracked files with uncommitted changes; our own folder does not count. */
export const changedFiles = async (root: string): Promise<readonly string[]> => {
  const said = await gitAt(root)([
    'status',
    '--porcelain',
    '--no-renames',
    '-z',
    '--untracked-files=no',
    '--',
    '.',
    ':(exclude).roundhouse',
  ]);
  return said
    .split('\0')
    .filter(Boolean)
    .map(line => line.slice(3));
};

/** What a task's worktree is to be. */
export type Plan = Pick<Workspace, 'path' | 'branch' | 'base_ref' | 'base_commit'>;

/** `task-003-launch-worker`: what a branch name may hold, in lower case, at most 40 characters of the title. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/gu, '');

/**
 * Choose folder and branch for a task: namespaced by the task, nothing of anyone else's touched.
 *
 * @throws Fault `worktree-occupied` when another folder stands there
 */
export const planWorktree = async (
  root: string,
  task: {id: string; title: string},
  from: {base: Base; dir: string},
): Promise<Plan> => {
  const name = task.id.toLowerCase();
  const path = join(from.dir, name);
  if (existsSync(path)) throw new Fault('worktree-occupied', {path});
  const slug = slugOf(task.title);
  const stem = `roundhouse/${slug === '' ? name : `${name}-${slug}`}`;
  const git = gitAt(root);
  let branch = stem;
  for (let n = 2; (await ask(git, ['rev-parse', '--verify', `refs/heads/${branch}`])) !== undefined; n++)
    branch = `${stem}-${n}`;
  return {path, branch, base_ref: from.base.ref, base_commit: from.base.commit};
};

/** Git takes a lock on its configuration for each worktree it adds; a lock held by someone else goes away. */
const TRIES = 5;
const TRY_AGAIN_MS = 150;

/** A worktree as git knows it; `branch` is absent where HEAD is detached. */
export type Listed = {
  readonly path: string;
  readonly head: string | undefined;
  readonly branch: string | undefined;
  /** Its folder is not there. */
  readonly isGone: boolean;
};

/** The worktrees of a repository, the primary one first. */
export const listWorktrees = async (git: Git): Promise<readonly Listed[]> => {
  const said = await git(['worktree', 'list', '--porcelain', '-z']);
  return said
    .split('\0\0')
    .filter(Boolean)
    .map(entry => {
      const value = (name: string): string | undefined =>
        entry
          .split('\0')
          .find(it => it.startsWith(`${name} `))
          ?.slice(name.length + 1);
      const path = value('worktree') ?? '';
      return {
        path,
        head: value('HEAD'),
        branch: value('branch')?.replace('refs/heads/', ''),
        isGone: !existsSync(path),
      };
    });
};

/** Adds and removes worktrees of one repository, one at a time. */
export class Worktrees {
  /** The primary worktree. */
  readonly root: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(root: string) {
    this.root = root;
  }

  /** Wait for the work before, then do this; again when git finds something locked. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const mine = (async () => {
      await before.catch(() => undefined);
      return await retry(work, TRIES);
    })();
    this.#last = mine;
    return mine;
  }

  /**
   * Make a worktree and its branch, and bring in what it needs besides: files named by `.worktreeinclude`, submodules.
   *
   * @param fresh make the branch; otherwise it is there already
   * @param at    a commit to stand on instead of the branch, detached
   * @throws Fault `git-failed`; a worktree that was added stays, so that nothing in it is lost
   */
  async add(plan: Plan, fresh: boolean, at?: string): Promise<void> {
    await this.place(plan, fresh, at);
    await this.bringSubmodules(plan.path);
  }

  /** The same without submodules, which may have to come over the network. */
  async place(plan: Plan, fresh: boolean, at?: string): Promise<void> {
    const git = gitAt(this.root);
    mkdirSync(dirname(plan.path), {recursive: true});
    await this.inTurn(async () => {
      await this.prune();
      const there = at === undefined ? [plan.path, plan.branch] : ['--detach', plan.path, at];
      await git(['worktree', 'add', ...(fresh ? ['-b', plan.branch, plan.path, plan.base_commit] : there)]);
    });
    await this.#include(plan.path);
  }

  /** Bring in what a worktree needs besides its commits. */
  async finish(path: string): Promise<void> {
    await this.#include(path);
    await this.bringSubmodules(path);
  }

  async bringSubmodules(path: string): Promise<void> {
    if (existsSync(join(path, '.gitmodules'))) await gitAt(path)(['submodule', 'update', '--init', '--recursive']);
  }

  /** Forget worktrees whose folders are gone. A commit that one of them alone stood on is kept. */
  async prune(): Promise<void> {
    const git = gitAt(this.root);
    for (const {head, isGone, branch} of await listWorktrees(git)) {
      if (!isGone || branch !== undefined || head === undefined) continue;
      if ((await ask(git, ['for-each-ref', '--count=1', `--contains=${head}`])) === '')
        await git(['update-ref', `refs/roundhouse/trash/lost-${head.slice(0, 12)}`, head]);
    }
    await git(['worktree', 'prune']);
  }

  /** Is there a worktree of this repository at a path? */
  async has(path: string): Promise<boolean> {
    const real = realpathSync(path);
    return (await listWorktrees(gitAt(this.root))).some(it => it.path === real);
  }

  /** Copy untracked files that match `.worktreeinclude` (patterns as in `.gitignore`), such as `.env`. */
  async #include(path: string): Promise<void> {
    const list = join(this.root, '.worktreeinclude');
    if (!existsSync(list) || readFileSync(list, 'utf8').trim() === '') return;
    const said = await gitAt(this.root)(['ls-files', '-z', '--others', '--ignored', `--exclude-from=${list}`]);
    // A repository within this one is named with a slash behind it.
    const files = said.split('\0').map(it => it.replace(/\/$/u, ''));
    for (const file of files.filter(it => it !== '' && !it.startsWith('.roundhouse/'))) {
      mkdirSync(dirname(join(path, file)), {recursive: true});
      copyAsIs(join(this.root, file), join(path, file));
    }
  }
}

/**
 * A link stays a link, also one that leads nowhere; a folder comes whole. What is there already is left as it is: it may have
 * been changed since, and nothing is ever there in part.
 */
const copyAsIs = (from: string, to: string): void => {
  if (lstatSync(to, {throwIfNoEntry: false}) !== undefined) return;
  if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else {
    const beside = `${to}.roundhouse-tmp`;
    rmSync(beside, {recursive: true, force: true});
    cpSync(from, beside, {recursive: true, verbatimSymlinks: true});
    renameSync(beside, to);
  }
};

const retry = async <T>(work: () => Promise<T>, tries: number): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (tries <= 1 || !/\.lock\b|could not lock/iu.test(reasonOf(thrown))) throw thrown;
    await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS));
    return retry(work, tries - 1);
  }
};
