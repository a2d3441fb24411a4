/** A pane that is read instead of followed: where it stands, and how it is moved. */
import type {PaneId, PlacedPane} from '../../core/layout.ts';
import type {Reading, Spot} from '../../core/reading.ts';
import {linesOf, type Lines} from '../../terminal/lines.ts';
import type {Live} from '../live.ts';
import type {Desk} from './desk.ts';

/** A pane that is read, with all that belongs to it. */
export type Read = {
  readonly desk: Desk;
  readonly pane: PlacedPane;
  readonly live: Live;
  readonly lines: Lines;
  readonly reading: Reading;
};

/** What a pane shows now, as if it were read already: `undefined` when it shows no session. */
export const readOf = (desk: Desk, id: PaneId): Read | undefined => {
  const pane = desk.areas.panes.find(it => it.pane === id);
  const live = pane === undefined ? undefined : desk.server.sessions.find(pane.session);
  if (pane === undefined || live === undefined) return undefined;
  const lines = linesOf(live.engine, desk.server.graphemes);
  const reading = desk.view.reading[id] ?? beginning(live, lines, pane.inner.rows);
  return {desk, pane, live, lines, reading};
};

const beginning = ({engine}: Live, lines: Lines, rows: number): Reading => {
  const {x, y} = engine.cursor;
  const top = Math.max(lines.first, lines.end - rows);
  return {top, cursor: {line: lines.screen + y, x}, glance: false, shape: 'text'};
};

/** Replace a pane's reading; without one the pane is live again. */
export const setReading = (desk: Desk, pane: PaneId, reading: Reading | undefined): void => {
  const {[pane]: _, ...others} = desk.view.reading;
  desk.set({reading: reading === undefined ? others : {...others, [pane]: reading}});
};

/** Begin to read the focused pane, or go on as a reader where it was a glance. */
export const enterCopyMode = (desk: Desk): Read | undefined => {
  const read = readOf(desk, desk.view.focus);
  if (read === undefined) return undefined;
  const reading = withinSight({...read, reading: {...read.reading, glance: false}});
  setReading(desk, read.pane.pane, reading);
  return {...read, reading};
};

/** The most a pane can be scrolled down: to the live bottom. */
export const lowestTop = ({lines, pane}: Pick<Read, 'lines' | 'pane'>): number =>
  Math.max(lines.first, lines.end - pane.inner.rows);

/** The cursor moved onto the part that is seen. */
export const withinSight = ({reading, pane}: Read): Reading => {
  const line = Math.max(reading.top, Math.min(reading.top + pane.inner.rows - 1, reading.cursor.line));
  return {...reading, cursor: {...reading.cursor, line}};
};

/** The part that is seen moved to where the cursor is. */
export const towards = (read: Read, cursor: Spot): Reading => {
  const {reading, pane} = read;
  const {rows} = pane.inner;
  const top = Math.max(cursor.line - rows + 1, Math.min(cursor.line, reading.top));
  return {...reading, cursor, top: Math.max(read.lines.first, Math.min(lowestTop(read), top))};
};

/** Scroll a pane by lines, up is positive. A glance ends at the bottom. */
export const scrollBy = (desk: Desk, id: PaneId, by: number): void => {
  const read = readOf(desk, id);
  if (read === undefined) return;
  const {lines, reading} = read;
  const lowest = lowestTop(read);
  const top = Math.max(lines.first, Math.min(lowest, reading.top - by));
  const isGlance = reading.glance || desk.view.reading[id] === undefined;
  if (isGlance && top === lowest) setReading(desk, id, undefined);
  else setReading(desk, id, withinSight({...read, reading: {...reading, top, glance: isGlance}}));
};

/** Let a pane be live again. */
export const leave = ({desk, pane}: Read): void => setReading(desk, pane.pane, undefined);
