/** Waiting without polling: whoever changes something tells, and those who wait look again. */

/** What to say when it does not come about. */
export type Waiting = {readonly withinMs?: number; readonly instead?: () => string};

/** How long anything may take that is not told otherwise, milliseconds: real agents start slowly on a busy machine. */
const LONGEST_MS = 60_000;

/** Those who wait for something of one owner. */
export class Waits {
  readonly #looks = new Set<() => void>();

  /** Something has changed. */
  tell(): void {
    for (const look of this.#looks) look();
  }

  /**
   * Look at once, and whenever something has changed.
   *
   * @param what    a sentence that would then hold: `the screen shows "Ready"`
   * @param look    gives what was waited for; undefined or false means that it is not there yet
   * @param instead what is there in its place, for the message
   * @throws Error when it did not come about in time
   */
  async until<T>(
    what: string,
    look: () => T | undefined | false,
    {withinMs = LONGEST_MS, instead}: Waiting = {},
  ): Promise<T> {
    const {promise, resolve, reject} = Promise.withResolvers<T>();
    const again = (): void => {
      const found = look();
      if (found !== undefined && found !== false) resolve(found);
    };
    const late = (): void =>
      reject(new Error([`after ${withinMs} ms it is not so that ${what}`, instead?.() ?? ''].join('\n').trimEnd()));
    const timer = setTimeout(late, withinMs);
    this.#looks.add(again);
    again();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#looks.delete(again);
    }
  }
}
