/** The server's log: one JSON line per thing worth knowing. Never what agents or people type, never an environment. */
import {appendFileSync, renameSync, statSync} from 'node:fs';
import {reasonOf} from '../core/fault.ts';

/** Beyond this size the log starts anew, and the one before is kept. */
const MAX_BYTES = 4 * 1024 * 1024;

export type Log = {
  readonly say: (what: string, details?: Readonly<Record<string, unknown>>) => void;
  /** A thing that must not happen: with its stack. */
  readonly bug: (what: string, thrown: unknown) => void;
};

/** @param path of the log file; a log that cannot be written is silent */
export const openLog = (path: string): Log => {
  const write = (line: Readonly<Record<string, unknown>>): void => {
    try {
      if ((statSync(path, {throwIfNoEntry: false})?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, `${JSON.stringify({at: new Date().toISOString(), pid: process.pid, ...line})}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full disk must not take the server down.
    }
  };
  return {
    say: (what, details) => write({what, ...details}),
    bug: (what, thrown) =>
      write({what, bug: reasonOf(thrown), stack: thrown instanceof Error ? thrown.stack : undefined}),
  };
};
