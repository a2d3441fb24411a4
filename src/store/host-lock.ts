/**
 * A lock among the processes of one machine, kept by the system: it ends with its holder, however that ends. Node has no
 * call for locks of files; SQLite, which comes with it, takes them (fcntl), and nothing else of it is used.
 */
import {setTimeout} from 'node:timers/promises';
import type {DatabaseSync} from 'node:sqlite';
import {Fault} from '../core/fault.ts';
import {sqlite} from './sqlite.ts';

/** How long to wait for one's turn; a turn takes some milliseconds. */
const PATIENCE_MS = 30_000;
/** Between two attempts, milliseconds; longer from one to the next, and never the same, so that many do not keep step. */
const PAUSE_MS = {first: 2, last: 40} as const;
/** `SQLITE_BUSY`. */
const BUSY = 5;

const isBusy = (thrown: unknown): boolean => (thrown as {errcode?: unknown}).errcode === BUSY;

const isTaken = (lock: DatabaseSync): boolean => {
  try {
    lock.exec('BEGIN IMMEDIATE');
    return true;
  } catch (thrown) {
    if (isBusy(thrown)) return false;
    throw thrown;
  }
};

/**
 * Do something that no other process does at the same time.
 *
 * @param path of an empty file that is the lock; made if missing, never removed
 * @throws Fault `leases-busy` when the turn does not come; whatever `act` throws
 */
export const withHostLock = async <T>(path: string, act: () => Promise<T>): Promise<T> => {
  const {DatabaseSync} = sqlite();
  const lock = new DatabaseSync(path, {timeout: 0});
  try {
    const until = performance.now() + PATIENCE_MS;
    for (let pause: number = PAUSE_MS.first; !isTaken(lock); pause = Math.min(PAUSE_MS.last, pause * 1.5)) {
      if (performance.now() > until) throw new Fault('leases-busy', {path, seconds: PATIENCE_MS / 1000});
      await setTimeout(pause * (0.5 + Math.random()));
    }
    return await act();
  } finally {
    lock.close();
  }
};
