/** Texts told by their difference to an earlier one: a program that blinks writes the same over and over, but for a few characters. */

/** `back` texts earlier (1 is the last), but with `drop` characters from `from` on replaced by `text`. */
export type Likeness = readonly [back: number, from: number, drop: number, text: string];

/** How many earlier texts are looked at: a spinner has about ten pictures. */
const REACH = 16;
/** What a line of its own costs in characters; less is not worth it. */
const WORTH = 60;

/**
 * Tell a text by the earlier one that is most like it.
 *
 * @param earlier oldest first
 * @returns nothing when that would not be shorter
 */
export const likenessOf = (text: string, earlier: readonly string[]): Likeness | undefined => {
  const near = earlier.slice(-REACH).toReversed();
  const all = near.map((it, at): Likeness => [at + 1, ...differenceOf(it, text)]);
  const [best] = all.sort(([, , , a], [, , , b]) => a.length - b.length);
  return best !== undefined && best[3].length + WORTH < text.length ? best : undefined;
};

/** The text again. */
export const textLike = ([back, from, drop, text]: Likeness, earlier: readonly string[]): string => {
  const base = earlier.at(-back) ?? '';
  return base.slice(0, from) + text + base.slice(from + drop);
};

const differenceOf = (base: string, text: string): readonly [from: number, drop: number, text: string] => {
  const shorter = Math.min(base.length, text.length);
  let from = 0;
  while (from < shorter && base[from] === text[from]) from++;
  let same = 0;
  while (same < shorter - from && base.at(-same - 1) === text.at(-same - 1)) same++;
  return [from, base.length - from - same, text.slice(from, text.length - same)];
};
