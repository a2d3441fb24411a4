import {expect, test} from 'vitest';
import {CELL, GraphemeTable} from '../../src/terminal/cells.ts';
import {HistoryBudget} from '../../src/terminal/history-budget.ts';
import {openHeard, textOf} from './kit.ts';

const flood = (lines: number, width = 60): string =>
  Array.from({length: lines}, (_, line) => `${line} ${'x'.repeat(width)}`).join('\r\n');

test('ten thousand full lines take three megabytes at most', () => {
  const budget = new HistoryBudget(100_000_000);
  using it = openHeard({cols: 200, rows: 50, history: 10_000, budget});
  it.write(flood(12_000, 193));
  expect(it.engine.historyLines).toBe(10_000);
  expect(it.engine.dropped).toBe(12_000 - 10_000 - 50);
  expect(budget.bytes).toBeLessThan(3_000_000);
  expect(it.engine.historyText(0)).toMatch(/^1950 x{193}$/u);
});

test('the session that was quiet longest gives up its oldest lines first', () => {
  const budget = new HistoryBudget(600_000);
  const graphemes = new GraphemeTable();
  using quiet = openHeard({cols: 80, rows: 5, history: 10_000, budget, graphemes});
  using busy = openHeard({cols: 80, rows: 5, history: 10_000, budget, graphemes});
  quiet.write(flood(5000));
  const before = quiet.engine.historyLines;
  busy.write(flood(5000));
  expect(budget.bytes).toBeLessThanOrEqual(700_000);
  expect(busy.engine.historyLines).toBe(4995);
  expect(quiet.engine.historyLines).toBeLessThan(before);
  expect(quiet.engine.historyText(0)).toMatch(new RegExp(`^${quiet.engine.dropped} x`, 'u'));
});

test('what an engine took is given back when it closes', () => {
  const budget = new HistoryBudget(1_000_000);
  const it = openHeard({cols: 80, rows: 5, history: 1000, budget});
  it.write(flood(3000));
  expect(budget.bytes).toBeGreaterThan(0);
  it[Symbol.dispose]();
  expect(budget.bytes).toBe(0);
});

test('a line longer than the screen is wide is read as several, and none of it is lost', () => {
  using it = openHeard({cols: 40, rows: 2});
  it.write(`${'abcdefghij'.repeat(4)}\r\n\n\n`);
  it.engine.resize(15, 2);
  const lines = Array.from({length: it.engine.historyLines}, (_, line) => it.engine.historyText(line));
  expect(lines.slice(0, 3)).toEqual(['abcdefghijabcde', 'fghijabcdefghij', 'abcdefghij']);
  expect([0, 1, 2, 3].map(line => it.engine.isWrapped(line))).toEqual([false, true, true, false]);
});

test('the rarest characters are kept, however many there are', () => {
  using it = openHeard({cols: 10, rows: 2, history: 10_000});
  const rare = (at: number): string => String.fromCodePoint(0x20000 + at);
  for (let at = 0; at < 9000; at++) it.write(`${rare(at)}\r\n`);
  const row = new Uint32Array(10 * CELL);
  for (let line = 0; line < it.engine.historyLines; line++) {
    it.engine.historyRow(line, row);
    expect(textOf(row, it.graphemes).trimEnd()).toBe(rare(line));
  }
});

test('as many looks as there are colours are kept', () => {
  using it = openHeard({cols: 80, rows: 2, history: 10_000});
  const colour = (at: number): string => `\u001b[38;2;${at & 255};${(at >> 8) & 255};7m`;
  for (let line = 0; line < 1500; line++)
    it.write(`${Array.from({length: 60}, (_, x) => `${colour(line * 60 + x)}x`).join('')}\r\n`);
  const row = new Uint32Array(80 * CELL);
  for (let line = 0; line < it.engine.historyLines; line++) {
    it.engine.historyRow(line, row);
    for (let x = 0; x < 60; x++) {
      const at = line * 60 + x;
      expect(row[x * CELL + 1]).toBe(0x02000000 | ((at & 255) << 16) | (((at >> 8) & 255) << 8) | 7);
    }
  }
});
