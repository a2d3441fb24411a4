import {expect, test} from 'vitest';
import {randomOf} from '../random.ts';
import {likenessOf, textLike, type Likeness} from './likeness.ts';

const frame = (sign: string, seconds: number): string =>
  `${'a row\r\n'.repeat(40)}${sign} Thinking ${seconds}s${'\r\nbelow'.repeat(20)}`;

test('a blinking picture is told by its few changed characters', () => {
  expect(likenessOf(frame('/', 1), [frame('-', 1), frame('/', 0)])).toEqual([1, 291, 1, '1']);
  expect(likenessOf(frame('/', 1), ['other', frame('/', 1), 'other'])).toEqual([2, expect.any(Number), 0, '']);
});

test.each([
  ['nothing came before', 'x'.repeat(100), []],
  ['it is short', 'short', ['short']],
  ['nothing is like it', 'x'.repeat(100), ['y'.repeat(100)]],
])('a text is told whole where %s', (_, text, earlier) => {
  expect(likenessOf(text, earlier)).toBeUndefined();
});

test('whatever is told by its likeness is the same again', () => {
  const random = randomOf(7);
  const earlier: string[] = [];
  for (let round = 0; round < 500; round++) {
    const text = Array.from({length: random(8)}, () => 'ab'[random(2)]?.repeat(random(60)) ?? '').join('');
    const likeness: Likeness | undefined = likenessOf(text, earlier);
    expect(likeness === undefined ? text : textLike(likeness, earlier)).toBe(text);
    earlier.push(text);
  }
});
