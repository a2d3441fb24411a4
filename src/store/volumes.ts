/**
 * The files of the journal: `events-1.jsonl`, `events-2.jsonl` … and the one being written, `events.jsonl`.
 * Finds them and begins them; what their lines say is read by `history.ts`.
 */
import {link, open, readdir, rename, rm, stat, type FileHandle} from 'node:fs/promises';
import {join} from 'node:path';
import {Fault} from '../core/fault.ts';
import {disk, unlessMissing} from './disk.ts';
import {checkVersion} from './migrate.ts';
import {headerLineOf, journalHeader} from './schema.ts';

/** One file of the journal. */
export type Volume = {
  readonly path: string;
  /** N of `events-N.jsonl`; `Infinity` for the one being written. */
  readonly number: number;
  readonly version: number;
  readonly firstSeq: number;
  /** Length of the first line with its newline. */
  readonly headerBytes: number;
};

/** Where the journal is written. */
export const currentPathOf = (dir: string): string => join(dir, 'events.jsonl');
const rotatedPathOf = (dir: string, number: number): string => join(dir, `events-${number}.jsonl`);

// A header has 60 bytes.
const HEADER_MAX_BYTES = 256;

const readHeader = async (path: string, number: number): Promise<Volume | undefined> => {
  await using file = await open(path, 'r');
  const {buffer, bytesRead} = await file.read(Buffer.alloc(HEADER_MAX_BYTES), 0, HEADER_MAX_BYTES, 0);
  const headerBytes = buffer.subarray(0, bytesRead).indexOf('\n') + 1;
  if (bytesRead === 0 && number === Infinity) return undefined;
  try {
    const {version, first_seq: firstSeq} = journalHeader.parse(JSON.parse(buffer.toString('utf8', 0, headerBytes)));
    return {path, number, version, firstSeq, headerBytes};
  } catch (error) {
    throw new Fault('state-unreadable', {paths: [path], reason: 'line 1 is no journal header'}, {cause: error});
  }
};

/** A rotation that was interrupted leaves two names for the file being written; the numbered one does not count. */
const isSameFile = async (a: string, b: string): Promise<boolean> => {
  const [one, other] = await Promise.all([unlessMissing(stat(a)), unlessMissing(stat(b))]);
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
};

/**
 * Find the files of the journal, oldest first.
 *
 * @returns without the one being written if that is missing or empty
 * @throws Fault `state-newer`, or `state-unreadable` for a file that does not begin as a journal
 */
export const listVolumes = async (dir: string): Promise<readonly Volume[]> => {
  const names = await readdir(dir);
  const numbers = names.flatMap(name => /^events-(\d+)\.jsonl$/u.exec(name)?.slice(1).map(Number) ?? []);
  const current = currentPathOf(dir);
  const found: (Volume | undefined)[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const path = rotatedPathOf(dir, number);
    if (!(await isSameFile(path, current))) found.push(await readHeader(path, number));
  }
  if (names.includes('events.jsonl')) found.push(await readHeader(current, Infinity));
  const volumes = found.filter(it => it !== undefined);
  for (const it of volumes) checkVersion(it.path, it.version);
  return volumes;
};

/**
 * Begin a new `events.jsonl`; it appears complete.
 * Until it appears nothing has changed, so a failure may be tried again. The folder is not flushed yet.
 *
 * @param place `keep` gives the former file its `number`: one more than any there is; else it is replaced
 */
export const beginVolume = async (place: {
  readonly dir: string;
  readonly number: number;
  readonly keep: boolean;
  readonly firstSeq: number;
}): Promise<{file: FileHandle; bytes: number}> => {
  const {dir, number, keep, firstSeq} = place;
  const path = currentPathOf(dir);
  const header = Buffer.from(headerLineOf(firstSeq));
  const file = await open(`${path}.tmp`, 'w', 0o600);
  try {
    await disk.write(file, header, 0);
    await disk.flush(file);
    await rm(rotatedPathOf(dir, number), {force: true});
    if (keep) await link(path, rotatedPathOf(dir, number));
    await rename(`${path}.tmp`, path);
    return {file, bytes: header.length};
  } catch (error) {
    await file.close();
    throw error;
  }
};
