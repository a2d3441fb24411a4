/** A table with a scripted model, a repository and real agents on it, each in a pane; all ends with it. */
import {execFile, execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Kind} from '../model/ask.ts';
import {Model} from '../model/model.ts';
import {manners, type Dialog, type Manners} from './manners.ts';
import {Pane, type PaneOptions} from './pane.ts';
import {prepare, type Prepared, type Setup} from './setup.ts';

/** How an agent is opened: trusted in the repository unless told otherwise. */
export type Opening = Omit<Setup, 'folder' | 'model'> & {
  /** Behind the program's own name and flags. */
  readonly args?: readonly string[];
  readonly onBytes?: NonNullable<PaneOptions['onBytes']>;
  /** Variables besides. */
  readonly env?: Readonly<Record<string, string>>;
};

/** How an agent runs without a terminal; `id` is that of the conversation that goes on. */
type Running = Omit<Setup, 'folder' | 'model'> & {readonly id?: string};

/** How a run without a terminal ended; `id` is what the agent calls the conversation. */
export type Outcome = {readonly code: number; readonly out: string; readonly err: string; readonly id: string};

/** A run that takes longer is ended, milliseconds. */
const RUN_MS = 60_000;

/** One table. */
export class Bench implements AsyncDisposable {
  readonly folder: string;
  /** The repository. */
  readonly shop: string;
  readonly model: Model;
  readonly #homes = new Map<Kind, Prepared>();
  readonly #panes: Pane[] = [];

  private constructor(model: Model) {
    this.model = model;
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'rh-agents-')));
    this.shop = join(this.folder, 'shop');
    mkdirSync(this.shop);
    execFileSync('git', ['init', '--quiet', '--template=', this.shop]);
  }

  static async open(): Promise<Bench> {
    return new Bench(await Model.open());
  }

  /** Make an agent's home, or find the one it has, which stays as it is. */
  prepare(kind: Kind, setup: Omit<Setup, 'folder' | 'model'> = {}): Prepared {
    const folder = join(this.folder, kind);
    const prepared =
      this.#homes.get(kind) ?? prepare(kind, {folder, model: this.model.url, trusts: [this.shop], ...setup});
    this.#homes.set(kind, prepared);
    return prepared;
  }

  /** Start an agent in the repository. */
  start(kind: Kind, {args = [], onBytes, env: more, ...setup}: Opening = {}): Sitting {
    const {argv, env} = this.prepare(kind, setup);
    const pane = new Pane({
      argv: [...argv, ...args],
      cwd: this.shop,
      env: {...env, ...more},
      ...(onBytes !== undefined && {onBytes}),
    });
    this.#panes.push(pane);
    return new Sitting(pane, manners[kind]);
  }

  /** Run an agent in the repository without a terminal, free to do all. */
  runs(kind: Kind, prompt: string, {id, ...setup}: Running = {}): Promise<Outcome> {
    const {headless, env} = this.prepare(kind, {isTrusted: true, ...setup});
    const [file = '', ...args] = headless(prompt, id);
    const {promise, resolve, reject} = Promise.withResolvers<Outcome>();
    execFile(file, args, {cwd: this.shop, env, timeout: RUN_MS}, (thrown, out, err) => {
      const code = thrown === null ? 0 : thrown.code;
      const found = /"(?:thread_id|session_id|sessionID)":"(?<id>[^"]+)"/u.exec(out)?.groups?.['id'] ?? '';
      if (typeof code === 'number') resolve({code, out, err, id: found});
      else reject(new Error(`${kind} did not run`, {cause: thrown}));
    }).stdin?.end();
    return promise;
  }

  /** A file of the repository. */
  reads(path: string): string {
    return readFileSync(join(this.shop, path), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#panes.map(it => it[Symbol.asyncDispose]()));
    await this.model[Symbol.asyncDispose]();
    rmSync(this.folder, {recursive: true, force: true, maxRetries: 5});
  }
}

/** Keys that come closer to each other are taken for one, milliseconds. */
const APART_MS = 300;
/** So many characters of a text must be seen before it is sent; more may be on the next row. */
const ECHO = 16;

/** A person before an agent. */
export class Sitting {
  readonly pane: Pane;
  readonly manners: Manners;

  constructor(pane: Pane, manners: Manners) {
    this.pane = pane;
    this.manners = manners;
  }

  /** Does it take a prompt? */
  get isReady(): boolean {
    return this.manners.ready.test(this.pane.screen);
  }

  /** Wait until it takes a prompt. */
  async becomesReady(): Promise<void> {
    await this.pane.until('it takes a prompt', () => this.isReady);
  }

  /** Put a text into the prompt and press Enter. */
  async says(text: string): Promise<void> {
    this.pane.pastes(text);
    // A program that is busy takes both at once, and Enter for a line feed.
    await this.pane.sees(text.slice(0, ECHO));
    await sleep(this.manners.enterMs);
    this.pane.types('\r');
  }

  /** Wait for a dialog and give its first friendly answer. */
  async answers({shows, keys}: Dialog): Promise<void> {
    await this.pane.sees(shows);
    await sleep(this.manners.dialogMs);
    this.pane.types(keys);
  }

  /** Stop the turn. */
  async stops(): Promise<void> {
    for (const [at, key] of this.manners.interrupt.entries()) {
      if (at > 0) await sleep(APART_MS);
      this.pane.types(key);
    }
  }

  /** Say goodbye. @returns the exit code */
  async leaves(): Promise<number> {
    this.pane.types(this.manners.quit);
    return (await this.pane.ends()).code;
  }
}
