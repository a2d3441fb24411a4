/**
 * Finds out whether a picture is the one before with a band of whole rows moved up or down. A guess by sums over the text
 * of rows: the caller compares all cells afterwards, so a wrong one costs bytes and nothing else. Rows from 0 at the top.
 */
import {CELL, type Grid} from './cells.ts';

/** Rows `top` to `bottom`, both included, move up by `by` rows, or down where it is negative. */
export type Scroll = {readonly top: number; readonly bottom: number; readonly by: number};

/** So many rows fewer to write make a scroll worth its sequences. */
const GAIN_ROWS = 2;
/** The offset and the prime of FNV-1a. */
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** Looks for scrolls in grids of one height; its memory is reused. */
export class ScrollFinder {
  readonly #old: Int32Array;
  readonly #new: Int32Array;
  #first = 0;
  #last = 0;
  /** The best stretch of {@link #score}: its gain, and its rows in the new picture. */
  #gain = 0;
  #from = 0;
  #to = 0;

  constructor(rows: number) {
    this.#old = new Int32Array(rows);
    this.#new = new Int32Array(rows);
  }

  /**
   * Find the band that saves most.
   *
   * @param touched rows of `back` that may differ from `front`, which has its size
   * @returns `undefined` where writing the rows is as good
   */
  find(front: Uint32Array, back: Grid, touched: Uint8Array): Scroll | undefined {
    if (this.#sum(front, back, touched) <= GAIN_ROWS) return undefined;
    let best: Scroll | undefined;
    let gain = GAIN_ROWS - 1;
    const span = this.#last - this.#first;
    for (let by = 1; by <= span; by++)
      for (const step of [by, -by]) {
        this.#score(step);
        if (this.#gain <= gain) continue;
        const top = step > 0 ? this.#from : this.#from + step;
        const bottom = step > 0 ? this.#to + step : this.#to;
        const kept = step > 0 ? this.#same(this.#to + 1, bottom) : this.#same(top, this.#from - 1);
        if (this.#gain - kept <= gain) continue;
        gain = this.#gain - kept;
        best = {top, bottom, by: step};
      }
    return best;
  }

  /** Sum the rows between the first and the last that have changed; how many have. */
  #sum(front: Uint32Array, back: Grid, touched: Uint8Array): number {
    const width = back.cols * CELL;
    let changed = 0;
    for (let y = 0; y < back.rows; y++) {
      if (touched[y] !== 1) continue;
      const before = (this.#old[y] = sumOf(front, y * width, width));
      const after = (this.#new[y] = sumOf(back.cells, y * width, width));
      if (before === after) continue;
      if (changed === 0) this.#first = y;
      this.#last = y;
      changed++;
    }
    if (changed <= GAIN_ROWS) return changed;
    for (let y = this.#first; y < this.#last; y++)
      if (touched[y] !== 1) this.#old[y] = this.#new[y] = sumOf(front, y * width, width);
    return changed;
  }

  /** Find the stretch of rows for which a move pays most: one for each row it brings, minus one for each it spoils. */
  #score(by: number): void {
    const [from, to] = by > 0 ? [this.#first, this.#last - by] : [this.#first - by, this.#last];
    this.#gain = 0;
    let sum = 0;
    let start = from;
    for (let y = from; y <= to; y++) {
      const row = this.#new[y];
      const isThere = row === this.#old[y];
      if (row === this.#old[y + by]) sum += isThere ? 0 : 1;
      else if (isThere) sum--;
      if (sum <= 0) {
        sum = 0;
        start = y + 1;
      } else if (sum > this.#gain) {
        this.#gain = sum;
        this.#from = start;
        this.#to = y;
      }
    }
  }

  /** How many rows stand already where they are to be. */
  #same(from: number, to: number): number {
    let count = 0;
    for (let y = from; y <= to; y++) if (this.#new[y] === this.#old[y]) count++;
    return count;
  }
}

/** A number made of the text of a row; equal rows have equal ones. */
const sumOf = (cells: Uint32Array, from: number, length: number): number => {
  let sum = SEED;
  for (let at = from; at < from + length; at += CELL) sum = Math.imul(sum ^ (cells[at] ?? 0), PRIME);
  return sum;
};
