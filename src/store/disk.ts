/** The few moves on files that durability hangs on: whole writes, flushes, files that appear complete. */
import {randomUUID} from 'node:crypto';
import {access, constants, mkdir, open, rename, rm, type FileHandle} from 'node:fs/promises';
import {dirname} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';

/** How the journal reaches the disk; tests put one in that fails. */
export type Disk = {
  /** Write all bytes from a position on. */
  readonly write: (file: FileHandle, bytes: Buffer, at: number) => Promise<void>;
  /** Resolves when the contents and the length survive a loss of power. */
  readonly flush: (file: FileHandle) => Promise<void>;
};

/** The real disk: a write that the system cut short goes on, so a full disk shows as its error. */
export const disk: Disk = {
  write: async (file, bytes, at) => {
    let done = 0;
    while (done < bytes.length) {
      const {bytesWritten} = await file.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
  },
  flush: file => file.datasync(),
};

/** Make the names in a folder survive a loss of power. */
export const syncFolder = async (path: string): Promise<void> => {
  await using folder = await open(path, 'r');
  await folder.sync();
};

/**
 * Make a folder for us alone, with its parents, unless it is there.
 *
 * @throws Fault `state-unwritable` when it cannot be made, or written
 */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    const topmost = await mkdir(path, {recursive: true, mode: 0o700});
    await access(path, constants.W_OK);
    if (topmost === undefined) return;
    await syncFolder(dirname(path));
    await syncFolder(dirname(topmost));
  } catch (error) {
    throw new Fault('state-unwritable', {path, reason: reasonOf(error)}, {cause: error});
  }
};

/** Put a text in the place of a file, for us alone: whoever reads gets the old one or the new one, whole. */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFlushed(beside, text);
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(beside, {force: true});
    throw error;
  }
};

const writeFlushed = async (path: string, text: string): Promise<void> => {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.datasync();
};

/** The error code of a failed system call, `undefined` for anything else thrown. */
export const errnoOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

/** Wait for something that may be absent: `undefined` if there is no such file. */
export const unlessMissing = async <T>(found: Promise<T>): Promise<T | undefined> => {
  try {
    return await found;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};
