import {expect, test} from 'vitest';
import {draftAfter} from '../../src/core/draft.ts';

test.each<[string, [number, {chord: string; text?: string}], number]>([
  ['a letter begins', [0, {chord: 'a', text: 'a'}], 1],
  ['a text goes on', [2, {chord: 'é', text: 'é'}], 3],
  ['an arrow changes nothing', [2, {chord: 'Left'}], 2],
  ['Backspace takes back', [1, {chord: 'Backspace'}], 0],
  ['nothing is less than nothing', [0, {chord: 'Backspace'}], 0],
  ['Enter ends it', [5, {chord: 'Enter'}], 0],
  ['C-c ends it', [5, {chord: 'C-c'}], 0],
  ['C-u ends it', [5, {chord: 'C-u'}], 0],
  ['a new line within does not', [5, {chord: 'M-Enter'}], 5],
])('%s', (_, given, after) => {
  expect(draftAfter(...given)).toBe(after);
});
