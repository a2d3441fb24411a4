/** Which repository a folder belongs to, found by reading Git's own files: starting git costs more than the rest of a command. */
import {readFileSync, realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {Fault} from '../core/fault.ts';

/** Where we are. From a sub-folder and from a linked worktree it is the same. */
export type Place = {
  /** Real path of the primary working tree. */
  readonly root: string;
  /** Real path of the git folder that all worktrees share. */
  readonly commonDir: string;
};

const isFolder = (path: string): boolean => statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/** A folder that is itself a git folder: `HEAD`, `objects` and `refs` lie in it. */
const isGitFolder = (path: string): boolean =>
  read(join(path, 'HEAD')) !== undefined && isFolder(join(path, 'objects')) && isFolder(join(path, 'refs'));

/** The git folder a `.git` file points to. */
const pointedTo = (file: string): string | undefined => {
  const target = /^gitdir: (?<path>.+)$/u.exec(read(file) ?? '')?.groups?.['path'];
  return target === undefined ? undefined : resolve(dirname(file), target);
};

const placeAt = (folder: string): Place | undefined => {
  const dotGit = join(folder, '.git');
  if (isFolder(dotGit) && isGitFolder(dotGit)) return {root: folder, commonDir: dotGit};
  const gitDir = pointedTo(dotGit);
  if (gitDir === undefined) return undefined;
  const common = read(join(gitDir, 'commondir'));
  // A submodule has a git folder of its own and no `commondir`; a linked worktree shares its primary's.
  if (common === undefined) return {root: folder, commonDir: gitDir};
  const commonDir = resolve(gitDir, common);
  if (basename(commonDir) === '.git') return {root: dirname(commonDir), commonDir};
  // The git folder of a submodule says where its working tree is; a bare repository has none.
  const tree = /^\s*worktree\s*=\s*(?<path>.+)$/mu.exec(read(join(commonDir, 'config')) ?? '')?.groups?.['path'];
  if (tree === undefined) throw new Fault('repository-bare', {path: commonDir});
  return {root: resolve(commonDir, tree.trim()), commonDir};
};

const realFolder = (path: string): string => {
  try {
    return realpathSync.native(path);
  } catch (cause) {
    throw new Fault('repository-missing', {path}, {cause});
  }
};

/**
 * Find the repository around a folder.
 *
 * @param cwd absolute path
 * @throws Fault `repository-missing` or `repository-bare`
 */
export const placeOf = (cwd: string): Place => {
  for (let folder = realFolder(cwd); ; folder = dirname(folder)) {
    const place = placeAt(folder);
    if (place !== undefined)
      return {root: realpathSync.native(place.root), commonDir: realpathSync.native(place.commonDir)};
    if (isGitFolder(folder) && basename(folder) !== '.git') throw new Fault('repository-bare', {path: folder});
    if (dirname(folder) === folder) throw new Fault('repository-missing', {path: cwd});
  }
};
