/**
 * The terminal outside: a program that opens pseudo-terminals of 200×50 and drains them as fast as it can, apart from the
 * bench so that neither waits for the other. Told what to do over IPC, see `terminals.ts`.
 *
 * What it costs: it reads with the product's own reader (`src/server/pty.ts`, one reused buffer), about 2 ms of CPU per MB
 * drained, on the same machine as what is measured, so a multiplexer that sends more is disturbed more, as it is by any
 * terminal. Its event loop adds some 0.05 ms to each echo, the same for all: the echo without a multiplexer is measured
 * with it, and printed.
 */
import {realPty} from '../../src/server/pty.ts';
import {sleep} from './figures.ts';
import type {Command} from './mux.ts';

const SIZE = {cols: 200, rows: 50};
/** Questions are looked for so long after the start, milliseconds; later the bytes are only counted. */
const ANSWERED_MS = 3000;
/** The longest wait for an echo or a picture, milliseconds. */
const PATIENCE_MS = 10_000;
/** Between an echo and the next key: this and up to as much again, milliseconds. A person types slower, a paste faster. */
const GAP_MS = 8;
/** How late a wake-up may be and still be made up for, milliseconds. */
const LATE_MS = 5;
/** Letters that end no control sequence of either multiplexer, taken in turn. */
const LETTERS = 'QWYVU';

/** What a terminal is asked for at its start, and what it says: DA1, DA2, XTVERSION, keyboard, cursor, status. */
const answers: readonly (readonly [question: string, answer: string])[] = [
  ['\u001b[c', '\u001b[?62;22c'],
  ['\u001b[>c', '\u001b[>41;400;0c'],
  ['\u001b[>q', '\u001bP>|bench 1\u001b\\'],
  ['\u001b[?u', '\u001b[?0u'],
  ['\u001b[6n', '\u001b[1;1R'],
  ['\u001b[5n', '\u001b[0n'],
];

/** What may be asked of it; `term` is a number given by `open`. */
export type Question =
  | {
      readonly ask: 'open';
      readonly argv: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      /** Text whose first appearance is timed. */
      readonly marker?: string;
    }
  | {readonly ask: 'seen'; readonly term: number}
  | {readonly ask: 'echo'; readonly term: number; readonly keys: number}
  | {readonly ask: 'bytes'; readonly term: number}
  | {readonly ask: 'type'; readonly term: number; readonly text: string}
  /** Take no more than so many bytes a second from now on. All terminals of this program wait for it. */
  | {readonly ask: 'slow'; readonly term: number; readonly rate: number}
  | {readonly ask: 'close'; readonly term: number};

/** A terminal that runs a program. */
interface OpenTerminal {
  readonly pid: number;
  /** Bytes that the program sent until now. */
  readonly bytes: number;
  type(text: string): void;
  slow(rate: number): void;
  /** When the marker was on the screen first, milliseconds after the program was started. */
  seen(): Promise<number>;
  /** Type letters, each after the echo of the one before. @returns milliseconds from key to echo, of each */
  echo(keys: number): Promise<readonly number[]>;
  /** Hang up; resolves when the program has ended. */
  close(): Promise<void>;
}

const ignore: (part: Buffer) => void = () => undefined;

