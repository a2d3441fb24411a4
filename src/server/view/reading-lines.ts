/** What stands over a pane that is read: the line in which is typed what to look for, and where one is. */
import type {Rect} from '../../core/layout.ts';
import type {Reading} from '../../core/reading.ts';
import {mark} from '../../core/signs.ts';
import {ATTR, type Grid} from '../../terminal/cells.ts';
import {columnsOf, drawText, fillRect} from '../../terminal/draw.ts';

type Ground = {readonly grid: Grid; readonly inner: Rect; readonly ascii: boolean};

/** At the upper right of a pane without a border, in which it would stand. */
export const drawPlace = ({grid, inner, ascii}: Ground, text: string): void => {
  const cols = Math.min(inner.cols, columnsOf(text) + 2);
  const x = inner.x + inner.cols - cols;
  drawText(grid, ` ${text} `, {x, y: inner.y, maxCols: cols, attr: ATTR.inverse, ascii});
};

/** In the last row of the pane. */
export const drawTyping = ({grid, inner, ascii}: Ground, reading: Reading): void => {
  const y = inner.y + inner.rows - 1;
  fillRect(grid, {...inner, y, rows: 1}, {attr: ATTR.inverse});
  const {text, count} = typingLine(reading, inner.cols);
  const pen = {y, attr: ATTR.inverse, ascii};
  const used = drawText(grid, text, {...pen, x: inner.x, maxCols: inner.cols - columnsOf(count)});
  drawText(grid, count, {...pen, x: inner.x + used, maxCols: inner.cols - used});
};

/** The line in which is typed what to look for: what is before the cursor is cut at its start. `x` is the cursor's. */
export const typingLine = (
  {typing, search}: Reading,
  cols: number,
): {readonly text: string; readonly count: string; readonly x: number} => {
  const {label = '', text = '', cursor = 0} = typing?.field ?? {};
  const count = search === undefined ? '' : `  ${search.at} of ${search.count}${search.wrapped ? ', wrapped' : ''}`;
  const before = label + tailOf(text.slice(0, cursor), cols - columnsOf(label + count) - 1);
  return {text: before + text.slice(cursor), count, x: columnsOf(before)};
};

/** The end of a text that fits into some columns. */
const tailOf = (text: string, cols: number): string => {
  if (columnsOf(text) <= cols) return text;
  const chars = Array.from(text.slice(-2 * Math.max(0, cols)));
  while (chars.length > 0 && columnsOf(chars.join('')) >= cols) chars.shift();
  return mark.cut + chars.join('');
};
