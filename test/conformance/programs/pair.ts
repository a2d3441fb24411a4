/** The same program under roundhouse and under tmux, each on the built product in a terminal of the same size. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {setImmediate as turn} from 'node:timers/promises';
import {Machine} from '../../smoke/machine.ts';
import {launcher} from '../../smoke/product.ts';
import {writeInto} from '../../smoke/repository.ts';
import {until} from '../../smoke/until.ts';
import {differencesOf, type Difference, type Mask} from './compare.ts';
import {boxed} from '../../kit/report.ts';
import {randomOf} from '../../kit/random.ts';
import {Window} from './window.ts';

/** What runs, and in what. Sizes are of the program's terminal. */
export type Program = {
  /** Files in its home, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** A line of `sh`. */
  readonly command: string;
  readonly cols?: number;
  readonly rows?: number;
  readonly mask?: Mask;
};

/** What a person does, and how both screens show that it was done. */
export type Step = {
  /** First take so many sizes, ending at that of the start. */
  readonly storm?: number;
  readonly keys?: string;
  readonly sees?: string;
};

/** Inner terminals are one row less: both multiplexers have a line of their own at the bottom. */
const STATUS_ROWS = 1;
/** A screen is whole when nothing has come for so long, milliseconds. */
const WHOLE_MS = 50;
/** Both rest when nothing has come for so long, milliseconds; then they differ. tmux tells a program its size after 250. */
const REST_MS = 2000;
/** The longest wait for what is typed to change anything, milliseconds. */
const ANSWER_MS = 1000;
/** So long nothing comes after a storm, milliseconds; all runs share the machine's processors. */
const CALM_MS = 2000;
/** The longest wait for that, milliseconds. */
const LONGEST_MS = 15_000;

const tmuxConfig = `set -g status-left 'tmux'
set -g status-right ''
set -g default-terminal xterm-256color
set -ga terminal-features ',xterm-256color:RGB:usstyle:strikethrough:overline'
set -sg escape-time 10
set -g assume-paste-time 0
`;

/** Both. What is typed goes to both, and what is awaited must come in both. */
export class Pair implements AsyncDisposable {
  readonly #machine: Machine;
  readonly #rows: number;
  readonly #cols: number;
  readonly #mask: Mask;
  readonly #ours: Window;
  readonly #theirs: Window;
  readonly #socket: string;
  /** What was to be seen when something was typed last. */
  readonly #before = new Map<Window, string>();
  #typedAt = 0;

