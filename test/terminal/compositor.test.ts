import {expect, test} from 'vitest';
import {
  ATTR,
  BLANK,
  CELL,
  GRAPHEME,
  type GraphemeTable,
  LINK_SHIFT,
  LinkTable,
  PALETTE,
  RGB,
  UNDERLINE_SHIFT,
  WIDTH_SHIFT,
} from '../../src/terminal/cells.ts';
import {Compositor, type Colours} from '../../src/terminal/compositor.ts';
import {drawText, fillRect} from '../../src/terminal/draw.ts';
import type {Engine} from '../../src/terminal/engine.ts';
import {openHeard, rowOf, type Heard} from './kit.ts';
import {randomOf} from '../kit/random.ts';

/** A compositor, and the terminal that its bytes go to. */
const openPair = ({
  cols = 20,
  rows = 5,
  colours = 'true',
}: {cols?: number; rows?: number; colours?: Colours} = {}): Heard & {
  readonly screen: Compositor;
  readonly links: LinkTable;
  /** Let the terminal have the next frame; its bytes as text. */
  readonly show: () => string | undefined;
} => {
  const heard = openHeard({cols, rows, history: 50});
  const links = new LinkTable();
  const screen = new Compositor({cols, rows, colours, graphemes: heard.graphemes, links});
  const show = (): string | undefined => {
    const bytes = screen.frame();
    if (bytes === undefined) return undefined;
    heard.engine.feed(bytes);
    return Buffer.from(bytes).toString();
  };
  return {...heard, screen, links, show, [Symbol.dispose]: () => heard[Symbol.dispose]()};
};

/** Cells as they are compared: of the right half of a wide character only that it is one. */
const shownCells = (row: Uint32Array): readonly number[] => {
  const cells = [...row];
  for (let at = 0; at < cells.length; at += CELL) if (cells[at] === 0) cells.fill(0, at, at + CELL);
  return cells;
};

const expectSame = (engine: Engine, screen: Compositor): void => {
  for (let y = 0; y < screen.back.rows; y++)
    expect(shownCells(rowOf(engine, y)), `row ${y}`).toEqual(shownCells(screen.back.row(y)));
};

test('the first frame paints over what is there without clearing it, and a second one has nothing to say', () => {
  using it = openPair();
  it.write('rubbish\u001b[31;1m');
  drawText(it.screen.back, 'hello', {x: 2, y: 1});
  expect(it.show()).not.toContain('J');
  expectSame(it.engine, it.screen);
  expect(it.show()).toBeUndefined();
  it.screen.touch(1);
  expect(it.show()).toBeUndefined();
});

test('a row that was not touched is not sent', () => {
  using it = openPair();
  it.show();
  drawText(it.screen.back, 'unseen', {x: 0, y: 2});
  expect(it.show()).toBeUndefined();
});

test('an echo is one byte', () => {
  using it = openPair();
  it.show();
  const echo = (char: string, x: number): string | undefined => {
    drawText(it.screen.back, char, {x, y: 0});
    it.screen.touch(0);
    it.screen.cursor = {x: x + 1, y: 0, visible: true, style: 0};
    return it.show();
  };
  expect(echo('a', 0)).toBe('a');
  expect(echo('b', 1)).toBe('b');
  expect(echo('ä', 2)).toBe('ä');
});

