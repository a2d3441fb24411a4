import {expect, test} from 'vitest';
import {asciiOf, LINES, mark, moodSigns, statusSigns, wantsAscii} from '../../src/core/signs.ts';

const glyphsOf = (signs: Readonly<Record<string, {glyph: string}>>): readonly string[] =>
  Object.values(signs).map(it => it.glyph);

test('every sign has a twin in ASCII', () => {
  const glyphs = [...glyphsOf(moodSigns), ...glyphsOf(statusSigns), ...Object.values(mark), ...LINES.split('')];
  const left = glyphs.filter(it => asciiOf(it.codePointAt(0) ?? 0) >= 0x80);
  expect(left).toEqual([]);
});

test('what is no sign of ours stays as it is', () => {
  expect([0x20, 0x7e, 0xe4, 0x65e5, 0x2500].map(asciiOf)).toEqual([0x20, 0x7e, 0xe4, 0x65e5, 0x2d]);
});

test('the shapes of moods differ, in ASCII too', () => {
  const shapes = glyphsOf(moodSigns);
  expect(new Set(shapes).size).toBe(shapes.length);
  expect(new Set(shapes.map(it => asciiOf(it.codePointAt(0) ?? 0))).size).toBe(shapes.length);
});

test.each<[Record<string, string>, string, boolean]>([
  [{}, 'xterm-256color', false],
  [{LANG: 'en_GB.UTF-8'}, 'xterm', false],
  [{LANG: 'de_DE.utf8', LC_CTYPE: 'C'}, 'xterm', true],
  [{LANG: 'de_DE.utf8', LC_CTYPE: 'C', LC_ALL: 'C.UTF-8'}, 'xterm', false],
  [{LANG: 'C'}, 'xterm', true],
  [{}, 'linux', true],
  [{ROUNDHOUSE_GLYPHS: 'ascii', LANG: 'en_GB.UTF-8'}, 'xterm', true],
  [{ROUNDHOUSE_GLYPHS: 'unicode', LANG: 'C'}, 'linux', false],
])('with %j on %s ASCII is wanted: %s', (env, terminal, wanted) => {
  expect(wantsAscii({env, terminal})).toBe(wanted);
});
