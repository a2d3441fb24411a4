/** When two agents say the same thing. Two measures: a strict one for agreeing, a loose one for asking once more. Pure. */

/** Words that say nothing by themselves. Those that deny are not among them. */
const EMPTY = new Set(
  'a an the this that these those it its is are be been was were to of for in on at by with and or we i you they our your us should would could can may must will shall do does please'.split(
    ' ',
  ),
);
const DENYING = /^(?:no|not|never|don't|dont|do-not|cannot|can't|without|against|avoid|reject|不|别|勿|非|无)$/u;

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[^\p{L}\p{N}\p{M}'+#./-]+/u)
    .map(it => it.replaceAll(/^['./-]+|['./-]+$/gu, ''))
    .filter(it => it !== '');

/** A text less its case, its blanks, and the quotes and full stop around it. Texts with the same key say the same. */
export const keyOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s"'“”*_`-]+|[\s"'“”*_`.,;。]+$/gu, '');

/** Do two texts say the same? Nothing says the same as nothing. */
export const isSame = (a: string, b: string): boolean => keyOf(a) !== '' && keyOf(a) === keyOf(b);

/**
 * May two texts name the same action or risk? One has all that the other says, and both deny alike. It is wrong at times, which
 * costs a round more or less, and never makes an agreement.
 */
export const isAlike = (a: string, b: string): boolean => {
  if (isSame(a, b)) return true;
  const [first, second] = [wordsOf(a), wordsOf(b)];
  if (first.some(it => DENYING.test(it)) !== second.some(it => DENYING.test(it))) return false;
  const [small, large] = [contentOf(first), contentOf(second)].toSorted((x, y) => x.size - y.size);
  return small !== undefined && large !== undefined && small.size > 0 && [...small].every(it => large.has(it));
};

const contentOf = (words: readonly string[]): ReadonlySet<string> => new Set(words.filter(it => !EMPTY.has(it)));
