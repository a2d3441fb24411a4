/** What floods a pane: text made from a seed, the same in every run. The eight kinds are those of DESIGN 16. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Stage} from './stage.ts';

/** Distinct text that is then repeated: enough for no cache to know it, quick to make. */
const DISTINCT_BYTES = 4_000_000;
const SEED = 12_345;
/** Of the screen that the loads with cursor addresses draw on; the pane has at least as many. */
const ROWS = 48;
const COLS = 198;

const words =
  'the build server compiled module warning error note at line in file src lib test index main value return const function class import export default async await promise buffer stream socket pane window session client attach detach render frame cursor scroll region margin history resize layout'.split(
    ' ',
  );
const ideographs = Array.from('漢字仮名交じり文章日本語中文測試終端機多工器한국어테스트文字幅計算東京北京上海');
const symbols = '😀 🚀 🔥 ✅ 👩‍💻 🇩🇪 👍🏽 ❤️ 🎉 🐛 🧪 é ñ ü ﬁ → │ ─'.split(' ');

/** A whole number from 0, below the one given. */
type Random = (below: number) => number;

/** By xorshift. */
const makeRandom = (): Random => {
  let state = SEED;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
};

const oneOf = (from: readonly string[], random: Random): string => from[random(from.length)] ?? '';
const word = (random: Random): string => oneOf(words, random);
const times = (count: number, make: (at: number) => string): string =>
  Array.from({length: count}, (_, at) => make(at)).join('');

/** Plain lines as a compiler writes them, of 85 columns on average. */
const asciiLine = (random: Random): string => {
  const length = 20 + random(130);
  let line = '';
  while (line.length < length) line += `${word(random)} `;
  return `${line}\n`;
};

const coloured: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => `\u001b[${30 + random(8)}m${text}\u001b[0m `,
  (text, random) => `\u001b[1;${90 + random(8)}m${text}\u001b[m `,
  (text, random) => `\u001b[38;5;${random(256)}m${text}\u001b[39m `,
  (text, random) => `\u001b[38;2;${random(256)};${random(256)};${random(256)};48;5;${random(256)}m${text}\u001b[0m `,
];

/** Words in 16, 256 and 24-bit colours, as a test runner or `bat` writes them. */
const sgrLine = (random: Random): string =>
  `${times(6 + random(14), () => coloured[random(coloured.length)]?.(word(random), random) ?? '')}\n`;

const cjkCell = (random: Random): string => {
  const kind = random(10);
  if (kind < 6) return oneOf(ideographs, random);
  return kind < 8 ? oneOf(symbols, random) : `${word(random)} `;
};

/** Wide characters, emoji of several code points, and some words. */
const cjkLine = (random: Random): string => `${times(10 + random(50), () => cjkCell(random))}\n`;

/** `seq 1 …`: the shortest lines. */
const seqLine = (_: Random, at: number): string => `${at + 1}\n`;

/** Words at random places of the whole screen. */
const cursorLeap = (random: Random): string =>
  `\u001b[${1 + random(ROWS)};${1 + random(190)}H\u001b[${30 + random(8)};${40 + random(8)}m${word(random)}`;

/** A whole screen, each cell with colours and attributes of its own. */
const denseScreen = (random: Random): string => {
  const letter = String.fromCodePoint(65 + random(26));
  const cell = (): string => `\u001b[38;5;${100 + random(156)};48;5;${50 + random(156)};1;3;4m${letter}`;
  return `\u001b[H${times(ROWS * COLS, cell)}\u001b[0m`;
};

/** Lines that scroll in a region, lines inserted, reverse indexes: as `vim` and `less` do. */
const regionPage = (random: Random): string => {
  const line = (): string => {
    const back = random(10) === 0 ? '\u001b[10;1H\u001bM\u001b[40;1H' : '';
    const inserted = random(20) === 0 ? '\u001b[20;1H\u001b[2L\u001b[40;1H' : '';
    return `${word(random)} ${word(random)}\n${back}${inserted}`;
  };
  return `\u001b[10;40r\u001b[40;1H${times(60, line)}\u001b[r\u001b[48;1H`;
};

/** A picture that is painted again and again, as `htop` does. */
const tuiScreen = (random: Random): string => {
  const row = (y: number): string => {
    const bar = '|'.repeat(random(40)).padEnd(40);
    const count = String(random(99_999)).padStart(6);
    const start = `\u001b[${y + 1};1H\u001b[${30 + random(8)}m${count} \u001b[0;1m${word(random).padEnd(12)}\u001b[0m`;
    return `${start} ${bar} ${word(random)} ${word(random)}\u001b[K`;
  };
  return `\u001b[?25l\u001b[H${times(ROWS, row)}\u001b[?25h`;
};

/** Lines of 199 columns, none like another: what fills a history. */
const wideLine = (random: Random): string => `${`${String(random(1e8))} `.padEnd(9)}${'abcdefghij'.repeat(19)}\n`;

const pieceOf = {
  ascii: asciiLine,
  sgr: sgrLine,
  cjk: cjkLine,
  seq: seqLine,
  cursor: cursorLeap,
  dense: denseScreen,
  region: regionPage,
  tui: tuiScreen,
  wide: wideLine,
} satisfies Record<string, (random: Random, at: number) => string>;

export type LoadName = keyof typeof pieceOf;
/** A file, and its size in bytes. */
export type Load = {readonly path: string; readonly bytes: number};

/** The text of a load: whole pieces, the least that hold so many bytes, 4 MB at most. */
export const textOf = (name: LoadName, bytes: number): Buffer => {
  const random = makeRandom();
  const pieces: Buffer[] = [];
  for (let made = 0; made < Math.min(DISTINCT_BYTES, bytes);) {
    const piece = Buffer.from(pieceOf[name](random, pieces.length));
    pieces.push(piece);
    made += piece.length;
  }
  return Buffer.concat(pieces);
};

/**
 * Make a load.
 *
 * @param megabytes the least it holds, 1e6 bytes each
 */
export const makeLoad = (stage: Stage, name: LoadName, megabytes: number): Load => {
  const distinct = textOf(name, megabytes * 1e6);
  const all = Buffer.concat(Array.from({length: Math.ceil((megabytes * 1e6) / distinct.length)}, () => distinct));
  const path = join(stage.dir, stage.fresh(name));
  writeFileSync(path, all);
  return {path, bytes: all.length};
};

/** A whole screen of so many cells in which no cell is as in the frame before; eight colours a row. */
export const frameOf = (number: number, {cols, rows}: {cols: number; rows: number}): string =>
  times(rows, y => {
    const cell = (x: number): string => {
      const pen = x % 25 === 0 ? `\u001b[${30 + ((x / 25 + y + number) % 8)}m` : '';
      return pen + String.fromCodePoint(33 + ((x * 7 + y * 13 + number * 17) % 93));
    };
    return `\u001b[${y + 1};1H${times(cols, cell)}`;
  });
