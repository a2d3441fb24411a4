/**
 * Which rows of a screen have changed, marked one by one in place of the library's range. A row that the library itself
 * has changed may hold anything anywhere: `touch` is told of it.
 */
import type {XtermDirtyRows} from './xterm-internals.ts';

export class DirtyRows implements XtermDirtyRows {
  readonly #touch: (from: number, to: number) => void;
  rows: Uint8Array;
  /** A line feed that scrolls marks all rows, one after the other floods. */
  #isWhole = true;
  /** The library only moves the cursor. */
  muted = false;
  /** The library refreshes nothing: no row is at or after this one. */
  readonly start = Infinity;
  readonly end = Infinity;

  constructor(rows: number, touch: (from: number, to: number) => void) {
    this.rows = new Uint8Array(rows).fill(1);
    this.#touch = touch;
  }

  resize(rows: number): void {
    this.rows = new Uint8Array(rows).fill(1);
    this.#isWhole = true;
  }

  clean(): void {
    this.rows.fill(0);
    this.#isWhole = false;
  }

  /** Rows that we have changed. */
  mark(from: number, to: number): void {
    if (this.#isWhole) return;
    if (from === to) this.rows[from] = 1;
    else this.rows.fill(1, Math.min(from, to), Math.max(from, to) + 1);
    this.#isWhole = to - from === this.rows.length - 1;
  }

  markDirty(y: number): void {
    if (this.muted || y >= this.rows.length) return;
    this.rows[y] = 1;
    this.#touch(y, y);
  }

  markRangeDirty(from: number, to: number): void {
    this.mark(from, to);
    this.#touch(Math.min(from, to), Math.max(from, to));
  }

  markAllDirty(): void {
    this.markRangeDirty(0, this.rows.length - 1);
  }

  /** Called by the library before each parse, to forget what it has drawn. */
  clearRange(): void {}
}
