/**
 * Rows that have left the screen, packed: text by the byte where it is Latin, by two bytes otherwise; runs of one look,
 * and the looks themselves once a page. A line longer than the screen is wide is read as several.
 *
 * A row keeps the width it left with. {@link History.rewrap} lays the rows out for another: rows that continue one another
 * are joined and cut anew, and only an index of where lines begin is made.
 */
import {BLANK, CELL, CODE_MASK, GRAPHEME, type GraphemeTable} from './cells.ts';
import type {HistoryBudget} from './history-budget.ts';
import {type Continued, Page, type Row} from './page.ts';
import type {XtermLine} from './xterm-internals.ts';
import {attributesOf, blankFrom, colourOf} from './xterm-lines.ts';

/** A cell of a row; rows are counted since the start. */
export type Place = {readonly row: number; readonly offset: number};

export class History implements Disposable {
  /** Rows kept. */
  readonly #limit: number;
  readonly #graphemes: GraphemeTable;
  readonly #budget: HistoryBudget | undefined;
  #pages: Page[] = [];
  /** A dropped page, to be filled again. */
  #spare: Page | undefined;
  #first = 0;
  #end = 0;
  #cols: number;
  /** Where each line begins, when lines are not rows; those before `#head` are gone. */
  #starts: Place[] | undefined;
  #head = 0;
  #dropped = 0;
  /** No row is dropped for the limit while rows of the screen pass through. */
  #isOpen = false;

  constructor(options: {cols: number; limit: number; graphemes: GraphemeTable; budget?: HistoryBudget | undefined}) {
    this.#cols = options.cols;
    this.#limit = options.limit;
    this.#graphemes = options.graphemes;
    this.#budget = options.budget;
  }

  get lines(): number {
    return this.#starts === undefined ? this.#end - this.#first : this.#starts.length - this.#head;
  }

  /** Lines dropped at the front since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The row that comes next. */
  get end(): number {
    return this.#end;
  }

  /** Pack a row behind the others. */
  push(line: XtermLine, continued: Continued): void {
    if (this.#limit === 0 && !this.#isOpen) {
      this.#dropped++;
      return;
    }
    let page = this.#pages.at(-1);
    if (page === undefined || !page.hasRoom(line)) page = this.#openPage(line);
    page.push(line, continued, this.#graphemes);
    this.#starts?.push({row: this.#end, offset: 0});
    this.#end++;
    if (!this.#isOpen && this.#end - this.#first > this.#limit) this.#dropRow();
  }

  /** Keep all rows that are pushed until `pass` returns, over the limit too. */
  passing(pass: () => void): void {
    this.#isOpen = true;
    pass();
    this.#isOpen = false;
    while (this.#end - this.#first > this.#limit) this.#dropRow();
  }

  /** Lay all lines out for another width. */
  rewrap(cols: number): void {
    this.#cols = cols;
    const starts: Place[] = [];
    for (let row = this.#first; row < this.#end;) {
      let after = row + 1;
      while (after < this.#end && this.#rowAt(after).isWrapped) after++;
      if (after === row + 1 && this.#rowAt(row).textCells <= cols) starts.push({row, offset: 0});
      else this.#layOut({from: row, to: after}, starts);
      row = after;
    }
    const isPlain = starts.every(({row, offset}, line) => row === this.#first + line && offset === 0);
    this.#starts = isPlain && starts.length === this.#end - this.#first ? undefined : starts;
    this.#head = 0;
  }

  /** Where a line begins. */
  placeOf(line: number): Place {
    return this.#starts?.[this.#head + line] ?? {row: this.#first + line, offset: 0};
  }

  /** The line that shows a cell, or would if the row were that long, and how many cells from its beginning. */
  lineOf({row, offset}: Place): {readonly line: number; readonly x: number} {
    if (this.#starts === undefined) return {line: row - this.#first, x: offset};
    let low = this.#head;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const start = this.#starts[middle];
      const isAfter = start !== undefined && (start.row > row || (start.row === row && start.offset > offset));
      if (isAfter) high = middle - 1;
      else low = middle;
    }
    const start = this.#starts[low] ?? {row, offset};
    let x = offset - start.offset;
    for (let between = start.row; between < row; between++) x += this.#rowAt(between).cells;
    return {line: low - this.#head, x};
  }

  isWrapped(line: number): boolean {
    if (line < 0 || line >= this.lines) return false;
    const {row, offset} = this.placeOf(line);
    return offset > 0 || this.#rowAt(row).isWrapped;
  }

  /** Copy a line into `into`, cut or filled with blanks. */
  copy(line: number, into: Uint32Array): void {
    let x = 0;
    this.#read(line, into.length / CELL, (row, from, count) => {
      row.words(from, count, into.subarray(x * CELL, (x + count) * CELL));
      row.runs(from, count, (at, length, {fg, bg, extended}) => {
        const foreground = colourOf(fg);
        const background = colourOf(bg);
        const attributes = attributesOf(fg, bg, extended);
        for (let cell = (x + at) * CELL, end = cell + length * CELL; cell < end; cell += CELL) {
          into[cell + 1] = foreground;
          into[cell + 2] = background;
          into[cell + 3] = attributes;
        }
      });
      x += count;
    });
    blankFrom(x, into);
  }

  /** Put a line back on a row of the screen, which is blank and as wide as the lines are laid out. */
  restore(line: number, into: XtermLine): void {
    const cells = new Uint32Array(into.length * CELL);
    let x = 0;
    this.#read(line, into.length, (row, from, count) => {
      row.words(from, count, cells);
      row.runs(from, count, (at, length, {fg, bg, extended}) => {
        for (let cell = at; cell < at + length; cell++) {
          const word = cells[cell * CELL] ?? BLANK;
          const to = x + cell;
          into._data[to * 3] = word & GRAPHEME ? word & ~CODE_MASK : word;
          into._data[to * 3 + 1] = fg;
          into._data[to * 3 + 2] = bg;
          if (word & GRAPHEME) into._combined[to] = this.#graphemes.textOf(word & CODE_MASK);
          if (extended !== undefined) into._extendedAttrs[to] = extended;
        }
      });
      x += count;
    });
    into.isWrapped = this.isWrapped(line);
  }

  /** A line as text, blanks at the end cut. */
  text(line: number): string {
    const cells = new Uint32Array(this.#cols * CELL);
    let text = '';
    this.#read(line, this.#cols, (row, from, count) => {
      row.words(from, count, cells);
      for (let at = 0; at < count; at++) {
        const word = cells[at * CELL] ?? BLANK;
        if (word & GRAPHEME) text += this.#graphemes.textOf(word & CODE_MASK);
        else if (word !== 0) text += String.fromCodePoint(word & CODE_MASK);
      }
    });
    return text.trimEnd();
  }

  /** Take lines off the end, from this one on. */
  truncate(line: number): void {
    if (line >= this.lines) return;
    const {row, offset} = this.placeOf(line);
    this.#starts?.splice(this.#head + line);
    this.#end = offset > 0 ? row + 1 : row;
    for (let last = this.#pages.at(-1); last !== undefined && last.first >= this.#end; last = this.#pages.at(-1)) {
      this.#release(last);
      this.#pages.pop();
    }
    const page = this.#pages.at(-1);
    page?.truncate(this.#end - page.first);
    if (offset > 0) this.#rowAt(row).cut(offset);
  }

  /** Drop everything. */
  clear(): void {
    this.#dropped += this.lines;
    for (const page of this.#pages) this.#release(page);
    this.#pages = [];
    this.#first = this.#end;
    this.#starts = undefined;
    this.#head = 0;
  }

  /** Drop the oldest page; not the one that is filled now. For the budget. */
  dropPage(): boolean {
    const [, second] = this.#pages;
    if (second === undefined) return false;
    while (this.#first < second.first) this.#dropRow();
    this.#spare = undefined;
    return true;
  }

  [Symbol.dispose](): void {
    this.clear();
    this.#budget?.leave(this);
  }

  #rowAt(row: number): Row {
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle]?.first ?? 0) > row) high = middle - 1;
      else low = middle;
    }
    const page = this.#pages[low];
    if (page === undefined) throw new RangeError(`no row ${row} in the history`);
    return page.row(row - page.first);
  }

