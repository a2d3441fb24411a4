/** A file of text that a person has named, to be read by agents. */
import {readFile, stat} from 'node:fs/promises';
import {errnoOf} from './disk.ts';

/** Bytes; what is longer is no text to be read in one go. */
const MOST = 8 * 1024 * 1024;

/** @throws Error whose message says why it cannot be read, as a fragment */
export const readTextFile = async (path: string): Promise<string> => {
  const found = await stat(path).catch((error: unknown) => {
    throw new Error(errnoOf(error) === 'ENOENT' ? 'no such file' : 'it cannot be read', {cause: error});
  });
  if (!found.isFile()) throw new Error('it is no file');
  if (found.size > MOST) throw new Error('it is larger than 8 MB');
  const text = await readFile(path, 'utf8');
  if (text.includes('\0')) throw new Error('it is no text');
  return text;
};
