/** What a worktree holds beyond its base: commits, uncommitted changes and untracked files, without touching its index. */
import {copyFileSync, existsSync, mkdtempSync, rmSync, statSync, utimesSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Workspace} from '../core/nouns/workspace.ts';
import type {TaskSignals} from '../core/signal.ts';
import {ask, gitAt, identityOf, type Git} from './git.ts';

export type FileChange = {readonly path: string; readonly added: number; readonly removed: number};

/** Run something with a copy of the worktree's index in which every file is staged. */
export const withAllStaged = async <T>(path: string, work: (git: Git, index: string) => Promise<T>): Promise<T> => {
  const git = gitAt(path);
  const dir = mkdtempSync(join(tmpdir(), 'roundhouse-index-'));
  try {
    const index = join(dir, 'index');
    const own = await git(['rev-parse', '--path-format=absolute', '--git-path', 'index']);
    if (existsSync(own)) copyIndex(own, index);
    await git(['add', '-A'], index);
    return await work(git, index);
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
};

/** Ignored files, without those in folders that are ignored whole: tools make those anew. */
export const ignoredFiles = async (git: Git): Promise<readonly string[]> => {
  const said = await git(['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z']);
  return said.split('\0').filter(path => path !== '' && !path.endsWith('/'));
};

/**
 * Git takes a file for unchanged whose size and time are those in the index, unless the index is no newer than the file.
 * A copy is newer than what it was copied from, so it is given an older time. @see git's racy-git.txt
 */
const copyIndex = (from: string, to: string): void => {
  copyFileSync(from, to);
  const before = statSync(from).mtimeMs / 1000 - 1;
  utimesSync(to, before, before);
};

/** Files with their counts; binary files count 0. */
export const filesOf = (numstat: string): readonly FileChange[] =>
  numstat
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const [added = '', removed = '', ...path] = line.split('\t');
      return {path: path.join('\t'), added: Number(added) || 0, removed: Number(removed) || 0};
    });

/** The whole difference between a worktree and its base. */
export const differenceOf = async (
  workspace: Pick<Workspace, 'path' | 'base_commit'>,
): Promise<{files: readonly FileChange[]; patch: string}> =>
  withAllStaged(workspace.path, async (git, index) => {
    const args = [
      '-c',
      'core.quotePath=false',
      'diff',
      '--cached',
      '--no-renames',
      '--no-ext-diff',
      '--no-color',
      '--src-prefix=a/',
      '--dst-prefix=b/',
    ];
    const numstat = await git([...args, '--numstat', '-z', workspace.base_commit], index);
    return {files: filesOf(numstat), patch: await git([...args, workspace.base_commit], index)};
  });

/** The size of the difference, and the paths in it. */
export const figuresOf = async (
  workspace: Workspace,
): Promise<{readonly figures: TaskSignals; readonly paths: readonly string[]}> => {
  const numstat = await withAllStaged(workspace.path, (git, index) =>
    git(['diff', '--cached', '--no-renames', '--no-ext-diff', '--numstat', '-z', workspace.base_commit], index),
  );
  const files = filesOf(numstat);
  const commits = await ask(gitAt(workspace.path), ['rev-list', '--count', `${workspace.base_commit}..HEAD`]);
  const figures = {
    added: files.reduce((sum, it) => sum + it.added, 0),
    removed: files.reduce((sum, it) => sum + it.removed, 0),
    files: files.length,
    commits: Number(commits ?? 0),
  };
  return {figures, paths: files.map(it => it.path)};
};

/**
 * Commit all that is in a worktree.
 *
 * @returns the commit, or undefined when there was nothing to commit
 */
export const commitAll = async (workspace: Workspace, title: string): Promise<string | undefined> => {
  const git = gitAt(workspace.path);
  await git(['add', '-A']);
  if ((await git(['status', '--porcelain'])) === '') return undefined;
  await git([...(await identityOf(git)), 'commit', '--quiet', '-m', title]);
  return git(['rev-parse', 'HEAD']);
};
