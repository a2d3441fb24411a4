/**
 * The skill that teaches an agent when a roundtable is meant, put where agents look for skills. A stamp at its end, the hash
 * of all before it, tells our own text of any version from what people wrote or changed.
 */
import {createHash} from 'node:crypto';
import {mkdir, readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import {errnoOf, unlessMissing, writeWhole} from './disk.ts';

const NAME = 'roundtable';

/** Where our text is, seen from the sources as from a build. */
const OURS = join(import.meta.dirname, '../../assets/skills', NAME, 'SKILL.md');

/** What became of one file; `replaced` is one that was not ours. */
export type SkillFile = {
  readonly path: string;
  readonly outcome: 'created' | 'updated' | 'replaced' | 'unchanged';
};

/**
 * Write the skill into folders of skills, making those that are missing.
 *
 * @param folders  absolute paths
 * @param isForced also over what is not ours, or was changed by hand
 * @throws Fault `skill-foreign` before anything is written; `store-unwritable`
 */
export const installSkill = async (folders: readonly string[], isForced: boolean): Promise<readonly SkillFile[]> => {
  const text = stamped(await readFile(OURS, 'utf8'));
  const paths = [...new Set(folders)].map(it => join(it, NAME, 'SKILL.md'));
  const files = await Promise.all(paths.map(async path => ({path, outcome: outcomeOf(await read(path), text)})));
  const foreign = files.filter(it => it.outcome === 'replaced').map(it => it.path);
  if (foreign.length > 0 && !isForced) throw new Fault('skill-foreign', {paths: foreign});
  for (const {path, outcome} of files) if (outcome !== 'unchanged') await write(path, text);
  return files;
};

const stampOf = (text: string): string =>
  `<!-- installed by roundhouse, ${createHash('sha256').update(text).digest('hex')} -->\n`;

const stamped = (text: string): string => `${text}\n${stampOf(`${text}\n`)}`;

const outcomeOf = (old: string | undefined, text: string): SkillFile['outcome'] => {
  if (old === undefined) return 'created';
  if (old === text) return 'unchanged';
  const at = old.lastIndexOf('<!-- ');
  return at >= 0 && old.slice(at) === stampOf(old.slice(0, at)) ? 'updated' : 'replaced';
};

const read = (path: string): Promise<string | undefined> => attempt(path, unlessMissing(readFile(path, 'utf8')));

const write = async (path: string, text: string): Promise<void> => {
  await attempt(path, mkdir(dirname(path), {recursive: true}));
  await attempt(path, writeWhole(path, text));
};

const attempt = async <T>(path: string, done: Promise<T>): Promise<T> => {
  try {
    return await done;
  } catch (cause) {
    throw new Fault('store-unwritable', {path, reason: errnoOf(cause) ?? reasonOf(cause)}, {cause});
  }
};
