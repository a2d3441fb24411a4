import {describe, expect, test} from 'vitest';
import {frameOf, textOf, type LoadName} from './loads.ts';

const loads = ['ascii', 'sgr', 'cjk', 'seq', 'cursor', 'dense', 'region', 'tui', 'wide'] as const satisfies LoadName[];

describe('a load', () => {
  test.each(loads)('%s is the same in each run, and as long as was asked', name => {
    const text = textOf(name, 100_000);
    expect(text.equals(textOf(name, 100_000))).toBe(true);
    expect(text.length).toBeGreaterThanOrEqual(100_000);
  });

  test.each([
    ['sgr', /\u001b\[38;2;\d+;\d+;\d+;48;5;\d+m\w+\u001b\[0m /u],
    ['cjk', /[漢字한].*(?:👩‍💻|🚀)/u],
    ['seq', /^1\n2\n3\n/u],
    ['cursor', /\u001b\[\d+;\d+H\u001b\[3\d;4\dm\w+/u],
    ['dense', /\u001b\[H(?:\u001b\[38;5;\d+;48;5;\d+;1;3;4m[A-Z]){9504}\u001b\[0m/u],
    ['region', /\u001b\[10;40r.*\u001bM.*\u001b\[2L.*\u001b\[r/su],
    ['tui', /\u001b\[48;1H\u001b\[3\dm +\d+ .*\u001b\[K\u001b\[\?25h/su],
  ] as const)('%s holds what its name says', (name, what) => {
    expect(textOf(name, 400_000).toString()).toMatch(what);
  });

  test('wide has lines of 199 columns', () => {
    const lines = textOf('wide', 10_000).toString().trimEnd().split('\n');
    expect(new Set(lines.map(it => it.length))).toEqual(new Set([199]));
  });
});

describe('a frame', () => {
  /** What stands in each cell. */
  const cellsOf = (number: number): readonly string[] =>
    frameOf(number, {cols: 40, rows: 5})
      .replaceAll(/\u001b\[3\dm/gu, '')
      .split(/\u001b\[\d+;1H/u)
      .slice(1);

  test('fills the whole screen', () => {
    expect(cellsOf(0).map(it => it.length)).toEqual([40, 40, 40, 40, 40]);
  });

  test('has another character in each cell than the one before, also where they begin anew', () => {
    for (const [before, after] of [
      [0, 1],
      [41, 42],
      [92, 0],
    ] as const) {
      const [old, now] = [cellsOf(before).join(''), cellsOf(after).join('')];
      expect(now.split('').filter((it, at) => it === old[at])).toEqual([]);
    }
  });
});
