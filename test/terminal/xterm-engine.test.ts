import {expect, test} from 'vitest';
import {ATTR, BLANK, CELL, PALETTE, RGB, UNDERLINE_SHIFT, WIDTH_SHIFT} from '../../src/terminal/cells.ts';
import {changedRows, openHeard, rowOf, textOf} from './kit.ts';
import {randomOf} from '../kit/random.ts';

test.each([
  ['a', 1],
  ['👍', 2],
  ['界', 2],
  ['❤️', 2],
  ['1️⃣', 2],
  ['👨‍👩‍👧', 2],
  ['👍🏽', 2],
  ['🇩🇪', 2],
  ['e\u0301', 1],
])('%s takes %i columns', (text, columns) => {
  using it = openHeard();
  it.write(text);
  expect(it.engine.cursor.x).toBe(columns);
  expect((rowOf(it.engine, 0)[0] ?? 0) >>> WIDTH_SHIFT).toBe(columns);
  expect(textOf(rowOf(it.engine, 0), it.graphemes).trimEnd()).toBe(text);
});

test('a row is filled with blanks where the target is longer', () => {
  using it = openHeard({cols: 4});
  it.write('ab');
  const row = new Uint32Array(6 * CELL).fill(7);
  it.engine.row(0, row);
  expect(textOf(row, it.graphemes)).toBe('ab    ');
  expect([...row.subarray(5 * CELL)]).toEqual([BLANK, 0, 0, 0]);
});

test.each<[string, {fg?: number; bg?: number; attr?: number}]>([
  ['\u001b[31m', {fg: PALETTE | 1}],
  ['\u001b[97;104m', {fg: PALETTE | 15, bg: PALETTE | 12}],
  ['\u001b[38;5;200m', {fg: PALETTE | 200}],
  ['\u001b[48;2;1;2;3m', {bg: RGB | 0x010203}],
  ['\u001b[1;2;3;5;7;8;9;53m', {attr: 255}],
  ['\u001b[4m', {attr: 1 << UNDERLINE_SHIFT}],
  ['\u001b[4:3m', {attr: 3 << UNDERLINE_SHIFT}],
  ['\u001b[1;4:5m', {attr: ATTR.bold | (5 << UNDERLINE_SHIFT)}],
])('%j colours a cell', (look, {fg = 0, bg = 0, attr = 0}) => {
  using it = openHeard();
  it.write(`${look}x`);
  expect([...rowOf(it.engine, 0).subarray(1, CELL)]).toEqual([fg, bg, attr]);
});

test.each([
  ['hello', [0]],
  ['\r\n', []],
  ['\u001b[3;2Hx', [2]],
  ['\u001b[4;18Hwrapped', [3, 4]],
  ['\u001b[2;1H\u001b[1J', [0, 1]],
  ['\u001b[4;1H\u001b[J', [3, 4]],
  ['\u001b[2J', [0, 1, 2, 3, 4]],
  ['\u001b[2;1H\u001b[K', [1]],
  ['\u001b[2;4r\u001b[4;1H\n', [1, 2, 3]],
  ['\u001b[5;1H\n', [0, 1, 2, 3, 4]],
  [`\u001b[1;1H${'x'.repeat(55)}`, [0, 1, 2]],
  ['\u001b[3;1H\u001b[L', [2, 3, 4]],
  ['\u001b[5n\u001b[?25l\u001b[3;3H', []],
  ['\u001b[?1049h', [0, 1, 2, 3, 4]],
])('%j changes the rows %j', (bytes, rows) => {
  using it = openHeard();
  it.engine.clean();
  it.write(bytes);
  expect(changedRows(it.engine)).toEqual(rows);
});

