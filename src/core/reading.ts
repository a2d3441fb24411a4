/** Looking back in a pane, and choosing text there: copy mode as a record. Pure. */
import type {Field} from './field.ts';

/** A place among a session's lines: `line` counts from the first line it ever had, `x` cells from the left. */
export type Spot = {readonly line: number; readonly x: number};

/** How a selection runs between its two ends, both of which belong to it. */
export type Shape = 'text' | 'line' | 'block';
export type Selection = {readonly anchor: Spot; readonly head: Spot; readonly shape: Shape};

export type Direction = 'up' | 'down';

/** What is looked for, and where of how many matches one stands: `at` from 1, 0 when on none. */
export type Search = {
  readonly text: string;
  readonly direction: Direction;
  readonly at: number;
  readonly count: number;
  /** The last step went past the end and on at the other. */
  readonly wrapped: boolean;
};

/** One pane that is read instead of followed. */
export type Reading = {
  /** The line at the top of the pane: it stays while output comes. */
  readonly top: number;
  readonly cursor: Spot;
  /** Come by the wheel, so the live bottom and typing end it; by key it has a cursor, and stays. */
  readonly glance: boolean;
  /** The other end of what is chosen. */
  readonly anchor?: Spot | undefined;
  readonly shape: Shape;
  readonly search?: Search | undefined;
  /** What to look for is being typed; `from` is where one stood before. */
  readonly typing?: Typing | undefined;
};

export type Typing = {
  readonly field: Field;
  readonly direction: Direction;
  readonly from: Pick<Reading, 'top' | 'cursor' | 'search' | 'glance'>;
};

/** What is chosen in a pane that is read. */
export const selectionOf = ({anchor, cursor, shape}: Reading): Selection | undefined =>
  anchor === undefined ? undefined : {anchor, head: cursor, shape};

/** The ends of a selection in reading order. */
export const orderedEnds = ({anchor, head}: Selection): readonly [Spot, Spot] =>
  anchor.line < head.line || (anchor.line === head.line && anchor.x <= head.x) ? [anchor, head] : [head, anchor];

/** Columns of a line that are chosen, `to` beyond the last; `undefined` for none. */
export const chosenIn = (selection: Selection, line: number): {from: number; to: number} | undefined => {
  const [first, last] = orderedEnds(selection);
  if (line < first.line || line > last.line) return undefined;
  if (selection.shape === 'line') return {from: 0, to: Infinity};
  if (selection.shape === 'block') {
    const {anchor, head} = selection;
    return {from: Math.min(anchor.x, head.x), to: Math.max(anchor.x, head.x) + 1};
  }
  return {from: line === first.line ? first.x : 0, to: line === last.line ? last.x + 1 : Infinity};
};