  #openPage(line: XtermLine): Page {
    const last = this.#pages.at(-1);
    last?.seal();
    if (last !== undefined) this.#account(last);
    const spare = this.#spare?.isFor(line) === true ? this.#spare : undefined;
    this.#spare = undefined;
    const page = spare?.reuse(this.#end) ?? new Page(this.#end, line.length, last?.bytes ?? 0);
    this.#pages.push(page);
    this.#account(page);
    this.#budget?.keep(this);
    return page;
  }

  #dropRow(): void {
    const row = this.#first++;
    if (this.#starts === undefined) this.#dropped++;
    else {
      while (this.#starts[this.#head]?.row === row) {
        this.#head++;
        this.#dropped++;
      }
      if (this.#head > 4096) this.#starts = this.#starts.slice(this.#head);
      if (this.#head > 4096) this.#head = 0;
    }
    const [page, next] = this.#pages;
    if (page === undefined || (next?.first ?? this.#end) > this.#first) return;
    this.#pages.shift();
    this.#release(page);
    this.#spare = page;
  }

  /** Tell the budget what a page takes. */
  #account(page: Page): void {
    this.#budget?.add(page.bytes - page.counted);
    page.counted = page.bytes;
  }

  #release(page: Page): void {
    this.#budget?.add(-page.counted);
    page.counted = 0;
  }

  /** Cut rows that continue one another into lines. */
  #layOut({from, to}: {from: number; to: number}, starts: Place[]): void {
    let x = 0;
    starts.push({row: from, offset: 0});
    for (let row = from; row < to; row++) {
      const packed = this.#rowAt(row);
      const cells = row === to - 1 ? packed.textCells : packed.cells;
      for (let offset = 0; offset < cells;) {
        if (x >= this.#cols) {
          starts.push({row, offset});
          x = 0;
        }
        // A wide character is not cut in two.
        const room = Math.min(cells - offset, this.#cols - x);
        const isCut = offset + room < cells && packed.isRightHalf(offset + room);
        offset += isCut ? room - 1 : room;
        x = isCut ? this.#cols : x + room;
      }
    }
  }

  /** Go through the parts of rows that make up a line. */
  #read(line: number, most: number, part: (row: Row, from: number, count: number) => void): void {
    if (line < 0 || line >= this.lines) return;
    const start = this.placeOf(line);
    const end = line + 1 < this.lines ? this.placeOf(line + 1) : {row: this.#end, offset: 0};
    let room = most;
    for (let {row} = start; row <= end.row && row < this.#end && room > 0; row++) {
      const packed = this.#rowAt(row);
      const from = row === start.row ? start.offset : 0;
      const to = row === end.row ? end.offset : packed.cells;
      const count = Math.min(to - from, room);
      if (count > 0) part(packed, from, count);
      room -= Math.max(0, count);
    }
  }
}
