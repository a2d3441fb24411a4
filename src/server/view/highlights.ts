/** What is marked in a pane that is read: the selection, and every match of a search. */
import {chosenIn, selectionOf, type Reading} from '../../core/reading.ts';
import {ATTR, CELL, PALETTE, UNDERLINE_SHIFT} from '../../terminal/cells.ts';
import type {Lines} from '../../terminal/lines.ts';
import {matchesIn, type Match} from '../../terminal/search.ts';
import type {Live} from '../live.ts';
import {matchesOf} from './searching.ts';

/** Columns of a line, `to` beyond the last. */
export type Highlight = {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly what: 'chosen' | 'match' | 'match-here';
};

/** What is marked among the lines that are seen; what comes later lies over what came before. */
export const highlightsOf = (
  {live, lines, reading}: {live: Live; lines: Lines; reading: Reading},
  seen: {from: number; to: number},
): readonly Highlight[] => {
  const marks: Highlight[] = [];
  const {search, cursor} = reading;
  if (search !== undefined && search.count > 0)
    for (const match of matchesIn(matchesOf(live, lines, search.text), seen)) {
      const isHere = match.anchor.line === cursor.line && match.anchor.x === cursor.x;
      addMatch(marks, match, {seen, what: isHere ? 'match-here' : 'match'});
    }
  const selection = selectionOf(reading);
  if (selection === undefined) return marks;
  for (let line = seen.from; line < seen.to; line++) {
    const columns = chosenIn(selection, line);
    if (columns !== undefined) marks.push({line, ...columns, what: 'chosen'});
  }
  return marks;
};

const addMatch = (
  marks: Highlight[],
  {anchor, head}: Match,
  {seen, what}: {seen: {from: number; to: number}; what: Highlight['what']},
): void => {
  const selection = {anchor, head, shape: 'text'} as const;
  for (let line = Math.max(anchor.line, seen.from); line <= Math.min(head.line, seen.to - 1); line++) {
    const columns = chosenIn(selection, line);
    if (columns !== undefined) marks.push({line, ...columns, what});
  }
};

/** Black on the palette's yellow, and on its magenta where one stands: both are the person's own colours. */
const BLACK = PALETTE;
const looks = {match: PALETTE | 3, 'match-here': PALETTE | 5} as const;

/** Without colours matches are underlined: inverse is what is chosen. */
const UNDERLINED = 1 << UNDERLINE_SHIFT;
const bareLooks = {match: UNDERLINED, 'match-here': UNDERLINED | ATTR.bold} as const;

/** Mark columns in a row of cells. @param isBare without colours */
export const highlight = (row: Uint32Array, {from, to, what}: Highlight, isBare: boolean): void => {
  const end = Math.min(row.length, to * CELL);
  for (let at = from * CELL; at < end; at += CELL) {
    const attr = row[at + 3] ?? 0;
    if (what === 'chosen') row[at + 3] = attr ^ ATTR.inverse;
    else if (isBare) row[at + 3] = attr | bareLooks[what];
    else {
      row[at + 1] = BLACK;
      row[at + 2] = looks[what];
      row[at + 3] = attr & ~ATTR.inverse;
    }
  }
};
