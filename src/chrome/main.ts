/**
 * The chrome of all clients, behind one port: requests in, reports and shared cells out. Runs in a worker thread beside the
 * server, and in-process in tests. See `core/chrome.ts` for the messages.
 */
import {Mirror} from '../client/mirror.ts';
import type {ChromeReport, ChromeRequest} from '../core/chrome.ts';
import {reasonOf} from '../core/fault.ts';
import type {Signal} from '../core/signal.ts';
import {isAnyRunning} from '../core/table-seen.ts';
import {GraphemeTable} from '../terminal/cells.ts';
import {Client} from './client.ts';
import {wallClock, type Clock} from './pace.ts';

/** One end of a channel: a `MessagePort`, or the worker's `parentPort`. */
export type ChromePort = {
  postMessage(report: ChromeReport): void;
  on(event: 'message', listener: (request: ChromeRequest) => void): unknown;
  off(event: 'message', listener: (request: ChromeRequest) => void): unknown;
};

/** The chrome as it runs. Closing it leaves the port open. */
export interface Chrome extends Disposable {
  /** Is a drawing due that waits for its time? Ages of agents are none. */
  readonly busy: boolean;
}

/** Ages have minutes. */
const AGE_MS = 60_000;
/** Who is waited for at a table is waited for by the second. */
const WAIT_MS = 1000;

/**
 * Start to serve; the first report is `ready`.
 *
 * @param port  where requests come from and reports go to
 * @param clock replaced in tests
 */
export const startChrome = (port: ChromePort, clock: Clock = wallClock): Chrome => {
  const chrome = new Running(report => port.postMessage(report), clock);
  const listener = (request: ChromeRequest): void => chrome.take(request);
  port.on('message', listener);
  port.postMessage({type: 'ready'});
  return {
    get busy() {
      return chrome.busy;
    },
    [Symbol.dispose]: () => {
      port.off('message', listener);
      chrome[Symbol.dispose]();
    },
  };
};

/** Titles and sizes are not drawn, and some programs change their title many times a second. */
const isShown = (it: Signal): boolean =>
  it.type !== 'session-signal' || [it.mood, it.mood_since, it.mood_why, it.mood_seen].some(said => said !== undefined);

type Requests = {readonly [T in ChromeRequest['type']]: (request: Extract<ChromeRequest, {type: T}>) => void};

class Running implements Disposable {
  readonly #post: (report: ChromeReport) => void;
  readonly #clock: Clock;
  readonly #mirror = new Mirror();
  readonly #graphemes = new GraphemeTable();
  readonly #clients = new Map<number, Client>();
  #told = 0;
  #tickMs = 0;
  #stopTick: (() => void) | undefined;

  constructor(post: (report: ChromeReport) => void, clock: Clock) {
    this.#post = post;
    this.#clock = clock;
    this.#mirror.subscribe(() => this.#refresh());
  }

  get busy(): boolean {
    return [...this.#clients.values()].some(it => it.busy);
  }

  take(request: ChromeRequest): void {
    try {
      (this.#requests[request.type] as (it: ChromeRequest) => void)(request);
    } catch (thrown) {
      const client = 'client' in request ? {client: request.client} : {};
      this.#post({type: 'failed', ...client, reason: reasonOf(thrown)});
    }
  }

  [Symbol.dispose](): void {
    this.#stopTick?.();
    for (const client of this.#clients.values()) client[Symbol.dispose]();
    this.#clients.clear();
  }

  readonly #requests: Requests = {
    snapshot: ({state, signals}) => this.#mirror.load(state, signals),
    events: ({events}) => this.#mirror.apply(events),
    signals: ({signals}) => this.#mirror.signal(signals.filter(isShown)),
    open: request => this.#open(request),
    view: ({client, view, cells}) => {
      this.#clients.get(client)?.look(view, cells);
      this.#tick();
    },
    relook: ({client, look}) => this.#clients.get(client)?.relook(look),
    close: ({client}) => this.#close(client),
  };

  #open({client, view, cells, look}: Extract<ChromeRequest, {type: 'open'}>): void {
    this.#close(client);
    const options = {
      look,
      clock: this.#clock,
      graphemes: this.#graphemes,
      snapshot: this.#mirror.snapshot,
      onDrawn: (version: number) => this.#tell(client, version),
      onFailed: (reason: string) => this.#post({type: 'failed', client, reason}),
    };
    this.#clients.set(client, new Client(options, view, cells));
    this.#tick();
  }

  #close(client: number): void {
    this.#clients.get(client)?.[Symbol.dispose]();
    this.#clients.delete(client);
    if (this.#clients.size === 0) this.#tick();
  }

  /** The new entries of the table travel with the first picture that may use them. */
  #tell(client: number, version: number): void {
    const from = this.#told;
    this.#told = this.#graphemes.size;
    this.#post({type: 'drawn', client, version, graphemes: {from, texts: this.#graphemes.texts(from)}});
  }

  #refresh(): void {
    for (const client of this.#clients.values()) client.refresh();
    this.#tick();
  }

  /** How often the lists age; 0 while nobody looks. */
  #ageMs(): number {
    const clients = [...this.#clients.values()];
    if (clients.length === 0) return 0;
    const isDiscussed = clients.some(it => it.seesTable) && isAnyRunning(this.#mirror.snapshot().state);
    return isDiscussed ? WAIT_MS : AGE_MS;
  }

  /** Age the lists once in a while. */
  #tick(): void {
    const ms = this.#ageMs();
    if (ms === this.#tickMs) return;
    this.#stopTick?.();
    this.#tickMs = ms;
    this.#stopTick =
      ms === 0
        ? undefined
        : this.#clock.after(ms, () => {
            this.#tickMs = 0;
            this.#refresh();
          });
  }
}
