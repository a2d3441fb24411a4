/**
 * The attach client: this terminal's bytes to the server, the server's frames to this terminal, and the terminal put back
 * whatever happens. Holds no truth. Imports nothing heavy: the time to the first picture is a budget.
 */
import {fstatSync, readlinkSync, writeSync} from 'node:fs';
import {Fault, faultOf} from '../core/fault.ts';
import {ENTER, LEAVE} from '../core/modes.ts';
import {encodeFrame, encodeTaken, KIND, type Frame} from '../protocol/frame.ts';
import type {Bye, Message, TtyName} from '../protocol/message.ts';
import type {Link} from './connect.ts';

/** How long a server may take to let go of the terminal, milliseconds. */
const LET_GO_MS = 500;

/** Signals that end this process, after the terminal was put back. */
const ENDINGS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/** How an attachment ended. */
export type Ending = {readonly reason: Bye['reason'] | 'lost'; readonly fault?: Fault};

/** Refuse terminals that cannot show a full screen. @throws Fault `terminal-missing` or `terminal-dumb` */
export const checkTerminal = (): void => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new Fault('terminal-missing', {});
  const {TERM = ''} = process.env;
  if (TERM === 'dumb' || TERM === '') throw new Fault('terminal-dumb', {term: TERM});
};

/** Of a terminal, cells. */
export type Size = {readonly cols: number; readonly rows: number};

/** Of this terminal; a serial line, and some programs that play a terminal, do not know theirs. */
const sizeOf = (): Size => {
  const {columns, rows} = process.stdout;
  return columns > 0 && rows > 0 ? {cols: columns, rows} : {cols: 80, rows: 24};
};

/** What this terminal is, for the hello. */
export const terminalOf = (): Size & {readonly name: string; readonly colours: string} => {
  const {TERM = '', COLORTERM = '', NO_COLOR = ''} = process.env;
  return {
    ...sizeOf(),
    name: TERM,
    colours: NO_COLOR === '' ? coloursOf(TERM, COLORTERM) : 'none',
  };
};

/** This terminal by name, for a server that can open it: where input and output are the same one. */
export const ttyOf = (): TtyName | undefined => {
  if (process.env['ROUNDHOUSE_PATH'] === 'relay') return undefined;
  try {
    const [{dev, ino, rdev}, out] = [fstatSync(0), fstatSync(1)];
    if (out.dev !== dev || out.ino !== ino || out.rdev !== rdev) return undefined;
    return {path: readlinkSync('/proc/self/fd/0'), dev, ino, rdev};
  } catch {
    return undefined;
  }
};

const coloursOf = (term: string, colorterm: string): string => {
  if (/truecolor|24bit/iu.test(colorterm) || /direct|ghostty|kitty|alacritty|wezterm/u.test(term)) return 'true';
  return term.includes('256') ? '256' : '16';
};

/** Comes back to the server after the link was cut. @returns undefined when the person gave up */
export type Again = () => Promise<Link | undefined>;

/**
 * Stand between the terminal and the server until one of them ends it. A server that has opened the terminal itself needs no
 * one between; then this process only waits.
 *
 * @param said the size that the hello gave
 * @param again where a link that is lost may be found again, with the same hello; the terminal is kept meanwhile
 * @returns how it ended; the terminal is then as it was before
 */
export const attach = async (first: Link, said: Size, again?: Again): Promise<Ending> => {
  const isDirect = first.server.direct === true;
  const restore = isDirect ? leaveLater(() => undefined) : takeTerminal();
  const at: Place = {link: first, end: () => undefined};
  follow(at);
  if (!isDirect) relayKeys(at);
  try {
    for (;;) {
      const ending = await serve(at, said);
      if (ending.reason !== 'lost' || again === undefined) return ending;
      const next = await new Promise<Link | Ending>((resolve, reject) => {
        at.end = resolve;
        again().then(link => resolve(link ?? ending), reject);
      });
      if (!('connection' in next)) return next;
      at.link = next;
      // What the server before had asked of the terminal is not known to this one.
      writeSync(1, LEAVE + ENTER);
    }
  } finally {
    restore();
  }
};

/** The link that is in use, and what ends it. */
type Place = {link: Link; end: (ending: Ending) => void};

/** Until one link ends. What the server paints directly ends before the terminal is put back. */
const serve = async (at: Place, said: Size): Promise<Ending> => {
  const {link} = at;
  const closed = Promise.withResolvers<void>();
  const ending = await new Promise<Ending>(resolve => {
    at.end = resolve;
    link.listen({
      onFrame: frame => paint(link, frame),
      onMessage: message => farewell(message, resolve),
      onClose: fault => {
        closed.resolve();
        resolve({reason: 'lost', ...(fault === undefined ? {} : {fault})});
      },
    });
    const {cols, rows} = sizeOf();
    // It may have been resized while the server started.
    if (cols !== said.cols || rows !== said.rows) tellSize(link, 'resize');
  });
  link.connection.end({type: 'bye', reason: 'detached'});
  if (link.server.direct === true)
    await Promise.race([closed.promise, new Promise(resolve => setTimeout(resolve, LET_GO_MS).unref())]);
  return ending;
};

const tellSize = ({connection}: Link, type: 'resize' | 'continued'): void => connection.send({type, ...sizeOf()});

/** Tell the server what becomes of the terminal, and end with it. */
const follow = (at: Place): void => {
  const {stdin, stdout} = process;
  // Also when the size is as before: it may have been another in between, and the picture was cut to it.
  process.on('SIGWINCH', () => tellSize(at.link, 'resize'));
  stdout.on('error', () => at.end({reason: 'detached'}));
  // Stopped, it would leave the terminal raw, and no key sends this here.
  process.on('SIGTSTP', () => undefined);
  for (const signal of ENDINGS) process.once(signal, () => at.end({reason: 'detached'}));
  process.on('SIGCONT', () => {
    if (at.link.server.direct !== true) {
      stdin.setRawMode(true);
      writeSync(1, ENTER);
    }
    tellSize(at.link, 'continued');
  });
};

const relayKeys = (at: Place): void => {
  process.stdin.on('data', (bytes: Buffer) => at.link.connection.write(encodeFrame(KIND.input, bytes)));
  process.stdin.on('end', () => at.end({reason: 'detached'}));
};

/** Raw mode and the alternate screen; gives what puts both back, also when the process ends by an error. */
const takeTerminal = (): (() => void) => {
  const restore = leaveLater(() => {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  });
  process.stdin.setRawMode(true);
  writeSync(1, ENTER);
  process.stdin.resume();
  return restore;
};

/** @returns what leaves the full screen, once; it is also called when the process ends by an error */
const leaveLater = (putBack: () => void): (() => void) => {
  let taken = true;
  const restore = (): void => {
    if (!taken) return;
    taken = false;
    try {
      putBack();
      writeSync(1, LEAVE);
    } catch {
      // The terminal is gone; there is nothing left to put back.
    }
  };
  process.once('exit', restore);
  return restore;
};

/** Write a frame; say so when the terminal has taken it, which asks for the next. */
const paint = (link: Link, frame: Frame): void => {
  if (frame.kind !== KIND.painted || frame.payload.length < 4) return;
  const number = frame.payload.readUInt32BE(0);
  process.stdout.write(frame.payload.subarray(4), () => link.connection.write(encodeTaken(number)));
};

const farewell = (message: Message, resolve: (ending: Ending) => void): void => {
  if (message.type !== 'bye') return;
  resolve({reason: message.reason, ...(message.fault === undefined ? {} : {fault: faultOf(message.fault)})});
};
