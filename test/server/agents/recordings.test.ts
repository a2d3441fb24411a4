/** Plays every recording of a real agent through engine, rules and judge, and compares what is told with what was true. */
import {describe, expect, test} from 'vitest';
import type {Mood} from '../../../src/core/nouns/session.ts';
import {listRecordings, moodsAt, readRecording, type Line, type Recording} from '../../kit/recordings/recording.ts';
import {openHouse, type House} from '../house.ts';

const STEP_MS = 100;
/**
 * How long what a program shows may lag behind what is true, and we behind what it shows; these were recorded on a machine
 * that had more to do. OpenCode takes up to three seconds from Enter to the first sign of work.
 */
const LAG_MS: Readonly<Record<Recording['head']['kind'], number>> = {
  codex: 1000,
  claude: 1000,
  gemini: 1000,
  opencode: 3000,
};
/** How long rest must last until it is told. */
const REST_MS = 1300;
/** How long a person who stops an agent looks on, and with which keys that is done. */
const LOOKS_ON_MS = 5000;
const STOPS = ['\u001b', '\u0003'];

type Told = {readonly ms: number; readonly told: Mood; readonly why: string; readonly answers: number};

const known = listRecordings();
const titles = known.map(it => [it.kind, it.scene] as const);

/** What a person is told in these scenes, whatever the agent. */
const reasons: Readonly<Record<string, RegExp>> = {
  permission: /^approve.*: echo hot > tea\.txt$/u,
  tool: /^approve.*\bmake\b/u,
  question: /^answer: Which tea\?/u,
  trust: /^trust this folder/u,
  login: /^not logged in$/u,
  auth: /login|token|API key/u,
  limit: /limit/u,
  error: /scripted trouble/u,
};
/** Scenes with a form that can be answered from elsewhere. */
const answered: readonly string[] = ['permission', 'tool', 'question', 'trust'];

/** Play a recording in a session of its own, a tenth of a second after the other. */
const play = async (house: House, {head, lines}: Recording): Promise<readonly Told[]> => {
  const {server, clock} = house;
  const {kind, scene: name, cols, rows} = head;
  const place = {cwd: house.repository.root, env: {}, argv: [kind]};
  await server.sessions.open('user', {name, kind: 'shell', agent: kind, ...place, cols, rows});
  await server.world.settled();
  const pty = house.pty();
  const person = {stoppedAt: -Infinity};
  const now = (): Told => {
    const {mood = 'starting', mood_why: why = ''} = server.world.signals.sessions[name] ?? {};
    return {ms: 0, told: mood, why, answers: server.moods.answersOf(name).length};
  };
  const acts: Readonly<Record<Line[1], (line: Line) => void>> = {
    out: ([, , text]) => pty.prints(String(text)),
    in: ([ms, , text]) => {
      if (STOPS.includes(String(text))) person.stoppedAt = ms;
      server.moods.saw(name);
    },
    is: () => undefined,
    may: () => undefined,
    end: ([, , code]) => pty.exits({code: Number(code)}),
  };
  const told: Told[] = [];
  let at = 0;
  const passes = (to: number): void => {
    for (; at + STEP_MS <= to; at += STEP_MS) {
      clock.passes(STEP_MS);
      if (at - person.stoppedAt < LOOKS_ON_MS) server.moods.saw(name);
      told.push({...now(), ms: at + STEP_MS});
    }
  };
  for (const line of lines) {
    passes(line[0]);
    acts[line[1]](line);
  }
  passes(at + REST_MS);
  return told;
};

/** When something else becomes true, and how long until that must be told. */
const changesOf = ({head, lines}: Recording) =>
  lines.flatMap(line => {
    if (line[1] !== 'is') return [];
    return [
      {ms: line[0], until: line[0] + LAG_MS[head.kind] + (line[2] === 'idle' || line[2] === 'done' ? REST_MS : 0)},
    ];
  });

/** What was told wrongly, a line for each time that it changed. */
const wrongs = (recording: Recording, told: readonly Told[]): readonly string[] => {
  const changes = changesOf(recording);
  const end = recording.lines.findLast(line => line[1] === 'end')?.[0] ?? Infinity;
  const wrong = told.filter(it => {
    const isChanging = changes.some(change => it.ms >= change.ms - STEP_MS && it.ms < change.until);
    return !isChanging && it.ms < end && !moodsAt(recording, it.ms).includes(it.told);
  });
  return wrong.flatMap(({ms, told: is, why}, at) => {
    const before = wrong[at - 1];
    const isSame = before?.told === is && before.ms === ms - STEP_MS;
    return isSame ? [] : [`${ms} ms: ${is} (${why}), and true is ${moodsAt(recording, ms).join(' or ')}`];
  });
};

describe('the recordings', () => {
  test('are of all agents that have rules', () => {
    expect([...new Set(known.map(it => it.kind))].toSorted()).toEqual(['claude', 'codex', 'gemini', 'opencode']);
  });

  test.each(titles)('%s, %s: what is told is true', async (kind, scene) => {
    await using house = await openHouse();
    const recording = readRecording(kind, scene);
    expect(wrongs(recording, await play(house, recording))).toEqual([]);
  });

  test.each(titles.filter(([, scene]) => scene in reasons))('%s, %s: why it waits is told', async (kind, scene) => {
    await using house = await openHouse();
    const told = await play(house, readRecording(kind, scene));
    const whys = told.filter(it => it.told === 'asks' || it.told === 'failed').map(it => it.why);
    expect(whys).toContainEqual(expect.stringMatching(reasons[scene] ?? ''));
  });

  test.each(titles.filter(([, scene]) => answered.includes(scene)))('%s, %s: can be answered', async (kind, scene) => {
    await using house = await openHouse();
    const told = await play(house, readRecording(kind, scene));
    expect(Math.max(...told.map(it => it.answers))).toBeGreaterThan(1);
  });
});
