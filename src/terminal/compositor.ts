/**
 * What one client's terminal shows, and the fewest bytes that make it show something else. Callers draw into `back`
 * and mark the rows; `frame` compares these with what the terminal shows. Cells from 0, origin top left.
 */
import {BLANK, CELL, CODE_MASK, GRAPHEME, Grid, WIDTH_SHIFT, type GraphemeTable, type LinkTable} from './cells.ts';
import type {Cursor} from './engine.ts';
import {isControl, needsBase, standsAlone} from '../core/width.ts';
import {Pen, type Colours} from './pen.ts';
import {ScrollFinder, type Scroll} from './scroll.ts';

export type {Colours} from './pen.ts';

/** What a frame may cost to be sent bare: one more, and it is bracketed so that nobody sees it half drawn. */
const SMALL_BYTES = 512;
const SMALL_MOVES = 2;
/** Begin of a synchronised update (DEC 2026) with the cursor hidden. */
const OPENING = '\u001b[?2026h\u001b[?25l';
const CLOSING = '\u001b[?2026l';
/** Unchanged cells that are rather written again than jumped over: as long as the jump. */
const REWRITTEN = 3;
/** So many blanks in a row are rather erased than written. */
const ERASED = 10;
/** A word that no cell has: what the terminal shows there is not known. */
const UNKNOWN = 0xffffffff;
/** The most bytes a cell may take besides a cluster's text: a movement, a look, a character. */
const CELL_BYTES = 96;

type CompositorOptions = {
  readonly cols: number;
  readonly rows: number;
  readonly colours: Colours;
  /** The table behind the cells that are drawn. */
  readonly graphemes: GraphemeTable;
  /** The table behind their links. */
  readonly links: LinkTable;
};

/** One client's screen. */
export class Compositor {
  /** What the terminal is to show. A resize replaces it. */
  back: Grid;
  /** Where the cursor is to stand; it is moved only while it is visible. */
  cursor: Cursor = {x: 0, y: 0, visible: true, style: 0};
  /** What the terminal's window is to be called, sanitised; consoles are not told, nor any while it is empty. */
  title = '';
  readonly #graphemes: GraphemeTable;
  readonly #pen: Pen;
  #front: Uint32Array;
  #touched: Uint8Array;
  #scrolls: ScrollFinder;
  /** Is the front what the terminal shows? */
  #known = false;
  /** Where the terminal's cursor stands; -1 where that is not sure. */
  #x = -1;
  #y = -1;
  #moves = 0;
  /** Was a character the last thing that was written? */
  #wrote = true;
  #visible: boolean | undefined;
  #style: number | undefined;
  #shownTitle = '';
  readonly #isTitled: boolean;

  constructor({cols, rows, colours, graphemes, links}: CompositorOptions) {
    this.#pen = new Pen(colours, links);
    this.#graphemes = graphemes;
    this.#isTitled = colours !== '16';
    this.back = new Grid(cols, rows);
    this.#front = new Uint32Array(cols * rows * CELL);
    this.#touched = new Uint8Array(rows);
    this.#scrolls = new ScrollFinder(rows);
  }

  /** Mark a row of `back` as drawn. */
  touch(y: number): void {
    this.#touched[y] = 1;
  }

  /** Take another size: `back` is blank then, and the next frame is whole. */
  resize(cols: number, rows: number): void {
    this.back = new Grid(cols, rows);
    this.#front = new Uint32Array(cols * rows * CELL);
    this.#touched = new Uint8Array(rows);
    this.#scrolls = new ScrollFinder(rows);
    this.invalidate();
  }

  /** What the terminal shows is not known any more: the next frame paints everything, over what is there. */
  invalidate(): void {
    this.#known = false;
  }

