/** Text, motions, selections and searches over a session's lines: one screen with history, read as copy mode reads it. */
import {afterEach, describe, expect, test} from 'vitest';
import type {Motion} from '../../src/core/copy-keys.ts';
import type {Spot} from '../../src/core/reading.ts';
import {lastBlock} from '../../src/terminal/blocks.ts';
import {CELL, WIDTH_SHIFT} from '../../src/terminal/cells.ts';
import {linesOf} from '../../src/terminal/lines.ts';
import {moved} from '../../src/terminal/motion.ts';
import {findIn, nextMatch} from '../../src/terminal/search.ts';
import {textOfSelection, wordAt} from '../../src/terminal/selection.ts';
import {openHeard, type Heard} from './kit.ts';

const open: Heard[] = [];
afterEach(() => {
  for (const it of open.splice(0)) it[Symbol.dispose]();
});

/** A terminal of 20 columns and 5 rows that has shown some lines. */
const shown = (text: string, cols = 20) => {
  const it = openHeard({cols});
  open.push(it);
  it.write(text.replaceAll('\n', '\r\n'));
  return {lines: linesOf(it.engine, it.graphemes), engine: it.engine};
};

const spot = (line: number, x: number): Spot => ({line, x});

describe('motions', () => {
  const text = 'one two-three  four\n\n  five (six) 日本語 x\nlast';
  test.each<[Motion, Spot, Spot]>([
    ['left', spot(0, 3), spot(0, 2)],
    ['left', spot(0, 0), spot(0, 0)],
    ['right', spot(2, 13), spot(2, 15)],
    ['left', spot(2, 15), spot(2, 13)],
    ['up', spot(1, 4), spot(0, 4)],
    ['up', spot(0, 4), spot(0, 4)],
    ['down', spot(0, 18), spot(1, 18)],
    ['word-forward', spot(0, 0), spot(0, 4)],
    ['word-forward', spot(0, 4), spot(0, 7)],
    ['word-forward', spot(0, 15), spot(2, 2)],
    ['word-end', spot(0, 0), spot(0, 2)],
    ['word-end', spot(0, 2), spot(0, 6)],
    ['word-back', spot(0, 8), spot(0, 7)],
    ['word-back', spot(2, 2), spot(0, 15)],
    ['big-word-forward', spot(0, 4), spot(0, 15)],
    ['big-word-end', spot(0, 4), spot(0, 12)],
    ['big-word-back', spot(0, 12), spot(0, 4)],
    ['line-start', spot(2, 9), spot(2, 0)],
    ['line-text', spot(2, 9), spot(2, 2)],
    ['line-end', spot(2, 0), spot(2, 20)],
    ['line-end', spot(1, 0), spot(1, 0)],
    ['history-top', spot(3, 2), spot(0, 0)],
    ['history-bottom', spot(0, 0), spot(4, 0)],
    ['paragraph-forward', spot(0, 3), spot(1, 0)],
    ['paragraph-back', spot(3, 3), spot(1, 0)],
    ['screen-top', spot(3, 3), spot(0, 0)],
    ['screen-middle', spot(0, 0), spot(2, 0)],
    ['screen-bottom', spot(0, 0), spot(4, 0)],
  ])('%s from %j', (motion, from, to) => {
    const {lines} = shown(text, 30);
    const ground = {lines, top: 0, rows: 5, marks: []};
    expect(moved(ground, motion, from)).toEqual(to);
  });

  test('words go on over the edge that broke them', () => {
    const {lines} = shown('aaaaaaaaaabbbbbbbbbbcccc dd', 20);
    const ground = {lines, top: 0, rows: 5, marks: []};
    expect(moved(ground, 'word-end', spot(0, 0))).toEqual(spot(1, 3));
    expect(moved(ground, 'word-back', spot(1, 2))).toEqual(spot(0, 0));
  });

  test('prompts are gone to where a shell marks them', () => {
    const {lines, engine} = shown('\u001b]133;A\u0007$ a\nout\n\u001b]133;A\u0007$ b\nout\n\u001b]133;A\u0007$ ');
    const ground = {lines, top: 0, rows: 5, marks: engine.marks};
    expect(moved(ground, 'prompt-back', spot(3, 1))).toEqual(spot(2, 0));
    expect(moved(ground, 'prompt-forward', spot(0, 1))).toEqual(spot(2, 0));
    expect(moved(ground, 'prompt-back', spot(0, 0))).toEqual(spot(0, 0));
  });
});

