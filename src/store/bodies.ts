/** Long texts (prompts, handoffs, transcripts) as files by id; the state holds a reference and a hash. */
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import {makeFolder, writeWhole} from './disk.ts';

/** What the state holds of a long text. */
export type Body = {
  /** Path from the state folder: `bodies/ID`. */
  readonly ref: string;
  /** Hexadecimal. */
  readonly sha256: string;
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @throws Error for a name that would leave the folder: ids are ours, so that is a bug */
const pathOf = (dir: string, ref: string): string => {
  const id = basename(ref);
  if (ref !== `bodies/${id}` || !/^[\w-][\w.-]*$/u.test(id)) throw new Error(`"${ref}" names no body`);
  return join(dir, 'bodies', id);
};

/**
 * Keep a text; resolves when it is durable. An earlier one with this id is replaced.
 *
 * @param dir  the state folder
 * @param body `id` is letters, digits, `_`, `-` and `.`
 * @throws Fault `store-unwritable`; an earlier text is then still there
 */
export const writeBody = async (dir: string, {id, text}: {id: string; text: string}): Promise<Body> => {
  const ref = `bodies/${id}`;
  const path = pathOf(dir, ref);
  await makeFolder(dirname(path));
  try {
    await writeWhole(path, text);
  } catch (error) {
    throw new Fault('store-unwritable', {path, reason: reasonOf(error)}, {cause: error});
  }
  return {ref, sha256: hashOf(text)};
};

/**
 * Read a text back.
 *
 * @throws Fault `state-unreadable` when it is gone, or is not the text that was kept
 */
export const readBody = async (dir: string, {ref, sha256}: Body): Promise<string> => {
  const path = pathOf(dir, ref);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Fault('state-unreadable', {paths: [path], reason: reasonOf(error)}, {cause: error});
  });
  if (hashOf(text) === sha256) return text;
  throw new Fault('state-unreadable', {paths: [path], reason: 'it is not the text that was kept (its hash differs)'});
};
