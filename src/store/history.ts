/** The events that the journal holds, read from its files. Never changes a file. */
import {readFile} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import * as z from 'zod';
import {event, type Event} from '../core/event.ts';
import {Fault} from '../core/fault.ts';
import {subjectsOf} from '../core/state.ts';
import {migrate} from './migrate.ts';
import type {Volume} from './volumes.ts';

/** A stretch of the journal as it was read. */
export type Stretch = {
  readonly events: readonly Event[];
  /** Where the last whole line of the last file ends: its sequence number and the length of the file up to there. */
  readonly end: {readonly seq: number; readonly bytes: number};
  /** Bytes after that end: a line that a crash cut short. */
  readonly tornBytes: number;
};

/** Which events are wanted: those with `after < seq <= until`. What is after `until` is not judged. */
export type Range = {readonly after: number; readonly until: number};

type Line = {readonly number: number; readonly seq: number; readonly start: number; readonly end: number};

const unreadable = (path: string, reason: string, cause?: unknown): Fault =>
  new Fault('state-unreadable', {paths: [path], reason}, {cause});

/** The whole lines after the header; which event is on one follows from its number. */
const linesOf = (bytes: Buffer, {headerBytes, firstSeq}: Volume): readonly Line[] => {
  const lines: Line[] = [];
  let start = headerBytes;
  for (let newline = bytes.indexOf(10, start); newline >= 0; newline = bytes.indexOf(10, start)) {
    lines.push({number: lines.length + 2, seq: firstSeq + lines.length, start, end: newline + 1});
    start = newline + 1;
  }
  return lines;
};

/** Judge one line of the journal; cheap enough for every line (8 µs), so a damaged one is always found. */
const eventOn = (line: Line, bytes: Buffer, volume: Volume): Event => {
  const where = `line ${line.number}`;
  let raw: unknown;
  try {
    raw = JSON.parse(bytes.toString('utf8', line.start, line.end));
  } catch (error) {
    throw unreadable(volume.path, `${where} is not JSON`, error);
  }
  const parsed = event.safeParse(migrate(raw, volume.version, {part: 'event'}));
  if (!parsed.success) {
    throw unreadable(volume.path, `${where} is no event (${z.prettifyError(parsed.error)})`, parsed.error);
  }
  if (parsed.data.seq === line.seq) return parsed.data;
  throw unreadable(volume.path, `${where} has event ${parsed.data.seq} in place of ${line.seq}`);
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Only the file being written may end in a line that a crash cut short: no newline, or not JSON. */
const isTorn = (line: Line, bytes: Buffer, volume: Volume): boolean =>
  volume.number === Infinity && line.end === bytes.length && !isJson(bytes.toString('utf8', line.start, line.end));

const readVolume = async (volume: Volume, {after, until}: Range): Promise<Stretch> => {
  const bytes = await readFile(volume.path);
  const events: Event[] = [];
  let end = {seq: volume.firstSeq - 1, bytes: volume.headerBytes};
  for (const line of linesOf(bytes, volume)) {
    if (line.seq > until || isTorn(line, bytes, volume)) break;
    end = {seq: line.seq, bytes: line.end};
    // The last event before the range is judged as well: that its number is right shows that no line is missing.
    if (line.seq < after) continue;
    const it = eventOn(line, bytes, volume);
    if (it.seq > after) events.push(it);
  }
  return {events, end, tornBytes: bytes.length - end.bytes};
};

/** Leave out the files that hold only events before the range, but for the newest. */
const touched = (volumes: readonly Volume[], {after}: Range): readonly Volume[] =>
  volumes.filter((_, index) => (volumes[index + 1]?.firstSeq ?? Infinity) > after + 1);

/**
 * Read a range of events, oldest first.
 *
 * @param volumes of `listVolumes`
 * @throws Fault `state-unreadable`, naming file and line, for a damaged line or one that is missing
 */
export const readEvents = async (volumes: readonly Volume[], range: Range): Promise<Stretch> => {
  const events: Event[] = [];
  let last: Stretch = {events, end: {seq: range.after, bytes: 0}, tornBytes: 0};
  let next = range.after + 1;
  for (const volume of touched(volumes, range)) {
    if (volume.firstSeq > next) {
      throw unreadable(
        volume.path,
        `line 2 has event ${volume.firstSeq}; ${next} to ${volume.firstSeq - 1} are missing`,
      );
    }
    last = await readVolume(volume, range);
    if (last.tornBytes > 0 && volume.number !== Infinity && last.end.seq < range.until) {
      throw unreadable(volume.path, 'its last line is cut short');
    }
    for (const it of last.events) events.push(it);
    next = Math.max(next, last.end.seq + 1);
  }
  return {...last, events};
};

/** What is asked of the history: the newest events, as many as `limit`, by number and by whom they are about. */
export type EventFilter = {
  /** Only events with a higher number. */
  readonly after?: number;
  readonly limit: number;
  /** Only events about the noun with this id or name. */
  readonly subject?: string;
};

/** Does an event pass the filter? */
export const isWanted = (it: Event, {after = 0, subject}: EventFilter): boolean =>
  it.seq > after && (subject === undefined || subjectsOf(it).includes(subject));

// 256 lines take about 2 ms to judge; then others have their turn.
const LINES_A_TURN = 256;

/**
 * Search the history backwards.
 *
 * @param until the newest event that may be found
 * @returns oldest first
 * @throws Fault `state-unreadable` for a damaged line on the way
 */
export const searchEvents = async (
  volumes: readonly Volume[],
  filter: EventFilter,
  until: number,
): Promise<readonly Event[]> => {
  const found: Event[] = [];
  const isOver = (seq: number): boolean => found.length >= filter.limit || seq <= (filter.after ?? 0);
  for (const volume of volumes.toReversed()) {
    const bytes = await readFile(volume.path);
    for (const line of linesOf(bytes, volume).toReversed()) {
      if (isOver(line.seq)) return found.toReversed();
      if (line.seq % LINES_A_TURN === 0) await setImmediate();
      const isNear = line.seq <= until && bytes.subarray(line.start, line.end).includes(filter.subject ?? '');
      if (!isNear) continue;
      const it = eventOn(line, bytes, volume);
      if (isWanted(it, filter)) found.push(it);
    }
  }
  return found.toReversed();
};
