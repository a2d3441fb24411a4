/** An agent in a pane: its program is played by the story. */
import {Buffer} from 'node:buffer';
import {runLine, type Line, type Outcome} from './caller.ts';
import type {FakePty} from './pty.ts';
import {writeInto} from './repository.ts';
import type {StoryWorld} from './world.ts';

/** Says that something does not hold. */
export type Fail = (sentence: string, lookedFor?: readonly string[]) => never;

/** The program that was started last in a session. */
export class Agent {
  readonly #world: StoryWorld;
  readonly #name: string;
  readonly #fail: Fail;

  constructor(world: StoryWorld, name: string, fail: Fail) {
    this.#world = world;
    this.#name = name;
    this.#fail = fail;
  }

  /** Write to its terminal; line feeds become ends of lines. */
  async prints(text: string): Promise<void> {
    await this.#does(pty => pty.print(Buffer.from(text.replaceAll(/\r?\n/gu, '\r\n'))));
  }

  /** End by itself. */
  async exits(code = 0): Promise<void> {
    await this.#does(pty => pty.exit({code}));
  }

  /** Start a program of its own, which then has the terminal; or end it. */
  async isAtWork(isAtWork = true): Promise<void> {
    await this.#does(pty => (pty.busy = isAtWork));
  }

  /** Show what is typed into it, as a shell does. */
  async echoes(): Promise<void> {
    await this.#does(pty => (pty.echoes = true));
  }

  /** Run a verb with its token. */
  async runs(line: Line): Promise<Outcome> {
    const {env, cwd} = this.#pty.started;
    return runLine(this.#world, {name: this.#name, env, cwd}, line);
  }

  /** Ask the planner, and wait. */
  async asks(question: string): Promise<void> {
    await this.#runsWell(['request-input', '--summary', question]);
  }

  /** Say that the work can be looked at. */
  async asksForReview(): Promise<void> {
    await this.#runsWell(['request-review']);
  }

  /** Write a file in the folder it works in. */
  async writes(path: string, text: string): Promise<void> {
    await this.#does(pty => writeInto(pty.started.cwd, path, text));
  }

  /** Exactly this was typed into it since the last time it was asked. */
  async heard(text: string): Promise<void> {
    await this.#world.settled();
    const heard = this.#pty.takeHeard();
    if (heard !== text)
      this.#fail(`${this.#name} heard ${JSON.stringify(text)}`, [`it heard ${JSON.stringify(heard)}`]);
  }

  /** Nothing was typed into it since the last time it was asked. */
  async heardNothing(): Promise<void> {
    await this.heard('');
  }

  /** Its terminal is of this size. */
  async hasSize(cols: number, rows: number): Promise<void> {
    await this.#world.settled();
    const {size} = this.#pty;
    if (size.cols !== cols || size.rows !== rows)
      this.#fail(`${this.#name} has ${cols}×${rows} cells`, [`it has ${size.cols}×${size.rows}`]);
  }

  /** Its program has ended. */
  async hasEnded(): Promise<void> {
    await this.#world.settled();
    if (!this.#pty.isOver) this.#fail(`${this.#name} has ended`);
  }

  /** Its program runs. */
  async runsOn(): Promise<void> {
    await this.#world.settled();
    if (this.#pty.isOver) this.#fail(`${this.#name} runs on`);
  }

  /** No program was ever started under this name. */
  async wasNeverStarted(): Promise<void> {
    await this.#world.settled();
    if (this.#world.ptys.all.some(it => it.session === this.#name)) this.#fail(`${this.#name} was never started`);
  }

  /** The environment its program was started with. */
  get env(): Readonly<Record<string, string>> {
    return this.#pty.started.env;
  }

  /** The folder its program was started in. */
  get cwd(): string {
    return this.#pty.started.cwd;
  }

  get #pty(): FakePty {
    return this.#world.ptys.of(this.#name);
  }

  async #does(act: (pty: FakePty) => void): Promise<void> {
    await this.#world.settled();
    act(this.#pty);
    await this.#world.settled();
  }

  async #runsWell(line: Line): Promise<void> {
    const {exit, fault} = await this.runs(line);
    if (exit !== 0)
      this.#fail(`${this.#name} runs ${JSON.stringify(line)}`, [`it failed with ${fault ?? `exit code ${exit}`}`]);
  }
}