test('no row changes without being marked', () => {
  using it = openHeard({cols: 12, rows: 6});
  const random = randomOf(7);
  const parts = [
    'abc',
    '界',
    '\r',
    '\n',
    '\u001b[K',
    '\u001b[1K',
    '\u001b[J',
    '\u001b[1J',
    '\u001b[L',
    '\u001b[2M',
    '\u001b[P',
    '\u001b[@',
  ]
    .concat([
      '\u001b[S',
      '\u001b[T',
      '\u001bM',
      '\u001b[2;4r',
      '\u001b[r',
      '\u001b[?1049h',
      '\u001b[?1049l',
      '\u001b[3X',
      '👍🏽',
      '\u001b[5b',
    ])
    .concat([
      'a much longer line that wraps twice',
      '\u001b[3;5H',
      '\u001b[6;12H',
      '\u001b[H',
      '\u001b[41m',
      '\u001b[m',
      '\u001b#8',
      '\u001bc',
    ]);
  for (let round = 0; round < 4000; round++) {
    const before = Array.from({length: 6}, (_, y) => rowOf(it.engine, y));
    it.engine.clean();
    for (let part = 0; part < 3; part++) it.write(parts[random(parts.length)] ?? '');
    const changed = before.flatMap((row, y) =>
      Buffer.from(row.buffer).equals(Buffer.from(rowOf(it.engine, y).buffer)) ? [] : [y],
    );
    expect(changedRows(it.engine)).toEqual(expect.arrayContaining(changed));
  }
});

test('answers come in the order of the questions', () => {
  using it = openHeard();
  it.write(
    '\u001b[>0q\u001b[?u\u001b]10;?\u001b\\\u001b]11;?\u0007\u001b]4;1;?\u0007\u001b[14t\u001b[16t\u001b[18t\u001b[=c',
  );
  it.write('\u001b[?996n\u001b[?2026$p\u001b[?2027$p\u001bP+q4d74\u001b\\\u001b[6n\u001b[c');
  expect(it.said).toEqual([
    '\u001bP>|roundhouse 0.1.0\u001b\\',
    '\u001b[?0u',
    '\u001b]10;rgb:e5e5/e5e5/e5e5\u001b\\',
    '\u001b]11;rgb:0000/0000/0000\u001b\\',
    '\u001b]4;1;rgb:cdcd/0000/0000\u001b\\',
    '\u001b[4;80;160t',
    '\u001b[6;16;8t',
    '\u001b[8;5;20t',
    '\u001bP!|00000000\u001b\\',
    '\u001b[?997;1n',
    '\u001b[?2026;2$y',
    '\u001b[?2027;3$y',
    '\u001bP0+r\u001b\\',
    '\u001b[1;1R',
    '\u001b[?62;22;52c',
  ]);
});

test('the colours of a light theme are told', () => {
  using it = openHeard({theme: {foreground: 0x102030, background: 0xfffff0, cursor: 0xff0000, palette: [0x010203]}});
  it.write('\u001b]10;?;?;?\u0007\u001b]4;0;?\u0007\u001b[?996n');
  expect(it.said).toEqual([
    '\u001b]10;rgb:1010/2020/3030\u001b\\',
    '\u001b]11;rgb:ffff/ffff/f0f0\u001b\\',
    '\u001b]12;rgb:ffff/0000/0000\u001b\\',
    '\u001b]4;0;rgb:0101/0202/0303\u001b\\',
    '\u001b[?997;2n',
  ]);
});

test.each([
  '\u001b]66;s=2;big\u0007',
  '\u001b]1337;Capabilities\u001b\\',
  '\u001b_Gi=31,a=q;AAAA\u001b\\',
  '\u001b[>7u',
])('%j leaves no trace', bytes => {
  using it = openHeard();
  it.write(`a${bytes}b`);
  expect(it.engine.text()[0]).toBe('ab');
  expect(it.said).toEqual([]);
});

test('a title is told without controls, and a bell is heard', () => {
  using it = openHeard();
  it.write('\u001b]0;build \u202eevil\u001b\\\u0007');
  expect(it.said).toEqual(['title build ·evil', 'bell']);
});

test('lines that scroll off are kept up to the limit', () => {
  using it = openHeard({rows: 3, history: 4});
  it.write(Array.from({length: 10}, (_, line) => `line ${line}`).join('\r\n'));
  const row = new Uint32Array(20 * CELL);
  it.engine.historyRow(0, row);
  expect(it.engine.historyLines).toBe(4);
  expect(textOf(row, it.graphemes).trimEnd()).toBe('line 3');
  it.engine.historyRow(4, row);
  expect(textOf(row, it.graphemes).trim()).toBe('');
  expect(it.engine.text()).toEqual(['line 7', 'line 8', 'line 9']);
});

