import {expect, test} from 'vitest';
import {CELL, GraphemeTable, Grid} from '../../src/terminal/cells.ts';
import {columnsOf, drawRow, drawText, fillRect} from '../../src/terminal/draw.ts';
import {widthOf} from '../../src/core/width.ts';
import {openHeard, pictureOf} from './kit.ts';

const rowFrom = (text: string, cols: number): Uint32Array => {
  const grid = new Grid(cols, 1);
  drawText(grid, text, {x: 0, y: 0});
  return grid.row(0);
};

test.each([
  ['abcdef', 6, 'ab'],
  ['a界', 3, 'a'],
  ['a', 1, 'a'],
])('the row %j is cut to the rectangle', (text, cols, shown) => {
  const grid = new Grid(6, 2);
  fillRect(grid, {x: 0, y: 0, cols: 6, rows: 2}, {char: '.'});
  drawRow(grid, {rect: {x: 2, y: 0, cols: 2, rows: 2}, y: 1}, rowFrom(text, cols));
  expect(pictureOf(grid)).toEqual(['......', `..${shown.padEnd(2)}..`]);
});

test('rows outside of the rectangle or the grid are not drawn', () => {
  const grid = new Grid(4, 2);
  for (const y of [-1, 1, 2, 9])
    drawRow(grid, {rect: {x: 0, y: 1, cols: 4, rows: y === 1 ? 5 : 1}, y}, rowFrom('abcd', 4));
  expect(pictureOf(grid)).toEqual(['', '']);
});

test.each([
  ['hello', 9, 'hello', 5],
  ['hello', 4, 'hel…', 4],
  ['界界', 3, '界…', 3],
  ['界界', 2, '…', 1],
  ['e\u0301x', 9, 'ex', 2],
  ['👨‍👩‍👧!', 9, '👨!', 3],
  ['a\u001b]\u0007', 9, 'a·]·', 4],
])('the text %j in %i columns is %j', (text, maxCols, ...[shown, used]) => {
  const grid = new Grid(12, 1);
  expect(drawText(grid, text, {x: 1, y: 0, maxCols})).toBe(used);
  expect(pictureOf(grid)).toEqual([` ${shown}`]);
});

test('a text at the edge of the grid ends there', () => {
  const grid = new Grid(5, 1);
  drawText(grid, 'hello', {x: 3, y: 0, fg: 1, bg: 2, attr: 4});
  expect(pictureOf(grid)).toEqual(['   h…']);
  expect([...grid.row(0).subarray(3 * CELL + 1, 4 * CELL)]).toEqual([1, 2, 4]);
  expect(drawText(grid, 'x', {x: 0, y: 1})).toBe(0);
  expect(columnsOf('a界👍')).toBe(5);
});

test('widths are those of the engine', () => {
  using it = openHeard({cols: 6, rows: 1, graphemes: new GraphemeTable()});
  const samples = 'a~éЖאก界한あア。！👍✅⚡🚀⌛↑─█✓★…℃①🇩\ue0b0𠀀';
  for (const char of samples) {
    it.write(`\r\u001b[K${char}`);
    expect([char, widthOf(char.codePointAt(0) ?? 0)]).toEqual([char, it.engine.cursor.x]);
  }
});