describe('selections', () => {
  test.each([
    ['text over lines, blanks at their ends cut', 'text', 'two   \nsix', spot(0, 0), spot(1, 1), 'two\nsi'],
    ['the same backwards', 'text', 'two   \nsix', spot(1, 1), spot(0, 0), 'two\nsi'],
    ['lines', 'line', 'one\ntwo\nsix', spot(0, 2), spot(1, 0), 'one\ntwo\n'],
    ['a rectangle', 'block', 'abcd\nef\nghij', spot(0, 1), spot(2, 2), 'bc\nf\nhi'],
    ['a broken line whole', 'line', `${'x'.repeat(45)}\nend`, spot(1, 3), spot(1, 3), `${'x'.repeat(45)}\n`],
    ['blanks at the broken edge', 'line', `${'x'.repeat(18)}  yy`, spot(0, 0), spot(0, 0), `${'x'.repeat(18)}  yy\n`],
    ['wide characters', 'text', 'a日本b', spot(0, 1), spot(0, 3), '日本'],
    ['clusters', 'text', '👩‍👩‍👧 e\u0301!', spot(0, 0), spot(0, 3), '👩‍👩‍👧 e\u0301'],
  ] as const)('%s', (...[, shape, text, anchor, head, copied]) => {
    expect(textOfSelection(shown(text).lines, {anchor, head, shape})).toBe(copied);
  });

  test('what has scrolled away is still copied', () => {
    const {lines} = shown(Array.from({length: 30}, (_, at) => `line ${at}`).join('\n'));
    expect(textOfSelection(lines, {anchor: spot(3, 0), head: spot(4, 3), shape: 'text'})).toBe('line 3\nline');
  });

  test.each([
    ['see src/a-b.ts: it', 6, 'src/a-b.ts'],
    ['go https://x.y/z?a=1&b#c.', 10, 'https://x.y/z?a=1&b#c'],
    ['日本語 text', 2, '日本語'],
    ['a, b', 0, 'a'],
  ])('in %j the word at %i is %j', (text, x, word) => {
    const {lines} = shown(text, 40);
    const found = wordAt(lines, spot(0, x));
    expect(found === undefined ? '' : textOfSelection(lines, found)).toBe(word);
  });

  test('between words there is none', () => {
    expect(wordAt(shown('a b').lines, spot(0, 1))).toBeUndefined();
    expect(wordAt(shown('a b').lines, spot(0, 15))).toBeUndefined();
  });
});

describe('searches', () => {
  const found = (text: string, wanted: string) => {
    const {lines} = shown(text);
    return findIn(lines, wanted, {from: lines.first, to: lines.end}).map(it => [it.anchor, it.head]);
  };

  test.each([
    [
      'small letters find capitals',
      'Ab aB',
      'ab',
      [
        [spot(0, 0), spot(0, 1)],
        [spot(0, 3), spot(0, 4)],
      ],
    ],
    ['capitals find themselves', 'Ab ab', 'Ab', [[spot(0, 0), spot(0, 1)]]],
    ['over the edge of the pane', `${'.'.repeat(18)}needle`, 'needle', [[spot(0, 18), spot(1, 3)]]],
    ['behind wide characters', '日本 x', 'x', [[spot(0, 5), spot(0, 5)]]],
    ['not over line ends', 'nee\ndle', 'needle', []],
    ['nothing for nothing', 'abc', '', []],
    ['letters whose small form is longer', 'İx', 'x', [[spot(0, 1), spot(0, 1)]]],
  ] as const)('%s', (...[, text, wanted, places]) => {
    expect(found(text, wanted)).toEqual(places);
  });

  test('the next match wraps at both ends', () => {
    const {lines} = shown('x\n.\nx\n.');
    const matches = findIn(lines, 'x', {from: 0, to: lines.end});
    expect(nextMatch(matches, spot(0, 0), 'down')).toEqual({index: 1, wrapped: false});
    expect(nextMatch(matches, spot(2, 0), 'down')).toEqual({index: 0, wrapped: true});
    expect(nextMatch(matches, spot(2, 0), 'up')).toEqual({index: 0, wrapped: false});
    expect(nextMatch(matches, spot(0, 0), 'up')).toEqual({index: 1, wrapped: true});
    expect(nextMatch([], spot(0, 0), 'up')).toBeUndefined();
  });
});

describe('blocks of code', () => {
  test.each([
    ['the last one', '```\na\n```\ntext\n```js\nb\n```', 'b\n'],
    ['without what it is indented by', '  ~~~\n  if\n    x\n  ~~~', 'if\n  x\n'],
    ['one that is still open is not taken', '```\na\n```\n```\nb', 'a\n'],
    ['shorter fences belong to it', '````\n```\na\n```\n````', '```\na\n```\n'],
  ])('%s', (_, text, block) => {
    expect(lastBlock(shown(text).lines)).toBe(block);
  });

  test('there may be none', () => expect(lastBlock(shown('a\nb').lines)).toBeUndefined());
});

test('text of one cell a unit has even columns, and each of its characters is one cell wide', () => {
  const ranges: readonly (readonly [number, number])[] = [
    [0x20, 0x7e],
    [0xa1, 0xac],
    [0xae, 0x2ff],
    [0x370, 0x377],
    [0x391, 0x3a1],
    [0x3b1, 0x482],
    [0x48a, 0x52f],
    [0x2010, 0x2027],
    [0x2030, 0x205e],
    [0x2190, 0x2199],
    [0x2500, 0x25fc],
    [0x2713, 0x2718],
    [0x276f, 0x276f],
  ];
  const codes = ranges.flatMap(([from, to]) => Array.from({length: to - from + 1}, (_, n) => from + n));
  const all = codes.map(it => String.fromCodePoint(it)).join('');
  using it = openHeard({cols: all.length + 1, rows: 2, history: 10});
  it.write(`x${all.slice(1)}|`);
  const {text, columns} = linesOf(it.engine, it.graphemes).text(0);
  expect([text.length, columns[text.length - 1], text.at(-1)]).toEqual([all.length + 1, all.length, '|']);
  const row = new Uint32Array((all.length + 1) * CELL);
  linesOf(it.engine, it.graphemes).cells(0, row);
  const wrong = codes.filter((_, x) => (row[x * CELL] ?? 0) >>> WIDTH_SHIFT !== 1);
  expect(wrong.map(code => code.toString(16))).toEqual([]);
});
