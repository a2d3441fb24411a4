/** Time in stories: it stands still until it is told to pass. One clock for the server and the chrome. */

/** Whose timers they are: all of an owner's can be dropped together, as when a process dies. */
export type Owner = object;

type Timer = {readonly atMs: number; readonly waitMs: number; readonly owner: Owner; readonly run: () => void};

/** Where every story begins. */
const START = Date.parse('2026-01-02T12:00:00.000Z');
/** Timers of at most this length are part of an action: escapes, frames, drawings, looks at a terminal. Longer ones are waits. */
const SOON_MS = 200;
/** More of them in a row than this, and something keeps itself awake. */
const MOST_IN_A_ROW = 500;

const UNITS: Readonly<Record<string, number>> = {ms: 1, s: 1000, min: 60_000, h: 3_600_000};

/** `30 s` as milliseconds. @throws Error for what is no duration */
export const durationOf = (words: string): number => {
  const {count, unit} = /^(?<count>[\d.]+) (?<unit>ms|s|min|h)$/u.exec(words)?.groups ?? {};
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(ms)) throw new Error(`"${words}" is no duration; write it as 30 s, 5 min or 2 h`);
  return ms;
};

/** A clock moved by hand. */
export class Clock {
  #now = START;
  #timers: readonly Timer[] = [];

  /** Milliseconds since 1970. */
  readonly now = (): number => this.#now;

  /** Run something after some milliseconds, unless disposed before. */
  after(owner: Owner, waitMs: number, run: () => void): Disposable {
    const timer = {atMs: this.#now + waitMs, waitMs, owner, run};
    this.#timers = [...this.#timers, timer];
    return {[Symbol.dispose]: () => this.#keep(it => it !== timer)};
  }

  /** Forget all timers of an owner. */
  drop(owner: Owner): void {
    this.#keep(it => it.owner !== owner);
  }

  /** Let time pass, running what comes due, in order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(it => it.atMs <= end); next !== undefined; next = this.#next(it => it.atMs <= end))
      this.#run(next);
    this.#now = end;
  }

  /** Let pass what belongs to an action. @returns whether any timer ran */
  passSoon(): boolean {
    for (let ran = 0; ran < MOST_IN_A_ROW; ran++) {
      const next = this.#next(it => it.waitMs <= SOON_MS);
      if (next === undefined) return ran > 0;
      this.pass(Math.max(0, next.atMs - this.#now));
    }
    throw new Error(`${MOST_IN_A_ROW} short timers in a row: something keeps itself awake`);
  }

  /** Milliseconds until each timer that runs, nearest first. */
  get waits(): readonly number[] {
    return this.#timers.map(it => it.atMs - this.#now).toSorted((a, b) => a - b);
  }

  #next(isMeant: (timer: Timer) => boolean): Timer | undefined {
    return this.#timers.filter(isMeant).toSorted((a, b) => a.atMs - b.atMs)[0];
  }

  #run(timer: Timer): void {
    this.#keep(it => it !== timer);
    this.#now = Math.max(this.#now, timer.atMs);
    timer.run();
  }

  #keep(isKept: (timer: Timer) => boolean): void {
    this.#timers = this.#timers.filter(isKept);
  }
}
