import {expect, test} from 'vitest';
import {CELL, RGB} from '../../src/terminal/cells.ts';
import type {Engine} from '../../src/terminal/engine.ts';
import {openHeard, rowOf, textOf} from './kit.ts';
import {randomOf} from '../kit/random.ts';

/** All lines of history and screen, those that continue one another joined. */
const logicalLines = (engine: Engine): readonly string[] => {
  const lines: string[] = [];
  const screen = engine.text();
  for (let line = 0; line < engine.historyLines + screen.length; line++) {
    const text = line < engine.historyLines ? engine.historyText(line) : (screen[line - engine.historyLines] ?? '');
    if (engine.isWrapped(line) && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  while (lines.at(-1) === '') lines.pop();
  return lines;
};

const words = ['a', '界', 'word', '👍🏽', 'é', '漢字', '-', '0123456789', '🇩🇪'];

test.each(Array.from({length: 24}, (_, seed) => seed))('no size loses or joins a line (seed %i)', seed => {
  const random = randomOf(seed);
  using it = openHeard({cols: 20, rows: 6, history: 5000});
  const written: string[] = [];
  for (let round = 0; round < 60; round++) {
    const line = Array.from({length: random(14)}, () => words[random(words.length)] ?? '').join('');
    written.push(line);
    it.write(`${round === 0 ? '' : '\r\n'}${line}`);
    if (random(4) === 0) it.write('\u001b[41m\u001b[K\u001b[m');
    for (let times = random(3); times > 0; times--) it.engine.resize(2 + random(40), 1 + random(12));
    if (random(6) === 0) {
      it.write('\u001b[?1049h\u001b[Hother\r\n\n\n\n');
      it.engine.resize(2 + random(40), 1 + random(12));
      it.write('\u001b[?1049l');
    }
    const kept = [...written];
    while (kept.at(-1) === '') kept.pop();
    expect(logicalLines(it.engine), `round ${round}`).toEqual(kept);
  }
});

test('lines are the same again when the width is', () => {
  using it = openHeard({cols: 30, rows: 5});
  for (let line = 0; line < 40; line++) it.write(`\u001b[3${line % 8}mline ${line} ${'x'.repeat(line)}界\u001b[m\r\n`);
  const all = (): readonly string[] => {
    const row = new Uint32Array(30 * CELL);
    return Array.from({length: it.engine.historyLines}, (_, line) => {
      it.engine.historyRow(line, row);
      return row.join();
    });
  };
  const before = all();
  for (const cols of [7, 100, 12]) it.engine.resize(cols, 5);
  it.engine.resize(30, 5);
  expect(all()).toEqual(before);
});

test('the cursor stays at its character', () => {
  using it = openHeard({cols: 10, rows: 4});
  it.write('one\r\ntwo\r\nabcdefghijklmno\u001b[D');
  expect(it.engine.cursor).toMatchObject({x: 4, y: 3});
  it.engine.resize(5, 4);
  expect(it.engine.text()).toEqual(['two', 'abcde', 'fghij', 'klmno']);
  expect(it.engine.cursor).toMatchObject({x: 4, y: 3});
  it.engine.resize(30, 4);
  expect(it.engine.text()).toEqual(['one', 'two', 'abcdefghijklmno', '']);
  expect(it.engine.cursor).toMatchObject({x: 14, y: 2});
  it.write('!');
  expect(it.engine.text()[2]).toBe('abcdefghijklmn!');
});

test('what is saved with the alternate screen comes back at its line', () => {
  using it = openHeard({cols: 10, rows: 4});
  it.write('1\r\n2\r\n3\r\n$ \u001b[?1049h\u001b[2;2Hfull');
  it.engine.resize(10, 2);
  it.write('\u001b[?1049l vi');
  expect(it.engine.text()).toEqual(['3', '$  vi']);
  expect(it.engine.historyLines).toBe(2);
});

test('what does not fit below the cursor is shown again when there is room', () => {
  using it = openHeard({cols: 10, rows: 5});
  it.write('1\r\n2\r\n3\r\n4\r\n5\u001b[2;1H');
  it.engine.resize(10, 2);
  expect(it.engine.text()).toEqual(['2', '3']);
  it.engine.resize(12, 3);
  expect(it.engine.text()).toEqual(['2', '3', '4']);
  it.engine.resize(10, 5);
  expect(it.engine.text()).toEqual(['1', '2', '3', '4', '5']);
  expect(it.engine.cursor).toMatchObject({x: 0, y: 1});
});

test('a cleared screen that grows shows nothing of the history', () => {
  using it = openHeard({cols: 10, rows: 4});
  it.write('1\r\n2\r\n3\r\n4\r\n5\u001b[2J\u001b[H$ ');
  it.engine.resize(10, 8);
  expect(it.engine.text()).toEqual(['$', '', '', '', '', '', '', '']);
});

test('looks, links and wide characters survive', () => {
  using it = openHeard({cols: 12, rows: 2});
  it.write('\u001b[38;2;1;2;3m\u001b[4:3m界界\u001b[m\u001b]8;;https://x.example\u0007link\u001b]8;;\u0007');
  const before = rowOf(it.engine, 0).slice(0, 8 * CELL);
  it.write('\r\n\n\n\n');
  const kept = new Uint32Array(8 * CELL);
  it.engine.historyRow(0, kept);
  expect(kept).toEqual(before);
  expect(kept[1]).toBe(RGB | 0x010203);
  it.engine.resize(3, 2);
  expect(it.engine.historyText(0)).toBe('界');
  it.engine.resize(12, 8);
  expect(rowOf(it.engine, 0).slice(0, 8 * CELL)).toEqual(before);
  expect(textOf(rowOf(it.engine, 0), it.graphemes).trimEnd()).toBe('界界link');
});

test('marks stay at their words', () => {
  using it = openHeard({cols: 20, rows: 4});
  for (let round = 0; round < 9; round++)
    it.write(`\u001b]133;A\u0007prompt ${round}\r\n\u001b]133;C\u0007${'long output '.repeat(round)}\r\n`);
  for (const [cols, rows] of [
    [7, 3],
    [50, 10],
    [20, 4],
  ] as const) {
    it.engine.resize(cols, rows);
    const {marks, dropped, historyLines} = it.engine;
    const lineAt = (line: number): string =>
      line < historyLines ? it.engine.historyText(line) : (it.engine.text()[line - historyLines] ?? '');
    const prompts = marks.filter(mark => mark.kind === 'prompt').map(mark => lineAt(mark.line - dropped));
    expect(prompts).toHaveLength(9);
    for (const text of prompts) expect(text).toMatch(/^prompt/u);
  }
});
