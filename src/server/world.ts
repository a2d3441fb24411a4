/** Holds the state: applies changes, waits until they are kept, tells who listens, and counts what is busy. */
import type {Change, Event} from '../core/event.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {mintId, type Counted} from '../core/id.ts';
import {foldSignal, noSignals, type Signal, type Signals} from '../core/signal.ts';
import type {Actor} from '../core/stamp.ts';
import type {State} from '../core/state.ts';
import type {Store} from '../store/store.ts';
import type {Log} from './log.ts';

/** Who is told of what: after it is durable for events, at once for signals. */
export type WorldListener = {
  readonly onEvents?: (events: readonly Event[]) => void;
  readonly onSignals?: (signals: readonly Signal[]) => void;
  /** The state was rebuilt from disk after a change could not be kept. */
  readonly onReload?: () => void;
};

/** The one place that changes state. */
export class World {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #isOurs: () => boolean;
  readonly #listeners = new Set<WorldListener>();
  readonly #busy = new Set<Promise<unknown>>();
  #signals: Signals = noSignals;

  constructor(options: {store: Store; now: () => Date; log: Log; isOurs: () => boolean}) {
    this.#isOurs = options.isOurs;
    this.#store = options.store;
    this.#now = options.now;
    this.#log = options.log;
  }

  /** Live: read it, and read it again later. */
  get state(): State {
    return this.#store.state;
  }

  get signals(): Signals {
    return this.#signals;
  }

  /** The next id of a kind, `ahead` of those made in the same tick. It is taken when its event is committed. */
  nextId(kind: Counted, ahead = 0): string {
    return mintId(kind, this.state.counters[kind] + 1 + ahead);
  }

  /**
   * Make changes happen, all of them or none.
   *
   * @returns when they are kept on disk and everybody was told
   * @throws Fault of the first change that may not happen, or `store-unwritable`; nothing has then changed
   */
  async commit(actor: Actor, changes: readonly Change[]): Promise<void> {
    this.#checkOwner();
    const at = this.#now().toISOString();
    const first = this.state.seq + 1;
    const events = changes.map((change, index): Event => ({...change, seq: first + index, at, actor}));
    await this.busy(this.#store.commit(events));
    this.#tell(listener => listener.onEvents?.(events));
  }

  /** Another server may own the files by now: two writers would spoil the journal. @throws Fault `store-unwritable` */
  #checkOwner(): void {
    const refuse = (reason: string): Fault => new Fault('store-unwritable', {path: 'the journal', reason});
    let isOurs: boolean;
    try {
      isOurs = this.#isOurs();
    } catch (thrown) {
      // No descriptor is left to look with, for one.
      throw refuse(reasonOf(thrown));
    }
    if (!isOurs) throw refuse('the lock of this server is gone');
  }

  /** Tell what is never kept. Signals that say nothing new are dropped. */
  signal(signals: readonly Signal[]): void {
    const news = signals.filter(it => !this.#isKnown(it));
    if (news.length === 0) return;
    for (const it of news) this.#signals = foldSignal(this.#signals, it);
    this.#tell(listener => listener.onSignals?.(news));
  }

  listen(listener: WorldListener): Disposable {
    this.#listeners.add(listener);
    return {[Symbol.dispose]: () => void this.#listeners.delete(listener)};
  }

  /** Say that the state was rebuilt. */
  reloaded(): void {
    this.#log.say('state rebuilt from disk');
    this.#tell(listener => listener.onReload?.());
  }

  /** Count a piece of work until it ends. */
  async busy<T>(work: Promise<T>): Promise<T> {
    this.#busy.add(work);
    try {
      return await work;
    } finally {
      this.#busy.delete(work);
    }
  }

  /** Start work that nobody waits for. A failure is logged: it is a bug, or a fault that someone else was told of. */
  background(what: string, work: () => Promise<unknown>): void {
    void this.busy(this.#guarded(what, work));
  }

  /** The same for work that may wait long for a person, or an agent: it keeps nothing busy. */
  aside(what: string, work: () => Promise<unknown>): void {
    void this.#guarded(what, work);
  }

  async #guarded(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#log.bug(what, thrown);
    }
  }

  /** Wait until nothing is busy. */
  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy);
  }

  /** One listener that fails costs the others nothing, nor the change. */
  #tell(call: (listener: WorldListener) => void): void {
    for (const listener of this.#listeners)
      try {
        call(listener);
      } catch (thrown) {
        this.#log.bug('listener', thrown);
      }
  }

  #isKnown(signal: Signal): boolean {
    if (signal.type === 'host-signal') return JSON.stringify(signal.host) === JSON.stringify(this.#signals.host);
    const known: object =
      signal.type === 'session-signal'
        ? (this.#signals.sessions[signal.session] ?? {})
        : (this.#signals.tasks[signal.task_id] ?? {});
    const record = known as Record<string, unknown>;
    return Object.entries(signal).every(
      ([name, value]) =>
        name === 'type' || name === 'session' || name === 'task_id' || name === 'mood_since' || record[name] === value,
    );
  }
}
