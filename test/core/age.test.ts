import {expect, test} from 'vitest';
import {ageOf, ageText, nameOfPath} from '../../src/core/age.ts';

test.each([
  [0, '<1m'],
  [59, '<1m'],
  [60, '1m'],
  [3599, '59m'],
  [3600, '1h'],
  [172_799, '47h'],
  [172_800, '2d'],
])('%i seconds are %s', (seconds, text) => {
  expect(ageText(seconds)).toBe(text);
});

test('an age of nothing is nothing', () => {
  expect(ageOf(undefined, 0)).toBe('');
  expect(ageOf('yesterday', 0)).toBe('');
  expect(ageOf('2026-01-02T03:04:05.000Z', Date.parse('2026-01-02T03:06:05.000Z'))).toBe('2m');
});

test.each([
  ['/home/me/shop', 'shop'],
  ['/', '/'],
  ['shop', 'shop'],
])('the folder %s is called %s', (path, name) => {
  expect(nameOfPath(path)).toBe(name);
});
