/** The store: the one recorded state, changed by events and kept on disk. An acknowledged change survives `kill -9`. */
import {event, type Event} from '../core/event.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {reduce, tableNames, type State} from '../core/state.ts';
import {errnoOf, makeFolder, type Disk} from './disk.ts';
import type {EventFilter} from './history.ts';
import {Journal} from './journal.ts';
import {load, type Loaded} from './load.ts';
import {EventLog} from './log.ts';

/** The state and its keeping; who opens it holds the lock (`lock.ts`). */
export type Store = AsyncDisposable & {
  /** Live: changed in place by `commit`, at once, before the change is durable. */
  readonly state: State;
  /** What the start mended, as sentences; empty after a clean end. */
  readonly recovered: readonly string[];
  /**
   * Reduce events at once, all or none, then journal them; resolves when they are durable.
   *
   * @param events stamped; their `seq` follows on `state.seq`
   * @throws Fault of `reduce` when one may not happen; `store-unwritable` when they could not be kept, and then the
   *   state is again as it is on disk
   */
  commit(events: readonly Event[]): Promise<void>;
  /** Find the newest durable events that pass a filter; oldest first. */
  readEvents(filter: EventFilter): Promise<readonly Event[]>;
  /** Write the snapshot. @throws Fault `store-unwritable` */
  snapshot(): Promise<void>;
  /** Flush, snapshot, close; a start after it has nothing to mend. */
  close(): Promise<void>;
};

/** When a snapshot is due, and when the journal turns to a new file. */
export type StoreLimits = {
  readonly snapshotEvents: number;
  readonly snapshotBytes: number;
  readonly rotateBytes: number;
};

export type StoreOptions = {
  /** `.roundhouse/state`; made if missing. */
  readonly dir: string;
  /** Told when the state was filled anew from disk, after a change could not be kept. */
  readonly onReload?: (state: State) => void;
  /** Told of a failure that nobody waits for: an automatic snapshot, or filling the state anew. */
  readonly onTrouble?: (thrown: unknown) => void;
  readonly limits?: Partial<StoreLimits>;
  /** For tests: a disk that fails. */
  readonly disk?: Disk;
};

const MB = 1024 * 1024;
const LIMITS: StoreLimits = {snapshotEvents: 2000, snapshotBytes: 2 * MB, rotateBytes: 16 * MB};

/** Make a state equal to another one; it and its tables stay the same objects for those who hold them. */
const refill = (state: State, from: State): void => {
  state.seq = from.seq;
  Object.assign(state.counters, from.counters);
  for (const name of tableNames) {
    for (const id of Object.keys(state[name])) delete state[name][id];
    Object.assign(state[name], from[name]);
  }
};

/** What a replay would read in place of an event; one that it could not read is a bug of the caller. */
const asReplayed = (line: string): Event => event.parse(JSON.parse(line));

const checkOrder = (events: readonly Event[], last: number): void => {
  const stray = events.find((it, index) => it.seq !== last + 1 + index);
  if (stray !== undefined) throw new Error(`event ${stray.seq} does not follow on event ${last}`);
};

