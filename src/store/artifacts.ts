/** The artifacts of discussions: `ID.json` with every word and `ID.md` for people, each written beside and renamed. */
import {lstat, readdir, readFile, rm, stat} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {artifact, type Artifact} from '../core/artifact.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {makeFolder, unlessMissing, writeWhole} from './disk.ts';

/** Where those of a discussion are. */
export const artifactPaths = (dir: string, id: string): {readonly json: string; readonly markdown: string} => ({
  json: join(dir, `${id}.json`),
  markdown: join(dir, `${id}.md`),
});

/** The folder is no part of what people commit, also in repositories that knew us before there were discussions. */
const prepare = async (dir: string): Promise<void> => {
  const ignore = join(dir, '.gitignore');
  // A repository that leads elsewhere would have us write there.
  if ((await unlessMissing(lstat(dir)))?.isSymbolicLink() === true) throw new Error(`${dir} is a link`);
  await makeFolder(dir);
  if ((await unlessMissing(stat(ignore))) === undefined) await writeWhole(ignore, '*\n');
};

/**
 * Keep an artifact as it is by now; resolves when it is durable.
 *
 * @throws Fault `store-unwritable`; the one before it is then still there
 */
export const writeArtifact = async (dir: string, it: Artifact, markdown: string): Promise<void> => {
  const paths = artifactPaths(dir, it.run_id);
  try {
    await prepare(dir);
    await writeWhole(paths.json, `${JSON.stringify(it, null, 2)}\n`);
    await writeWhole(paths.markdown, `${markdown}\n`);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('store-unwritable', {path: paths.json, reason: reasonOf(error)}, {cause: error});
  }
};

/** @throws Fault `state-unreadable` when it is gone, or is none */
export const readArtifact = async (dir: string, id: string): Promise<Artifact> => {
  const {json: path} = artifactPaths(dir, id);
  try {
    return artifact.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Fault('state-unreadable', {paths: [path], reason: reasonOf(error)}, {cause: error});
  }
};

/** A file of ours. */
export type ArtifactFile = {
  readonly name: string;
  /** Of the discussion it belongs to. */
  readonly id: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changed: number;
};

const OURS = /^(?<id>run-\d{8}T\d{12}Z)\.(?:json|md)(?:\.[\w-]+\.tmp)?$/u;

/** All files of discussions, also of such that nobody knows any more, and what a crash left half written. */
export const artifactFiles = async (dir: string): Promise<readonly ArtifactFile[]> => {
  const names = (await unlessMissing(readdir(dir))) ?? [];
  const found = await Promise.all(
    names.map(async (name): Promise<readonly ArtifactFile[]> => {
      const id = OURS.exec(name)?.groups?.['id'];
      const file = id === undefined ? undefined : await unlessMissing(stat(join(dir, name)));
      return id === undefined || file === undefined ? [] : [{name, id, bytes: file.size, changed: file.mtimeMs}];
    }),
  );
  return found.flat();
};

/** Remove files that {@link artifactFiles} has named. */
export const removeArtifacts = async (dir: string, names: readonly string[]): Promise<void> => {
  await Promise.all(names.map(name => rm(join(dir, basename(name)), {force: true})));
};
