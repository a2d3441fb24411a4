/**
 * The lock of a repository: one server at a time. It appears with its content (`link`), and one that a dead server left
 * is taken over by exactly one of those who try.
 */
import {
  linkSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {setTimeout} from 'node:timers/promises';
import {Fault, reasonOf} from '../core/fault.ts';
import {errnoOf, makeFolder} from './disk.ts';
import {lockPathOf, pidSpace, readLock, startedOf, type Holder} from './holder.ts';

/** A takeover lasts well under a millisecond; a folder this old was left by one that died in it. */
const TAKEOVER_STALE_MS = 10_000;
const RETRY_MS = 5;

/** The lock, held. */
export type Lock = AsyncDisposable & {
  readonly path: string;
  readonly holder: Holder;
  /** Reads the file again: false when it was removed, or another server has taken it. */
  isOurs(): boolean;
  /** Say to those who cannot see this process that it still runs. */
  touch(): void;
  /** Remove the lock, if it is ours; twice is harmless. */
  release(): Promise<void>;
};

export type LockOptions = {
  /** The state folder; made if missing. */
  readonly dir: string;
  /** Absolute path of the server's socket. */
  readonly socket: string;
  readonly version: string;
};

/** Do something that one of many may be the first to do; false if another was. */
const isFirst = (act: () => void): boolean => {
  try {
    act();
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
};

/** Remove something that another may have removed. */
const unlessGone = (act: () => void): void => {
  try {
    act();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
};

const isAbandoned = (path: string): boolean => {
  const found = statSync(path, {throwIfNoEntry: false});
  return found !== undefined && Date.now() - found.mtimeMs > TAKEOVER_STALE_MS;
};

/**
 * Put our lock in the place of one whose holder is dead.
 *
 * @param own the file that becomes the lock
 * @returns false if another one is at it, or was quicker
 */
const takeOver = (dir: string, own: string): boolean => {
  const path = lockPathOf(dir);
  const guard = `${path}.takeover`;
  if (isAbandoned(guard)) unlessGone(() => rmdirSync(guard));
  if (!isFirst(() => mkdirSync(guard, {mode: 0o700}))) return false;
  try {
    if (readLock(dir)?.alive === true) return false;
    // Moved away before it is removed: of two who judged one stale lock, one has it, the other finds it gone.
    unlessGone(() => renameSync(path, `${own}.stale`));
    unlessGone(() => unlinkSync(`${own}.stale`));
    return isFirst(() => linkSync(own, path));
  } finally {
    unlessGone(() => rmdirSync(guard));
  }
};

const claim = async (dir: string, own: string): Promise<void> => {
  const path = lockPathOf(dir);
  while (!isFirst(() => linkSync(own, path))) {
    const holder = readLock(dir);
    if (holder?.alive === true) throw new Fault('store-locked', {pid: holder.pid, path});
    if (takeOver(dir, own)) return;
    await setTimeout(RETRY_MS);
  }
};

const isSame = (one: Holder, other: Holder | undefined): boolean =>
  one.pid === other?.pid && one.started === other.started && one.host === other.host;

const asLock = (dir: string, holder: Holder): Lock => {
  const isOurs = (): boolean => isSame(holder, readLock(dir));
  const release = async (): Promise<void> => {
    if (isOurs()) unlessGone(() => unlinkSync(lockPathOf(dir)));
  };
  const touch = (): void => unlessGone(() => utimesSync(lockPathOf(dir), new Date(), new Date()));
  return {path: lockPathOf(dir), holder, isOurs, touch, release, [Symbol.asyncDispose]: release};
};

/**
 * Take the lock of a repository for this process.
 *
 * @returns the lock; whoever takes it releases it
 * @throws Fault `store-locked` when a living process holds it, or one on another host; `state-unwritable`
 */
export const takeLock = async ({dir, socket, version}: LockOptions): Promise<Lock> => {
  await makeFolder(dir);
  const {pid} = process;
  const started_at = new Date().toISOString();
  const space = pidSpace();
  const where = {host: hostname(), ...(space === undefined ? {} : {space})};
  const holder: Holder = {pid, started: startedOf(pid) ?? '', ...where, socket, version, started_at};
  const own = `${lockPathOf(dir)}.${pid}.${randomUUID()}`;
  try {
    writeFileSync(own, `${JSON.stringify(holder)}\n`, {mode: 0o600, flag: 'wx'});
    await claim(dir, own);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('state-unwritable', {path: dir, reason: reasonOf(error)}, {cause: error});
  } finally {
    rmSync(own, {force: true});
  }
  return asLock(dir, holder);
};