  /**
   * Bytes that turn what the terminal shows into `back`; `undefined` when nothing differs.
   *
   * @returns a view into a buffer that the next frame reuses
   */
  frame(): Uint8Array | undefined {
    const pen = this.#pen;
    const opening = OPENING.length;
    pen.length = opening;
    this.#moves = 0;
    const whole = !this.#known;
    if (whole) this.#forget();
    for (let y = 0; y < this.back.rows; y++) if (this.#touched[y] === 1) mendRow(this.back.row(y));
    const scroll = whole ? undefined : this.#scrolls.find(this.#front, this.back, this.#touched);
    if (scroll !== undefined) this.#scroll(scroll);
    for (let y = 0; y < this.back.rows; y++) {
      if (this.#touched[y] !== 1) continue;
      this.#touched[y] = 0;
      this.#paintRow(y);
    }
    pen.close();
    const isSmall = !whole && this.#moves <= SMALL_MOVES && pen.length - opening < SMALL_BYTES;
    pen.reserve(CELL_BYTES);
    this.#placeCursor(isSmall);
    if (this.title !== this.#shownTitle && this.#isTitled) this.#entitle();
    if (pen.length === opening) return undefined;
    if (isSmall) return pen.bytes.subarray(opening, pen.length);
    const {length} = pen;
    pen.length = 0;
    pen.ascii(OPENING);
    pen.length = length;
    pen.ascii(CLOSING);
    return pen.bytes.subarray(0, pen.length);
  }

  #forget(): void {
    // Character set, look, scroll region and place are set back: what was written by others may have changed them.
    this.#pen.ascii('\u001b(B\u000f\u001b[m\u001b[r\u001b[H');
    this.#pen.reset('default');
    this.#x = this.#y = 0;
    this.#visible = undefined;
    this.#style = undefined;
    this.#shownTitle = '';
    this.#front.fill(UNKNOWN);
    this.#touched.fill(1);
    this.#known = true;
  }

  /** Let the terminal move whole rows by a scroll region; the rows that come in are blank. */
  #scroll({top, bottom, by}: Scroll): void {
    const pen = this.#pen;
    const width = this.back.cols * CELL;
    const count = Math.abs(by);
    pen.reserve(CELL_BYTES + 2 * count);
    // A terminal may fill new rows with the pen's background. Line feeds and reverse indices are known to all of them.
    pen.look(0, 0, 0);
    pen.pair(top + 1, bottom + 1, 0x72);
    pen.csi((by > 0 ? bottom : top) + 1, 0x48);
    for (let times = 0; times < count; times++) pen.ascii(by > 0 ? '\n' : '\u001bM');
    pen.ascii('\u001b[r');
    this.#x = this.#y = -1;
    this.#moves += SMALL_MOVES + 1;
    const [from, to] = by > 0 ? [top + by, bottom + 1] : [top, bottom + 1 + by];
    this.#front.copyWithin((from - by) * width, from * width, to * width);
    blank(this.#front.subarray((by > 0 ? to - by : top) * width, (by > 0 ? to : from - by) * width));
    this.#touched.fill(1, top, bottom + 1);
  }

  #entitle(): void {
    const pen = this.#pen;
    pen.reserve(CELL_BYTES);
    pen.ascii('\u001b]2;');
    pen.text(this.title);
    pen.reserve(CELL_BYTES);
    pen.ascii('\u001b\\');
    this.#shownTitle = this.title;
    this.#wrote = false;
  }

  #placeCursor(isSmall: boolean): void {
    const pen = this.#pen;
    const {x, y, visible, style} = this.cursor;
    const [atX, atY] = [Math.min(x, this.back.cols - 1), Math.min(y, this.back.rows - 1)];
    if (visible && (atX !== this.#x || atY !== this.#y)) this.#move(atX, atY);
    if (style !== this.#style && (visible || style !== 0)) {
      pen.ascii('\u001b[');
      pen.number(style);
      pen.ascii(' q');
      this.#style = style;
    }
    // A bracket has hidden it.
    if (visible && (this.#visible !== true || !isSmall)) pen.ascii('\u001b[?25h');
    if (!visible && this.#visible !== false && isSmall) pen.ascii('\u001b[?25l');
    this.#visible = visible;
  }

  #paintRow(y: number): void {
    const {cols} = this.back;
    const back = this.back.row(y);
    const front = this.#front.subarray(y * cols * CELL, (y + 1) * cols * CELL);
    let from = 0;
    let to = back.length;
    while (from < to && back[from] === front[from]) from++;
    if (from === to) return;
    while (to > from && back[to - 1] === front[to - 1]) to--;
    for (let at = from - (from % CELL); at < to; at += CELL) {
      const word = back[at] ?? 0;
      const isSame =
        word === front[at] &&
        (word === 0 ||
          (back[at + 1] === front[at + 1] && back[at + 2] === front[at + 2] && back[at + 3] === front[at + 3]));
      // The right half of a wide character goes with its left half.
      if (isSame || word === 0) continue;
      this.#pen.reserve(CELL_BYTES);
      this.#reach(at / CELL, y, back);
      const blanks = word === BLANK ? blanksAt(back, front, {from: at, to}) : 0;
      if (blanks < ERASED) this.#paintCell(back, at);
      else {
        this.#erase(blanks);
        at += (blanks - 1) * CELL;
      }
    }
    front.set(back);
  }

  /** Blank so many cells from the cursor on, which stays. */
  #erase(cells: number): void {
    const pen = this.#pen;
    pen.look(0, 0, 0);
    if (this.#x + cells === this.back.cols) pen.ascii('\u001b[K');
    else pen.csi(cells, 0x58);
    this.#wrote = false;
  }

  /** Bring the terminal's cursor to a cell, over a short gap by writing it again. */
  #reach(x: number, y: number, back: Uint32Array): void {
    if (this.#x === x && this.#y === y) return;
    const gap = x - this.#x;
    if (this.#y !== y || this.#x < 0 || gap < 0 || gap > REWRITTEN) {
      this.#move(x, y);
      return;
    }
    for (let at = this.#x * CELL; at < x * CELL; at += CELL) {
      const word = back[at] ?? 0;
      const isPlain = word >>> WIDTH_SHIFT === 1 && (word & CODE_MASK) < 0x7f && !(word & GRAPHEME);
      if (isPlain && this.#pen.is(back[at + 1] ?? 0, back[at + 2] ?? 0, back[at + 3] ?? 0)) continue;
      this.#move(x, y);
      return;
    }
    for (; this.#x < x; this.#x++) this.#pen.code((back[this.#x * CELL] ?? 0) & CODE_MASK);
  }

  /** A terminal may draw a cluster one cell wide; what stood in its second cell would stay. */
  #clearPair(x: number): void {
    this.#pen.code(0x20);
    this.#pen.code(0x20);
    this.#x = -1;
    this.#move(x, this.#y);
  }

  #paintCell(back: Uint32Array, at: number): void {
    const pen = this.#pen;
    const word = back[at] ?? 0;
    const width = word >>> WIDTH_SHIFT;
    const code = word & CODE_MASK;
    const x = at / CELL;
    pen.look(back[at + 1] ?? 0, back[at + 2] ?? 0, back[at + 3] ?? 0);
    if (!(word & GRAPHEME) && code >= 0x20 && code < 0x7f) {
      pen.bytes[pen.length++] = code;
      this.#x = x + 1 < this.back.cols ? x + 1 : -1;
      this.#wrote = true;
      return;
    }
    const isAlone = !(word & GRAPHEME) && standsAlone(code) && !isControl(code);
    // A sequence between them keeps a terminal from joining a character with what it wrote before.
    if (!isAlone && this.#wrote) this.#move(x, this.#y);
    if (word & GRAPHEME && width === 2) this.#clearPair(x);
    if (word & GRAPHEME) pen.text(this.#graphemes.textOf(code));
    else if (isControl(code)) pen.code(0x20);
    else {
      if (!isAlone && needsBase(code)) pen.code(0x20);
      pen.code(code);
    }
    // Terminals differ in the width of what is not plain, and wait at the last column: the place is not sure then.
    this.#x = isAlone && x + width < this.back.cols ? x + width : -1;
    this.#wrote = true;
  }

  /** Write the shortest movement to a cell. Relative ones are used only where the place is sure. */
  #move(x: number, y: number): void {
    const pen = this.#pen;
    const [fromX, fromY] = [this.#x, this.#y];
    this.#moves++;
    this.#wrote = false;
    this.#x = x;
    this.#y = y;
    if (fromY === y) {
      if (x === 0) pen.code(0x0d);
      else if (fromX < 0 || fromX === x) pen.csi(x + 1, 0x47);
      else if (fromX === x + 1) pen.code(0x08);
      else if (fromX < x) pen.csi(x - fromX, 0x43);
      else pen.csi(fromX - x, 0x44);
      return;
    }
    if (fromY >= 0 && y === fromY + 1 && x === 0) pen.ascii('\r\n');
    else if (fromY >= 0 && fromX === x) pen.csi(Math.abs(y - fromY), y > fromY ? 0x42 : 0x41);
    else if (x === 0) pen.csi(y + 1, 0x48);
    else pen.pair(y + 1, x + 1, 0x48);
  }
}

const blank = (cells: Uint32Array): void => {
  cells.fill(0);
  for (let at = 0; at < cells.length; at += CELL) cells[at] = BLANK;
};

/** How many cells from a place on are to be blank, up to the last of them that is not. Indices into a row. */
const blanksAt = (back: Uint32Array, front: Uint32Array, {from, to}: {from: number; to: number}): number => {
  let end = from;
  for (let at = from; at < to; at += CELL) {
    if (back[at] !== BLANK || back[at + 1] !== 0 || back[at + 2] !== 0 || back[at + 3] !== 0) break;
    if (front[at] !== BLANK || front[at + 1] !== 0 || front[at + 2] !== 0 || front[at + 3] !== 0) end = at + CELL;
  }
  return (end - from) / CELL;
};

/** Where a wide character was cut, by an edge or by what lies over it, put blanks. */
const mendRow = (row: Uint32Array): void => {
  for (let at = 0; at < row.length; at += CELL) {
    const word = row[at] ?? 0;
    if (word >>> WIDTH_SHIFT === 1) continue;
    if (word >>> WIDTH_SHIFT === 2 && at + CELL < row.length && row[at + CELL] === 0) at += CELL;
    else row[at] = BLANK;
  }
};
