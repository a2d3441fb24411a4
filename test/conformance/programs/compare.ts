/** Two screens, cell by cell. */
import type {Cell, Window} from './window.ts';

/** Cells side by side that differ in text or in look, or the cursor. `ours` and `theirs` are the texts, the looks, the places. */
export type Difference = {
  readonly of: 'text' | 'look' | 'cursor';
  readonly y: number;
  readonly x: number;
  readonly cols: number;
  readonly ours: string;
  readonly theirs: string;
};

/** What changes by itself: in a row that has `where`, what matches `hide` is neither compared as text nor as look. */
export type Mask = readonly {readonly where: RegExp; readonly hide: RegExp}[];

/** @returns what differs in the first rows; nothing when they are the same */
export const differencesOf = (
  ours: Window,
  theirs: Window,
  {rows, mask}: {rows: number; mask: Mask},
): readonly Difference[] => {
  const [left, right] = [ours.cells(rows), theirs.cells(rows)];
  const cells = left.flatMap((row, y) => rowDifferences(y, masked(row, mask), masked(right[y] ?? [], mask)));
  if (ours.cursor === theirs.cursor) return cells;
  return [...cells, {of: 'cursor', y: 0, x: 0, cols: 1, ours: ours.cursor, theirs: theirs.cursor}];
};

const rowDifferences = (y: number, ours: readonly Cell[], theirs: readonly Cell[]): readonly Difference[] =>
  (['text', 'look'] as const).flatMap(of => {
    const found: Difference[] = [];
    for (const [x, cell] of ours.entries()) {
      const next = {of, y, x, cols: 1, ours: cell[of], theirs: theirs[x]?.[of] ?? ''};
      if (next.ours === next.theirs) continue;
      const last = found.at(-1);
      const joined = last !== undefined && last.x + last.cols === x ? joinedOf(last, next) : undefined;
      if (joined === undefined) found.push(next);
      else found[found.length - 1] = joined;
    }
    return found;
  });

/** Neighbours as one: any texts, the same looks. */
const joinedOf = (last: Difference, next: Difference): Difference | undefined => {
  const joined = {...last, cols: last.cols + 1};
  if (last.of === 'text') return {...joined, ours: last.ours + next.ours, theirs: last.theirs + next.theirs};
  return last.ours === next.ours && last.theirs === next.theirs ? joined : undefined;
};

const masked = (row: readonly Cell[], mask: Mask): readonly Cell[] => {
  const text = row.map(it => it.text || '\u0000').join('');
  return mask.filter(it => it.where.test(text)).reduce((cells, {hide}) => hidden(cells, text, hide), row);
};

const hidden = (row: readonly Cell[], text: string, hide: RegExp): readonly Cell[] => {
  const out = new Set([...text.matchAll(hide)].flatMap(it => Array.from(it[0], (_, at) => it.index + at)));
  return row.map((cell, x) => (out.has(x) ? {text: ' ', look: ''} : cell));
};
