/** Finding text in a session's lines: plain text, over the ends of wrapped lines; small letters find capitals too. */
import type {Direction, Selection, Spot} from '../core/reading.ts';
import {blanksLost, wholeLine, type Lines} from './lines.ts';

/** Where a text stands: from its first cell to its last. */
export type Match = Pick<Selection, 'anchor' | 'head'>;

/** More are not gathered: nobody steps through them. */
export const MOST_MATCHES = 50_000;

/** All places of a text among some lines, first to last. Whole lines are looked at, also where `from` is inside of one. */
export const findIn = (lines: Lines, wanted: string, {from, to}: {from: number; to: number}): readonly Match[] => {
  if (wanted === '') return [];
  const folded = foldOf(wanted);
  const matches: Match[] = [];
  for (let line = wholeLine(lines, from).from; line < to && matches.length < MOST_MATCHES;) {
    const last = wholeLine(lines, line).to;
    if (line === last) findInOne(lines, line, {wanted, folded, matches});
    else findInSeveral(lines, {from: line, to: last}, {wanted, folded, matches});
    line = last + 1;
  }
  return matches;
};

type Hunt = {
  readonly wanted: string;
  readonly folded: ((text: string) => string) | undefined;
  readonly matches: Match[];
};

/** Letters without capitals find both. */
const foldOf = (wanted: string): Hunt['folded'] =>
  wanted === wanted.toLowerCase() ? (text: string): string => foldCase(text) : undefined;

/** Some capitals have a longer small form, which would move what stands behind them: they stay. */
const foldCase = (text: string): string => {
  const folded = text.toLowerCase();
  return folded.length === text.length
    ? folded
    : Array.from(text, it => (it.toLowerCase().length === it.length ? it.toLowerCase() : it)).join('');
};

const placesOf = (text: string, {wanted, folded}: Hunt): readonly number[] => {
  const hay = folded?.(text) ?? text;
  const places: number[] = [];
  for (let at = hay.indexOf(wanted); at >= 0; at = hay.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
};

const findInOne = (lines: Lines, line: number, hunt: Hunt): void => {
  const places = placesOf(lines.plain(line), hunt);
  if (places.length === 0) return;
  const {columns} = lines.text(line);
  for (const at of places)
    hunt.matches.push({
      anchor: {line, x: columns[at] ?? 0},
      head: {line, x: columns[at + hunt.wanted.length - 1] ?? 0},
    });
};

const findInSeveral = (lines: Lines, {from, to}: {from: number; to: number}, hunt: Hunt): void => {
  let text = '';
  const starts: {line: number; at: number}[] = [];
  for (let line = from; line <= to; line++) {
    starts.push({line, at: text.length});
    text += lines.plain(line);
    if (line < to) text += ' '.repeat(blanksLost(lines, line));
  }
  const spotOf = (unit: number): Spot => {
    const {line, at} = starts.findLast(it => it.at <= unit) ?? {line: from, at: 0};
    return {line, x: lines.text(line).columns[unit - at] ?? 0};
  };
  for (const at of placesOf(text, hunt))
    hunt.matches.push({anchor: spotOf(at), head: spotOf(at + hunt.wanted.length - 1)});
};

/** The match one comes to from a spot, on past the end at the other; `undefined` when there is none. */
export const nextMatch = (
  matches: readonly Match[],
  from: Spot,
  direction: Direction,
): {index: number; wrapped: boolean} | undefined => {
  if (matches.length === 0) return undefined;
  const index = firstBehind(matches, from, direction === 'down');
  if (direction === 'down') return index < matches.length ? {index, wrapped: false} : {index: 0, wrapped: true};
  return index > 0 ? {index: index - 1, wrapped: false} : {index: matches.length - 1, wrapped: true};
};

/** The index of the first match that begins behind a spot, or at it when `isStrict` is not set. */
const firstBehind = (matches: readonly Match[], {line, x}: Spot, isStrict: boolean): number => {
  let [low, high] = [0, matches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const {anchor} = matches[middle] ?? {anchor: {line: 0, x: 0}};
    const isBehind = anchor.line > line || (anchor.line === line && (isStrict ? anchor.x > x : anchor.x >= x));
    if (isBehind) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The matches that touch some lines. */
export const matchesIn = (matches: readonly Match[], {from, to}: {from: number; to: number}): readonly Match[] => {
  // A match is shorter than a screen, so the first that reaches in begins not far before.
  const start = firstBehind(matches, {line: from - 1000, x: 0}, false);
  const found: Match[] = [];
  for (let at = start; at < matches.length; at++) {
    const match = matches[at];
    if (match === undefined || match.anchor.line >= to) break;
    if (match.head.line >= from) found.push(match);
  }
  return found;
};
