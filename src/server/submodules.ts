/**
 * Repositories within a worktree. Git saves of one only the name of its commit, and does not remove a worktree with one in
 * it: so one goes only when all that it holds is on its remotes, from where it comes back.
 */
import {existsSync, mkdirSync, rmSync} from 'node:fs';
import {join, sep} from 'node:path';
import {ignoredFiles, withAllStaged} from './difference.ts';
import {ask, gitAt} from './git.ts';

/** Paths of the repositories that lie in a worktree, submodules that are checked out too. */
export const repositoriesIn = async (path: string): Promise<readonly string[]> => {
  const entries = await withAllStaged(path, (git, index) => git(['ls-files', '--stage', '-z'], index));
  const links = entries.split('\0').filter(line => line.startsWith('160000 '));
  return links.map(line => line.slice(line.indexOf('\t') + 1)).filter(link => existsSync(join(path, link, '.git')));
};

/** The first repository within a worktree that holds something of its own, and what that is. */
export const ownWorkIn = async (path: string): Promise<{readonly at: string; readonly reason: string} | undefined> => {
  for (const at of await repositoriesIn(path)) {
    const reason = (await isSubmodule(path, at)) ? await ownOf(path, at) : 'another repository lies in it';
    if (reason !== undefined) return {at, reason};
    const inner = await ownWorkIn(join(path, at));
    if (inner !== undefined) return {at: join(at, inner.at), reason: inner.reason};
  }
  return undefined;
};

/** Is it one whose history git keeps beside that of the worktree? */
const isSubmodule = async (path: string, at: string): Promise<boolean> => {
  const outer = await gitAt(path)(['rev-parse', '--absolute-git-dir']);
  const inner = await gitAt(join(path, at))(['rev-parse', '--absolute-git-dir']);
  return inner.startsWith(join(outer, 'modules') + sep);
};

/** What a submodule has that its remotes and the worktree's commit do not have, in words. */
const ownOf = async (path: string, at: string): Promise<string | undefined> => {
  const git = gitAt(join(path, at));
  if ((await git(['status', '--porcelain', '--untracked-files=all'])) !== '' || (await ignoredFiles(git)).length > 0)
    return 'a submodule has files that are in no commit';
  if ((await git(['rev-list', '--count', '--all', 'HEAD', '--not', '--remotes'])) !== '0')
    return 'a submodule has commits that are on no remote';
  const wanted = await ask(gitAt(path), ['rev-parse', '--verify', '--quiet', `HEAD:${at}`]);
  return wanted === (await git(['rev-parse', 'HEAD'])) ? undefined : 'a submodule stands on another commit';
};

/** Take submodules out of a worktree, their settings untouched: those are shared with other worktrees. They hold nothing of their own. */
export const takeOutSubmodules = async (path: string): Promise<void> => {
  const found = await repositoriesIn(path);
  if (found.length === 0) return;
  const gitDir = await gitAt(path)(['rev-parse', '--absolute-git-dir']);
  for (const at of found) {
    rmSync(join(path, at), {recursive: true});
    mkdirSync(join(path, at));
  }
  rmSync(join(gitDir, 'modules'), {recursive: true, force: true});
};
