/**
 * Owns lowdb. The snapshot: all nouns in one file, `db.json`, written beside and renamed; the former one is `db.json.1`.
 * It is written in slices, so that terminals are served while it is.
 */
import {open, readFile, rename, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {Low, type Adapter} from 'lowdb';
import * as z from 'zod';
import {Fault, reasonOf} from '../core/fault.ts';
import {emptyState, tablesOf, type State} from '../core/state.ts';
import {syncFolder, unlessMissing} from './disk.ts';
import {checkVersion, migrate} from './migrate.ts';
import {SCHEMA_VERSION, snapshot, type Snapshot} from './schema.ts';

// Half of the 2 ms that a terminal may wait, since one noun more is written before the clock is read again.
const SLICE_MS = 1;

const envelope = z.looseObject({version: z.int().nonnegative(), state: z.unknown()});

/** @throws Fault `state-newer`; anything else thrown means that the text is no snapshot */
const parseSnapshot = (path: string, text: string): Snapshot => {
  const {version, state} = envelope.parse(JSON.parse(text));
  checkVersion(path, version);
  return snapshot.parse({version: SCHEMA_VERSION, state: migrate(state, version, {part: 'state'})});
};

/** A copy that stays as it is: nouns are replaced in the tables, never changed. 0.6 ms for 2,000 tasks. */
const copyOf = (state: State): State => ({
  seq: state.seq,
  counters: {...state.counters},
  ...tablesOf(state, table => ({...table})),
});

/** The snapshot as JSON, noun by noun. */
const piecesOf = function* ({version, state: {seq, counters, ...tables}}: Snapshot): Generator<string> {
  yield `{"version":${version},"state":{"seq":${seq},"counters":${JSON.stringify(counters)}`;
  for (const [name, table] of Object.entries(tables)) {
    let before = `,${JSON.stringify(name)}:{`;
    if (Object.keys(table).length === 0) yield before;
    for (const [id, noun] of Object.entries(table)) {
      yield `${before}\n${JSON.stringify(id)}:${JSON.stringify(noun)}`;
      before = ',';
    }
    yield '}';
  }
  yield '}}\n';
};

/** Gather pieces for as long as a slice lasts, then let others have their turn. */
const slicesOf = async function* (pieces: Iterable<string>): AsyncGenerator<string> {
  let slice = '';
  let began = performance.now();
  for (const piece of pieces) {
    slice += piece;
    if (performance.now() - began < SLICE_MS) continue;
    yield slice;
    slice = '';
    await setImmediate();
    began = performance.now();
  }
  yield slice;
};

/** The file behind lowdb. */
class SnapshotFile implements Adapter<Snapshot> {
  readonly path: string;
  /** Why `db.json` could not be used, when the former one was read in its place. */
  damage: string | undefined;

  constructor(dir: string) {
    this.path = join(dir, 'db.json');
  }

  async read(): Promise<Snapshot | null> {
    const former = `${this.path}.1`;
    const newest = await this.#load(this.path);
    if (newest.found !== undefined) return newest.found;
    const older = await this.#load(former);
    const problems = [newest.problem, older.problem].filter(it => it !== undefined);
    if (older.found === undefined && problems.length === 0) return null;
    if (older.found === undefined) {
      throw new Fault('state-unreadable', {paths: [this.path, former], reason: problems.join('; ')});
    }
    this.damage = newest.problem ?? 'db.json is missing';
    return older.found;
  }

  async #load(path: string): Promise<{found?: Snapshot; problem?: string}> {
    try {
      const text = await unlessMissing(readFile(path, 'utf8'));
      return text === undefined ? {} : {found: parseSnapshot(path, text)};
    } catch (error) {
      if (error instanceof Fault) throw error;
      const words = error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error);
      return {problem: `${basename(path)} is no snapshot (${words})`};
    }
  }

  async write(data: Snapshot): Promise<void> {
    const beside = `${this.path}.tmp`;
    try {
      await this.#writeSlices(beside, data);
      // A damaged file does not push out the good one before it; it is kept for whoever wants to mend it.
      await unlessMissing(rename(this.path, `${this.path}.${this.damage === undefined ? '1' : 'damaged'}`));
      await rename(beside, this.path);
      this.damage = undefined;
      await syncFolder(dirname(this.path));
    } catch (error) {
      // What is left beside is overwritten by the next one; why this one failed is what matters.
      await rm(beside, {force: true}).catch(() => undefined);
      throw new Fault('store-unwritable', {path: this.path, reason: reasonOf(error)}, {cause: error});
    }
  }

  async #writeSlices(path: string, data: Snapshot): Promise<void> {
    await using file = await open(path, 'w', 0o600);
    for await (const slice of slicesOf(piecesOf(data))) await file.writeFile(slice);
    await file.sync();
  }
}

/** The snapshot of a state folder. */
export type Snapshots = {
  /** What `db.json` holds, or `db.json.1` if need be (then `damage` says why); empty if there is neither. */
  readonly state: State;
  readonly damage: string | undefined;
  /**
   * Write a state as it is at this moment.
   *
   * @param durable waited for between taking the copy and writing it: a snapshot is never ahead of the journal
   * @throws Fault `store-unwritable`; the former snapshot is then still there
   */
  write(state: State, durable: () => Promise<void>): Promise<void>;
};

/**
 * Read the snapshot of a state folder.
 *
 * @throws Fault `state-newer`, or `state-unreadable` naming both files
 */
export const readSnapshots = async (dir: string): Promise<Snapshots> => {
  const file = new SnapshotFile(dir);
  const db = new Low<Snapshot>(file, {version: SCHEMA_VERSION, state: emptyState()});
  await db.read();
  return {
    state: db.data.state,
    damage: file.damage,
    write: async (state, durable) => {
      db.data = {version: SCHEMA_VERSION, state: copyOf(state)};
      await durable();
      await db.write();
    },
  };
};
