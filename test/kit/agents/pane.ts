/**
 * A real program in our own pseudo-terminal, read by our own engine, which answers its questions: what a pane is, without
 * a server. Waits look whenever something came. Times are milliseconds since its start.
 */
import {realPty, type Pty, type PtyExit} from '../../../src/server/pty.ts';
import {GraphemeTable} from '../../../src/terminal/cells.ts';
import type {Engine, Notice, ProgramStatus, Progress} from '../../../src/terminal/engine.ts';
import {openXtermEngine} from '../../../src/terminal/xterm-engine.ts';
import {environmentOf} from '../../../src/server/environment.ts';
import {bytesOf} from '../keys.ts';
import {boxed} from '../report.ts';
import {Waits, type Waiting} from '../waits.ts';

/** What a program told its terminal besides its picture. */
export type Sign = {readonly at: number} & Told;
type Told =
  | {readonly title: string}
  | {readonly status: ProgramStatus}
  | {readonly notice: Notice}
  | {readonly progress: Progress}
  | {readonly bell: true};

export type PaneOptions = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The person's environment; a session's own is made of it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols?: number;
  readonly rows?: number;
  /** Told of all that is typed and comes out, but not of what the terminal answers; `bytes` are valid only during the call. */
  readonly onBytes?: (way: 'in' | 'out', bytes: Uint8Array) => void;
};

const open = realPty();
/** How long a program may take to end when its terminal hangs up, before it is killed, milliseconds. */
const END_MS = 5000;

/** One program. Closing it ends the program. */
export class Pane implements AsyncDisposable {
  readonly #engine: Engine;
  readonly #pty: Pty;
  readonly #waits = new Waits();
  readonly #start = performance.now();
  readonly #onBytes: NonNullable<PaneOptions['onBytes']>;
  /** What it told, oldest first. */
  readonly signs: Sign[] = [];
  exit: PtyExit | undefined;

  constructor({argv, cwd, env, cols = 80, rows = 24, onBytes = () => {}}: PaneOptions) {
    this.#onBytes = onBytes;
    this.#engine = openXtermEngine(
      {cols, rows, history: 1000, graphemes: new GraphemeTable()},
      {
        onReply: answer => this.#pty.reply(Buffer.from(answer)),
        onTitle: title => this.#heard({title}),
        onStatus: status => this.#heard({status}),
        onNotice: notice => this.#heard({notice}),
        onProgress: progress => this.#heard({progress}),
        onBell: () => this.#heard({bell: true}),
      },
    );
    this.#pty = open({
      argv: ['/usr/bin/env', ...argv],
      cwd,
      env: environmentOf(env, {session: 'test', socket: '', token: '', bin: cwd, agentLink: ''}),
      cols,
      rows,
      onRead: bytes => {
        onBytes('out', bytes);
        this.#engine.feed(bytes);
        this.#waits.tell();
      },
      onExit: exit => {
        this.exit = exit;
        this.#waits.tell();
      },
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** How long it runs, milliseconds. */
  get now(): number {
    return this.at(performance.now());
  }

  /** A moment of `performance.now()` in its own time. */
  at(moment: number): number {
    return moment - this.#start;
  }

  get rows(): readonly string[] {
    return this.#engine.text();
  }

  /** All that is seen, as one text. */
  get screen(): string {
    return this.rows.join('\n');
  }

  /** What it calls its window; empty until it does. */
  get title(): string {
    return this.signs.reduce((last, it) => ('title' in it ? it.title : last), '');
  }

  /** What it told of itself, oldest first: the states it reported by OSC 7501, or its titles where it reports none. */
  get told(): readonly string[] {
    const states = this.signs.flatMap(it => ('status' in it ? [it.status.state] : []));
    return states.length > 0 ? states : this.signs.flatMap(it => ('title' in it ? [it.title.trim()] : []));
  }

  types(text: string): void {
    const bytes = Buffer.from(text);
    this.#onBytes('in', bytes);
    this.#pty.write(bytes);
  }

  /** Press chords, written as in the keymap and parted by spaces. */
  presses(chords: string): void {
    for (const chord of chords.split(' ')) this.types(bytesOf(chord));
  }

  /** Put a text into its prompt in one piece, as a terminal pastes. */
  pastes(text: string): void {
    this.types(`\u001b[200~${text}\u001b[201~`);
  }

  /** Wait until the screen shows all of these. */
  async sees(...wanted: readonly (string | RegExp)[]): Promise<void> {
    const isThere = (it: string | RegExp): boolean =>
      typeof it === 'string' ? this.screen.includes(it) : it.test(this.screen);
    await this.until(`the screen shows ${wanted.map(String).join(' and ')}`, () => wanted.every(isThere));
  }

  /** Wait until something holds. @param look is called whenever something came */
  until<T>(what: string, look: () => T | undefined | false, waiting: Waiting = {}): Promise<T> {
    return this.#waits.until(what, look, {instead: () => this.#report, ...waiting});
  }

  /** Wait until the program has ended. */
  ends(): Promise<PtyExit> {
    return this.until('the program has ended', () => this.exit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.exit === undefined) this.#pty.kill('SIGHUP');
    try {
      await this.until('it ends when its terminal hangs up', () => this.exit, {withinMs: END_MS});
    } catch {
      this.#pty.kill('SIGKILL');
      await this.ends();
    }
    this.#engine[Symbol.dispose]();
  }

  get #report(): string {
    return boxed(
      this.rows.map(it => it.padEnd(this.#engine.cols)),
      this.#engine.cursor,
    ).join('\n');
  }

  #heard(told: Told): void {
    this.signs.push({at: this.now, ...told});
  }
}
