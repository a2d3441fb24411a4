/** Where roundhouse and tmux 3.3a show different things, and why. What differs and is not here fails, and what is here and does not differ. */
import type {Difference} from './compare.ts';

/** One difference that is understood. */
export type Explained = {
  readonly run: string;
  /** Which of its steps, from 0. */
  readonly steps: readonly number[];
  /** The part of the screen; everything when absent. */
  readonly of?: Difference['of'];
  readonly rows?: readonly number[];
  readonly ours?: RegExp;
  readonly theirs?: RegExp;
  /** Whose fault it is. What is `roundhouse`'s is to be mended. */
  readonly fault: 'roundhouse' | 'tmux';
  readonly why: string;
};

export const differences: readonly Explained[] = [
  {
    run: 'character sets: British and line drawing, as G0 and G1',
    steps: [0],
    of: 'text',
    rows: [0, 1],
    ours: /^£$/u,
    theirs: /^#$/u,
    fault: 'tmux',
    why: 'the British set has £ in the place of #; tmux knows no character sets but ASCII and line drawing',
  },
  {
    run: 'character sets: British and line drawing, as G0 and G1',
    steps: [0],
    of: 'text',
    rows: [3, 4],
    ours: /^\+,-\.0$/u,
    theirs: /^→←↑↓▮$/u,
    fault: 'tmux',
    why: 'the set of line drawing begins at 0x5f on a VT100; tmux draws arrows and a block for five characters before it, too',
  },
  {
    run: 'vttest: cursor movements',
    steps: [3, 4],
    of: 'text',
    rows: Array.from({length: 18}, (_, at) => at + 2),
    fault: 'tmux',
    why: 'a backspace after a character in the last column goes to the column before; tmux stays in the last one, and the letters of both margins are out of order',
  },
  {
    run: 'vttest: screen features',
    steps: [11],
    of: 'text',
    rows: [1, 23],
    fault: 'tmux',
    why: 'setting the margins homes the cursor, in origin mode to the top margin; tmux goes to the top of the screen',
  },
];

/** Does it account for a difference at a step of a run? */
export const explains = (it: Explained, {of, y, ours, theirs}: Difference): boolean =>
  (it.of ?? of) === of &&
  it.rows?.includes(y) !== false &&
  it.ours?.test(ours) !== false &&
  it.theirs?.test(theirs) !== false;
