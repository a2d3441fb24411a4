/** The bench's hold on the program that is the terminal outside, see `terminal.ts`. */
import {fork, type ChildProcess} from 'node:child_process';
import {join} from 'node:path';
import {sleep} from './figures.ts';
import type {Command, Mux} from './mux.ts';
import type {Stage} from './stage.ts';
import type {Question} from './terminal.ts';

type Reply = {readonly id: number; readonly value?: unknown; readonly error?: string};
type Waiter = {readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void};

/** A command that runs in a terminal of 200×50. */
export interface Term {
  readonly pid: number;
  /** When the marker was on the screen first, milliseconds after the start of the program. */
  seen(): Promise<number>;
  /** Milliseconds from key to echo, of so many keys. */
  echo(keys: number): Promise<readonly number[]>;
  /** Bytes that the program sent until now. */
  bytes(): Promise<number>;
  type(text: string): Promise<void>;
  /** Take no more than so many bytes a second from now on. All terminals of the same program wait for it. */
  slow(rate: number): Promise<void>;
  close(): Promise<void>;
}

/** How long a client may take until it is there, and a picture after a key, milliseconds. */
const ENTER_MS = 1200;
const KEY_MS = 200;

/** Attach to a session, the first, second … that was opened; its pane has the whole screen but one line if asked. */
export const enter = async (
  terminals: Terminals,
  mux: Mux,
  {name, number, isZoomed = false}: {name: string; number: number; isZoomed?: boolean},
): Promise<Term> => {
  const term = await terminals.open(mux.attaching(name));
  const keys = [mux.show(number), ...(isZoomed ? [mux.zoom] : [])].filter(it => it !== '');
  if (keys.length > 0) await sleep(ENTER_MS);
  for (const key of keys) {
    await term.type(key);
    await sleep(KEY_MS);
  }
  return term;
};

/** Opens terminals. */
export class Terminals {
  readonly #stage: Stage;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiter>();
  #next = 1;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#child = fork(join(import.meta.dirname, 'terminal.ts'));
    this.#child.on('message', said => this.#take(said as Reply));
    this.#child.on('exit', () => {
      for (const {reject} of this.#waiting.values()) reject(new Error('the terminal has ended'));
    });
    if (this.#child.pid !== undefined) stage.runs(this.#child.pid);
  }

  /** Run a command in a terminal. `marker` is text whose first appearance is timed. */
  async open(command: Command, marker?: string): Promise<Term> {
    const asked = {ask: 'open', ...command, ...(marker === undefined ? {} : {marker})} as const;
    const {term, pid} = (await this.#ask(asked)) as {term: number; pid: number};
    this.#stage.runs(pid);
    return {
      pid,
      seen: async () => (await this.#ask({ask: 'seen', term})) as number,
      echo: async keys => (await this.#ask({ask: 'echo', term, keys})) as readonly number[],
      bytes: async () => (await this.#ask({ask: 'bytes', term})) as number,
      type: async text => void (await this.#ask({ask: 'type', term, text})),
      slow: async rate => void (await this.#ask({ask: 'slow', term, rate})),
      close: async () => void (await this.#ask({ask: 'close', term})),
    };
  }

  #ask(question: Question): Promise<unknown> {
    const id = this.#next++;
    const {promise, resolve, reject} = Promise.withResolvers<unknown>();
    this.#waiting.set(id, {resolve, reject});
    this.#child.send({id, question});
    return promise;
  }

  #take({id, value, error}: Reply): void {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiter?.resolve(value);
    else waiter?.reject(new Error(error));
  }
}
