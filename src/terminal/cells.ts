/**
 * The cell and the grid of cells, as engines fill and compositors read them.
 * A cell is four u32 in a row: text, foreground, background, attributes. Coordinates are cells from 0, origin top left.
 */

/** u32 values in one cell. */
export const CELL = 4;

/** Bits of the text word: the code point, or an index into the grapheme table where {@link GRAPHEME} is set; then the width. */
export const CODE_MASK = 0x1fffff;
export const GRAPHEME = 0x200000;
/** Width 0 is the right half of a wide character. */
export const WIDTH_SHIFT = 22;

/** Bits of a colour word: the kind in the top byte (0 the terminal's default, 1 palette, 2 RGB), then the value. */
export const DEFAULT_COLOUR = 0;
export const PALETTE = 0x01000000;
export const RGB = 0x02000000;

/** Bits of the attribute word; bits 8 to 10 are the underline's style (0 none, 1 single … 5 dashed), from bit 16 the link id. */
export const ATTR = {
  bold: 1,
  dim: 2,
  italic: 4,
  blink: 8,
  inverse: 16,
  invisible: 32,
  strike: 64,
  overline: 128,
} as const;
export const UNDERLINE_SHIFT = 8;
export const LINK_SHIFT = 16;

/** A blank cell: a space of width 1 in default colours. */
export const BLANK = 0x20 | (1 << WIDTH_SHIFT);

/** Clusters of more than one code point, each under a number. Grows only; shared by all grids of one thread. */
export class GraphemeTable {
  readonly #texts: string[] = [];
  readonly #index = new Map<string, number>();

  /** The number of a cluster, new or known. */
  intern(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  textOf(index: number): string {
    return this.#texts[index] ?? '\ufffd';
  }

  /** How many there are: what was added since is `texts(from)`. */
  get size(): number {
    return this.#texts.length;
  }

  texts(from: number): readonly string[] {
    return this.#texts.slice(from);
  }
}

/** The longest target of a link that is kept. @see VTE's and iTerm2's limit */
const TARGET_CHARS = 2083;
/** Characters of all targets together. */
const TARGETS_CHARS = 1 << 22;
/** As many as an attribute word can name. */
const LINKS = 0xffff;
/** A target that opens something to look at, and nothing in it that could end its sequence. */
const TARGET = /^(?:https?|file|mailto|ftp|ssh|vscode|vscode-insiders|cursor|zed|idea):[!-~]*$/iu;

/**
 * Where links lead (OSC 8), each target under a number from 1 to 65535 as cells carry it; 0 is no link. Shared by all grids of
 * one thread, and bounded: once it is full, what is new is no link, for numbers may stand in any history.
 */
export class LinkTable {
  readonly #targets: string[] = [''];
  readonly #index = new Map<string, number>();
  #chars = 0;

  /** The number of a target, new or known; 0 for what no terminal should be given, and where there is no room. */
  intern(target: string): number {
    const known = this.#index.get(target);
    if (known !== undefined) return known;
    const chars = this.#chars + target.length;
    if (target.length > TARGET_CHARS || chars > TARGETS_CHARS || this.#targets.length > LINKS || !TARGET.test(target))
      return 0;
    this.#chars = chars;
    this.#index.set(target, this.#targets.length);
    return this.#targets.push(target) - 1;
  }

  /** The target under a number; empty for none. */
  textOf(link: number): string {
    return this.#targets[link] ?? '';
  }
}

/** A rectangle of cells in one typed array. */
export class Grid {
  readonly cols: number;
  readonly rows: number;
  readonly cells: Uint32Array;

  /** @param cells where the cells live, `cols * rows * CELL` long; made when absent, then blank */
  constructor(cols: number, rows: number, cells?: Uint32Array) {
    this.cols = cols;
    this.rows = rows;
    this.cells = cells ?? new Uint32Array(cols * rows * CELL);
    if (cells === undefined) this.clear();
  }

  clear(): void {
    const {cells} = this;
    cells.fill(0);
    for (let at = 0; at < cells.length; at += CELL) cells[at] = BLANK;
  }

  /** One row as a view into the grid: `cols * CELL` values. */
  row(y: number): Uint32Array {
    const width = this.cols * CELL;
    return this.cells.subarray(y * width, (y + 1) * width);
  }
}
