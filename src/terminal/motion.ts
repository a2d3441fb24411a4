/** Where the keys of copy mode take the cursor. Pure; the keys are in `core/copy-keys.ts`. */
import type {Motion} from '../core/copy-keys.ts';
import type {Spot} from '../core/reading.ts';
import type {Mark} from './engine.ts';
import {unitAt, type Lines} from './lines.ts';

/** What a motion is given: the lines, the part that is seen, and the marks of prompts. */
export type Ground = {
  readonly lines: Lines;
  /** The first line that is seen, and how many are. */
  readonly top: number;
  readonly rows: number;
  readonly marks: readonly Mark[];
};

type Move = (ground: Ground, from: Spot) => Spot;
/** A unit of a line; the one behind its last stands for the end of the line. */
type Place = {readonly line: number; readonly at: number};

const placeOf = ({lines}: Ground, {line, x}: Spot): Place => ({line, at: unitAt(lines.text(line), x)});

const spotOf = ({lines}: Ground, {line, at}: Place): Spot => {
  const {text, columns} = lines.text(line);
  return {line, x: columns[Math.max(0, Math.min(at, text.length - 1))] ?? 0};
};

/** The unit behind a place, over line ends; a line that wraps has no end of its own. */
const after = ({lines}: Ground, {line, at}: Place): Place | undefined => {
  const last = lines.plain(line).length - (lines.isWrapped(line + 1) ? 1 : 0);
  if (at < last) return {line, at: at + 1};
  return line + 1 < lines.end ? {line: line + 1, at: 0} : undefined;
};

const before = ({lines}: Ground, {line, at}: Place): Place | undefined => {
  if (at > 0) return {line, at: at - 1};
  if (line <= lines.first) return undefined;
  return {line: line - 1, at: Math.max(0, lines.plain(line - 1).length - (lines.isWrapped(line) ? 1 : 0))};
};

type Kind = 'blank' | 'word' | 'sign';

/** Words as vi has them; for the capital letters everything but blanks is one. */
const kindOf = ({lines}: Ground, {line, at}: Place, isBig: boolean): Kind => {
  const char = lines.plain(line)[at] ?? ' ';
  if (/\s/u.test(char)) return 'blank';
  return isBig || /[\p{L}\p{M}\p{N}_\ud800-\udfff]/u.test(char) ? 'word' : 'sign';
};

/** Go on while a condition holds; at the end of everything stay. */
const walk = (from: Place, step: (it: Place) => Place | undefined, goesOn: (it: Place) => boolean): Place => {
  let here = from;
  for (let next = step(here); goesOn(here) && next !== undefined; next = step(here)) here = next;
  return here;
};

const forward =
  (isBig: boolean): Move =>
  (ground, from) => {
    const start = placeOf(ground, from);
    const kind = kindOf(ground, start, isBig);
    const step = (it: Place): Place | undefined => after(ground, it);
    const behind = walk(start, step, it => kindOf(ground, it, isBig) === kind && kind !== 'blank');
    return spotOf(
      ground,
      walk(behind, step, it => kindOf(ground, it, isBig) === 'blank'),
    );
  };

/** To the far end of a word: blanks first, then all of one kind but the last step. */
const far =
  (isBig: boolean, step: (ground: Ground, it: Place) => Place | undefined): Move =>
  (ground, from) => {
    const next = (it: Place): Place | undefined => step(ground, it);
    const start = placeOf(ground, from);
    const word = walk(next(start) ?? start, next, it => kindOf(ground, it, isBig) === 'blank');
    const kind = kindOf(ground, word, isBig);
    const end = walk(word, next, it => {
      const ahead = next(it);
      return ahead !== undefined && kindOf(ground, ahead, isBig) === kind && kind !== 'blank';
    });
    return spotOf(ground, end);
  };

/** To a line, in the same column as far as it reaches. */
const toLine = ({lines}: Ground, {x}: Spot, line: number): Spot => ({
  line: Math.max(lines.first, Math.min(lines.end - 1, line)),
  x,
});

const isEmpty = ({lines}: Ground, line: number): boolean => lines.plain(line) === '';

/** To the next empty line, as vi's paragraphs. */
const paragraph =
  (by: 1 | -1): Move =>
  (ground, {line}) => {
    const {lines} = ground;
    let to = line;
    const isInside = (): boolean => to + by >= lines.first && to + by < lines.end;
    while (isInside() && isEmpty(ground, to)) to += by;
    while (isInside() && !isEmpty(ground, to)) to += by;
    return {line: to, x: 0};
  };

/** To the next line at which a shell said that its prompt begins (OSC 133). */
const prompt =
  (by: 1 | -1): Move =>
  ({marks}, from) => {
    const prompts = marks.filter(it => it.kind === 'prompt');
    const found = by > 0 ? prompts.find(it => it.line > from.line) : prompts.findLast(it => it.line < from.line);
    return found === undefined ? from : {line: found.line, x: 0};
  };

const lineEnd = ({lines}: Ground, line: number): Spot => {
  const {text, columns} = lines.text(line);
  return {line, x: columns[Math.max(0, text.length - 1)] ?? 0};
};

const moves: Readonly<Record<Motion, Move>> = {
  left: (ground, from) => {
    const place = placeOf(ground, from);
    // Beside the text, where the column was kept from a longer line, the first step is onto it.
    return spotOf(ground, {...place, at: from.x > spotOf(ground, place).x ? place.at : place.at - 1});
  },
  right: (ground, from) => {
    const place = placeOf(ground, from);
    const {text, columns} = ground.lines.text(from.line);
    let at = place.at + 1;
    while (at < text.length && columns[at] === columns[place.at]) at++;
    return spotOf(ground, {...place, at});
  },
  up: (ground, from) => toLine(ground, from, from.line - 1),
  down: (ground, from) => toLine(ground, from, from.line + 1),
  'word-forward': forward(false),
  'word-end': far(false, after),
  'word-back': far(false, before),
  'big-word-forward': forward(true),
  'big-word-end': far(true, after),
  'big-word-back': far(true, before),
  'line-start': (_, {line}) => ({line, x: 0}),
  'line-text': ({lines}, {line}) => {
    const {text, columns} = lines.text(line);
    return {line, x: columns[Math.max(0, text.search(/\S/u))] ?? 0};
  },
  'line-end': (ground, {line}) => lineEnd(ground, line),
  'screen-top': (ground, from) => toLine(ground, {...from, x: 0}, ground.top),
  'screen-middle': (ground, from) => toLine(ground, {...from, x: 0}, ground.top + ((ground.rows - 1) >> 1)),
  'screen-bottom': (ground, from) => toLine(ground, {...from, x: 0}, ground.top + ground.rows - 1),
  'history-top': ({lines}) => ({line: lines.first, x: 0}),
  'history-bottom': ground => lineEnd(ground, ground.lines.end - 1),
  'half-page-up': (ground, from) => toLine(ground, from, from.line - Math.max(1, ground.rows >> 1)),
  'half-page-down': (ground, from) => toLine(ground, from, from.line + Math.max(1, ground.rows >> 1)),
  'page-up': (ground, from) => toLine(ground, from, from.line - Math.max(1, ground.rows - 1)),
  'page-down': (ground, from) => toLine(ground, from, from.line + Math.max(1, ground.rows - 1)),
  'paragraph-back': paragraph(-1),
  'paragraph-forward': paragraph(1),
  'prompt-back': prompt(-1),
  'prompt-forward': prompt(1),
};

/** Where a motion leads; at the ends of everything it stays. */
export const moved = (ground: Ground, motion: Motion, from: Spot): Spot => moves[motion](ground, from);
