/** When to draw: views at once, what happens in the background less often. No timer runs when nothing is asked. */

/** The time, and a timer; replaced in tests. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Run once after some milliseconds; the returned function calls it off. */
  readonly after: (waitMs: number, run: () => void) => () => void;
};

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after: (waitMs, run) => {
    const timer = setTimeout(run, waitMs);
    return () => clearTimeout(timer);
  },
};

/** At most 30 views a second are drawn. */
const VIEW_GAP_MS = 33;
/** At most 10 times a second for what happens in the background. */
const BACKGROUND_GAP_MS = 100;

type Urgency = 'view' | 'background';

/** The rhythm of one client's picture. What is asked for meanwhile is drawn once, together. */
export class Pace implements Disposable {
  readonly #clock: Clock;
  readonly #draw: () => void;
  #lastMs = -Infinity;
  #lastViewMs = -Infinity;
  #timer: {readonly dueMs: number; readonly stop: () => void} | undefined;
  #viewAsked = false;

  constructor(clock: Clock, draw: () => void) {
    this.#clock = clock;
    this.#draw = draw;
  }

  /** Is a drawing due? */
  get busy(): boolean {
    return this.#timer !== undefined;
  }

  /** Draw soon. A view is drawn before this returns, unless the one before is too near. */
  ask(urgency: Urgency): void {
    const now = this.#clock.now();
    const view = urgency === 'view';
    this.#viewAsked ||= view;
    const gapMs = view ? VIEW_GAP_MS : BACKGROUND_GAP_MS;
    // A clock that was set back must not hold a picture for longer than the gap.
    const dueMs = Math.min(view ? this.#lastViewMs : this.#lastMs, now) + gapMs;
    if (view && dueMs <= now) this.#run();
    else this.#wait(Math.max(dueMs, now), now);
  }

  [Symbol.dispose](): void {
    this.#timer?.stop();
    this.#timer = undefined;
  }

  /** Even a background change that could be drawn at once waits for a turn: a view often comes right behind it. */
  #wait(dueMs: number, now: number): void {
    if (this.#timer !== undefined && this.#timer.dueMs <= dueMs) return;
    this.#timer?.stop();
    this.#timer = {dueMs, stop: this.#clock.after(dueMs - now, () => this.#run())};
  }

  #run(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#lastMs = this.#clock.now();
    if (this.#viewAsked) this.#lastViewMs = this.#lastMs;
    this.#viewAsked = false;
    this.#draw();
  }
}
