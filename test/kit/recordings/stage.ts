/** Plays a scene with a real agent and records it, with what is true of the agent at each time. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Mood} from '../../../src/core/nouns/session.ts';
import type {Kind} from '../model/ask.ts';
import type {Model} from '../model/model.ts';
import {Bench, type Opening, type Sitting} from '../agents/bench.ts';
import type {Dialog} from '../agents/manners.ts';
import {packages} from '../agents/packages.ts';
import {Notes, type Recording} from './recording.ts';

/** What happens to an agent, one file of recordings for each kind. */
export type Scene = {
  readonly about: string;
  /** Those it happens to; all when not said. */
  readonly kinds?: readonly Kind[];
  readonly opening?: Opening;
  readonly script?: (model: Model, kind: Kind) => void;
  readonly play: (stage: Stage, kind: Kind) => Promise<void>;
};

const SETTLE_MS = 3000;
const THINK_MS = 1500;
const COLS = 80;
const ROWS = 24;

/** Record a scene. It takes as long as it takes: seconds of silence are a part of it. */
export const record = async (kind: Kind, scene: string, {about, opening, script, play}: Scene): Promise<Recording> => {
  await using bench = await Bench.open();
  script?.(bench.model, kind);
  const notes = new Notes();
  const start = performance.now();
  const onBytes = (way: 'in' | 'out', bytes: Uint8Array): void => notes.bytes(way, bytes, performance.now() - start);
  const agent = bench.start(kind, {...opening, onBytes});
  const stage = new Stage(agent, bench.model, {notes, start});
  stage.is('starting', 'it was started');
  await play(stage, kind);
  const {lines} = notes;
  const recorded = new Date().toISOString().slice(0, 10);
  const {version} = packages[kind];
  return {head: {format: 1, kind, version, scene, about, cols: COLS, rows: ROWS, recorded}, lines};
};

/** A person before an agent, who notes what is true. */
export class Stage {
  readonly agent: Sitting;
  readonly model: Model;
  readonly #notes: Notes;
  readonly #start: number;

  constructor(agent: Sitting, model: Model, {notes, start}: {notes: Notes; start: number}) {
    this.agent = agent;
    this.model = model;
    this.#notes = notes;
    this.#start = start;
  }

  /** From now on, or from a moment of `performance.now()`, this is true. */
  is(mood: Mood, why: string, at = performance.now()): void {
    this.#notes.mood('is', [mood, why], at - this.#start);
  }

  /** Let time pass. */
  async holds(ms: number): Promise<void> {
    await sleep(ms);
  }

  /** Let a mood settle, and a blinking title blink. */
  async settles(): Promise<void> {
    await this.holds(SETTLE_MS);
  }

  /** Let a person think. */
  async thinks(): Promise<void> {
    await this.holds(THINK_MS);
  }

  /** Wait until it takes a prompt, and a little. */
  async opens(): Promise<void> {
    await this.agent.becomesReady();
    this.is('idle', 'its prompt is on the screen');
    await this.thinks();
  }

  /** Give a prompt. */
  async says(text: string): Promise<void> {
    await this.agent.says(text);
    this.is('working', 'Enter was pressed');
  }

  /** Wait for a question. @param prompt whose answer leads to it, if one does */
  async asks({shows}: Pick<Dialog, 'shows'>, why: string, prompt?: RegExp): Promise<void> {
    if (prompt !== undefined) {
      const {endedAt = 0} = await this.model.answers(prompt);
      this.#notes.mood('may', ['asks', 'the model has called what needs an answer'], endedAt - this.#start);
    }
    await this.agent.pane.sees(shows);
    this.is('asks', why);
  }

  /** Press the keys that answer. */
  presses(keys: string, mood: Mood, why: string): void {
    this.agent.pane.types(keys);
    this.is(mood, why);
  }

  /** Wait until a turn is over: its last reply is written, which holds after so many results of tools. */
  async isDone(prompt: RegExp, results = 0): Promise<void> {
    const {endedAt} = await this.model.answers(prompt, {results});
    this.is('done', 'the model has written its last word', endedAt);
  }

  /** Wait until it has given up. */
  async fails(shows: RegExp, why: string): Promise<void> {
    await this.agent.pane.sees(shows);
    this.is('failed', why);
  }

  /** Wait until the program has ended. */
  async isGone(): Promise<void> {
    const {code} = await this.agent.pane.ends();
    this.is('gone', 'the program has ended');
    this.#notes.end(code, performance.now() - this.#start);
  }
}
