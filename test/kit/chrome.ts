/** The chrome of a story: the very function that runs in the worker thread, in this one, behind two queues. */
import {startChrome, type ChromePort} from '../../src/chrome/main.ts';
import type {ChromeReport, ChromeRequest} from '../../src/core/chrome.ts';
import type {View} from '../../src/core/view.ts';
import type {ChromeThread} from '../../src/server/chrome.ts';
import type {Clock, Owner} from './clock.ts';

/** One direction of a channel: what is posted arrives later, in order, copied as between threads. */
class Queue<T> {
  #listener: ((message: T) => void) | undefined;
  #waiting = 0;

  get isEmpty(): boolean {
    return this.#waiting === 0;
  }

  listen(listener: ((message: T) => void) | undefined): void {
    this.#listener = listener;
  }

  post(message: T): void {
    const copy = structuredClone(message);
    this.#waiting++;
    setImmediate(() => {
      this.#waiting--;
      this.#listener?.(copy);
    });
  }
}

/** Starts chromes for a server, and knows what each client looks at. */
export class StoryChrome {
  readonly #clock: Clock;
  readonly #owner: Owner;
  readonly #views = new Map<number, View>();
  #isBusy: () => boolean = () => false;

  constructor(clock: Clock, owner: Owner) {
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Is something on its way? What is about to be drawn has a short timer on the clock. */
  get isBusy(): boolean {
    return this.#isBusy();
  }

  /** The number of the client that attached last; 0 before the first. */
  get newest(): number {
    return Math.max(0, ...this.#views.keys());
  }

  /** What a client looked at when the server last told. */
  viewOf(client: number): View | undefined {
    return this.#views.get(client);
  }

  readonly start = (): ChromeThread => {
    const requests = new Queue<ChromeRequest>();
    const reports = new Queue<ChromeReport>();
    const port: ChromePort = {
      postMessage: report => reports.post(report),
      on: (_, listener) => requests.listen(listener),
      off: () => requests.listen(undefined),
    };
    const chrome = startChrome(port, {
      now: this.#clock.now,
      after: (waitMs, run) => {
        const timer = this.#clock.after(this.#owner, waitMs, run);
        return () => timer[Symbol.dispose]();
      },
    });
    this.#isBusy = () => !requests.isEmpty || !reports.isEmpty;
    return {
      postMessage: request => {
        if (request.type === 'open' || request.type === 'view') this.#views.set(request.client, request.view);
        requests.post(request);
      },
      on: (event: string, listener: (it: never) => void) => {
        if (event === 'message') reports.listen(listener as (report: ChromeReport) => void);
      },
      terminate: () => {
        reports.listen(undefined);
        chrome[Symbol.dispose]();
      },
    };
  };
}
