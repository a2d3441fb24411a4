import {expect, test} from 'vitest';
import {
  arrange,
  arrangements,
  contains,
  dropPane,
  inset,
  neighbourOf,
  paneOf,
  panesOf,
  placePanes,
  showIn,
  splitPane,
  type Axis,
  type Layout,
  type PaneLeaf,
  type Rect,
} from '../../src/core/layout.ts';

const leaf = (pane: number): PaneLeaf => ({kind: 'pane', pane, session: `s${pane}`});
const split = (axis: Axis, ...layouts: readonly Layout[]): Layout => ({
  kind: 'split',
  axis,
  parts: layouts.map(layout => ({share: 1, layout})),
});
const numbers = (layout: Layout | undefined): readonly number[] =>
  layout === undefined ? [] : panesOf(layout).map(it => it.pane);

const area: Rect = {x: 3, y: 2, cols: 61, rows: 24};
const row = split('row', leaf(1), leaf(2));
const nested = split('row', leaf(1), split('column', leaf(2), split('row', leaf(3), leaf(4))));
const uneven: Layout = {
  kind: 'split',
  axis: 'column',
  parts: [
    {share: 3, layout: leaf(1)},
    {share: 0.5, layout: leaf(2)},
    {share: 2, layout: row},
  ],
};
const five = split('row', leaf(1), leaf(2), leaf(3), leaf(4), leaf(5));

const layouts: readonly (readonly [string, Layout])[] = [
  ['one pane', leaf(1)],
  ['a row of two', row],
  ['a column of three', split('column', leaf(1), leaf(2), leaf(3))],
  ['a row of five', five],
  ['splits in splits', nested],
  ['uneven shares', uneven],
  ['five in tiles', arrange(five, 'tiled')],
];

const cellsOf = ({x, y, cols, rows}: Rect): readonly (readonly [number, number])[] =>
  Array.from({length: cols * rows}, (_, at) => [x + (at % cols), y + Math.floor(at / cols)]);

/** Cells of the area for which this many of the rectangles is wrong. */
const wrongly = (rects: readonly Rect[], isRight: (count: number) => boolean): readonly unknown[] =>
  cellsOf(area).filter(([x, y]) => !isRight(rects.filter(it => contains(it, x, y)).length));

test.each(layouts)('%s leaves no gap', (_, layout) => {
  const frames = placePanes(layout, area).map(it => it.frame);
  expect(wrongly(frames, count => count >= 1)).toEqual([]);
});

test.each(layouts)('%s has terminals that do not overlap', (_, layout) => {
  const inners = placePanes(layout, area).map(it => it.inner);
  expect(wrongly(inners, count => count <= 1)).toEqual([]);
});

test.each(layouts)('%s stays within its area', (_, layout) => {
  const outside = placePanes(layout, area).flatMap(it => cellsOf(it.frame).filter(([x, y]) => !contains(area, x, y)));
  expect(outside).toEqual([]);
});

test.each(layouts)('%s has one line of border between terminals', (_, layout) => {
  const placed = placePanes(layout, area);
  const gaps = placed.flatMap(({inner: a}) =>
    placed
      .filter(({inner: b}) => b.x > a.x && b.y < a.y + a.rows && a.y < b.y + b.rows)
      .map(({inner: b}) => b.x - (a.x + a.cols))
      .toSorted((one, other) => one - other)
      .slice(0, 1),
  );
  expect(gaps.filter(it => it !== 1)).toEqual([]);
});

test('shares are kept in cells', () => {
  const thirds: Layout = {
    kind: 'split',
    axis: 'row',
    parts: [
      {share: 2, layout: leaf(1)},
      {share: 1, layout: leaf(2)},
    ],
  };
  const frames = placePanes(thirds, {x: 0, y: 0, cols: 61, rows: 10}).map(it => it.frame);
  expect(frames).toEqual([
    {x: 0, y: 0, cols: 41, rows: 10},
    {x: 40, y: 0, cols: 21, rows: 10},
  ]);
});

test('a pane that is split stays before the new one', () => {
  const made = splitPane(row, 1, {axis: 'column', leaf: leaf(3)});
  expect(made).toEqual(split('row', split('column', leaf(1), leaf(3)), leaf(2)));
});

test('splitting a pane that is not there changes nothing', () => {
  expect(splitPane(row, 9, {axis: 'row', leaf: leaf(3)})).toEqual(row);
});

test.each([
  [1, split('column', leaf(2), split('row', leaf(3), leaf(4)))],
  [2, split('row', leaf(1), split('row', leaf(3), leaf(4)))],
  [4, split('row', leaf(1), split('column', leaf(2), leaf(3)))],
  [9, nested],
])('without pane %i what is left closes up', (pane, left) => {
  expect(dropPane(nested, pane)).toEqual(left);
});

test('the last pane leaves nothing', () => {
  expect(dropPane(leaf(1), 1)).toBeUndefined();
});

test('a pane that shows another session keeps its place', () => {
  const shown = showIn(nested, 3, 'logs');
  expect(paneOf(shown, 3)).toEqual({kind: 'pane', pane: 3, session: 'logs'});
  expect(placePanes(shown, area).map(it => it.frame)).toEqual(placePanes(nested, area).map(it => it.frame));
});

test.each(arrangements)('arranged as %s the panes are the same, in order', how => {
  expect(numbers(arrange(nested, how))).toEqual([1, 2, 3, 4]);
});

test('four panes in tiles are two by two', () => {
  expect(arrange(nested, 'tiled')).toEqual(
    split('column', split('row', leaf(1), leaf(2)), split('row', leaf(3), leaf(4))),
  );
});

test('one pane alone is not arranged', () => {
  expect(arrange(leaf(1), 'tiled')).toEqual(leaf(1));
});

test.each([
  [1, 'right', 2],
  [2, 'left', 1],
  [2, 'down', 3],
  [3, 'up', 2],
  [3, 'right', 4],
  [4, 'left', 3],
  [4, 'up', 2],
  [3, 'left', 1],
  [1, 'left', undefined],
  [1, 'up', undefined],
  [4, 'down', undefined],
  [9, 'left', undefined],
] as const)('from pane %i one goes %s to %s', (pane, towards, to) => {
  expect(neighbourOf(placePanes(nested, area), pane, towards)).toBe(to);
});

test.each([
  [
    {x: 0, y: 0, cols: 10, rows: 5},
    {x: 1, y: 1, cols: 8, rows: 3},
  ],
  [
    {x: 4, y: 4, cols: 1, rows: 2},
    {x: 5, y: 5, cols: 0, rows: 0},
  ],
])('inside the border of %j is %j', (rect, inner) => {
  expect(inset(rect)).toEqual(inner);
});

test.each([
  [3, 2, true],
  [63, 25, true],
  [64, 25, false],
  [63, 26, false],
  [2, 2, false],
])('the cell %i,%i lies in the area: %s', (x, y, isIn) => {
  expect(contains(area, x, y)).toBe(isIn);
});
