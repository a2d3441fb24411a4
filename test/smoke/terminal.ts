/** A real terminal with the program in it: keys go in, bytes come out, and a screen in memory is what a person sees. */
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {bytesOf} from '../kit/keys.ts';
import {boxed} from '../kit/report.ts';
import {Screen} from '../kit/screen.ts';
import {QUESTIONS} from '../../src/server/view/outer.ts';
import {launcher} from './product.ts';
import {until} from './until.ts';

export type TerminalOptions = {
  readonly cols?: number;
  readonly rows?: number;
  /** What is written after the program's name. */
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that is run before the program. */
  readonly before?: string;
  /** After the program has ended, wait for a line to be typed. */
  readonly stays?: boolean;
};

/** The settings of the terminal before and after, the exit code, and the process id of what ran between. */
const wrapper = `
eval "$BEFORE"
stty -g > "$0/before"
sh -c 'echo $$ > "$0/pid.tmp"; mv "$0/pid.tmp" "$0/pid"; exec "$@"' "$0" "$@"
code=$?
[ -z "$STAYS" ] || read -r line
stty -g > "$0/after"
exit $code`;

/** Private modes that a terminal has on when nobody has changed them: the cursor is visible. */
const FRESH = [25];

/** What is used here of node-pty, whose own types leave out that it gives bytes and can hang up. */
type Pty = {
  readonly pid: number;
  onData(listener: (piece: Buffer) => void): void;
  onExit(listener: (exit: {exitCode: number}) => void): void;
  pause(): void;
  resume(): void;
  write(text: string): void;
  resize(cols: number, rows: number): void;
  destroy(): void;
};
type Spawn = (
  file: string,
  args: readonly string[],
  options: {cwd: string; env: Readonly<Record<string, string>>; cols: number; rows: number; encoding: null},
) => Pty;
const {spawn} = createRequire(import.meta.url)('node-pty') as {spawn: Spawn};

/** One terminal. */
export class Terminal implements Disposable {
  readonly #dir: string;
  readonly #screen: Screen;
  readonly #pty: Pty;
  #exit: number | undefined;
  /** All that came out, as text. */
  output = '';

  constructor(options: TerminalOptions & {cwd: string; dir: string; env: Readonly<Record<string, string>>}) {
    const {cols = 80, rows = 24, argv = [], cwd, dir, stays = false, before = ''} = options;
    const env = {...options.env, STAYS: stays ? 'yes' : '', BEFORE: before};
    this.#dir = dir;
    this.#screen = new Screen({cols, rows});
    this.#pty = spawn('/bin/sh', ['-c', wrapper, dir, launcher, ...argv], {
      cwd,
      env,
      cols,
      rows,
      encoding: null,
    });
    this.#pty.onData(piece => {
      this.output += piece.toString('latin1');
      if (this.output.endsWith(QUESTIONS)) this.types('\u001b[?62;22c');
      this.#screen.feed(piece);
    });
    this.#pty.onExit(({exitCode}) => (this.#exit = exitCode));
  }

  /** The process of the client. */
  async client(): Promise<number> {
    const path = join(this.#dir, 'pid');
    await until('the client was started', () => existsSync(path));
    return Number(readFileSync(path, 'utf8'));
  }

  /** Send a signal to the client alone. */
  async signals(signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.client(), signal);
  }

  /** Take no more bytes, as a terminal at the end of a bad line. */
  stalls(): void {
    this.#pty.pause();
  }

  flows(): void {
    this.#pty.resume();
  }

  types(text: string): void {
    this.#pty.write(text);
  }

  /** Press chords, written as in the keymap and parted by spaces. */
  presses(chords: string): void {
    this.types(chords.split(' ').map(bytesOf).join(''));
  }

  resizes(cols: number, rows: number): void {
    this.#screen.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** The rows that are seen. */
  get rows(): readonly string[] {
    return this.#screen.text();
  }

  /** Wait until all of these are on the screen. */
  async sees(...texts: readonly string[]): Promise<void> {
    await until(
      `the screen shows ${texts.join(' and ')}`,
      () => texts.every(text => this.rows.some(row => row.includes(text))),
      {instead: () => boxed(this.rows, this.#screen.cursor).join('\n')},
    );
  }

  /** Wait until the program has ended. @returns its exit code; one ended by a signal has 128 and the signal's number */
  ends(): Promise<number> {
    return until('the program has ended', () => this.#exit, {
      instead: () => boxed(this.rows, this.#screen.cursor).join('\n'),
    });
  }

  /** The private modes that are on, going by all bytes that came. */
  get modes(): readonly number[] {
    const on = new Set(FRESH);
    for (const [, modes = '', to] of this.output.matchAll(/\u001b\[\?([\d;]+)([hl])/gu))
      for (const mode of modes.split(';').map(Number))
        if (to === 'h') on.add(mode);
        else on.delete(mode);
    return [...on].sort((a, b) => a - b);
  }

  /** How the terminal itself is set: as it was before the program came, and as the program left it. */
  get settings(): {readonly before: string; readonly after: string} {
    const read = (name: string): string => readFileSync(join(this.#dir, name), 'utf8').trim();
    return {before: read('before'), after: read('after')};
  }

  /** Close the window: the terminal hangs up on all that runs in it. */
  closes(): void {
    this.#pty.destroy();
  }

  [Symbol.dispose](): void {
    if (this.#exit === undefined) killGroup(this.#pty.pid);
    this.#screen[Symbol.dispose]();
  }
}

/** The terminal's first program leads a group with the client in it; it may have ended meanwhile. */
const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has.
  }
};
