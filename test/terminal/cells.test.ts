import {expect, test} from 'vitest';
import {LinkTable} from '../../src/terminal/cells.ts';

test('equal targets have one number, from 1 on', () => {
  const links = new LinkTable();
  const numbers = ['https://a', 'mailto:b@c', 'https://a'].map(it => links.intern(it));
  expect(numbers).toEqual([1, 2, 1]);
  expect([0, 1, 2, 3].map(it => links.textOf(it))).toEqual(['', 'https://a', 'mailto:b@c', '']);
});

test.each([
  '',
  'no scheme',
  'https://a b',
  'https://a\u001b\\',
  'https://a\u009c',
  'https://ü',
  `ftp:${'y'.repeat(2083)}`,
])('%j is no link', target => {
  expect(new LinkTable().intern(target)).toBe(0);
});

test('a full table keeps what it has and takes nothing new', () => {
  const links = new LinkTable();
  for (let at = 1; at < 0x10000; at++) links.intern(`ftp:${at}`);
  expect(links.intern('ftp:65535')).toBe(65535);
  expect(links.intern('ftp:65536')).toBe(0);
});

test('long targets fill it sooner', () => {
  const links = new LinkTable();
  const numbers = Array.from({length: 2200}, (_, at) => links.intern(`ftp:${String(at).padStart(2000, '0')}`));
  expect(numbers.filter(it => it > 0)).toHaveLength(2092);
});