test.each([
  ['\u001b[2S', 2, ['c', 'd', '', '', '']],
  ['\u001b[1;3r\u001b[2S', 2, ['c', '', '', 'd', '']],
  ['\u001b[2;4r\u001b[S', 0, ['a', 'c', 'd', '', '']],
  ['\u001b[99S', 5, ['', '', '', '', '']],
])('%j on the main screen keeps %i rows in history', (bytes, kept, text) => {
  using it = openHeard();
  it.write(`a\r\nb\r\nc\r\nd${bytes}`);
  expect(it.engine.historyLines).toBe(kept);
  expect(it.engine.text()).toEqual(text);
});

test('the alternate screen has no history and gives the main one back', () => {
  using it = openHeard({rows: 3});
  it.write('main\u001b[?1049h\u001b[H1\r\n2\r\n3\r\n4\u001b[S');
  expect(it.engine.modes.alternateScreen).toBe(true);
  expect(it.engine.text()).toEqual(['3', '4', '']);
  it.write('\u001b[?1049l');
  expect(it.engine.historyLines).toBe(0);
  expect(it.engine.text()).toEqual(['main', '', '']);
});

test('clearing the history and a reset empty it', () => {
  using it = openHeard({rows: 2});
  it.write('1\r\n2\r\n3\u001b[3J');
  expect(it.engine.historyLines).toBe(0);
  it.write('4\r\n5\r\n6\u001bc');
  expect(it.engine.historyLines).toBe(0);
  expect(it.engine.text()).toEqual(['', '']);
});

test('a narrower screen wraps its lines and a wider one joins them', () => {
  using it = openHeard({cols: 10, rows: 4});
  it.write('abcdefghij\r\nshort');
  it.engine.clean();
  it.engine.resize(6, 4);
  expect(it.engine.text()).toEqual(['abcdef', 'ghij', 'short', '']);
  expect(changedRows(it.engine)).toEqual([0, 1, 2, 3]);
  it.engine.resize(10, 3);
  expect(it.engine.text()).toEqual(['abcdefghij', 'short', '']);
  expect(it.engine.dirty).toHaveLength(3);
});

test('the cursor tells its place, whether it is seen, and its shape', () => {
  using it = openHeard({cols: 5});
  expect(it.engine.cursor).toEqual({x: 0, y: 0, visible: true, style: 0});
  it.write('\r\nabcde\u001b[5 q\u001b[?25l');
  expect(it.engine.cursor).toEqual({x: 4, y: 1, visible: false, style: 5});
});

test('modes are those the program set', () => {
  using it = openHeard();
  it.write('\u001b[?1h\u001b=\u001b[?2004h\u001b[?1004h\u001b[?1002h\u001b[?1006h\u001b[?2026h');
  expect(it.engine.modes).toEqual({
    alternateScreen: false,
    applicationCursor: true,
    applicationKeypad: true,
    bracketedPaste: true,
    focusReports: true,
    mouse: 'button',
    mouseSgr: true,
    synchronised: true,
    colourSchemeReports: false,
    kittyFlags: 0,
    modifyOtherKeys: 0,
  });
});

test('erasing to the left in the last cell of a fresh screen works', () => {
  using it = openHeard({cols: 4, rows: 2});
  it.write('ab\r\nabcd\u001b[1Jx');
  expect(it.engine.text()).toEqual(['', 'x']);
});

test('noise never breaks an engine', () => {
  using it = openHeard({cols: 9, rows: 4, history: 3});
  const random = randomOf(11);
  const likely = Buffer.from('\u001b\u001b\u001b[[[]]P_?>;;0123456789HJKSTLMPXhlmrnqtu\r\n\u0007\u0008 abc界👍');
  for (let round = 0; round < 3000; round++) {
    it.engine.feed(Buffer.from(Array.from({length: 40}, () => likely[random(likely.length)] ?? random(256))));
    it.engine.resize(2 + random(12), 1 + random(6));
    for (let y = 0; y < it.engine.rows; y++) rowOf(it.engine, y);
  }
  it.engine.resize(20, 4);
  it.write('\u0018\u001b\\\u001bc\u001b[?1049lok');
  expect(it.engine.text()[0]).toBe('ok');
});