test('a large frame is one synchronised update with the cursor hidden', () => {
  using it = openPair({cols: 80, rows: 10});
  it.show();
  fillRect(it.screen.back, {x: 0, y: 0, cols: 80, rows: 10}, {char: 'x'});
  for (let y = 0; y < 10; y++) it.screen.touch(y);
  expect(it.show()).toMatch(/^\u001b\[\?2026h\u001b\[\?25lx.*\u001b\[\?25h\u001b\[\?2026l$/su);
  expectSame(it.engine, it.screen);
  expect(it.engine.cursor).toEqual({x: 0, y: 0, visible: true, style: 0});
});

test('the lower right cell is drawn without scrolling', () => {
  using it = openPair({cols: 4, rows: 2});
  it.show();
  drawText(it.screen.back, 'abcd', {x: 0, y: 0});
  drawText(it.screen.back, 'efgh', {x: 0, y: 1});
  for (const y of [0, 1]) it.screen.touch(y);
  it.show();
  it.screen.cursor = {x: 3, y: 1, visible: true, style: 0};
  it.show();
  expect(it.engine.text()).toEqual(['abcd', 'efgh']);
  expect(it.engine.historyLines).toBe(0);
  expect(it.engine.cursor).toMatchObject({x: 3, y: 1});
});

test('a cursor that moves, hides or changes its shape is told alone', () => {
  using it = openPair();
  it.show();
  it.screen.cursor = {x: 3, y: 2, visible: true, style: 0};
  expect(it.show()).toBe('\u001b[3;4H');
  it.screen.cursor = {x: 3, y: 2, visible: true, style: 5};
  expect(it.show()).toBe('\u001b[5 q');
  it.screen.cursor = {x: 9, y: 4, visible: false, style: 5};
  expect(it.show()).toBe('\u001b[?25l');
  expect(it.engine.cursor).toEqual({x: 3, y: 2, visible: false, style: 5});
});

test('a wide character that was cut leaves a blank', () => {
  using it = openPair({cols: 6, rows: 1});
  drawText(it.screen.back, '界界界', {x: 0, y: 0});
  it.show();
  drawText(it.screen.back, 'ab', {x: 1, y: 0});
  it.screen.touch(0);
  it.show();
  expect(it.engine.text()).toEqual([' ab 界']);
  expectSame(it.engine, it.screen);
});

test('marks and controls of a cell never reach its neighbours', () => {
  using it = openPair({cols: 6, rows: 1});
  it.show();
  for (const [at, code] of [0x61, 0x301, 0x1b, 0x202e, 0x9b, 0x62].entries())
    it.screen.back.cells[at * CELL] = code | (1 << WIDTH_SHIFT);
  it.screen.touch(0);
  it.show();
  expect(it.engine.text()).toEqual(['a \u0301   b']);
});

test.each<[Colours, number, number]>([
  ['true', RGB | 0x0102fe, RGB | 0x0102fe],
  ['256', RGB | 0x0102fe, PALETTE | 21],
  ['256', RGB | 0x808182, PALETTE | 244],
  ['256', PALETTE | 200, PALETTE | 200],
  ['16', RGB | 0xfe0101, PALETTE | 9],
  ['16', PALETTE | 3, PALETTE | 3],
  ['16', PALETTE | 21, PALETTE | 4],
  ['none', RGB | 0x0102fe, 0],
])('with %s colours %i becomes %i', (colours, drawn, shown) => {
  using it = openPair({colours});
  drawText(it.screen.back, 'x', {x: 0, y: 0, fg: drawn, bg: drawn, attr: ATTR.bold});
  it.show();
  expect([...rowOf(it.engine, 0).subarray(1, CELL)]).toEqual([shown, shown, ATTR.bold]);
  it.screen.touch(0);
  expect(it.show()).toBeUndefined();
});

/** Let the picture be numbered lines, from one on, between a head and a foot. */
const drawLines = (screen: Compositor, from: number): void => {
  const {rows, cols} = screen.back;
  for (let y = 0; y < rows; y++) {
    const line = y === 0 ? 'head' : y === rows - 1 ? 'foot' : `line ${from + y}`;
    drawText(screen.back, line.padEnd(cols), {x: 0, y, bg: y === 0 ? PALETTE | 4 : 0});
    screen.touch(y);
  }
};

test('rows that move up are moved by the terminal, and only the new one is written', () => {
  using it = openPair({cols: 40, rows: 12});
  drawLines(it.screen, 0);
  it.show();
  drawLines(it.screen, 1);
  expect(it.show()).toBe(
    '\u001b[?2026h\u001b[?25l\u001b[2;11r\u001b[11H\n\u001b[r\u001b[11Hline 11\u001b[H\u001b[?25h\u001b[?2026l',
  );
  expectSame(it.engine, it.screen);
});

test('rows that move down are too, and their new neighbours have no stray background', () => {
  using it = openPair({cols: 40, rows: 12});
  drawLines(it.screen, 3);
  drawText(it.screen.back, 'x', {x: 39, y: 11, bg: PALETTE | 1});
  it.show();
  drawLines(it.screen, 1);
  drawText(it.screen.back, 'x', {x: 39, y: 11, bg: PALETTE | 1});
  expect(it.show()).toContain('\u001b[m\u001b[2;11r\u001b[2H\u001bM\u001bM\u001b[r');
  expectSame(it.engine, it.screen);
});

test('long blanks are erased, in the middle of a row and at its end', () => {
  using it = openPair({cols: 60, rows: 2});
  fillRect(it.screen.back, {x: 0, y: 0, cols: 60, rows: 2}, {char: 'x', bg: PALETTE | 1});
  it.show();
  drawText(it.screen.back, ' '.repeat(40), {x: 10, y: 0});
  drawText(it.screen.back, ' '.repeat(40), {x: 20, y: 1});
  for (const y of [0, 1]) it.screen.touch(y);
  expect(it.show()).toContain('\u001b[10C\u001b[m\u001b[40X\u001b[2;21H\u001b[K');
  expectSame(it.engine, it.screen);
});

test('the title is told when it changes and after the terminal was forgotten', () => {
  using it = openPair();
  it.show();
  it.screen.title = 'roundhouse · shop';
  expect(it.show()).toBe('\u001b]2;roundhouse · shop\u001b\\');
  expect(it.show()).toBeUndefined();
  it.screen.invalidate();
  expect(it.show()).toContain('\u001b]2;roundhouse · shop\u001b\\');
  expect(it.said.filter(said => said.startsWith('title'))).toHaveLength(2);
});

test('a console is told no title', () => {
  using it = openPair({colours: '16'});
  it.show();
  it.screen.title = 'roundhouse';
  expect(it.show()).toBeUndefined();
});

test('a link is opened before its text and closed before anything else', () => {
  using it = openPair();
  it.show();
  const link = it.links.intern('https://example.org/a?b=c') << LINK_SHIFT;
  drawText(it.screen.back, 'see ', {x: 0, y: 0});
  drawText(it.screen.back, 'this', {x: 4, y: 0, attr: link});
  drawText(it.screen.back, 'too', {x: 8, y: 0, attr: link | ATTR.bold});
  drawText(it.screen.back, '.', {x: 11, y: 0});
  drawText(it.screen.back, 'end', {x: 0, y: 1, attr: link});
  for (const y of [0, 1]) it.screen.touch(y);
  const open = '\u001b]8;id=1;https://example.org/a?b=c\u001b\\';
  const close = '\u001b]8;;\u001b\\';
  const frame = it.show() ?? '';
  expect(frame).toContain(`see ${open}this\u001b[1mtoo${close}\u001b[m.\r\n${open}end${close}\u001b[`);
  it.screen.touch(0);
  expect(it.show()).toBeUndefined();
});

test('a number without a target, and a terminal that may print it, get no link', () => {
  for (const colours of ['true', '16', 'none'] as const) {
    using it = openPair({colours});
    it.show();
    const link = colours === 'true' ? 77 : it.links.intern('https://example.org');
    drawText(it.screen.back, 'x', {x: 0, y: 0, attr: link << LINK_SHIFT});
    it.screen.touch(0);
    it.screen.cursor = {x: 1, y: 0, visible: true, style: 0};
    expect(it.show()).toBe('x');
  }
});

test('targets longer than the buffer are written whole', () => {
  using it = openPair({cols: 80, rows: 24});
  it.show();
  for (let at = 0; at < 80 * 24; at++) {
    const target = `https://example.org/${at}/${'x'.repeat(2000)}`;
    drawText(it.screen.back, '#', {x: at % 80, y: Math.trunc(at / 80), attr: it.links.intern(target) << LINK_SHIFT});
  }
  for (let y = 0; y < 24; y++) it.screen.touch(y);
  const frame = it.show() ?? '';
  expect(frame.match(/\u001b\]8;id=\d+;https:\/\/example.org\/\d+\/x{2000}\u001b\\#/gu)).toHaveLength(80 * 24);
});

test.each([
  [RGB | 0x808080, RGB | 0x777777, PALETTE | 15],
  [RGB | 0xe0e0e0, RGB | 0xe8e8e8, PALETTE | 0],
  [RGB | 0x303030, RGB | 0x303030, PALETTE | 0],
])('text of %i on %i does not vanish where both are one colour', (fg, bg, shown) => {
  using it = openPair({colours: '16'});
  drawText(it.screen.back, 'x', {x: 0, y: 0, fg, bg});
  it.show();
  expect(rowOf(it.engine, 0)[1]).toBe(shown);
});

const clusters = ['👨‍👩‍👧', '❤️', '1️⃣', '🇩🇪', '👍🏽'];
const wides = ['界', '👍', '한', 'あ'];
const narrows = ['a', 'z', ' ', '~', 'é', 'Ж', '─', '╭', 'א', '✓', 'ก', 'ำ', '🇩', '🇪', '\ue0b0', '℃'];
const colours = [0, 0, 0, PALETTE | 1, PALETTE | 12, PALETTE | 200, RGB | 0x102030, RGB | 0xfffefd];
const attrs = [0, 0, 0, ATTR.bold, ATTR.dim | ATTR.italic, ATTR.inverse, ATTR.strike | ATTR.overline].concat([
  1 << UNDERLINE_SHIFT,
  (3 << UNDERLINE_SHIFT) | ATTR.bold,
  (5 << UNDERLINE_SHIFT) | ATTR.invisible,
  ATTR.blink,
]);

/** Put a random run of cells somewhere, over whatever is there: halves of wide characters stay behind. */
const scribble = (screen: Compositor, graphemes: GraphemeTable, random: (below: number) => number): void => {
  const {back} = screen;
  const pick = <T>(list: readonly T[], fallback: T): T => list[random(list.length)] ?? fallback;
  const y = random(back.rows);
  const row = back.row(y);
  const look = [pick(colours, 0), pick(colours, 0), pick(attrs, 0)];
  const from = random(back.cols);
  const length = 1 + random(6);
  const words = [
    () => [(pick(narrows, ' ').codePointAt(0) ?? 0) | (1 << WIDTH_SHIFT)],
    () => [(pick(wides, '界').codePointAt(0) ?? 0) | (2 << WIDTH_SHIFT), 0],
    () => [graphemes.intern(pick(clusters, '❤️')) | GRAPHEME | (2 << WIDTH_SHIFT), 0],
    () => [graphemes.intern('e\u0301') | GRAPHEME | (1 << WIDTH_SHIFT)],
    () => [BLANK],
  ];
  const drawn = Array.from({length}, () => pick(words, () => [BLANK])()).flat();
  for (const [at, word] of drawn.slice(0, back.cols - from).entries()) row.set([word, ...look], (from + at) * CELL);
  screen.touch(y);
};

/** Move a band of rows up or down, and say which rows were drawn. */
const roll = (screen: Compositor, random: (below: number) => number): void => {
  const {back} = screen;
  const width = back.cols * CELL;
  const top = random(back.rows);
  const bottom = top + random(back.rows - top);
  const by = random(Math.max(1, bottom - top));
  const [from, to] = random(2) === 0 ? [top + by, top] : [top, top + by];
  back.cells.copyWithin(to * width, from * width, (from + bottom - top - by + 1) * width);
  for (let y = top; y <= bottom; y++) screen.touch(y);
};

/** Blank a long run of a row. */
const wipe = (screen: Compositor, random: (below: number) => number): void => {
  const {rows, cols} = screen.back;
  const y = random(rows);
  fillRect(screen.back, {x: random(cols), y, cols: 10 + random(cols), rows: 1}, {});
  screen.touch(y);
};

test.each([1, 2, 3, 4])('what the terminal shows is what was drawn, however it came about (seed %i)', seed => {
  using it = openPair({cols: 24, rows: 7});
  const random = randomOf(seed);
  const turns = [
    () => it.screen.invalidate(),
    () => {
      const [cols, rows] = [2 + random(40), 1 + random(9)];
      it.screen.resize(cols, rows);
      it.engine.resize(cols, rows);
    },
    () => it.screen.touch(random(it.screen.back.rows)),
  ];
  for (let round = 0; round < 1200; round++) {
    turns[random(60)]?.();
    if (random(3) === 0) roll(it.screen, random);
    if (random(3) === 0) wipe(it.screen, random);
    for (let count = 1 + random(random(8) + 1); count > 0; count--) scribble(it.screen, it.graphemes, random);
    const cursor = {
      x: random(it.screen.back.cols),
      y: random(it.screen.back.rows),
      visible: random(4) > 0,
      style: random(7),
    };
    it.screen.cursor = cursor;
    it.show();
    expectSame(it.engine, it.screen);
    expect({...cursor, ...(cursor.visible ? it.engine.cursor : {})}).toEqual(cursor);
    expect(it.engine.cursor.visible).toBe(cursor.visible);
  }
});
