/** Drawing into a grid: rows of an engine, text of our own, plain areas. All of it is clipped to the grid. */
import type {Rect} from '../core/layout.ts';
import {sanitise} from '../core/sanitise.ts';
import {asciiOf, mark} from '../core/signs.ts';
import {widthOf} from '../core/width.ts';
import {BLANK, CELL, CODE_MASK, GRAPHEME, WIDTH_SHIFT, type Grid} from './cells.ts';

/** How text looks: colour words and attribute bits; what is absent is 0. */
export type Pen = {readonly fg?: number; readonly bg?: number; readonly attr?: number};

/** Where text begins, and how many columns it may take: to the grid's edge when absent. `ascii` draws our signs so. */
type Place = {readonly x: number; readonly y: number; readonly maxCols?: number; readonly ascii?: boolean};

const ZERO_WIDTH_JOINER = 0x200d;
const ELLIPSIS = mark.cut.charCodeAt(0);

/** The part of a rectangle that is on the grid. */
const clip = (grid: Grid, {x, y, cols, rows}: Rect): Rect => {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return {
    x: left,
    y: top,
    cols: Math.max(0, Math.min(grid.cols, x + cols) - left),
    rows: Math.max(0, Math.min(grid.rows, y + rows) - top),
  };
};

/**
 * Copy a row of cells into a rectangle: what is longer is cut, what is shorter is filled with blanks.
 *
 * @param place  the rectangle, within the grid's columns, and the row in it, from 0
 * @param source cells as {@link Engine.row} fills them
 */
export const drawRow = (grid: Grid, {rect, y}: {rect: Rect; y: number}, source: Uint32Array): void => {
  const {x, cols, rows} = clip(grid, {...rect, y: rect.y + y, rows: 1});
  if (rows === 0 || cols === 0 || y < 0 || y >= rect.rows) return;
  const to = grid.row(rect.y + y).subarray(x * CELL, (x + cols) * CELL);
  to.set(source.length > to.length ? source.subarray(0, to.length) : source);
  for (let at = source.length; at < to.length; at += CELL) setCell(to, at, {word: BLANK});
  const last = to.length - CELL;
  if ((to[last] ?? 0) >>> WIDTH_SHIFT === 2) to[last] = BLANK;
};

/**
 * Write one line of text, without what a terminal would act on; marks that join a character are left out.
 *
 * @param at a text that is too long for it ends in `…`
 * @returns the columns it took
 */
export const drawText = (grid: Grid, text: string, at: Place & Pen): number => {
  if (at.y < 0 || at.y >= grid.rows || at.x < 0) return 0;
  const row = grid.row(at.y);
  const {fg = 0, bg = 0, attr = 0, ascii = false} = at;
  const pen = {fg, bg, attr};
  const room = Math.min(at.maxCols ?? grid.cols, grid.cols - at.x);
  const glyphs = glyphsOf(text);
  const total = glyphs.reduce((sum, it) => sum + it.width, 0);
  const limit = total > room ? room - 1 : room;
  let used = 0;
  for (const {code, width} of glyphs) {
    if (used + width > limit) break;
    setCell(row, (at.x + used) * CELL, {...pen, word: (ascii ? asciiOf(code) : code) | (width << WIDTH_SHIFT)});
    if (width === 2) setCell(row, (at.x + used + 1) * CELL, {...pen, word: 0});
    used += width;
  }
  if (total <= room || room <= 0) return used;
  setCell(row, (at.x + used) * CELL, {...pen, word: (ascii ? asciiOf(ELLIPSIS) : ELLIPSIS) | (1 << WIDTH_SHIFT)});
  return used + 1;
};

/** Code points with their widths; of an emoji of several, the first stands for all. */
const glyphsOf = (text: string): readonly {code: number; width: 1 | 2}[] => {
  const glyphs: {code: number; width: 1 | 2}[] = [];
  let joined = false;
  for (const char of sanitise(text)) {
    const code = char.codePointAt(0) ?? 0;
    const width = widthOf(code);
    if (width !== 0 && !joined) glyphs.push({code, width});
    joined = code === ZERO_WIDTH_JOINER;
  }
  return glyphs;
};

/** The columns {@link drawText} needs for a text. */
export const columnsOf = (text: string): number => glyphsOf(text).reduce((sum, it) => sum + it.width, 0);

/** Let our signs in some cells be drawn in ASCII. */
export const toAscii = (cells: Uint32Array): void => {
  for (let at = 0; at < cells.length; at += CELL) {
    const word = cells[at] ?? 0;
    if ((word & GRAPHEME) === 0) cells[at] = (word & ~CODE_MASK) | asciiOf(word & CODE_MASK);
  }
};

/** Fill a rectangle with a character of width 1, a blank when absent. */
export const fillRect = (grid: Grid, rect: Rect, pen: Pen & {readonly char?: string}): void => {
  const {x, y, cols, rows} = clip(grid, rect);
  const word = ((pen.char?.codePointAt(0) ?? 0x20) & CODE_MASK) | (1 << WIDTH_SHIFT);
  for (let line = y; line < y + rows; line++) {
    const row = grid.row(line);
    for (let at = x * CELL; at < (x + cols) * CELL; at += CELL) setCell(row, at, {...pen, word});
  }
};

/** Write a cell at an index into a row, its text word being `word`. */
const setCell = (row: Uint32Array, at: number, {word, fg = 0, bg = 0, attr = 0}: Pen & {word: number}): void => {
  row[at] = word;
  row[at + 1] = fg;
  row[at + 2] = bg;
  row[at + 3] = attr;
};
