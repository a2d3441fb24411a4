/** Which characters a terminal may join with a neighbour or act upon, so that the compositor keeps them apart. Pure. */

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
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xd800 && code < 0xe000) ||
  code === 0x61c ||
  code === 0xfeff;

const MARK = /^\p{M}$/u;

/** A mark that stands in a cell alone needs a blank to stand on, or it would join the cell at its left. */
export const needsBase = (code: number): boolean => code >= 0x300 && MARK.test(String.fromCodePoint(code));