  private constructor(machine: Machine, {cols = 100, rows = 30, mask = []}: Program) {
    this.#machine = machine;
    this.#cols = cols;
    this.#rows = rows;
    this.#mask = mask;
    this.#socket = join(machine.folder, 'tmux');
    const config = join(machine.folder, 'tmux.conf');
    writeFileSync(config, tmuxConfig);
    const shop = machine.repository();
    const env = {...machine.env, COLORTERM: 'truecolor'};
    const size = {cols, rows: rows + STATUS_ROWS};
    this.#ours = new Window({argv: [launcher], cwd: shop.root, env, ...size});
    const tmux = ['tmux', '-S', this.#socket, '-f', config, 'new-session', '/bin/sh'];
    this.#theirs = new Window({argv: tmux, cwd: machine.folder, env, ...size});
  }

  /** Start both, and the program in them. */
  static async open(program: Program): Promise<Pair> {
    const machine = new Machine();
    const pair = new Pair(machine, program);
    try {
      await pair.#begin(program);
      return pair;
    } catch (thrown) {
      await pair[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  async does({storm = 0, keys = '', sees}: Step): Promise<void> {
    if (storm > 0) await this.#storms(storm);
    this.#types(keys);
    if (sees !== undefined) await this.#sees(sees);
  }

  #types(keys: string): void {
    if (keys === '') return;
    this.#typedAt = performance.now();
    for (const window of this.#both) {
      this.#before.set(window, pictureOf(window));
      window.types(keys);
    }
  }

  /** Take another size, of the program's terminal. */
  #resizes(cols: number, rows: number): void {
    for (const window of this.#both) window.resizes(cols, rows + STATUS_ROWS);
  }

  /** Take many sizes in turn, ending at that of the start. */
  async #storms(times: number): Promise<void> {
    const random = randomOf(times);
    for (let time = 0; time < times; time++) {
      this.#resizes(20 + random(120), 5 + random(40));
      await turn();
    }
    this.#resizes(this.#cols, this.#rows);
    // A key that comes while a program still follows a change of size may be thrown away by it.
    await this.#rests(CALM_MS);
  }

  /** Wait until both show a text. */
  async #sees(text: string): Promise<void> {
    await Promise.all([shows(this.#ours, text, 'roundhouse'), shows(this.#theirs, text, 'tmux')]);
  }

  /** Wait until both have shown something of what was typed, and are the same, or rest. @returns in what they differ */
  async differences(): Promise<readonly Difference[]> {
    const [ours, theirs] = this.#both;
    return await until(
      'both screens are the same, or rest',
      () => {
        const quietMs = Math.min(ours.quietMs, theirs.quietMs);
        if (quietMs < WHOLE_MS || !this.#isAnswered) return undefined;
        const found = differencesOf(ours, theirs, {rows: this.#rows, mask: this.#mask});
        return found.length === 0 || quietMs > REST_MS ? found : undefined;
      },
      {withinMs: LONGEST_MS},
    );
  }

  /** Wait until nothing comes any more. */
  async #rests(ms: number): Promise<void> {
    await until('both screens rest', () => this.#both.every(it => it.quietMs > ms), {withinMs: LONGEST_MS});
  }

  /** Both screens, for people. */
  get report(): readonly string[] {
    const [ours, theirs] = this.#both;
    return ['roundhouse:', ...boxed(ours.rows), 'tmux:', ...boxed(theirs.rows)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    spawnSync('tmux', ['-S', this.#socket, 'kill-server']);
    this.#ours[Symbol.dispose]();
    this.#theirs[Symbol.dispose]();
    await this.#machine[Symbol.asyncDispose]();
  }

  get #both(): readonly [Window, Window] {
    return [this.#ours, this.#theirs];
  }

  /** Has what was typed last changed both, or had its time? */
  get #isAnswered(): boolean {
    if (performance.now() - this.#typedAt > ANSWER_MS) return true;
    return this.#both.every(it => pictureOf(it) !== this.#before.get(it));
  }

  async #begin({files = {}, command}: Program): Promise<void> {
    const [ours, theirs] = this.#both;
    await Promise.all([shows(ours, 'This is the planner', 'roundhouse'), shows(theirs, '$ ', 'tmux')]);
    ours.types('\u0002z');
    await until('the pane has the whole screen', () => ours.rows[0]?.startsWith('This is the planner') === true, {
      instead: () => ours.rows.join('\n'),
    });
    for (const [name, window] of Object.entries({a: ours, b: theirs})) {
      const script = this.#home(name, files, command);
      window.types(` exec ${script}\r`);
    }
  }

  /** A home of its own, alike but for its place. @returns the script that runs the program in it */
  #home(name: string, files: Readonly<Record<string, string>>, command: string): string {
    const home = join(this.#machine.folder, name);
    mkdirSync(home);
    for (const [path, text] of Object.entries(files)) writeInto(home, path, text);
    const script = join(this.#machine.folder, `${name}.sh`);
    writeFileSync(script, startOf(home, command), {mode: 0o755});
    return script;
  }
}

/** The environment is the same in both, but for the place of the home. Who runs it is not told. */
const startOf = (home: string, command: string): string => {
  const {PATH = ''} = process.env;
  const terminal = 'TERM=xterm-256color COLORTERM=truecolor';
  const env = `HOME=${home} PATH='${PATH}' ${terminal} LC_ALL=C.UTF-8 SHELL=/bin/sh USER=user TZ=UTC`;
  return `#!/bin/sh
stty sane
printf '\\033[H\\033[2J\\033[3J'
cd ${home}
env -i ${env} sh -c '${command.replaceAll(`'`, `'\\''`)}'
printf '[ended with %s]' $?
exec sleep 1000
`;
};

const pictureOf = (window: Window): string => `${window.cursor}\n${window.rows.join('\n')}`;

const shows = async (window: Window, text: string, who: string): Promise<void> => {
  await until(`${who} shows ${JSON.stringify(text)}`, () => window.rows.some(row => row.includes(text)), {
    instead: () => window.rows.join('\n'),
    withinMs: LONGEST_MS,
  });
};
