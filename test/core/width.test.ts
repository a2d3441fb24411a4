import {expect, test} from 'vitest';
import {wrapText} from '../../src/core/width.ts';

test.each([
  ['', 5, ['']],
  ['one two', 7, ['one two']],
  ['one two', 6, ['one', 'two']],
  ['one two three', 7, ['one two', 'three']],
  ['a-very-long-word b', 6, ['a-very', '-long-', 'word b']],
  ['日本語 x', 5, ['日本', '語 x']],
  ['日本', 1, ['日', '本']],
  ['a  b', 3, ['a ', 'b']],
])('%j on %i columns is %j', (text, cols, rows) => {
  expect(wrapText(text, cols)).toEqual(rows);
});
