/** A small JSON file that may be lost: how the screen last looked. Not part of the journal. */
import {readFileSync, renameSync, writeFileSync} from 'node:fs';

/** @returns what the file holds, or undefined when it is missing or damaged */
export const readViewFile = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Write beside, then rename. A disk that does not take it costs the arrangement, nothing else. */
export const writeViewFile = (path: string, value: unknown): void => {
  try {
    writeFileSync(`${path}.tmp`, JSON.stringify(value), {mode: 0o600});
    renameSync(`${path}.tmp`, path);
  } catch {
    // Nothing depends on it.
  }
};
