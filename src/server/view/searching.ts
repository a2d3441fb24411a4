/** Searching in what a pane has shown: typed text is looked for at once, and every match is marked. */
import {orderedEnds, type Direction, type Reading, type Search} from '../../core/reading.ts';
import type {KeyToken} from '../../terminal/input.ts';
import type {Lines} from '../../terminal/lines.ts';
import {findIn, nextMatch, type Match} from '../../terminal/search.ts';
import type {Live} from '../live.ts';
import {editField, emptyField, insert} from './field.ts';
import {setReading, towards, type Read} from './read.ts';

/** What was found in a session last. Lines of the history stay as they are, so only what came since is looked at again. */
type Found = {
  readonly text: string;
  readonly cols: number;
  readonly screen: number;
  readonly dropped: number;
  readonly matches: readonly Match[];
};
const found = new WeakMap<Live, Found>();

/** All matches of a text in a session. */
export const matchesOf = (live: Live, lines: Lines, text: string): readonly Match[] => {
  const known = found.get(live);
  const isKnown = known?.text === text && known.cols === lines.cols && known.screen <= lines.screen;
  const old = isKnown ? known.matches.filter(it => it.head.line < known.screen && it.anchor.line >= lines.first) : [];
  const from = isKnown ? Math.max(lines.first, known.screen) : lines.first;
  // A line that reaches into the screen is looked at whole.
  const fresh = findIn(lines, text, {from, to: lines.end});
  const [first] = fresh;
  const before = first === undefined ? old : old.filter(it => it.anchor.line < first.anchor.line);
  const matches = [...before, ...fresh];
  found.set(live, {text, cols: lines.cols, screen: lines.screen, dropped: lines.first, matches});
  return matches;
};

/** Let the text to look for be typed. */
export const beginSearch = ({desk, pane, reading}: Read, direction: Direction): void => {
  const {top, cursor, search, glance} = reading;
  const typing = {field: emptyField(direction === 'up' ? '?' : '/'), direction, from: {top, cursor, search, glance}};
  setReading(desk, pane.pane, {...reading, typing});
};

/** A key of the text that is looked for. */
export const typeSearch = (read: Read, token: KeyToken): void => {
  const {desk, pane, reading} = read;
  const {typing} = reading;
  if (typing === undefined) return;
  if (['Esc', 'C-c', 'C-g'].includes(token.chord))
    setReading(desk, pane.pane, {...reading, ...typing.from, typing: undefined});
  else if (token.chord === 'Enter') accept(read);
  else {
    const field = editField(typing.field, token);
    if (field !== undefined) look(read, field);
  }
};

/** Text that is pasted while one types what to look for; its first line counts. */
export const pasteSearch = (read: Read, text: string): void => {
  const {typing} = read.reading;
  if (typing !== undefined) look(read, insert(typing.field, text.split(/[\r\n]/u, 1)[0] ?? ''));
};

type Typed = NonNullable<Reading['typing']>['field'];

const look = (read: Read, field: Typed): void => {
  const {typing} = read.reading;
  if (typing === undefined) return;
  const reading = {...read.reading, ...typing.from, typing: {...typing, field}};
  seek({...read, reading}, {text: field.text, direction: typing.direction});
};

/** An empty text stands for the one before. */
const accept = (read: Read): void => {
  const {desk, pane, reading} = read;
  const {typing} = reading;
  const next = {...reading, typing: undefined};
  const earlier = typing?.from.search;
  if (typing?.field.text === '' && earlier !== undefined)
    seek({...read, reading: next}, {text: earlier.text, direction: typing.direction});
  else setReading(desk, pane.pane, next);
};

/** Look for a text from the cursor on, and go there. */
export const seek = (read: Read, {text, direction}: {text: string; direction: Direction}): void => {
  const {desk, pane, live, lines, reading} = read;
  const matches = text === '' ? [] : matchesOf(live, lines, text);
  const next = nextMatch(matches, reading.cursor, direction);
  const at = next === undefined ? 0 : next.index + 1;
  const search: Search = {text, direction, at, count: matches.length, wrapped: next?.wrapped ?? false};
  const match = next === undefined ? undefined : matches[next.index];
  const there = match === undefined ? reading : inSight(read, match);
  setReading(desk, pane.pane, {...there, search: text === '' ? undefined : search});
};

/** With some lines around it, where the match was out of sight. */
const inSight = (read: Read, match: Match): Reading => {
  const {reading, pane, lines} = read;
  const {rows} = pane.inner;
  const [{line, x}] = orderedEnds({...match, shape: 'text'});
  const isSeen = line >= reading.top && line < reading.top + rows;
  const top = isSeen ? reading.top : Math.max(lines.first, Math.min(lines.end - rows, line - (rows >> 1)));
  return towards({...read, reading: {...reading, top}}, {line, x});
};

/** On to the next match, in the direction of the search or in the other. */
export const step = (read: Read, way: 'same' | 'other'): void => {
  const {search} = read.reading;
  if (search === undefined) {
    read.desk.set({notice: {tone: 'plain', text: 'nothing was searched for yet', hint: '/ and ? search'}});
    return;
  }
  const back = search.direction === 'up' ? 'down' : 'up';
  const direction = way === 'same' ? search.direction : back;
  seek(read, {text: search.text, direction});
  const now = read.desk.view.reading[read.pane.pane];
  if (now?.search !== undefined)
    setReading(read.desk, read.pane.pane, {...now, search: {...now.search, direction: search.direction}});
};
