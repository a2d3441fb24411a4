/** Owns the worker thread that draws the chrome: starts it with the first client, keeps it told, ends it after the last. */
import {Worker} from 'node:worker_threads';
import {CellsBuffer, type ChromeReport, type ChromeRequest, type Look} from '../core/chrome.ts';
import type {View} from '../core/view.ts';
import {CELL, CODE_MASK, GRAPHEME, type GraphemeTable, type Grid} from '../terminal/cells.ts';
import type {Log} from './log.ts';
import type {Ports} from './ports.ts';
import type {World} from './world.ts';

/** One client's chrome. `onDrawn` is called when there is a picture to read, or when one of another size is overdue. */
export type ChromeClient = {readonly onDrawn: () => void};

/** What a worker is made of; tests run the chrome in their own thread instead. */
export type ChromeThread = {
  postMessage(request: ChromeRequest): void;
  on(event: 'message', listener: (report: ChromeReport) => void): unknown;
  on(event: 'error' | 'exit', listener: (thrown: unknown) => void): unknown;
  terminate(): unknown;
};

/** How long the worker stays after the last client has left, milliseconds. */
const KEEP_MS = 60_000;

/** How long a client may wait for the picture of another size, milliseconds; a drawing takes 10 to 40. */
const RESIZE_MS = 100;

type Known = {
  view: View;
  buffer: CellsBuffer;
  /** The version with which the buffer came: what shows an older one is in another. */
  since: number;
  look: Look;
  waiting?: Disposable | undefined;
  readonly client: ChromeClient;
};

type Own = {
  readonly world: World;
  readonly ports: Ports;
  readonly log: Log;
  readonly graphemes: GraphemeTable;
  readonly start: () => ChromeThread;
};

/** @param entry the worker's file in the build that this server came from */
export const workerThread = (entry: string): ChromeThread =>
  new Worker(entry, {env: {...process.env, FORCE_COLOR: '3', NODE_ENV: 'production'}, stdout: true, stderr: true});

/** The chrome of all attached clients. */
export class Chrome {
  readonly #own: Own;
  readonly #known = new Map<number, Known>();
  /** The worker's grapheme numbers as ours. */
  #numbers: number[] = [];
  #thread: ChromeThread | undefined;
  #ending: Disposable | undefined;

  constructor(own: Own) {
    this.#own = own;
    own.world.listen({
      onEvents: events => this.#thread?.postMessage({type: 'events', events}),
      onSignals: signals => this.#thread?.postMessage({type: 'signals', signals}),
      onReload: () => this.#tellAll(),
    });
  }

  open(id: number, start: {view: View; look: Look}, client: ChromeClient): void {
    const {view, look} = start;
    this.#ending?.[Symbol.dispose]();
    this.#known.set(id, {view, look, buffer: new CellsBuffer(view), since: view.version, client});
    if (this.#thread === undefined) this.#start();
    else this.#open(id);
  }

  /** Draw another view. */
  show(id: number, view: View): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    const isSame = known.view.cols === view.cols && known.view.rows === view.rows;
    known.view = view;
    if (!isSame) this.#resize(known, view);
    this.#thread?.postMessage({type: 'view', client: id, view, ...(isSame ? {} : {cells: known.buffer.shared})});
  }

  /** A client's terminal is another kind than it was taken for. */
  relook(id: number, look: Look): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    known.look = look;
    this.#thread?.postMessage({type: 'relook', client: id, look});
  }

  close(id: number): void {
    this.#known.get(id)?.waiting?.[Symbol.dispose]();
    if (!this.#known.delete(id)) return;
    this.#thread?.postMessage({type: 'close', client: id});
    if (this.#known.size === 0) this.#ending = this.#own.ports.after(KEEP_MS, () => this.end());
  }

  /** @returns the version of the view that was drawn into the grid, which has the view's size; 0 for none */
  read(id: number, into: Grid): number {
    const known = this.#known.get(id);
    if (known === undefined || known.view.cols !== into.cols || known.view.rows !== into.rows) return 0;
    const version = known.buffer.read(into.cells);
    if (version > 0) this.#translate(into.cells);
    return version;
  }

  end(): void {
    this.#ending?.[Symbol.dispose]();
    const thread = this.#thread;
    this.#thread = undefined;
    this.#numbers = [];
    thread?.terminate();
  }

  #resize(known: Known, view: View): void {
    known.buffer = new CellsBuffer(view);
    known.since = view.version;
    known.waiting ??= this.#own.ports.after(RESIZE_MS, () => {
      known.waiting = undefined;
      known.client.onDrawn();
    });
  }

  #start(): void {
    const thread = this.#own.start();
    this.#thread = thread;
    thread.on('message', report => this.#take(report));
    thread.on('error', thrown => this.#own.log.bug('chrome', thrown));
    thread.on('exit', () => {
      if (this.#thread !== thread) return;
      this.end();
      if (this.#known.size > 0) this.#ending = this.#own.ports.after(1000, () => this.#start());
    });
    this.#tellAll();
    for (const id of this.#known.keys()) this.#open(id);
  }

  #open(id: number): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    const {view, buffer, look} = known;
    this.#thread?.postMessage({type: 'open', client: id, view, cells: buffer.shared, look});
  }

  #tellAll(): void {
    const {state, signals} = this.#own.world;
    this.#thread?.postMessage({type: 'snapshot', state, signals});
  }

  #take(report: ChromeReport): void {
    if (report.type === 'failed') {
      this.#own.log.say('chrome failed', {reason: report.reason});
      if (report.client === undefined) this.#tellAll();
    }
    if (report.type !== 'drawn') return;
    const {from, texts} = report.graphemes;
    texts.forEach((text, at) => (this.#numbers[from + at] = this.#own.graphemes.intern(text)));
    const known = this.#known.get(report.client);
    if (known === undefined || report.version < known.since) return;
    known.waiting?.[Symbol.dispose]();
    known.waiting = undefined;
    known.client.onDrawn();
  }

  #translate(cells: Uint32Array): void {
    for (let at = 0; at < cells.length; at += CELL) {
      const word = cells[at] ?? 0;
      if ((word & GRAPHEME) !== 0) cells[at] = (word & ~CODE_MASK) | (this.#numbers[word & CODE_MASK] ?? 0);
    }
  }
}
