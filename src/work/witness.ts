/** Gathers what one running program says of its mood, a piece of evidence a source. Judges nothing. */
import type {Evidence, MoodSource} from '../core/evidence.ts';
import type {ProgramStatus, Progress} from '../core/program.ts';
import {answersOn, looksOf, readScreen, readTitle, type Answer, type Looks, type Reader, type Said} from './rules.ts';
import {Statuses} from './statuses.ts';

/** What is told from outside; nothing where that holds no more. */
export type Told = Pick<Evidence, 'mood' | 'why' | 'way_out'> | undefined;
/** Who tells it. */
export type Teller = Extract<MoodSource, 'conversation' | 'hook'>;

const byProgress: Readonly<Record<Progress['state'], Said | undefined>> = {
  none: undefined,
  normal: {mood: 'working', rule: 'progress'},
  busy: {mood: 'working', rule: 'progress'},
  paused: {mood: 'working', rule: 'progress'},
  error: {mood: 'failed', rule: 'progress', why: 'it shows an error as its progress'},
};

/** What one program says, from its start to its end. Times are ISO 8601. */
export class Witness {
  readonly #statuses = new Statuses();
  readonly #evidence = new Map<MoodSource, Evidence>();
  #reader: Reader | undefined;
  #title = '';
  #hasSpoken = false;

  /** The rules by which it is read, once they are known. */
  get reader(): Reader | undefined {
    return this.#reader;
  }

  /** It has given evidence, even if that holds no more. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** What holds now. What runs in its terminal is no part of it. */
  get evidence(): readonly Evidence[] {
    const status = this.#statuses.evidence;
    return [...(status === undefined ? [] : [status]), ...this.#evidence.values()];
  }

  readBy(reader: Reader, now: string): void {
    this.#reader = reader;
    this.title(this.#title, now);
  }

  status(status: ProgramStatus, now: string): void {
    this.#statuses.take(status, now);
    this.#hasSpoken = true;
  }

  tell(source: Teller, said: Told, now: string): void {
    this.#put(source, said, now);
  }

  title(title: string, now: string): void {
    this.#title = title;
    this.#put('title', this.#reader === undefined ? undefined : readTitle(this.#reader, title), now);
  }

  progress({state}: Progress, now: string): void {
    this.#put('progress', byProgress[state], now);
  }

  /**
   * Read its screen. What no rule knows leaves what was read before, but a question must be seen to be asked.
   *
   * @param rows the last, top first
   */
  screen(rows: readonly string[], now: string): void {
    const said = this.#reader === undefined ? 'frozen' : readScreen(this.#reader, rows);
    if (said === 'frozen') return;
    if (said !== undefined) this.#put('screen', said, now);
    else if (this.#evidence.get('screen')?.mood === 'asks') this.#evidence.delete('screen');
  }

  /** How the form on its screen is answered. */
  answers(rows: readonly string[]): readonly Answer[] {
    return this.#reader === undefined ? [] : answersOn(this.#reader, rows);
  }

  /** What its screen is good for, as far as its looks are known. */
  looks(rows: readonly string[]): Looks {
    return this.#reader === undefined ? 'prompt' : looksOf(this.#reader, rows);
  }

  /** The program that spoke has ended, and the one that started it is back: nothing works or asks any more. */
  drop(): void {
    this.#statuses.drop();
    for (const [source, {mood}] of this.#evidence)
      if (mood === 'working' || mood === 'asks') this.#evidence.delete(source);
  }

  #put(source: MoodSource, said: Omit<Evidence, 'source' | 'since'> | undefined, now: string): void {
    const before = this.#evidence.get(source);
    if (said === undefined) {
      this.#evidence.delete(source);
      return;
    }
    this.#hasSpoken = true;
    this.#evidence.set(source, {...said, source, since: before?.mood === said.mood ? before.since : now});
  }
}
