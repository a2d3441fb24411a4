/** The server's state as a client knows it: a snapshot, then the same events through the same `reduce`. Knows no socket. */
import type {Event} from '../core/event.ts';
import {foldSignal, noSignals, type Signal, type Signals} from '../core/signal.ts';
import {emptyState, reduce, type State} from '../core/state.ts';

/** What the mirror shows at one moment. `version` grows with each change; a noun in `state` is never mutated. */
export type Snapshot = {readonly state: State; readonly signals: Signals; readonly version: number};

/** A mirror is empty until the first `load`. Its methods are bound, so that `useSyncExternalStore` may take them as they are. */
export class Mirror {
  #snapshot: Snapshot = {state: emptyState(), signals: noSignals, version: 0};
  readonly #listeners = new Set<() => void>();

  /** Start over from what the server sent; the mirror owns `state` from then on. */
  load(state: State, signals: Signals): void {
    this.#replace(state, signals);
  }

  /**
   * Follow the server. Events that are part of the state already are skipped.
   *
   * @param events in order
   * @throws Error when events are missing in between, and what `reduce` throws; the state is then untouched
   */
  apply(events: readonly Event[]): void {
    const {state, signals} = this.#snapshot;
    const fresh = events.filter(it => it.seq > state.seq);
    const [first] = fresh;
    if (first === undefined) return;
    if (first.seq !== state.seq + 1) throw new Error(`events ${state.seq + 1} to ${first.seq - 1} are missing`);
    reduce(state, fresh);
    this.#replace(state, signals);
  }

  /** Take in what is told but not recorded. */
  signal(signals: readonly Signal[]): void {
    if (signals.length === 0) return;
    const {state, signals: known} = this.#snapshot;
    this.#replace(state, signals.reduce(foldSignal, known));
  }

  /** Be called after each change, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same object until something changes, then another. */
  readonly snapshot = (): Snapshot => this.#snapshot;

  #replace(state: State, signals: Signals): void {
    this.#snapshot = {state, signals, version: this.#snapshot.version + 1};
    for (const listener of this.#listeners) listener();
  }
}
