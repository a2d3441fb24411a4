/** The newest events in memory, the rest on disk: what `list-events` asks. */
import {setImmediate} from 'node:timers/promises';
import type {Event} from '../core/event.ts';
import {isWanted, searchEvents, type EventFilter} from './history.ts';
import type {Journal} from './journal.ts';
import {listVolumes} from './volumes.ts';

// About 1 MB of events; twice as many before the older half is let go.
const KEPT_EVENTS = 2000;

/** The log of what happened, as far as it is durable. */
export class EventLog {
  readonly #dir: string;
  readonly #journal: Journal;
  #recent: Event[];

  /** @param recent the newest events of the journal, without a gap */
  constructor(dir: string, journal: Journal, recent: readonly Event[]) {
    this.#dir = dir;
    this.#journal = journal;
    this.#recent = recent.slice(-KEPT_EVENTS);
  }

  /** Add events that follow on the last one. */
  add(events: readonly Event[]): void {
    for (const it of events) this.#recent.push(it);
    if (this.#recent.length > 2 * KEPT_EVENTS) this.#recent = this.#recent.slice(-KEPT_EVENTS);
  }

  /**
   * Find the newest events that pass a filter.
   *
   * @returns oldest first
   * @throws Fault `state-unreadable` when a line on the way is damaged
   */
  async read(filter: EventFilter): Promise<readonly Event[]> {
    const first = this.#recent[0]?.seq ?? this.#journal.seq + 1;
    const near = this.#near(filter);
    if (near.length >= filter.limit || (filter.after ?? 0) + 1 >= first) return near;
    const far = await this.#far({...filter, limit: filter.limit - near.length}, first - 1);
    return [...far, ...near];
  }

  #near(filter: EventFilter): readonly Event[] {
    const found: Event[] = [];
    for (let index = this.#recent.length - 1; index >= 0 && found.length < filter.limit; index -= 1) {
      const it = this.#recent[index];
      if (it !== undefined && isWanted(it, filter)) found.push(it);
    }
    return found.toReversed();
  }

  /** Files move when the journal turns to a new one; what was read meanwhile, or could not be, does not count. */
  async #far(filter: EventFilter, until: number): Promise<readonly Event[]> {
    for (;;) {
      const {turns} = this.#journal;
      const hasMoved = (): boolean => turns % 2 === 1 || turns !== this.#journal.turns;
      try {
        const found = await searchEvents(await listVolumes(this.#dir), filter, until);
        if (!hasMoved()) return found;
      } catch (error) {
        if (!hasMoved()) throw error;
      }
      await setImmediate();
    }
  }
}
