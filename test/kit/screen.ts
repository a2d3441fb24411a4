/** A person's terminal: takes the frames and is asked for its cells. Coordinates are cells from 0, origin top left. */
import type {Rect} from '../../src/core/layout.ts';
import {
  ATTR,
  CELL,
  CODE_MASK,
  DEFAULT_COLOUR,
  GRAPHEME,
  GraphemeTable,
  PALETTE,
  RGB,
  UNDERLINE_SHIFT,
  WIDTH_SHIFT,
} from '../../src/terminal/cells.ts';
import type {Engine} from '../../src/terminal/engine.ts';
import {openXtermEngine} from '../../src/terminal/xterm-engine.ts';

/** Letters of the palette's first eight colours, then the same for the bright ones. */
const COLOURS = 'krgylmcw';
const KIND_MASK = 0xff000000;

/** All that a frame may hold: places, looks, erasures, scrolling, the cursor, brackets, links, the window's title, what was copied. */
const PAINT =
  /\u0007|\u001b\](?:9|777;notify);[^\u0000-\u001f\u007f-\u009f]*\u0007|\u001b\]99;[^\u0000-\u001f\u007f-\u009f]*\u001b\\|\u001b\]52;c;[A-Za-z\d+/=]*\u0007|\u001b\](?:8;(?:id=\d+;[a-z][!-~]*|;)|2;roundhouse [^\u0000-\u001f\u007f-\u009f]*)\u001b\\|\u001bM|\u001b\[[\d;:]*[ABCDGHJKXdmrSTLMP@]|\u001b\[\d* q|\u001b\[\?(?:25|2026)[hl]|\u001b\(B|\u000f|\r|\n|\u0008/gu;
/** What is left may be nothing a terminal acts on. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f][^\u0000-\u001f]{0,20}/gu;

/** What we ask of a terminal and set in it besides pictures: colours, light and dark, kitty's keys, what it is. */
const WORDS =
  /^(?:\u001b\]1[012];\?\u001b\\|\u001b\[\?2031h|\u001b\[\?996n|\u001b\[\?u|\u001b\[>q|\u001b\[c|\u001b\[[<>]1?u)+$/u;
/** Notices come alone, and are no part of the picture. */
const NOTICE = /^\u001b\](?:9|99|777);/u;

/** A terminal in memory. */
export class Screen implements Disposable {
  readonly #graphemes = new GraphemeTable();
  readonly #engine: Engine;
  /** What it was told besides pictures: titles that are not ours, bells, questions. */
  readonly #disturbed: string[] = [];
  /** Questions, settings and notices, each as it came. */
  readonly told: string[] = [];
  #painted = '';
  #title = '';
  #clipboard = '';
  bells = 0;
  readonly notices: string[] = [];

  constructor(size: {cols: number; rows: number}) {
    this.#engine = openXtermEngine(
      {...size, history: 0, graphemes: this.#graphemes},
      {
        onReply: reply => this.#disturbed.push(`a question, answered ${JSON.stringify(reply)}`),
        onTitle: title => this.#named(title),
        onClipboard: text => (this.#clipboard = text),
        onBell: () => this.bells++,
        onNotice: ({title, body}) => this.notices.push(title === undefined ? body : `${title}: ${body}`),
      },
    );
  }

  /** What lies in the clipboard of the person's machine. */
  get clipboard(): string {
    return this.#clipboard;
  }

  get cols(): number {
    return this.#engine.cols;
  }

  get rows(): number {
    return this.#engine.rows;
  }

  /** Where the cursor is; undefined while it is hidden. */
  get cursor(): {readonly x: number; readonly y: number} | undefined {
    const {x, y, visible} = this.#engine.cursor;
    return visible ? {x: Math.min(x, this.cols - 1), y} : undefined;
  }

  /** What the window is called. */
  get title(): string {
    return this.#title;
  }

  /** Take a frame. What is asked of the terminal itself is left to whoever answers for it. */
  feed(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString();
    if (WORDS.test(text)) {
      this.told.push(text);
      return;
    }
    if (NOTICE.test(text)) this.told.push(text);
    this.#painted += Buffer.from(bytes).toString('utf8');
    this.#engine.feed(bytes);
  }

  resize(cols: number, rows: number): void {
    this.#engine.resize(cols, rows);
  }

  /** The rows of a rectangle as text, as wide as it is. */
  text(rect: Rect = this.#whole): readonly string[] {
    return this.#cells(rect).map(cells => cells.map(it => it.text).join(''));
  }

  /** One letter a cell for how it looks: see {@link letterOf}. */
  styles(rect: Rect = this.#whole): readonly string[] {
    return this.#cells(rect).map(cells =>
      cells
        .map(it => it.letter)
        .join('')
        .replace(/ +$/u, ''),
    );
  }

  /** What it got that is no picture. A frame of ours has nothing of the kind. */
  get disturbances(): readonly string[] {
    const left = this.#painted.replaceAll(PAINT, '');
    return [...this.#disturbed, ...[...left.matchAll(CONTROL)].map(([it]) => `the bytes ${JSON.stringify(it)}`)];
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }

  get #whole(): Rect {
    return {x: 0, y: 0, cols: this.cols, rows: this.rows};
  }

  #cells(rect: Rect): readonly (readonly {text: string; letter: string}[])[] {
    const row = new Uint32Array(this.cols * CELL);
    return Array.from({length: rect.rows}, (_, at) => {
      this.#engine.row(rect.y + at, row);
      return Array.from({length: rect.cols}, (_cell, x) => {
        const cell = row.subarray((rect.x + x) * CELL, (rect.x + x + 1) * CELL);
        return {text: this.#textOf(cell[0] ?? 0), letter: letterOf(cell)};
      });
    });
  }

  #named(title: string): void {
    if (title.startsWith('roundhouse ')) this.#title = title;
    else this.#disturbed.push(`the title ${JSON.stringify(title)}`);
  }

  #textOf(word: number): string {
    if (word >>> WIDTH_SHIFT === 0) return '';
    const code = word & CODE_MASK;
    return (word & GRAPHEME) === 0 ? String.fromCodePoint(code === 0 ? 0x20 : code) : this.#graphemes.textOf(code);
  }
}

/**
 * How a cell looks, in one letter: `i` inverse, `#` on a colour, `u` underlined, a colour's initial (`k r g y l m c w`,
 * `l` is blue, `*` another one) in capitals where it is bold, `b` bold, `d` dim, a space for none of these.
 */
const letterOf = ([, foreground = 0, background = 0, attr = 0]: Uint32Array): string => {
  if ((attr & ATTR.inverse) !== 0) return 'i';
  if ((background & KIND_MASK) !== DEFAULT_COLOUR) return '#';
  if (((attr >> UNDERLINE_SHIFT) & 7) !== 0) return 'u';
  const isBold = (attr & ATTR.bold) !== 0;
  const letter = colourLetter(foreground);
  if (letter === undefined) return weightLetter(attr);
  return isBold ? letter.toUpperCase() : letter;
};

const weightLetter = (attr: number): string => {
  if ((attr & ATTR.bold) !== 0) return 'b';
  return (attr & ATTR.dim) === 0 ? ' ' : 'd';
};

const colourLetter = (word: number): string | undefined => {
  const kind = (word & KIND_MASK) >>> 0;
  if (kind === PALETTE && (word & 0xff) < 2 * COLOURS.length) return COLOURS[word & 7];
  return kind === PALETTE || kind === RGB ? '*' : undefined;
};
