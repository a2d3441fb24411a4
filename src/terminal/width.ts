/** How many columns a code point takes, for text of our own. Panes' text is measured by their engine. Pure. */

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
