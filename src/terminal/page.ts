/**
 * Some hundred packed rows in one buffer of 16-bit units. A row is a head (cells; cells with text; flags and how many
 * runs; units of text), its text, and its runs (look, length). A row without runs has the default look throughout.
 */
import {CELL, CODE_MASK, GRAPHEME, WIDTH_SHIFT, type GraphemeTable} from './cells.ts';
import {XTERM, type XtermExtended, type XtermLine} from './xterm-internals.ts';
import {clusterOf} from './xterm-lines.ts';

/** Does another row continue one, and does it begin with a wide character that did not fit? */
export type Continued = 'no' | 'narrow' | 'wide';

/** @param next the row below */
export const continuedBy = (next: XtermLine | undefined): Continued => {
  if (next?.isWrapped !== true) return 'no';
  return (next._data[0] ?? 0) >>> XTERM.widthShift === 2 ? 'wide' : 'narrow';
};

/** What a run of cells looks like, in the library's words. */
export type Look = {readonly fg: number; readonly bg: number; readonly extended: XtermExtended | undefined};

const HEAD = 4;
const WRAPPED = 0x8000;
/** The text is of units, not bytes. */
const BROAD = 0x4000;
const RUNS = 0x3fff;
/** The looks of a page: two words each, and the rarer half of a pen for the few that have one. 0 is the default. */
class Looks {
  words = new Uint32Array(16);
  readonly extended = new Map<number, XtermExtended>();
  size = 1;

  /** The number of a look, a new one if `slots` has none of its kind. */
  find({fg, bg, extended}: Look): number {
    if (slotsOf !== this.words) {
      slots.fill(0);
      slotsOf = this.words;
    }
    const link = extended?._urlId ?? 0;
    const style = extended?._ext ?? 0;
    const slot = Math.imul(fg ^ Math.imul(bg, 31) ^ Math.imul(style, 131) ^ link, 0x9e3779b1) >>> 20;
    const known = slots[slot] ?? 0;
    // A slot holds one look: those that fall into the same take turns, and are written twice.
    if (known > 0 && this.words[known * 2] === fg && this.words[known * 2 + 1] === bg) {
      const other = extended === undefined ? undefined : this.extended.get(known);
      if ((other?._urlId ?? 0) === link && (other?._ext ?? 0) === style) return known;
    }
    slots[slot] = this.size;
    return this.#add({fg, bg, extended});
  }

  at(look: number): Look {
    const [fg = 0, bg = 0] = [this.words[look * 2], this.words[look * 2 + 1]];
    return {fg, bg, extended: this.extended.get(look)};
  }

  clear(): void {
    this.size = 1;
    this.extended.clear();
    if (slotsOf === this.words) slotsOf = undefined;
  }

  #add({fg, bg, extended}: Look): number {
    if (this.size * 2 === this.words.length) {
      const wider = new Uint32Array(this.words.length * 2);
      wider.set(this.words);
      if (slotsOf === this.words) slotsOf = wider;
      this.words = wider;
    }
    this.words[this.size * 2] = fg;
    this.words[this.size * 2 + 1] = bg;
    if (extended !== undefined) this.extended.set(this.size, extended);
    return this.size++;
  }
}

/** Units of a page, when a session has some history. */
const FULL = 32_768;
const SMALL = 2_048;
/** Looks and rare characters of a page: what 16 bits and the surrogates' range can count, less a row's. */
const MOST_LOOKS = 0xffff;
const MOST_RARE = 2048;
/** Units that stand for characters beyond 16 bits, and for clusters: no text has surrogates in it. */
const RARE = 0xd800;
const SPACE = 0x20;
/** What makes a blank cell visible. */
const SHOWN_FG = (XTERM.fg.inverse | XTERM.fg.underline | XTERM.fgStrike) >>> 0;
const SHOWN_BG = XTERM.colourMask | XTERM.bg.overline;
const HASHES = 4096;

const defaultLook: Look = {fg: 0, bg: 0, extended: undefined};
/** The runs of the row that is being packed. */
let runs = new Uint16Array(1024);
/** Slots of the looks by hash, of the page that was written to last. */
const slots = new Uint16Array(HASHES);
let slotsOf: Uint32Array | undefined;

/** Longest row that is packed; more columns are nobody's screen. */
const LONGEST_ROW = 10_000;

export class Page {
  /** The row since the start that is the first here. */
  first: number;
  /** Bytes that the budget was told of. */
  counted = 0;
  #units: Uint16Array;
  #bytes: Uint8Array;
  #used = 0;
  #count = 0;
  #starts = new Uint16Array(64);
  readonly #looks = new Looks();
  readonly #rare: number[] = [];

  /** @param before bytes of the page before: a session's first pages are small */
  constructor(first: number, cols: number, before: number) {
    this.first = first;
    const units = Math.max(unitsFor(cols), Math.min(FULL, Math.max(SMALL, before)));
    this.#units = new Uint16Array(units);
    this.#bytes = new Uint8Array(this.#units.buffer);
  }

  get bytes(): number {
    return this.#units.byteLength + this.#looks.words.byteLength;
  }

