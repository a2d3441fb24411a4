import {expect, test} from 'vitest';
import {placePanes, type Layout, type Rect} from '../../src/core/layout.ts';
import {ATTR, CELL, Grid, PALETTE} from '../../src/terminal/cells.ts';
import {toAscii} from '../../src/terminal/draw.ts';
import {drawFrames} from '../../src/terminal/frames.ts';
import {pictureOf} from './kit.ts';

const pane = (name: number): Layout => ({kind: 'pane', pane: name, session: `s${name}`});
const split = (axis: 'row' | 'column', ...layouts: readonly Layout[]): Layout => ({
  kind: 'split',
  axis,
  parts: layouts.map(layout => ({share: 1, layout})),
});

const drawn = (layout: Layout, {cols = 25, rows = 7, ascii = false, title = ''} = {}): readonly string[] => {
  const grid = new Grid(cols, rows);
  const panes = placePanes(layout, {x: 0, y: 0, cols, rows});
  drawFrames(
    grid,
    panes.map(it => ({frame: it.frame, title, focused: it.pane === 1, tone: 0})),
  );
  if (ascii) toAscii(grid.cells);
  return pictureOf(grid);
};

test('one pane has round corners and its title', () => {
  expect(drawn(pane(1), {rows: 3, title: 'planner'})).toEqual([
    '╭ planner ──────────────╮',
    '│                       │',
    '╰───────────────────────╯',
  ]);
});

test('neighbours share a border and their lines meet', () => {
  const grid = split('column', split('row', pane(1), pane(2)), split('row', pane(3), pane(4)));
  expect(drawn(grid)).toEqual([
    '╭───────────┬───────────╮',
    '│           │           │',
    '│           │           │',
    '├───────────┼───────────┤',
    '│           │           │',
    '│           │           │',
    '╰───────────┴───────────╯',
  ]);
});

test('borders that end at another one end there', () => {
  expect(drawn(split('row', pane(1), split('column', pane(2), pane(3))), {title: 'a'})).toEqual([
    '╭ a ────────┬ a ────────╮',
    '│           │           │',
    '│           │           │',
    '│           ├ a ────────┤',
    '│           │           │',
    '│           │           │',
    '╰───────────┴───────────╯',
  ]);
});

test('a title that is too long, wide or unsafe is cut and made safe', () => {
  expect(drawn(pane(1), {cols: 12, rows: 2, title: 'a long title'})[0]).toBe('╭ a long … ╮');
  expect(drawn(pane(1), {cols: 10, rows: 2, title: '界界界界'})[0]).toBe('╭ 界界…  ╮');
  expect(drawn(pane(1), {cols: 12, rows: 2, title: 'a\u001b[m'})[0]).toBe('╭ a·[m ────╮');
  expect(drawn(pane(1), {cols: 4, rows: 2, title: 'long'})[0]).toBe('╭──╮');
});

test('borders can be plain ASCII', () => {
  expect(drawn(split('row', pane(1), pane(2)), {cols: 9, rows: 3, ascii: true})).toEqual([
    '+---+---+',
    '|   |   |',
    '+---+---+',
  ]);
});

test('the focused pane lies on top of the border it shares', () => {
  const grid = new Grid(9, 3);
  const frames: readonly Rect[] = [
    {x: 0, y: 0, cols: 5, rows: 3},
    {x: 4, y: 0, cols: 5, rows: 3},
  ];
  drawFrames(
    grid,
    frames.map((frame, at) => ({frame, title: '', focused: at === 0, tone: PALETTE | 2})),
  );
  const lookAt = (x: number): readonly number[] => [...grid.row(1).subarray(x * CELL + 1, (x + 1) * CELL)];
  expect(lookAt(4)).toEqual([PALETTE | 2, 0, ATTR.bold]);
  expect(lookAt(8)).toEqual([0, 0, ATTR.dim]);
});

test('the inside of panes and what lies beyond the grid are left alone', () => {
  const grid = new Grid(5, 3);
  grid.row(1)[2 * CELL] = 0x400078;
  drawFrames(grid, [{frame: {x: -1, y: 0, cols: 9, rows: 9}, title: 'x', focused: false, tone: 0}]);
  expect(pictureOf(grid)[1]).toBe('  x');
});
