import {expect, test} from 'vitest';
import {Grid} from '../../src/terminal/cells.ts';
import {drawText} from '../../src/terminal/draw.ts';
import {ScrollFinder, type Scroll} from '../../src/terminal/scroll.ts';

const gridOf = (rows: readonly string[]): Grid => {
  const grid = new Grid(8, rows.length);
  for (const [y, text] of rows.entries()) drawText(grid, text, {x: 0, y});
  return grid;
};

/** What is found between two pictures, a letter a row. */
const found = (before: string, after: string, touched = new Uint8Array(before.length).fill(1)): Scroll | undefined =>
  new ScrollFinder(before.length).find(gridOf(before.split('')).cells, gridOf(after.split('')), touched);

test.each<[string, string, Scroll | undefined]>([
  ['abcdefgh', 'bcdefghi', {top: 0, bottom: 7, by: 1}],
  ['abcdefgh', 'defghijk', {top: 0, bottom: 7, by: 3}],
  ['abcdefgh', 'xabcdefg', {top: 0, bottom: 7, by: -1}],
  ['=abcdef=', '=cdefgh=', {top: 1, bottom: 6, by: 2}],
  ['=abcdef=', '=yxabcd=', {top: 1, bottom: 6, by: -2}],
  ['abcdefgh', 'bcxefghi', {top: 0, bottom: 7, by: 1}],
  ['abcdefgh', 'abcdefgh', undefined],
  ['abcdefgh', 'ijklmnop', undefined],
  ['abcdefgh', 'abxdefgh', undefined],
  ['aaaaaaaa', 'aaaaaaab', undefined],
  ['abcd    ', '        ', undefined],
  ['ab      ', 'b       ', undefined],
])('from %j to %j', (before, after, scroll) => {
  expect(found(before, after)).toEqual(scroll);
});

test('rows that stay where they are outweigh a move that would spoil them', () => {
  expect(found('a1b2c3', 'b1c2d3')).toBeUndefined();
  expect(found('abcd1234', '1234wxyz')).toEqual({top: 0, bottom: 7, by: 4});
});

test('a row that was not touched counts as it stands', () => {
  const touched = Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 1);
  expect(found('abcdefgh', 'bcdefghi', touched)).toEqual({top: 0, bottom: 7, by: 1});
});