  /** Can it be filled again with such rows? */
  isFor(line: XtermLine): boolean {
    return this.#units.length >= Math.max(FULL, unitsFor(line.length));
  }

  reuse(first: number): Page {
    this.first = first;
    this.#used = 0;
    this.#count = 0;
    this.#looks.clear();
    this.#rare.length = 0;
    return this;
  }

  hasRoom(line: XtermLine): boolean {
    return (
      this.#used + unitsFor(line.length) <= this.#units.length &&
      this.#looks.size + line.length < MOST_LOOKS &&
      this.#rare.length + Math.min(line.length, MOST_RARE / 2) < MOST_RARE
    );
  }

  /** No row will follow: give back what is left. */
  seal(): void {
    if (this.#used * 8 >= this.#units.length * 7) return;
    this.#units = this.#units.slice(0, this.#used);
    this.#bytes = new Uint8Array(this.#units.buffer);
  }

  /** Keep the first rows only. */
  truncate(count: number): void {
    if (count >= this.#count) return;
    this.#used = this.#starts[count] ?? 0;
    this.#count = count;
  }

  row(at: number): Row {
    return new Row(this.#units, this.#bytes, {start: this.#starts[at] ?? 0, looks: this.#looks, rare: this.#rare});
  }

  push(line: XtermLine, continued: Continued, graphemes: GraphemeTable): void {
    const start = this.#used;
    const {cells, textCells} = continued === 'no' ? extentOf(line) : joinedExtentOf(line, continued);
    const isPlain = this.#writePlain(line, cells);
    const runCount = isPlain ? 0 : this.#gatherRuns(line, cells);
    const isNarrow = isPlain || this.#writeBytes(line, cells);
    const textUnits = isNarrow ? (cells + 1) >> 1 : cells;
    if (!isNarrow) this.#writeUnits(line, cells, graphemes);
    const units = this.#units;
    units[start] = cells;
    units[start + 1] = textCells;
    units[start + 2] = (line.isWrapped ? WRAPPED : 0) | (isNarrow ? 0 : BROAD) | runCount;
    units[start + 3] = textUnits;
    let to = start + HEAD + textUnits;
    for (let run = 0; run < runCount * 2; run++) units[to++] = runs[run] ?? 0;
    if (this.#count === this.#starts.length) this.#starts = grown(this.#starts);
    this.#starts[this.#count++] = start;
    this.#used = to;
  }

  /** @returns was it Latin text in the default look, and is written? */
  #writePlain(line: XtermLine, cells: number): boolean {
    const words = line._data;
    const bytes = this.#bytes;
    for (let x = 0, at = 0, to = (this.#used + HEAD) * 2; x < cells; x++, at += 3) {
      const code = (words[at] ?? 0) & (XTERM.codeMask | XTERM.combined);
      if (code > 0xff || code === 0 || ((words[at + 1] ?? 0) | (words[at + 2] ?? 0)) !== 0) return false;
      bytes[to++] = code;
    }
    return true;
  }

  /** @returns how many runs are in `runs`; 0 when all cells look the default */
  #gatherRuns(line: XtermLine, cells: number): number {
    if (runs.length < cells * 2) runs = new Uint16Array(cells * 2);
    const words = line._data;
    let count = 0;
    let begun = 0;
    let [fg, bg, look] = [0, 0, 0];
    let extended: XtermExtended | undefined;
    for (let x = 0, at = 0; x < cells; x++, at += 3) {
      const nextFg = words[at + 1] ?? 0;
      const nextBg = words[at + 2] ?? 0;
      if (nextFg === fg && nextBg === bg && (nextBg & XTERM.bg.extended) === 0) continue;
      const nextExtended = nextBg & XTERM.bg.extended ? line._extendedAttrs[x] : undefined;
      if (nextFg === fg && nextBg === bg && nextExtended === extended) continue;
      if (x > begun) {
        runs[count++] = look;
        runs[count++] = x - begun;
      }
      begun = x;
      fg = nextFg;
      bg = nextBg;
      extended = nextExtended;
      look = fg === 0 && bg === 0 ? 0 : this.#looks.find({fg, bg, extended});
    }
    if (count === 0 && look === 0) return 0;
    runs[count++] = look;
    runs[count++] = cells - begun;
    return count / 2;
  }

  /** @returns did all fit into bytes? */
  #writeBytes(line: XtermLine, cells: number): boolean {
    const words = line._data;
    const bytes = this.#bytes;
    for (let x = 0, at = 0, to = (this.#used + HEAD) * 2; x < cells; x++, at += 3) {
      const content = words[at] ?? 0;
      const code = content & (XTERM.codeMask | XTERM.combined);
      if (code > 0xff) return false;
      bytes[to++] = content === XTERM.empty ? SPACE : code;
    }
    return true;
  }

  #writeUnits(line: XtermLine, cells: number, graphemes: GraphemeTable): void {
    const words = line._data;
    const units = this.#units;
    for (let x = 0, at = 0, to = this.#used + HEAD; x < cells; x++, at += 3) {
      const content = words[at] ?? 0;
      const code = content & (XTERM.codeMask | XTERM.combined);
      if (code <= 0xffff) units[to++] = content === XTERM.empty ? SPACE : code;
      else units[to++] = RARE + this.#rareOf(code & XTERM.combined ? clusterOf(line, x, graphemes) : code);
    }
  }

  #rareOf(word: number): number {
    const known = this.#rare.lastIndexOf(word);
    if (known >= 0) return known;
    return this.#rare.length < MOST_RARE ? this.#rare.push(word) - 1 : 0;
  }
}

const unitsFor = (cols: number): number => HEAD + 3 * Math.min(cols, LONGEST_ROW);

const grown = (array: Uint16Array): Uint16Array<ArrayBuffer> => {
  const wider = new Uint16Array(array.length * 2);
  wider.set(array);
  return wider;
};

type Extent = {readonly cells: number; readonly textCells: number};

/** What of a row is kept: up to its last visible cell, and up to its last character. */
const extentOf = (line: XtermLine): Extent => {
  const words = line._data;
  const length = Math.min(line.extent ?? line.length, line.length, LONGEST_ROW);
  let textCells = length;
  for (let at = textCells * 3 - 3; textCells > 0; textCells--, at -= 3) {
    const content = words[at] ?? 0;
    const code = content & (XTERM.codeMask | XTERM.combined);
    if ((code !== 0 && code !== SPACE) || content === 0) break;
  }
  let cells = length;
  for (let at = cells * 3 - 3; cells > textCells; cells--, at -= 3)
    if (((words[at + 1] ?? 0) & SHOWN_FG) !== 0 || ((words[at + 2] ?? 0) & SHOWN_BG) !== 0) break;
  return {cells, textCells};
};

/** A row that is continued is kept whole, but for the cell left free since a wide character did not fit. */
const joinedExtentOf = (line: XtermLine, continued: Continued): Extent => {
  const last = line._data[line.length * 3 - 3] ?? 0;
  const isFree = (last & (XTERM.codeMask | XTERM.combined)) === 0 && last !== 0;
  const cells = Math.min(LONGEST_ROW, isFree && continued === 'wide' ? line.length - 1 : line.length);
  return {cells, textCells: cells};
};

/** A packed row, to be read. */
export class Row {
  readonly #units: Uint16Array;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #looks: Looks;
  readonly #rare: readonly number[];

