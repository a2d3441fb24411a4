import {expect, test} from 'vitest';
import {borderAt, borderOf, moveBorder, placeOf} from '../../src/core/borders.ts';
import {placePanes, type Layout} from '../../src/core/layout.ts';

const pane = (number: number): Layout => ({kind: 'pane', pane: number, session: `s${number}`});
/** One pane at the left, two at the right one above the other. */
const layout: Layout = {
  kind: 'split',
  axis: 'row',
  parts: [
    {share: 1, layout: pane(1)},
    {
      share: 1,
      layout: {
        kind: 'split',
        axis: 'column',
        parts: [
          {share: 1, layout: pane(2)},
          {share: 1, layout: pane(3)},
        ],
      },
    },
  ],
};
const area = {x: 10, y: 0, cols: 61, rows: 21};
const framesOf = (it: Layout) => placePanes(it, area).map(({frame}) => [frame.x, frame.y, frame.cols, frame.rows]);

test.each([
  [
    {x: 40, y: 5},
    {path: [], part: 1, axis: 'row'},
  ],
  [
    {x: 50, y: 10},
    {path: [1], part: 1, axis: 'column'},
  ],
  [
    {x: 40, y: 10},
    {path: [], part: 1, axis: 'row'},
  ],
  [{x: 10, y: 5}, undefined],
  [{x: 70, y: 5}, undefined],
  [{x: 30, y: 10}, undefined],
] as const)('at %j lies %j', (at, border) => {
  expect(borderAt(layout, area, at)).toEqual(border);
});

test('a moved border moves no other', () => {
  const border = borderAt(layout, area, {x: 40, y: 5});
  if (border === undefined) throw new Error('no border');
  expect(framesOf(moveBorder(layout, area, {border, to: 30}))).toEqual([
    [10, 0, 21, 21],
    [30, 0, 41, 11],
    [30, 10, 41, 11],
  ]);
});

test('neither neighbour becomes too small to see', () => {
  const border = borderAt(layout, area, {x: 40, y: 5});
  if (border === undefined) throw new Error('no border');
  const widths = [-100, 1000].map(to => framesOf(moveBorder(layout, area, {border, to})).map(it => it[2]));
  expect(widths).toEqual([
    [7, 55, 55],
    [55, 7, 7],
  ]);
});

test('a pane is resized by the border behind it, the last one by the border before it', () => {
  expect(borderOf(layout, 1, 'row')).toEqual({path: [], part: 1, axis: 'row'});
  expect(borderOf(layout, 3, 'row')).toEqual({path: [], part: 1, axis: 'row'});
  expect(borderOf(layout, 3, 'column')).toEqual({path: [1], part: 1, axis: 'column'});
  expect(borderOf(layout, 1, 'column')).toBeUndefined();
});

test('where a border lies is where it is found', () => {
  for (const at of [
    {x: 40, y: 5},
    {x: 50, y: 10},
  ] as const) {
    const border = borderAt(layout, area, at);
    if (border === undefined) throw new Error('no border');
    expect(placeOf(layout, area, border)).toBe(border.axis === 'row' ? at.x : at.y);
  }
});
