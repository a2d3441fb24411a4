/**
 * Recordings of real agents: what each wrote to its terminal, when, and what was true of it meanwhile. They are the
 * fixtures of the rules that read moods, and need none of the programs.
 *
 * A recording is a file `test/fixtures/agents/KIND/SCENE.jsonl` of UTF-8 text, a line of JSON each:
 *
 *     {"format":1,"kind":"codex","version":"0.169.0","scene":"permission","about":"…","cols":80,"rows":24,"recorded":"2026-11-21"}
 *     [0,"is","starting","it was started"]
 *     [312,"out","\u001b[?2004h…"]
 *     [480,"is","idle","its prompt is on the screen"]
 *     [1502,"in","\u001b[200~make tea\u001b[201~"]
 *     [9020,"end",0]
 *
 * The first line says of what it is. Every other begins with milliseconds since the start, never falling:
 *
 * - `out`: what the program wrote, one read of the terminal each; a character that a read cuts in two is with the second.
 * - `like`: an `out` too, told by its difference to an earlier one: `[ms,"like",back,from,drop,text]` is what came out
 *   `back` times before (1: last), with `drop` characters (UTF-16) from `from` on replaced by `text`. {@link readRecording}
 *   gives it as `out`.
 * - `in`: what a person typed. What the terminal itself answered to the program's questions is left out: an engine that is
 *   fed `out` answers them again.
 * - `is`: from here on this mood is true, and why it is known. It is never taken from what moods are read from: the end of
 *   a turn is when the scripted model wrote its last byte, the start of one when Enter was pressed, a question begins when
 *   it was first seen on the screen and ends with the key that answered it. So what the program shows may lag: up to 0.3 s,
 *   OpenCode up to 1 s. Of two with the same time the last counts.
 * - `may`: from here until the next `is`, this mood is right as well. A question is one from the moment when the model's call
 *   that needs an answer was written, although the agent takes a while to show it.
 * - `end`: the program's exit code. A recording without it was stopped while the program ran.
 *
 * `done` is a turn that has ended and that nobody has reacted to; with the first key typed after it, it is `idle`.
 */
import {globSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';
import {basename, dirname, join} from 'node:path';
import type {Mood} from '../../../src/core/nouns/session.ts';
import type {Kind} from '../model/ask.ts';
import {likenessOf, textLike, type Likeness} from './likeness.ts';

/** What a recording is of. Sizes are of the terminal, in cells. */
export type Head = {
  readonly format: 1;
  readonly kind: Kind;
  /** Of the program. */
  readonly version: string;
  readonly scene: string;
  /** What happens in it, for people. */
  readonly about: string;
  readonly cols: number;
  readonly rows: number;
  /** The day, ISO 8601. */
  readonly recorded: string;
};

export type Line =
  | readonly [ms: number, what: 'out' | 'in', text: string]
  | readonly [ms: number, what: 'is' | 'may', mood: Mood, why: string]
  | readonly [ms: number, what: 'end', code: number];

export type Recording = {readonly head: Head; readonly lines: readonly Line[]};

/** Where they lie. */
export const recordingsFolder = join(import.meta.dirname, '../../fixtures/agents');

/** All there are, as kind and scene. */
export const listRecordings = (): readonly {readonly kind: Kind; readonly scene: string}[] =>
  globSync('*/*.jsonl', {cwd: recordingsFolder})
    .sort()
    .map(path => ({kind: dirname(path) as Kind, scene: basename(path, '.jsonl')}));

/** The file of one. */
export const pathOf = (kind: Kind, scene: string): string => join(recordingsFolder, kind, `${scene}.jsonl`);

/** Read one. */
export const readRecording = (kind: Kind, scene: string): Recording => {
  const [head = '', ...lines] = readFileSync(pathOf(kind, scene), 'utf8').trimEnd().split('\n');
  return {head: JSON.parse(head) as Head, lines: unpack(lines.map(line => JSON.parse(line) as Packed))};
};

/** Write one. */
export const writeRecording = ({head, lines}: Recording): void => {
  const path = pathOf(head.kind, head.scene);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, `${[head, ...pack(lines)].map(it => JSON.stringify(it)).join('\n')}\n`);
};

/** A line as it is written. */
type Packed = Line | readonly [ms: number, what: 'like', ...Likeness];

const pack = (lines: readonly Line[]): readonly Packed[] => {
  const out: string[] = [];
  return lines.map(line => {
    if (line[1] !== 'out') return line;
    const likeness = likenessOf(line[2], out);
    out.push(line[2]);
    return likeness === undefined ? line : [line[0], 'like', ...likeness];
  });
};

const unpack = (lines: readonly Packed[]): readonly Line[] => {
  const out: string[] = [];
  return lines.map(line => {
    if (line[1] !== 'out' && line[1] !== 'like') return line;
    const [ms, what, ...told] = line;
    const text = what === 'out' ? String(told[0]) : textLike(told as unknown as Likeness, out);
    out.push(text);
    return [ms, 'out', text];
  });
};

/** The moods that are right at a time, the true one first. */
export const moodsAt = ({lines}: Recording, ms: number): readonly Mood[] =>
  lines
    .filter(([at]) => at <= ms)
    .reduce<readonly Mood[]>((moods, line) => {
      if (line[1] === 'is') return [line[2]];
      return line[1] === 'may' ? [...moods, line[2]] : moods;
    }, []);

/** Notes what happens, in whatever order it is told, and makes a recording of it. */
export class Notes {
  readonly #lines: Line[] = [];
  readonly #decoder = new StringDecoder('utf8');

  /** Something was typed or came out. Bytes are copied. */
  bytes(way: 'in' | 'out', bytes: Uint8Array, ms: number): void {
    const text = way === 'in' ? Buffer.from(bytes).toString() : this.#decoder.write(Buffer.from(bytes));
    if (text !== '') this.#lines.push([Math.round(ms), way, text]);
  }

  mood(what: 'is' | 'may', [mood, why]: readonly [mood: Mood, why: string], ms: number): void {
    this.#lines.push([Math.round(ms), what, mood, why]);
  }

  end(code: number, ms: number): void {
    this.#lines.push([Math.round(ms), 'end', code]);
  }

  /** All of it, in the order of time. */
  get lines(): readonly Line[] {
    return this.#lines.toSorted(([a], [b]) => a - b);
  }
}
