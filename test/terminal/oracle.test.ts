import xterm, {type IBuffer} from '@xterm/headless';
import {expect, test} from 'vitest';
import {ATTR, CELL, type GraphemeTable, WIDTH_SHIFT} from '../../src/terminal/cells.ts';
import {openHeard, textOf, rowOf} from './kit.ts';
import {randomOf} from '../kit/random.ts';

/** Pieces of what programs write; those in which the engine differs from the library on purpose are not among them. */
const pieces = [
  'abc',
  ' ',
  'a line that is longer than the screen',
  '界',
  '界x',
  'é',
  'e\u0301',
  '👍🏽',
  '❤️',
  '🇩🇪',
  'กำ',
  '\u200d',
  '─',
]
  .concat([
    '\r',
    '\n',
    '\r\n',
    '\b',
    '\t',
    '\u001bM',
    '\u001bD',
    '\u001b7',
    '\u001b8',
    '\u001b[2;5r',
    '\u001b[1;3r',
    '\u001b[r',
  ])
  .concat([
    '\u001b[K',
    '\u001b[1K',
    '\u001b[2K',
    '\u001b[J',
    '\u001b[2J',
    '\u001b[L',
    '\u001b[M',
    '\u001b[2@',
    '\u001b[2P',
    '\u001b[2X',
  ])
  .concat([
    '\u001b[H',
    '\u001b[3;7H',
    '\u001b[6;10H',
    '\u001b[A',
    '\u001b[2B',
    '\u001b[C',
    '\u001b[2D',
    '\u001b[5G',
    '\u001b[3b',
  ])
  .concat([
    '\u001b[31m',
    '\u001b[1;44m',
    '\u001b[38;2;1;2;3m',
    '\u001b[4:3m',
    '\u001b[m',
    '\u001b[7m',
    '\u001b[27m',
    '\u001b]8;;http://a\u0007',
    '\u001b]8;;\u0007',
  ])
  .concat(['\u001b[4h', '\u001b[4l', '\u001b(0', '\u001b(B', '\u001b[?1049h', '\u001b[?1049l', '\u001b[!p']);

/** Text, width, background, inverse. */
type Seen = readonly (readonly (string | number | boolean | undefined)[])[];

const theirs = (buffer: IBuffer, line: number): Seen =>
  Array.from({length: 10}, (_, x) => buffer.getLine(line)?.getCell(x)).map(cell => [
    cell?.getChars() || (cell?.getWidth() === 0 ? '' : ' '),
    cell?.getWidth(),
    cell?.isBgDefault(),
    cell?.isInverse() !== 0,
  ]);

const ours = (row: Uint32Array, graphemes: GraphemeTable): Seen =>
  Array.from({length: 10}, (_, x) => row.subarray(x * CELL, x * CELL + CELL)).map(cell => [
    textOf(cell, graphemes),
    (cell[0] ?? 0) >>> WIDTH_SHIFT,
    cell[2] === 0,
    ((cell[3] ?? 0) & ATTR.inverse) !== 0,
  ]);

test.each([1, 2, 3])('the engine shows what the bare library shows (seed %i)', async seed => {
  const {UnicodeGraphemesAddon} = await import('@xterm/addon-unicode-graphemes');
  using it = openHeard({cols: 10, rows: 6, history: 8});
  const bare = new xterm.Terminal({cols: 10, rows: 6, scrollback: 0, allowProposedApi: true, logLevel: 'off'});
  bare.loadAddon(new UnicodeGraphemesAddon());
  const random = randomOf(seed);
  for (let round = 0; round < 400; round++) {
    const bytes = Array.from({length: 1 + random(12)}, () => pieces[random(pieces.length)] ?? '').join('');
    it.write(bytes);
    await new Promise<void>(resolve => bare.write(bytes, resolve));
    const {active} = bare.buffer;
    for (let y = 0; y < 6; y++) expect(ours(rowOf(it.engine, y), it.graphemes), `row ${y}`).toEqual(theirs(active, y));
    expect(it.engine.cursor).toMatchObject({x: Math.min(active.cursorX, 9), y: active.cursorY});
  }
  expect(it.engine.historyLines).toBe(8);
});

/** What the history keeps of any line: not the look of the last cell, which may be left free, nor half of a character. */
const shown = (seen: Seen): Seen => seen.slice(0, 9).map(([text, , ...look]) => [text, ...look]);

/** Those in which the library saves a line of its history with the cursor or has none. */
const apart = [
  '\u200d',
  '\u001b7',
  '\u001b8',
  '\u001b[?1049h',
  '\u001b[?1049l',
  '\u001b[!p',
  '\u001b]8;;http://a\u0007',
];

test.each([4, 5, 6])('the history holds what the library scrolls off (seed %i)', async seed => {
  const {UnicodeGraphemesAddon} = await import('@xterm/addon-unicode-graphemes');
  using it = openHeard({cols: 10, rows: 6, history: 4000});
  const bare = new xterm.Terminal({cols: 10, rows: 6, scrollback: 4000, allowProposedApi: true, logLevel: 'off'});
  bare.loadAddon(new UnicodeGraphemesAddon());
  const random = randomOf(seed);
  const usual = pieces.filter(it => !apart.includes(it));
  for (let round = 0; round < 600; round++) {
    const bytes = `${Array.from({length: 1 + random(12)}, () => usual[random(usual.length)] ?? '').join('')}\u001b[r\u001b[99H\n`;
    it.write(bytes);
    await new Promise<void>(resolve => bare.write(bytes, resolve));
  }
  expect(it.engine.historyLines).toBe(bare.buffer.normal.baseY);
  expect(it.engine.historyLines).toBeGreaterThan(200);
  const row = new Uint32Array(10 * CELL);
  for (let line = 0; line < it.engine.historyLines; line++) {
    it.engine.historyRow(line, row);
    const [mine, its] = [ours(row, it.graphemes), theirs(bare.buffer.normal, line)].map(shown);
    expect(mine, `line ${line}`).toEqual(its);
  }
});
