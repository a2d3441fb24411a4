/**
 * A change of size. The library drops rows when its screen shrinks or narrows, so the text never passes through it: all
 * rows of the main screen go into the history, which is laid out anew, and the last of it comes back.
 */
import type {Spot} from '../core/reading.ts';
import type {History, Place} from './history.ts';
import {continuedBy} from './page.ts';
import {XTERM, type XtermBuffer, type XtermCore, type XtermLine} from './xterm-internals.ts';
import {forgetExtent} from './xterm-lines.ts';

/** What is laid out anew. */
export type Reflow = {
  readonly core: XtermCore;
  readonly history: History;
  /** Rows below the screen, that did not fit the last time; no output has come since. */
  readonly below: readonly XtermLine[];
  /** Spots to be found again, their lines counted with those dropped. */
  readonly watched: readonly Spot[];
  /** Has the library change its own size. */
  readonly resize: () => void;
};

export type Reflowed = Pick<Reflow, 'below' | 'watched'>;

type Size = {readonly cols: number; readonly rows: number};

export const reflow = (it: Reflow, size: Size): Reflowed => {
  const {core, history, below} = it;
  const {normal} = core._bufferService.buffers;
  const rows = rowsOf(normal, below);
  const base = history.end;
  const places = it.watched.map(spot => placeIn(history, spot));
  const found: {-readonly [K in keyof Reflowed]: Reflowed[K]} = {below: [], watched: []};
  history.passing(() => {
    for (const [at, line] of rows.entries()) history.push(line, continuedBy(rows[at + 1]));
    history.rewrap(size.cols);
    const cursor = history.lineOf({row: base + normal.y, offset: normal.x});
    const saved = history.lineOf({row: base + normal.savedY, offset: normal.savedX});
    const own = history.lineOf({row: base, offset: 0}).line;
    const isFull = rows.length >= core._bufferService.rows;
    const end = history.lines;
    // The cursor stays on the screen; a screen that was full stays so.
    const top = Math.min(cursor.line, isFull || end - own > size.rows ? Math.max(0, end - size.rows) : own);
    wipe(normal);
    it.resize();
    cut(core._bufferService.buffers.alt, size.cols);
    for (let y = 0; y < Math.min(size.rows, end - top); y++) restore(history, top + y, normal.lines.get(y));
    found.below = Array.from({length: Math.max(0, end - top - size.rows)}, (_, y) =>
      restore(history, top + size.rows + y, normal.getBlankLine({fg: 0, bg: 0})),
    ).filter(line => line !== undefined);
    found.watched = places.map(place => {
      const {line, x} = history.lineOf(place);
      return {line: history.dropped + line, x};
    });
    history.truncate(top);
    normal.x = cursor.x > size.cols ? size.cols - 1 : cursor.x;
    normal.y = cursor.line - top;
    normal.savedX = Math.min(saved.x, size.cols - 1);
    normal.savedY = Math.min(size.rows - 1, Math.max(0, saved.line - top));
  });
  return found;
};

/** The rows of a screen down to its cursor, or to the last with something to see, and those below it. */
const rowsOf = ({lines, y}: XtermBuffer, below: readonly XtermLine[]): readonly XtermLine[] => {
  let count = lines.length;
  if (below.length === 0) while (count > y + 1 && lines.get(count - 1)?.getNoBgTrimmedLength() === 0) count--;
  return [...Array.from({length: count}, (_, at) => lines.get(at)), ...below].filter(line => line !== undefined);
};

/** The place of a spot in the history, or on the screen that follows it. */
const placeIn = (history: History, spot: Spot): Place => {
  const line = spot.line - history.dropped;
  if (line >= history.lines) return {row: history.end + line - history.lines, offset: spot.x};
  const {row, offset} = history.placeOf(line);
  return {row, offset: offset + spot.x};
};

const restore = (history: History, line: number, into: XtermLine | undefined): XtermLine | undefined => {
  forgetExtent(into);
  if (into !== undefined) history.restore(line, into);
  return into;
};

/** The library leaves the rows of the alternate screen longer than it is wide. */
const cut = (alternate: XtermBuffer, cols: number): void => {
  for (let y = 0; y < alternate.lines.length; y++) {
    const line = alternate.lines.get(y);
    line?.resize(cols, alternate.getNullCell());
    if (line !== undefined && (line._data[cols * 3 - 3] ?? 0) >>> XTERM.widthShift === 2)
      line.setCellFromCodepoint(cols - 1, 0, 1, {fg: 0, bg: 0});
  }
};

/** An empty screen gives the library nothing to lose. */
const wipe = (buffer: XtermBuffer): void => {
  const blank = buffer.getBlankLine({fg: 0, bg: 0});
  for (let y = 0; y < buffer.lines.length; y++) buffer.lines.get(y)?.copyFrom(blank);
  buffer.x = 0;
  buffer.y = 0;
};
