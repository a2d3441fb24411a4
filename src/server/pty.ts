/**
 * Owns node-pty and the descriptors of pseudo-terminals. Knows bytes and sizes in cells, not what they mean.
 * Reads into one reused buffer: node-pty's own stream allocates and copies 64 KB a read (perf: 0.1 s against 0.03 s of CPU a 50 MB).
 */
import {existsSync, readFileSync, writeSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {ReadStream} from 'node:tty';

export type PtyOptions = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  /** Called for each read; the bytes are valid only during the call. */
  readonly onRead: (bytes: Uint8Array) => void;
  /** Called once, after the last read. */
  readonly onExit: (exit: PtyExit) => void;
};

/** `signal` is the number of the signal that ended the program. */
export type PtyExit = {readonly code: number; readonly signal?: number};

/** A program in a pseudo-terminal. */
export interface Pty {
  readonly pid: number;
  /** Bytes to the program's input, in order; what it does not take at once waits. */
  write(bytes: Uint8Array): void;
  /** An answer of the terminal, which is lost when the program has left many unread: it may ask for ever and never listen. */
  reply(bytes: Uint8Array): void;
  resize(cols: number, rows: number): void;
  /** Send a signal to the program and all that runs in its terminal. */
  kill(signal: NodeJS.Signals): void;
  /** Is another program than the first in the foreground of the terminal? Undefined where that cannot be known. */
  isBusy(): boolean | undefined;
}
export type OpenPty = (options: PtyOptions) => Pty;

/** The native half of node-pty 1.2: what its own TypeScript half calls. It closes what a program would inherit of ours. */
type Native = {
  fork(
    ...args: [
      file: string,
      args: readonly string[],
      env: readonly string[],
      cwd: string,
      cols: number,
      rows: number,
      uid: number,
      gid: number,
      utf8: boolean,
      spawnHelper: string,
      onExit: (code: number, signal: number) => void,
    ]
  ): {fd: number; pid: number};
  /** Pixels are 0 where they are not known. */
  resize(fd: number, cols: number, rows: number, xPixels: number, yPixels: number): void;
};

const READ_BYTES = 65_536;
/** How long output may still come after the program ended, milliseconds: a child of it may hold the terminal open. */
const LINGER_MS = 100;
const RETRY_MS = 4;
/** No answer is added to what the program has not read when it is more than this, bytes. */
const MOST_UNREAD = 65_536;

/** Open the native half. It lies in a package of its own per platform, beside node-pty. */
const loadNative = (): {native: Native; helper: string} => {
  const require = createRequire(createRequire(import.meta.filename).resolve('node-pty'));
  const kind = `${process.platform}-${process.arch}`;
  const home = join(dirname(require.resolve(`@lydell/node-pty-${kind}`)), `../prebuilds/${kind}`);
  const helper = process.platform === 'darwin' ? join(home, 'spawn-helper') : '';
  return {native: require(join(home, 'pty.node')) as Native, helper};
};

/** Make the real opener. Loads the native part once. */
export const realPty = (): OpenPty => {
  const {native, helper} = loadNative();
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  return options => openOne({native, helper, buffer}, options);
};

const openOne = (own: {native: Native; helper: string; buffer: Buffer}, options: PtyOptions): Pty => {
  const {argv, cwd, cols, rows} = options;
  if (!existsSync(cwd)) throw new Error(`no such folder: ${cwd}`);
  const [file = '', ...args] = argv;
  const env = Object.entries(options.env).map(([name, value]) => `${name}=${value}`);
  const ending = makeEnding(options.onExit, () => stream.destroy());
  const onExit = (code: number, signal: number): void => ending.exited(signal > 0 ? {code, signal} : {code});
  const {fd, pid} = own.native.fork(file, args, env, cwd, cols, rows, -1, -1, true, own.helper, onExit);
  const stream = new ReadStream(fd, {
    onread: {
      buffer: own.buffer,
      callback: (size: number, bytes: Uint8Array) => {
        options.onRead(bytes.subarray(0, size));
        return true;
      },
    },
  });
  stream.on('error', () => ending.drained());
  stream.on('close', () => ending.drained());
  stream.resume();
  const writer = makeWriter(fd, () => ending.isOver);
  return {
    pid,
    write: writer.write,
    reply: bytes => {
      if (writer.unread < MOST_UNREAD) writer.write(bytes);
    },
    resize: (toCols, toRows) => {
      if (!ending.isOver) own.native.resize(fd, toCols, toRows, 0, 0);
    },
    kill: signal => killAll(pid, signal),
    isBusy: () => isBusy(pid),
  };
};

/** The end of a pseudo-terminal: the program has ended and its last output is read, whichever comes first. */
const makeEnding = (onExit: PtyOptions['onExit'], destroy: () => void) => {
  const state: {exit: PtyExit | undefined; isDrained: boolean; isOver: boolean} = {
    exit: undefined,
    isDrained: false,
    isOver: false,
  };
  const finish = (): void => {
    if (state.isOver || state.exit === undefined) return;
    state.isOver = true;
    destroy();
    onExit(state.exit);
  };
  return {
    get isOver(): boolean {
      return state.isOver || state.isDrained;
    },
    exited: (exit: PtyExit): void => {
      state.exit = exit;
      if (state.isDrained) finish();
      else setTimeout(finish, LINGER_MS);
    },
    drained: (): void => {
      state.isDrained = true;
      finish();
    },
  };
};

/** Writes what the terminal takes, keeps the rest in order. */
const makeWriter = (fd: number, isOver: () => boolean) => {
  const waiting: Uint8Array[] = [];
  let unread = 0;
  const flush = (): void => {
    while (waiting[0] !== undefined && !isOver()) {
      const written = tryWrite(fd, waiting[0]);
      unread -= written;
      if (written < waiting[0].length) {
        waiting[0] = waiting[0].subarray(written);
        setTimeout(flush, RETRY_MS);
        return;
      }
      waiting.shift();
    }
  };
  return {
    /** Bytes that wait. */
    get unread(): number {
      return unread;
    },
    write: (bytes: Uint8Array): void => {
      if (isOver() || bytes.length === 0) return;
      // The caller may reuse its buffer, so what has to wait is copied.
      const written = waiting.length > 0 ? 0 : tryWrite(fd, bytes);
      if (written === bytes.length) return;
      waiting.push(Uint8Array.from(bytes.subarray(written)));
      unread += bytes.length - written;
      if (waiting.length === 1) setTimeout(flush, RETRY_MS);
    },
  };
};

const tryWrite = (fd: number, bytes: Uint8Array): number => {
  try {
    return writeSync(fd, bytes);
  } catch (thrown) {
    // EAGAIN: the program does not read. EIO: it has ended, and what was typed goes nowhere.
    return (thrown as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
  }
};

/** The first program leads a session of its own, so its group holds all that it started and did not move. */
const killAll = (pid: number, signal: NodeJS.Signals): void => {
  for (const target of [-pid, pid])
    try {
      process.kill(target, signal);
    } catch {
      // It has ended already.
    }
};

/** `/proc/PID/stat`, field 8: the group in the terminal's foreground, proc(5). */
const isBusy = (pid: number): boolean | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[5]) !== pid;
  } catch {
    return undefined;
  }
};
