/** Where the cursor of a terminal stands: in the program, or in what is read. Pure. */
import type {Rect} from '../../core/layout.ts';
import type {Reading} from '../../core/reading.ts';
import type {Cursor} from '../../terminal/engine.ts';
import type {Live} from '../live.ts';
import {typingLine} from './reading-lines.ts';

/** Block, steady: the cursor of copy mode. */
const READER = 2;

/** The cursor on the whole screen while a pane has the keys; `undefined` where there is none, or it is out of sight. */
export const cursorIn = (inner: Rect, live: Live, reading: Reading | undefined): Cursor | undefined => {
  const at = reading === undefined ? liveCursor(inner, live) : readingCursor(inner, reading);
  if (at === undefined || at.x >= inner.cols || at.y >= inner.rows) return undefined;
  return {...at, x: inner.x + at.x, y: inner.y + at.y};
};

/** In cells of the pane. */
const liveCursor = (inner: Rect, {engine, pty}: Live): Cursor | undefined => {
  if (pty === undefined) return undefined;
  const {y} = engine.cursor;
  return {...engine.cursor, y: y - topRow(inner, engine)};
};

/** A glance has no cursor; what is typed has it behind it. */
const readingCursor = (inner: Rect, reading: Reading): Cursor | undefined => {
  const {typing, glance, cursor, top} = reading;
  if (typing !== undefined) return {x: typingLine(reading, inner.cols).x, y: inner.rows - 1, visible: true, style: 0};
  return glance
    ? undefined
    : {x: Math.min(cursor.x, inner.cols - 1), y: cursor.line - top, visible: true, style: READER};
};

/** A screen that is taller than its pane is cropped at the top as far as its cursor stays in sight. */
export const topRow = (inner: Rect, {rows, cursor}: {rows: number; cursor: {y: number}}): number =>
  Math.max(0, Math.min(rows - inner.rows, cursor.y - inner.rows + 1));
