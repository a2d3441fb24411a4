/** Copy mode: what its keys do in the pane that is read. */
import type {CopyStep, Motion} from '../../core/copy-keys.ts';
import {selectionOf, type Reading, type Shape} from '../../core/reading.ts';
import type {KeyToken} from '../../terminal/input.ts';
import {moved, type Ground} from '../../terminal/motion.ts';
import {textOfSelection, wordAt} from '../../terminal/selection.ts';
import {copyText} from './copying.ts';
import type {Desk} from './desk.ts';
import {leave, lowestTop, readOf, scrollBy, setReading, towards, withinSight, type Read} from './read.ts';
import {beginSearch, seek, step, typeSearch} from './searching.ts';

/** Keys while the focused pane is read. @returns false when the key is for the program, and the glance is over */
export const readingKey = (desk: Desk, token: KeyToken): boolean => {
  const read = readOf(desk, desk.view.focus);
  if (read === undefined) return false;
  const {reading} = read;
  if (reading.typing !== undefined) typeSearch(read, token);
  else if (reading.glance) return glanceKey(read, token.chord);
  else {
    const action = desk.chords.copy.get(token.chord)?.action;
    if (action !== undefined) doStep(read, action);
  }
  return true;
};

const glanceSteps: Readonly<Record<string, (rows: number) => number>> = {
  Up: () => 1,
  Down: () => -1,
  PageUp: rows => rows - 1,
  PageDown: rows => 1 - rows,
  Home: () => Infinity,
  End: () => -Infinity,
  Esc: () => -Infinity,
};

/** After the wheel, keys that scroll go on scrolling; any other is for the program. */
const glanceKey = ({desk, pane}: Read, chord: string): boolean => {
  const by = Object.hasOwn(glanceSteps, chord) ? glanceSteps[chord] : undefined;
  if (by === undefined) setReading(desk, pane.pane, undefined);
  else scrollBy(desk, pane.pane, by(pane.inner.rows));
  return by !== undefined;
};

const isMotion = (action: CopyStep): action is Motion => !Object.hasOwn(acts, action);

const doStep = (read: Read, action: CopyStep): void => {
  if (isMotion(action)) move(read, action);
  else acts[action](read);
};

/** Go where a motion leads. */
const move = (read: Read, motion: Motion): void => {
  const {desk, pane, live, lines, reading} = read;
  const ground: Ground = {lines, top: reading.top, rows: pane.inner.rows, marks: live.engine.marks};
  const cursor = moved(ground, motion, reading.cursor);
  setReading(desk, pane.pane, towards({...read, reading: scrolledFor(read, motion)}, cursor));
};

/** Pages move the part that is seen by as much as the cursor. */
const scrolledFor = ({lines, pane, reading}: Read, motion: Motion): Reading => {
  const by = {'page-up': -1, 'page-down': 1, 'half-page-up': -0.5, 'half-page-down': 0.5}[motion as string];
  if (by === undefined) return reading;
  const top = reading.top + Math.trunc(by * (pane.inner.rows - (Math.abs(by) === 1 ? 1 : 0)));
  return {...reading, top: Math.max(lines.first, Math.min(lowestTop({lines, pane}), top))};
};

const change = ({desk, pane, reading}: Read, by: Partial<Reading>): void =>
  setReading(desk, pane.pane, {...reading, ...by});

const choose =
  (shape: Shape) =>
  (read: Read): void => {
    const {anchor, cursor, shape: now} = read.reading;
    if (anchor === undefined) change(read, {anchor: cursor, shape});
    else if (now !== shape) change(read, {shape});
    else if (shape === 'block') change(read, {shape: 'text'});
    else change(read, {anchor: undefined});
  };

const scroll = (by: 1 | -1) => (read: Read) => {
  const top = Math.max(read.lines.first, Math.min(lowestTop(read), read.reading.top - by));
  setReading(read.desk, read.pane.pane, withinSight({...read, reading: {...read.reading, top}}));
};

/** Copy what is chosen, and leave; with nothing chosen only leave. */
const copy = (read: Read): void => {
  const selection = selectionOf(read.reading);
  leave(read);
  if (selection !== undefined) copyText(read.desk, textOfSelection(read.lines, selection));
};

const copyRest = (read: Read): void => {
  const {cursor} = read.reading;
  const text = textOfSelection(read.lines, {anchor: cursor, head: {line: cursor.line, x: Infinity}, shape: 'text'});
  leave(read);
  copyText(read.desk, text);
};

const seekWord =
  (direction: 'up' | 'down') =>
  (read: Read): void => {
    const word = wordAt(read.lines, read.reading.cursor);
    if (word !== undefined) seek(read, {text: textOfSelection(read.lines, word), direction});
  };

const acts: Readonly<Record<Exclude<CopyStep, Motion>, (read: Read) => void>> = {
  'scroll-up': scroll(1),
  'scroll-down': scroll(-1),
  'select-text': choose('text'),
  'select-line': choose('line'),
  'select-block': choose('block'),
  'other-end': read => {
    const {anchor, cursor} = read.reading;
    if (anchor !== undefined) setReading(read.desk, read.pane.pane, {...towards(read, anchor), anchor: cursor});
  },
  unselect: read => {
    if (read.reading.anchor === undefined) leave(read);
    else change(read, {anchor: undefined});
  },
  copy,
  'copy-rest': copyRest,
  'search-down': read => beginSearch(read, 'down'),
  'search-up': read => beginSearch(read, 'up'),
  'match-next': read => step(read, 'same'),
  'match-before': read => step(read, 'other'),
  'seek-word-down': seekWord('down'),
  'seek-word-up': seekWord('up'),
  leave,
};
