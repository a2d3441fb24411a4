/** Older formats are lifted one version at a time; a newer one is refused before anything is touched. */
import {Fault} from '../core/fault.ts';
import {SCHEMA_VERSION} from './schema.ts';

/** What one version changes: takes a raw value of version n, returns that of version n + 1. */
export type Step = {
  readonly state: (raw: unknown) => unknown;
  readonly event: (raw: unknown) => unknown;
};

/** The step from version n to n + 1, by n. */
export const steps: Readonly<Record<number, Step>> = {
  // Discussions came, and what goes on from one to the next.
  1: {state: raw => ({...(raw as object), discussions: {}, conversations: {}}), event: raw => raw},
};

/**
 * Refuse a file of a newer version.
 *
 * @throws Fault `state-newer`
 */
export const checkVersion = (path: string, found: number, known: number = SCHEMA_VERSION): void => {
  if (found > known) throw new Fault('state-newer', {path, found, known});
};

/**
 * Lift a raw state or event to the newest version.
 *
 * @param raw     as read, before it is judged by a schema
 * @param version the version it was written in, at most `known`
 * @throws Error when a step is missing: a version was counted up without one
 */
export const migrate = (
  raw: unknown,
  version: number,
  {part, known = SCHEMA_VERSION, table = steps}: MigrateOptions,
): unknown => {
  let lifted = raw;
  for (let at = version; at < known; at += 1) {
    const step = table[at];
    if (step === undefined) throw new Error(`no step from format ${at} to ${at + 1}`);
    lifted = step[part](lifted);
  }
  return lifted;
};

/** Which part of a step is meant; the rest is for tests. */
export type MigrateOptions = {
  readonly part: keyof Step;
  readonly known?: number;
  readonly table?: Readonly<Record<number, Step>>;
};
