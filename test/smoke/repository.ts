/** A repository, what one does in it from the command line, and the files that its server keeps. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {verbs, type Result} from '../../src/protocol/verbs.ts';
import type {VerbName} from '../../src/protocol/names.ts';
import {pathsOf} from '../../src/core/paths.ts';
import {readLock, type Holder} from '../../src/store/holder.ts';
import {run, type Outcome} from './product.ts';
import {Peer} from './peer.ts';
import {hasEnded, until, untilSeen} from './until.ts';

type Env = Readonly<Record<string, string>>;

/** What a command said when it was refused. */
export type Complaint = {
  readonly exit: Outcome['exit'];
  /** All lines of standard error, as people get them. */
  readonly lines: readonly string[];
};

/** One repository. Commands run in its root. */
export class Repository {
  readonly root: string;
  readonly env: Env;

  constructor(root: string, env: Env) {
    this.root = root;
    this.env = env;
  }

  /** Run git in it. @returns what it said */
  git(...args: readonly string[]): string {
    const {root: cwd, env} = this;
    return execFileSync('git', args, {cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trimEnd();
  }

  /** Put a file into the primary worktree. */
  writes(path: string, text: string): void {
    writeInto(this.root, path, text);
  }

  /** The folder of a task's worktree. */
  worktree(task: number): string {
    return join(`${this.root}-worktrees`, `task-${String(task).padStart(3, '0')}`);
  }

  /** Run a command. */
  run(...argv: readonly string[]): Promise<Outcome> {
    return run(argv, {cwd: this.root, env: this.env});
  }

  /** Run a command with more in its environment. */
  runWith(env: Env, ...argv: readonly string[]): Promise<Outcome> {
    return run(argv, {cwd: this.root, env: {...this.env, ...env}});
  }

  /**
   * Run a verb that is done, with `--json`.
   *
   * @returns what it printed, which is of the verb's own shape
   * @throws Error when it was refused, with what it said
   */
  async does<N extends VerbName>(verb: N, ...words: readonly string[]): Promise<Result<N>> {
    const {exit, out, err} = await this.run(verb, '--json', ...words);
    if (exit !== 0) throw new Error(`${verb} ${words.join(' ')} ended with ${exit}: ${err}`);
    const said = JSON.parse(out) as unknown;
    return verbs[verb]().result.parse(said) as Result<N>;
  }

  /** Run a command that is refused. */
  async complaint(...argv: readonly string[]): Promise<Complaint> {
    return complaintOf(await this.run(...argv));
  }

  /** Wait until a file is there. @returns what it says */
  fileIn(folder: string, path: string): Promise<string> {
    const whole = join(folder, path);
    return until(`${whole} is there`, () => existsSync(whole) && readFileSync(whole, 'utf8'));
  }

  /** Wait until a session shows some text. @returns all that it shows */
  async showing(session: string, text: string): Promise<readonly string[]> {
    const argv = ['read-screen', session, '--json'];
    using peer = await this.connect();
    peer.greets();
    const lines = async (id: number): Promise<readonly string[]> => {
      const {out = '{}'} = await peer.answer(id, ...argv);
      const {lines: found = []} = JSON.parse(out) as {lines?: readonly string[]};
      return found.map(it => it.trimEnd());
    };
    return await untilSeen(`${session} shows "${text}"`, lines, {
      isRight: it => it.some(line => line.includes(text)),
    });
  }

  /** Wait for what the agents here are to do. @throws Error what it throws, with all that is to be seen here */
  async sees<T>(coming: Promise<T>): Promise<T> {
    try {
      return await coming;
    } catch (thrown) {
      throw new Error(`${(thrown as Error).message}\n${await this.#scene()}`, {cause: thrown});
    }
  }

  /** The tasks, and each session with its screen. */
  async #scene(): Promise<string> {
    const {tasks} = await this.does('list-tasks');
    const {sessions} = await this.does('list-sessions');
    const screens = sessions.map(async it => {
      const {out, err} = await this.run('read-screen', it.name);
      return [JSON.stringify(it), out, err].join('\n');
    });
    return [...tasks.map(it => JSON.stringify(it)), ...(await Promise.all(screens))].join('\n');
  }

  /** Who owns the state, as `server.lock` says. */
  get holder(): Holder | undefined {
    return readLock(this.paths.state);
  }

  /** The process of the server. @throws Error when there is none */
  get server(): number {
    const {holder} = this;
    if (holder === undefined) throw new Error('no server runs here');
    return holder.pid;
  }

  /** Shut the server down, and wait until it is gone. */
  async shutsDown(): Promise<void> {
    const {server} = this;
    await this.does('shutdown');
    await hasEnded(server);
  }

  get paths(): ReturnType<typeof pathsOf> {
    return pathsOf(this.root);
  }

  /** The server's log, a line each; lines that are no JSON are what a start wrote before it. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    if (!existsSync(this.paths.log)) return [];
    const lines = readFileSync(this.paths.log, 'utf8').trimEnd().split('\n');
    return lines.filter(Boolean).map(readLine);
  }

  /** Connect to the server that runs, as any program could. @throws Error when none does */
  connect(): Promise<Peer> {
    const {holder} = this;
    if (holder === undefined) throw new Error('no server runs here');
    return Peer.connect(holder.socket);
  }
}

const readLine = (line: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return {stray: line};
  }
};

/** A refusal goes to standard error and says nothing on standard output. */
export const complaintOf = ({exit, out, err}: Outcome): Complaint => ({
  exit,
  lines: `${out}${err}`.trimEnd().split('\n'),
});

/** Write a file below a folder, making the folders between. */
export const writeInto = (folder: string, path: string, text: string): void => {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), {recursive: true});
  writeFileSync(whole, text);
};
