/** Borders of panes: neighbours share the border between them, and lines that meet are joined. */
import type {Rect} from '../core/layout.ts';
import {LINES} from '../core/signs.ts';
import {ATTR, CELL, DEFAULT_COLOUR, WIDTH_SHIFT, type Grid} from './cells.ts';
import {columnsOf, drawText} from './draw.ts';

/** A pane as its border shows it: `title` above, `note` below at the right. `tone` is a colour word: the title's, and of the focused pane the border's too. */
export type Frame = {
  readonly frame: Rect;
  readonly title: string;
  readonly note?: string;
  readonly focused: boolean;
  readonly tone: number;
};

/** As {@link LINES} counts the ways. */
const NORTH = 1;
const EAST = 2;
const SOUTH = 4;
const WEST = 8;
/** Draw the borders of panes with their titles; the inside of panes is left alone. The focused one lies on top. */
export const drawFrames = (grid: Grid, panes: readonly Frame[]): void => {
  const links = new Uint8Array(grid.cols * grid.rows);
  const ordered = panes.toSorted((a, b) => Number(a.focused) - Number(b.focused));
  for (const {frame} of ordered) connect(grid, links, frame);
  for (const pane of ordered) drawBorder(grid, links, pane);
  // Titles last: a note may stand in the border that a title below shares.
  for (const pane of ordered) drawNote(grid, pane);
  for (const pane of ordered) drawTitle(grid, pane);
};

const drawTitle = (grid: Grid, {frame, title, focused, tone}: Frame): void => {
  const {x, y, cols, rows} = frame;
  const room = Math.min(cols, grid.cols - x) - 2;
  if (room < 3 || title === '' || rows < 2) return;
  const pen = {y, fg: tone, attr: focused ? ATTR.bold : 0};
  const width = Math.min(columnsOf(title), room - 2);
  drawText(grid, ' '.repeat(width + 2), {...pen, x: x + 1});
  drawText(grid, title, {...pen, x: x + 2, maxCols: width});
};

const drawNote = (grid: Grid, {frame: {x, y, cols, rows}, note = ''}: Frame): void => {
  const width = columnsOf(note) + 2;
  if (note === '' || rows < 2 || width > cols - 3) return;
  drawText(grid, ` ${note} `, {x: x + cols - 2 - width, y: y + rows - 1, attr: ATTR.dim});
};

/** Each cell of a border, with the ways in which its line goes on. */
function* borderOf({x, y, cols, rows}: Rect): Generator<readonly [x: number, y: number, ways: number]> {
  if (cols < 2 || rows < 2) return;
  const [right, bottom] = [x + cols - 1, y + rows - 1];
  for (let at = x + 1; at < right; at++) {
    yield [at, y, EAST | WEST];
    yield [at, bottom, EAST | WEST];
  }
  for (let at = y + 1; at < bottom; at++) {
    yield [x, at, NORTH | SOUTH];
    yield [right, at, NORTH | SOUTH];
  }
  yield [x, y, EAST | SOUTH];
  yield [right, y, WEST | SOUTH];
  yield [x, bottom, EAST | NORTH];
  yield [right, bottom, WEST | NORTH];
}

const isOn = (grid: Grid, x: number, y: number): boolean => x >= 0 && y >= 0 && x < grid.cols && y < grid.rows;

const connect = (grid: Grid, links: Uint8Array, frame: Rect): void => {
  for (const [x, y, ways] of borderOf(frame))
    if (isOn(grid, x, y)) links[y * grid.cols + x] = (links[y * grid.cols + x] ?? 0) | ways;
};

const drawBorder = (grid: Grid, links: Uint8Array, pane: Frame): void => {
  for (const [x, y] of borderOf(pane.frame)) {
    if (!isOn(grid, x, y)) continue;
    const at = (y * grid.cols + x) * CELL;
    grid.cells[at] = LINES.charCodeAt(links[y * grid.cols + x] ?? 0) | (1 << WIDTH_SHIFT);
    grid.cells[at + 1] = pane.focused ? pane.tone : DEFAULT_COLOUR;
    grid.cells[at + 2] = DEFAULT_COLOUR;
    grid.cells[at + 3] = pane.focused ? ATTR.bold : ATTR.dim;
  }
};
