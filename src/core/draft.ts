/** How much of a text a person has begun in a pane, as far as their keys tell. Pure. */
import type {Chord} from './keys.ts';

/** Keys after which nothing is begun. */
const ENDS: readonly Chord[] = ['Enter', 'C-c', 'C-u', 'C-j', 'C-m', 'C-d'];
const TAKES_BACK: readonly Chord[] = ['Backspace', 'C-h'];

/**
 * Count on.
 *
 * @param begun characters so far
 * @param key   `text` is what it writes, if it writes something
 */
export const draftAfter = (begun: number, {chord, text = ''}: {chord: Chord; text?: string | undefined}): number => {
  if (ENDS.includes(chord)) return 0;
  if (TAKES_BACK.includes(chord)) return Math.max(0, begun - 1);
  return begun + text.length;
};
