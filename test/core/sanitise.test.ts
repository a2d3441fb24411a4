import {expect, test} from 'vitest';
import {sanitise} from '../../src/core/sanitise.ts';

const codes = (from: number, to: number): readonly string[] =>
  Array.from({length: to - from + 1}, (_, at) => String.fromCodePoint(from + at));

const c0 = codes(0x00, 0x1f).filter(it => it !== '\t');
const c1 = codes(0x7f, 0x9f);
const bidi = [...codes(0x202a, 0x202e), ...codes(0x2066, 0x2069), '\u061c', '\u200e', '\u200f'];

test.each([
  ['C0', c0],
  ['C1 and delete', c1],
  ['direction', bidi],
])('no %s control is left', (_, controls) => {
  expect(controls.map(it => sanitise(`a${it}b`))).toEqual(controls.map(() => 'a·b'));
});

test('a tab becomes spaces', () => {
  expect(sanitise('a\tb')).toBe('a    b');
});

test.each(['plain', 'größe 10 µm', '日本語', '👩‍👩‍👧', 'שלום', 'a\u00a0b', ''])('%j stays as it is', text => {
  expect(sanitise(text)).toBe(text);
});

test('a colour sequence is shown, not obeyed', () => {
  expect(sanitise('\u001b[31mred\u001b]0;title\u0007')).toBe('·[31mred·]0;title·');
});