const openTerminal = (options: Command & {readonly marker?: string}): OpenTerminal => {
  const {marker} = options;
  const startedAt = performance.now();
  const ended = Promise.withResolvers<void>();
  const seen = Promise.withResolvers<number>();
  const look = marker === undefined ? undefined : Buffer.from(marker);
  const state = {
    bytes: 0,
    tail: Buffer.alloc(0),
    isLooking: look !== undefined,
    hear: ignore,
    dawdle: makeDawdle(Infinity),
  };
  const onRead = (read: Uint8Array): void => {
    const part = Buffer.from(read.buffer, read.byteOffset, read.length);
    state.bytes += part.length;
    state.hear(part);
    state.dawdle(part.length);
    if (performance.now() - startedAt > ANSWERED_MS) return;
    answerIn(part, text => pty.write(Buffer.from(text)));
    if (!state.isLooking || look === undefined) return;
    state.tail = Buffer.concat([state.tail.subarray(-look.length), part]);
    if (!state.tail.includes(look)) return;
    state.isLooking = false;
    seen.resolve(performance.now() - startedAt);
  };
  const pty = openPty({...options, ...SIZE, onRead, onExit: () => ended.resolve()});
  const type = (text: string): void => pty.write(Buffer.from(text));
  return {
    pid: pty.pid,
    get bytes() {
      return state.bytes;
    },
    type,
    slow: rate => (state.dawdle = makeDawdle(rate)),
    seen: () => inTime(seen.promise, `${options.argv.join(' ')}: the picture`),
    echo: keys => echoes(keys, {type, listen: hear => (state.hear = hear)}),
    close: async () => {
      pty.kill('SIGHUP');
      const timer = setTimeout(() => pty.kill('SIGKILL'), 2000);
      await ended.promise;
      clearTimeout(timer);
    },
  };
};

/** Waits as long as a line of so many bytes a second takes for what was read; a late wake-up is made up for. */
const makeDawdle = (rate: number): ((bytes: number) => void) => {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  let due = 0;
  return bytes => {
    const now = performance.now();
    due = Math.max(due, now - LATE_MS) + (bytes / rate) * 1000;
    if (due > now) Atomics.wait(nobody, 0, 0, due - now);
  };
};

const answerIn = (part: Buffer, say: (text: string) => void): void => {
  for (const [question, answer] of answers) if (part.includes(question)) say(answer);
};

const inTime = async <T>(wanted: Promise<T>, what: string): Promise<T> => {
  const late = AbortSignal.timeout(PATIENCE_MS);
  const never = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Error(`${what} did not come in ${PATIENCE_MS} ms`)));
  });
  return Promise.race([wanted, never]);
};

type Line = {readonly type: (text: string) => void; readonly listen: (hear: (part: Buffer) => void) => void};

const echoes = async (keys: number, {type, listen}: Line): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let key = 0; key < keys; key++) {
    const letter = LETTERS.charAt(key % LETTERS.length);
    const code = letter.charCodeAt(0);
    const from = performance.now();
    const heard = new Promise<number>(resolve => {
      listen(part => {
        if (part.includes(code)) resolve(performance.now());
      });
    });
    type(letter);
    times.push((await inTime(heard, `the echo of ${letter}`)) - from);
    await sleep(GAP_MS * (1 + Math.random()));
  }
  listen(ignore);
  // A line that grows without end is not taken by the kernel beyond 4096 bytes.
  type('\r');
  await sleep(50);
  return times;
};

const openPty = realPty();
const terms = new Map<number, OpenTerminal>();

const termOf = (term: number): OpenTerminal => {
  const found = terms.get(term);
  if (found === undefined) throw new Error(`there is no terminal ${term}`);
  return found;
};

const openOne = (question: Extract<Question, {ask: 'open'}>): {term: number; pid: number} => {
  const term = terms.size + 1;
  const opened = openTerminal(question);
  terms.set(term, opened);
  return {term, pid: opened.pid};
};

const answer = async (question: Question): Promise<unknown> => {
  if (question.ask === 'open') return openOne(question);
  const term = termOf(question.term);
  if (question.ask === 'seen') return term.seen();
  if (question.ask === 'echo') return term.echo(question.keys);
  if (question.ask === 'bytes') return term.bytes;
  if (question.ask === 'type') return term.type(question.text);
  if (question.ask === 'slow') return term.slow(question.rate);
  return term.close();
};

const reply = (id: number, outcome: {value?: unknown; error?: string}): void => {
  process.send?.({id, ...outcome});
};

process.on('message', (asked: {id: number; question: Question}) => {
  answer(asked.question).then(
    value => reply(asked.id, {value}),
    (error: unknown) => reply(asked.id, {error: String(error)}),
  );
});
process.on('disconnect', () => process.exit(0));
