/** The fake of the operating system: pseudo-terminals whose programs are played by the story. */
import type {Pty, PtyExit, PtyOptions} from '../../src/server/pty.ts';

/** Above any process id the system gives, so that nobody is taken for a descendant. */
const FIRST_PID = 5_000_000;

/** A program that was started. What it does is told by the story; what it is told is kept. */
export class FakePty implements Pty {
  readonly pid: number;
  /** What it was started with. */
  readonly started: PtyOptions;
  #size: {cols: number; rows: number};
  #heard = '';
  #isBusy: boolean | undefined;
  #isOver = false;
  #isOrphan = false;
  #hangs = false;
  #echoes = false;

  constructor(pid: number, started: PtyOptions) {
    this.pid = pid;
    this.started = started;
    this.#size = {cols: started.cols, rows: started.rows};
  }

  /** The session it runs in. */
  get session(): string {
    return this.started.env['ROUNDHOUSE_SESSION'] ?? '';
  }

  get size(): {readonly cols: number; readonly rows: number} {
    return this.#size;
  }

  get isOver(): boolean {
    return this.#isOver || this.#isOrphan;
  }

  write(bytes: Uint8Array): void {
    const copy = Buffer.from(bytes);
    this.#heard += copy.toString('utf8');
    if (this.#echoes) setImmediate(() => this.print(copy));
  }

  reply(bytes: Uint8Array): void {
    this.write(bytes);
  }

  resize(cols: number, rows: number): void {
    this.#size = {cols, rows};
  }

  kill(signal: NodeJS.Signals): void {
    const isObeyed = signal === 'SIGKILL' || !this.#hangs;
    if (isObeyed) setImmediate(() => this.exit({code: 0, signal: signal === 'SIGKILL' ? 9 : 1}));
  }

  isBusy(): boolean | undefined {
    return this.#isBusy;
  }

  /** What was typed into it since the last call. */
  takeHeard(): string {
    const heard = this.#heard;
    this.#heard = '';
    return heard;
  }

  /** Write to its terminal. */
  print(bytes: Uint8Array): void {
    if (this.isOver) throw new Error(`the program in "${this.session}" has ended and cannot print`);
    this.started.onRead(bytes);
  }

  /** End by itself, or by a signal. Once. */
  exit(exit: PtyExit): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.started.onExit(exit);
  }

  /** Does another program than the first have its terminal? */
  set busy(isBusy: boolean) {
    this.#isBusy = isBusy;
  }

  /** Does it only end when it is killed? */
  set hangs(hangs: boolean) {
    this.#hangs = hangs;
  }

  /** Does its terminal show what is typed? */
  set echoes(echoes: boolean) {
    this.#echoes = echoes;
  }

  /** Its server is gone, and it goes with it. */
  orphan(): void {
    this.#isOrphan = true;
  }
}

/** All programs that were started in a story, in order. */
export class FakePtys {
  readonly #all: FakePty[] = [];

  readonly open = (options: PtyOptions): FakePty => {
    const pty = new FakePty(FIRST_PID + this.#all.length, options);
    this.#all.push(pty);
    return pty;
  };

  get all(): readonly FakePty[] {
    return this.#all;
  }

  /** The newest program of a session. @throws Error when none was ever started there */
  of(session: string): FakePty {
    const found = this.#all.findLast(it => it.session === session);
    if (found !== undefined) return found;
    const names = this.#all.map(it => it.session).join(', ');
    throw new Error(`no program was started in "${session}"; there are: ${names === '' ? 'none' : names}`);
  }
}
