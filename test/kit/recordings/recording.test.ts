/** The recordings of real agents are whole, small, and say what is true. */
import {statSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {mood, type Mood} from '../../../src/core/nouns/session.ts';
import {GraphemeTable} from '../../../src/terminal/cells.ts';
import type {ProgramStatus} from '../../../src/terminal/engine.ts';
import {openXtermEngine} from '../../../src/terminal/xterm-engine.ts';
import {kinds, packages} from '../agents/packages.ts';
import {listRecordings, moodsAt, Notes, pathOf, readRecording, type Line, type Recording} from './recording.ts';
import {scenes} from './scenes.ts';

const all = listRecordings();
const LARGEST_BYTES = 100_000;

describe('every recording', () => {
  test('is there: each scene of each kind, and no other', () => {
    const wanted = Object.entries(scenes).flatMap(([scene, {kinds: those = kinds}]) =>
      those.map(kind => ({kind, scene})),
    );
    const name = (it: {kind: string; scene: string}): string => `${it.kind}/${it.scene}`;
    expect(all.map(name).sort()).toEqual(wanted.map(name).sort());
  });

  test.each(all)('$kind/$scene is small, and tells what it is', ({kind, scene}) => {
    const {head} = readRecording(kind, scene);
    expect(statSync(pathOf(kind, scene)).size).toBeLessThan(LARGEST_BYTES);
    expect(head).toMatchObject({format: 1, kind, scene, cols: 80, rows: 24, version: packages[kind].version});
  });

  test.each(all)('$kind/$scene begins with starting, knows moods only, and its time never falls', ({kind, scene}) => {
    const {lines} = readRecording(kind, scene);
    const times = lines.map(([ms]) => ms);
    expect(times.filter((ms, at) => ms < (times[at - 1] ?? 0))).toEqual([]);
    const moods = lines.flatMap(it => (it[1] === 'is' || it[1] === 'may' ? [it[2]] : []));
    expect(moods.filter(it => !mood.options.includes(it))).toEqual([]);
    expect(moods[0]).toBe('starting');
  });

  test.each(all)('$kind/$scene is shown by our engine without a question that a person would see', ({kind, scene}) => {
    const {screen} = shown(readRecording(kind, scene), Infinity);
    expect(screen.filter(row => /\u001b|\[\?|\]7501|\$p/u.test(row))).toEqual([]);
  });
});

/** What a state of OSC 7501 says of the mood. */
const moods: Readonly<Record<string, Mood>> = {
  working: 'working',
  blocked: 'asks',
  done: 'done',
  error: 'failed',
  idle: 'idle',
};
/** So much later than the truth a report may come, milliseconds. */
const LATE_MS = 1000;

describe('what is said to be true', () => {
  const reporting = all.filter(({kind, scene}) => (kind === 'codex' || kind === 'claude') && !silent.has(scene));

  test.each(reporting)('of $kind in $scene is what it reports itself', ({kind, scene}) => {
    const recording = readRecording(kind, scene);
    const wrong = settled(recording)
      .map(ms => ({ms, reported: reportedAt(recording, ms), right: moodsAt(recording, ms)}))
      .filter(({reported, right}) => !right.some(it => it === reported));
    expect(wrong).toEqual([]);
  });
});

/** Of a login that is missing, Claude Code says that it is blocked; of what comes before its prompt, Codex says nothing. */
const silent: ReadonlySet<string> = new Set(['auth', 'logged-out', 'login', 'trust', 'first-run', 'quit']);

/** Moments by which what was true for a while must have been reported. */
const settled = ({lines}: Recording): readonly number[] => {
  const truths = lines.filter(it => it[1] === 'is').map(([ms]) => ms);
  const end = lines.at(-1)?.[0] ?? 0;
  return truths.map(ms => ms + LATE_MS).filter((ms, at) => at > 0 && ms < (truths[at + 1] ?? end));
};

const reportedAt = (recording: Recording, ms: number): Mood | undefined =>
  moods[shown(recording, ms).status?.state ?? ''];

/** What a terminal of ours has shown and heard by a time. */
const shown = (
  {head, lines}: Recording,
  ms: number,
): {screen: readonly string[]; status: ProgramStatus | undefined} => {
  const heard: ProgramStatus[] = [];
  using engine = openXtermEngine(
    {cols: head.cols, rows: head.rows, history: 0, graphemes: new GraphemeTable()},
    {onReply: () => {}, onTitle: () => {}, onBell: () => {}, onStatus: it => heard.push(it)},
  );
  for (const line of lines) if (line[1] === 'out' && line[0] <= ms) engine.feed(Buffer.from(line[2]));
  return {screen: [...engine.text()], status: heard.at(-1)};
};

describe('notes', () => {
  test('are put in the order of time, and a character that is cut comes whole', () => {
    const notes = new Notes();
    const cup = Buffer.from('☕');
    notes.bytes('out', cup.subarray(0, 1), 1);
    notes.bytes('out', cup.subarray(1), 2.4);
    notes.bytes('in', Buffer.from('x'), 3);
    notes.mood('is', ['working', 'it was so before'], 2);
    notes.end(0, 4);
    const lines: readonly Line[] = [
      [2, 'out', '☕'],
      [2, 'is', 'working', 'it was so before'],
      [3, 'in', 'x'],
      [4, 'end', 0],
    ];
    expect(notes.lines).toEqual(lines);
  });
});