class JournaledStore implements Store {
  readonly state: State;
  readonly recovered: readonly string[];
  readonly #options: StoreOptions;
  readonly #limits: StoreLimits;
  readonly #snapshots: Loaded['snapshots'];
  readonly #journal: Journal;
  readonly #log: EventLog;
  /** What was journalled since the last snapshot. */
  #since: {events: number; bytes: number};
  /** The last event in `db.json`, `undefined` while that is missing or damaged. */
  #snapshotSeq: number | undefined;
  #snapshotting: Promise<void> | undefined;
  /** Is the state ahead of the disk, with changes that were lost? */
  #isLost = false;
  #reloading: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(loaded: Loaded, journal: Journal, options: StoreOptions) {
    this.state = loaded.state;
    this.recovered = loaded.mended;
    this.#options = options;
    this.#limits = {...LIMITS, ...options.limits};
    this.#snapshots = loaded.snapshots;
    this.#snapshotSeq = loaded.snapshots.damage === undefined ? loaded.snapshotSeq : undefined;
    this.#journal = journal;
    this.#log = new EventLog(options.dir, journal, loaded.replayed);
    this.#since = {events: loaded.replayed.length, bytes: 0};
  }

  async commit(events: readonly Event[]): Promise<void> {
    this.#checkOpen();
    const lines = events.map(it => JSON.stringify(it));
    const changes = lines.map(asReplayed);
    checkOrder(changes, this.state.seq);
    reduce(this.state, changes);
    await this.#journal.append(lines);
    this.#log.add(changes);
    this.#since.events += lines.length;
    for (const line of lines) this.#since.bytes += line.length;
    this.#snapshotIfDue();
  }

  readEvents(filter: EventFilter): Promise<readonly Event[]> {
    return this.#log.read(filter);
  }

  async snapshot(): Promise<void> {
    this.#checkOpen();
    await this.#takeSnapshot();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Fill the state anew from disk, after changes that are part of it were lost. Never throws: it is tried again. */
  lose(): Promise<void> {
    this.#isLost = true;
    this.#reloading ??= this.#reload();
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    try {
      const {state} = await load(this.#options.dir, this.#journal.seq);
      refill(this.state, state);
      this.#options.onReload?.(this.state);
      this.#isLost = false;
    } catch (error) {
      this.#options.onTrouble?.(error);
    } finally {
      this.#reloading = undefined;
    }
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new Error('the store is closed');
    if (!this.#isLost) return;
    // The floating promise is kept in #reloading, and never rejects.
    void this.lose();
    throw new Fault('store-unwritable', {path: this.#journal.path, reason: 'a change before it could not be kept'});
  }

  #snapshotIfDue(): void {
    const {events, bytes} = this.#since;
    const isDue = events >= this.#limits.snapshotEvents || bytes >= this.#limits.snapshotBytes;
    if (!isDue || this.#isLost || this.#snapshotting !== undefined) return;
    this.#takeSnapshot().catch((error: unknown) => this.#options.onTrouble?.(error));
  }

  /** One at a time: who asks during one gets the next. */
  async #takeSnapshot(): Promise<void> {
    while (this.#snapshotting !== undefined) await this.#snapshotting.catch(() => undefined);
    this.#snapshotting = this.#writeSnapshot();
    try {
      await this.#snapshotting;
    } finally {
      this.#snapshotting = undefined;
    }
  }

  async #writeSnapshot(): Promise<void> {
    const {seq} = this.state;
    this.#since = {events: 0, bytes: 0};
    await this.#snapshots.write(this.state, () => this.#journal.append([]));
    this.#snapshotSeq = seq;
  }

  async #close(): Promise<void> {
    try {
      await this.#journal.append([]);
      await this.#reloading;
      await this.#snapshotting?.catch(() => undefined);
      if (!this.#isLost && this.#snapshotSeq !== this.state.seq) await this.#takeSnapshot();
    } finally {
      await this.#journal.close();
    }
  }
}

/**
 * Open the store of a repository: the snapshot, and the events after it.
 *
 * @returns the store; whoever opens it closes it
 * @throws Fault `state-unwritable`; `state-newer` or `state-unreadable`, and then nothing was changed
 */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const {dir, limits, disk} = options;
  await makeFolder(dir);
  const loaded = await load(dir).catch((error: unknown) => {
    if (errnoOf(error) === undefined || error instanceof Fault) throw error;
    throw new Fault('state-unreadable', {paths: [dir], reason: reasonOf(error)}, {cause: error});
  });
  const rotateBytes = limits?.rotateBytes ?? LIMITS.rotateBytes;
  const journalOptions = {place: loaded.place, rotateBytes, ...(disk && {disk}), onLost: () => store.lose()};
  const journal = await Journal.open(journalOptions).catch((error: unknown) => {
    throw new Fault('state-unwritable', {path: dir, reason: reasonOf(error)}, {cause: error});
  });
  const store = new JournaledStore(loaded, journal, options);
  return store;
};
