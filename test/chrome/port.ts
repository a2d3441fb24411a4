/** The chrome in-process: a port that keeps what is reported, a clock that moves by hand, and cells as text. */
import {startChrome, type Chrome, type ChromePort} from '../../src/chrome/main.ts';
import type {Clock} from '../../src/chrome/pace.ts';
import {CellsBuffer, type ChromeReport, type ChromeRequest} from '../../src/core/chrome.ts';
import type {View} from '../../src/core/view.ts';
import {CELL, CODE_MASK, GRAPHEME, WIDTH_SHIFT} from '../../src/terminal/cells.ts';
import {look, now} from '../components/sample.ts';

type Timer = {readonly atMs: number; readonly run: () => void};

/** Time that passes only when it is told to. */
export class HandClock implements Clock {
  #now = now;
  #timers: readonly Timer[] = [];

  readonly now = (): number => this.#now;

  readonly after = (waitMs: number, run: () => void): (() => void) => {
    const timer = {atMs: this.#now + waitMs, run};
    this.#timers = [...this.#timers, timer];
    return () => this.#drop(timer);
  };

  /** How many timers run. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Let time pass, running what comes due in order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#drop(next);
      this.#now = next.atMs;
      next.run();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return this.#timers.filter(it => it.atMs <= end).toSorted((a, b) => a.atMs - b.atMs)[0];
  }

  #drop(timer: Timer): void {
    this.#timers = this.#timers.filter(it => it !== timer);
  }
}

/** The server's side of the chrome: sends requests at once, keeps the reports. */
export class Server implements Disposable {
  readonly clock = new HandClock();
  readonly reports: ChromeReport[] = [];
  readonly #graphemes: string[] = [];
  readonly #chrome: Chrome;
  #listener: (request: ChromeRequest) => void = () => {};

  constructor() {
    const port: ChromePort = {
      postMessage: report => this.#take(report),
      on: (_, listener) => (this.#listener = listener),
      off: () => (this.#listener = () => {}),
    };
    this.#chrome = startChrome(port, this.clock);
  }

  get busy(): boolean {
    return this.#chrome.busy;
  }

  send(request: ChromeRequest): void {
    this.#listener(structuredClone(request));
  }

  /** Open a client; its cells. */
  open(client: number, view: View, seen = look): CellsBuffer {
    const cells = new CellsBuffer(view);
    this.send({type: 'open', client, view, cells: cells.shared, look: seen});
    return cells;
  }

  /** The versions that were drawn for a client, in order. */
  drawn(client: number): readonly number[] {
    return this.reports.flatMap(it => (it.type === 'drawn' && it.client === client ? [it.version] : []));
  }

  /** What is published, as rows of text. */
  rows(cells: CellsBuffer, {cols, rows}: View): readonly string[] {
    const words = new Uint32Array(cols * rows * CELL);
    cells.read(words);
    return Array.from({length: rows}, (_, y) =>
      Array.from({length: cols}, (_, x) => this.#textOf(words[(y * cols + x) * CELL] ?? 0)).join(''),
    );
  }

  [Symbol.dispose](): void {
    this.#chrome[Symbol.dispose]();
  }

  #textOf(word: number): string {
    if (word >>> WIDTH_SHIFT === 0) return '';
    const code = word & CODE_MASK;
    return (word & GRAPHEME) === 0 ? String.fromCodePoint(code) : (this.#graphemes[code] ?? '\ufffd');
  }

  #take(report: ChromeReport): void {
    this.reports.push(structuredClone(report));
    if (report.type === 'drawn') this.#graphemes.splice(report.graphemes.from, 0, ...report.graphemes.texts);
  }
}
