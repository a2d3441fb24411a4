/**
 * What the server and the chrome worker say to each other, and the cells they share: one buffer a client, written by the
 * worker, read by the compositor. Knows numbers only; what a cell means is in `terminal/cells.ts`.
 */
import type {Event} from './event.ts';
import type {Keymap} from './keymap.ts';
import type {Signal, Signals} from './signal.ts';
import type {State} from './state.ts';
import type {View} from './view.ts';

/** What the chrome shows of its surroundings, and for which kind of terminal. */
export type Look = {
  readonly repository: string;
  readonly branch: string;
  /** No colours: `NO_COLOR`, or a terminal without them. */
  readonly plain: boolean;
  /** The terminal's background is light. */
  readonly light: boolean;
  /** Signs and borders in ASCII. */
  readonly ascii: boolean;
  /** The keys of the person who looks. */
  readonly keys: Keymap;
};

/** To the worker. `cells` comes with a new size; its dimensions are those of the view beside it. */
export type ChromeRequest =
  | {readonly type: 'snapshot'; readonly state: State; readonly signals: Signals}
  | {readonly type: 'events'; readonly events: readonly Event[]}
  | {readonly type: 'signals'; readonly signals: readonly Signal[]}
  | {
      readonly type: 'open';
      readonly client: number;
      readonly view: View;
      readonly cells: SharedArrayBuffer;
      readonly look: Look;
    }
  | {readonly type: 'view'; readonly client: number; readonly view: View; readonly cells?: SharedArrayBuffer}
  | {readonly type: 'relook'; readonly client: number; readonly look: Look}
  | {readonly type: 'close'; readonly client: number};

/** New entries of the worker's grapheme table, which is shared by all its clients; `from` is the number of the first. */
export type NewGraphemes = {readonly from: number; readonly texts: readonly string[]};

/** From the worker. After `failed` without a client the mirror is in doubt: send a snapshot. */
export type ChromeReport =
  | {readonly type: 'ready'}
  | {
      readonly type: 'drawn';
      readonly client: number;
      /** `version` of the view that the cells show. */
      readonly version: number;
      readonly graphemes: NewGraphemes;
    }
  | {readonly type: 'failed'; readonly client?: number; readonly reason: string};

/** u32 values in one cell, as in `terminal/cells.ts`. */
const CELL_WORDS = 4;
/** Int32 values before the cells: the sequence number, then the view's version in each of the two buffers. */
const HEADER_WORDS = 4;
/** A reader that is overtaken this often in a row gives up until the next report. */
const TRIES = 3;

/**
 * Two pictures of one client's chrome in shared memory. The writer fills the one at the back and flips; the parity of the
 * sequence number says which is in front. One writer, any number of readers.
 */
export class CellsBuffer {
  readonly shared: SharedArrayBuffer;
  readonly #words: number;
  readonly #header: Int32Array;
  readonly #pictures: readonly [Uint32Array, Uint32Array];

  /** @param shared made by another `CellsBuffer` of the same size; new and empty when absent */
  constructor(size: {readonly cols: number; readonly rows: number}, shared?: SharedArrayBuffer) {
    const words = size.cols * size.rows * CELL_WORDS;
    this.shared = shared ?? new SharedArrayBuffer((HEADER_WORDS + 2 * words) * 4);
    this.#words = words;
    this.#header = new Int32Array(this.shared, 0, HEADER_WORDS);
    const from = HEADER_WORDS * 4;
    this.#pictures = [new Uint32Array(this.shared, from, words), new Uint32Array(this.shared, from + words * 4, words)];
  }

  /** How many pictures were published; 0 for none. */
  get sequence(): number {
    return Atomics.load(this.#header, 0);
  }

  /** Fill the picture at the back whole, then bring it to the front. */
  publish(version: number, fill: (cells: Uint32Array) => void): void {
    const next = this.sequence + 1;
    fill(this.#pictures[next % 2 === 0 ? 0 : 1]);
    Atomics.store(this.#header, 1 + (next % 2), version);
    Atomics.store(this.#header, 0, next);
  }

  /**
   * Copy the front picture, whole and of one moment. Read when `drawn` was reported: its graphemes are known then.
   *
   * @param into `cols * rows * 4` long
   * @returns the version of the view it shows; 0 when there is none yet or the writer was faster, and `into` is then worthless
   */
  read(into: Uint32Array): number {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = this.sequence;
      if (found === 0) return 0;
      into.set(this.#pictures[found % 2 === 0 ? 0 : 1].subarray(0, this.#words));
      const version = Atomics.load(this.#header, 1 + (found % 2));
      if (this.sequence === found) return version;
    }
    return 0;
  }
}