  constructor(
    units: Uint16Array,
    bytes: Uint8Array,
    {start, looks, rare}: {start: number; looks: Looks; rare: readonly number[]},
  ) {
    this.#units = units;
    this.#bytes = bytes;
    this.#start = start;
    this.#looks = looks;
    this.#rare = rare;
  }

  get cells(): number {
    return this.#units[this.#start] ?? 0;
  }

  /** Up to its last character: blanks with a colour behind it are cut where the screen is narrower. */
  get textCells(): number {
    return this.#units[this.#start + 1] ?? 0;
  }

  get isWrapped(): boolean {
    return (this.#flags & WRAPPED) !== 0;
  }

  isRightHalf(x: number): boolean {
    return this.#isBroad && x < this.cells && this.#units[this.#start + HEAD + x] === 0;
  }

  /** Forget the cells from this one on; they are on the screen again. */
  cut(cells: number): void {
    this.#units[this.#start] = cells;
    this.#units[this.#start + 1] = cells;
  }

  /** Write the text words of some cells, each at the first of `CELL` values. */
  words(from: number, count: number, into: Uint32Array): void {
    const text = this.#start + HEAD;
    const narrow = 1 << WIDTH_SHIFT;
    if (!this.#isBroad) {
      for (let x = 0, at = text * 2 + from; x < count; x++) into[x * CELL] = (this.#bytes[at++] ?? SPACE) | narrow;
      return;
    }
    for (let x = 0; x < count; x++) {
      const unit = this.#units[text + from + x] ?? SPACE;
      const isRare = unit >= RARE && unit < RARE + MOST_RARE;
      const code = isRare ? (this.#rare[unit - RARE] ?? SPACE) & (CODE_MASK | GRAPHEME) : unit;
      into[x * CELL] = unit === 0 ? 0 : code | (narrow << (this.isRightHalf(from + x + 1) ? 1 : 0));
    }
  }

  /** Tell the looks of some cells, counted from the first of them. */
  runs(from: number, count: number, tell: (at: number, length: number, look: Look) => void): void {
    const runCount = this.#flags & RUNS;
    if (runCount === 0) {
      tell(0, count, defaultLook);
      return;
    }
    let at = this.#start + HEAD + (this.#units[this.#start + 3] ?? 0);
    let begun = 0;
    for (let run = 0; run < runCount && begun < from + count; run++, at += 2) {
      const end = begun + (this.#units[at + 1] ?? 0);
      const first = Math.max(begun, from);
      const length = Math.min(end, from + count) - first;
      if (length > 0) tell(first - from, length, this.#looks.at(this.#units[at] ?? 0));
      begun = end;
    }
  }

  get #flags(): number {
    return this.#units[this.#start + 2] ?? 0;
  }

  get #isBroad(): boolean {
    return (this.#flags & BROAD) !== 0;
  }
}
