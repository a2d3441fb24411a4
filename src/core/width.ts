/**
 * What a code point does on a screen: how many columns it takes in text of our own (panes' text is measured by their
 * engine), and whether a terminal may join it with a neighbour or act upon it. Pure.
 */

/** East Asian wide and full-width blocks, first and last code point. @see Unicode 15 EastAsianWidth.txt */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
/** A regional indicator alone is narrow, as the engine has it. */
const EMOJI = /^(?!\p{Regional_Indicator})\p{Emoji_Presentation}$/u;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** 0 for a mark that joins the character before it, 2 for a wide character, else 1. */
export const widthOf = (code: number): 0 | 1 | 2 => {
  if (code < 0x300) return 1;
  const text = String.fromCodePoint(code);
  if (ZERO.test(text)) return 0;
  return EMOJI.test(text) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
};

/** Break a line between words, and words that are longer than a line where it ends. At least one row. */
export const wrapText = (text: string, cols: number): readonly string[] => {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (columnsOf(longer) <= cols) row = longer;
    else {
      if (row !== '') rows.push(row);
      const pieces = cut(word, cols);
      rows.push(...pieces.slice(0, -1));
      row = pieces.at(-1) ?? '';
    }
  }
  return [...rows, row];
};

/** How many columns a text takes. */
export const columnsOf = (text: string): number =>
  Array.from(text, it => widthOf(it.codePointAt(0) ?? 0)).reduce((sum: number, it) => sum + it, 0);

/** A word in pieces of at most so many columns, but never less than a character. */
const cut = (word: string, cols: number): readonly string[] => {
  const pieces: string[] = [''];
  for (const char of word) {
    const piece = pieces.at(-1) ?? '';
    if (piece === '' || columnsOf(piece + char) <= cols) pieces[pieces.length - 1] = piece + char;
    else pieces.push(char);
  }
  return pieces;
};

/** Blocks whose characters stand alone: none of them joins the one before it or draws the next one in. */
const PLAIN: readonly (readonly [number, number])[] = [
  [0x20, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x590],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x2010, 0x2027],
  [0x2030, 0x205f],
  [0x2070, 0x20cf],
  [0x2100, 0x3029],
  [0x3030, 0x3098],
  [0x309b, 0xa66e],
  [0xac00, 0xd7a3],
  [0xe000, 0xfaff],
  [0xff01, 0xff9d],
  [0x1f000, 0x1f1e5],
  [0x1f200, 0x1f3fa],
  [0x1f400, 0x1faff],
  [0x20000, 0x3fffd],
];

/** May a code point be written next to any other without a new cursor position between them? */
export const standsAlone = (code: number): boolean => {
  for (const [from, to] of PLAIN) if (code <= to) return code >= from;
  return false;
};

/** Controls, C1 included, and the invisible ones that turn text around: never sent as text. */
export const isControl = (code: number): boolean =>
  (code < 0x20 || code >= 0x7f) && CONTROLS.some(([from, to]) => code >= from && code <= to);

const CONTROLS: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
];

const MARK = /^\p{M}$/u;

/** A mark that stands in a cell alone needs a blank to stand on, or it would join the cell at its left. */
export const needsBase = (code: number): boolean => code >= 0x300 && MARK.test(String.fromCodePoint(code));
