/**
 * The attach client: this terminal's bytes to the server, the server's frames to this terminal, and the terminal put back
 * whatever happens. Holds no truth. Imports nothing heavy: the time to the first picture is a budget.
 */
import {writeSync} from 'node:fs';
import {Fault, faultOf} from '../core/fault.ts';
import {encodeFrame, encodeTaken, KIND, type Frame} from '../protocol/frame.ts';
import type {Bye, Message} from '../protocol/message.ts';
import type {Link} from './connect.ts';

/** Alternate screen, bracketed paste, focus reports, mouse with SGR coordinates. */
const ENTER = '\u001b[?1049h\u001b[?2004h\u001b[?1004h\u001b[?1000h\u001b[?1002h\u001b[?1006h\u001b[2J';
/** The opposite of {@link ENTER}, and whatever a frame may have left: synchronised output, pen, cursor, scroll region. */
const LEAVE =
  '\u001b[?2026l\u001b[?1006l\u001b[?1002l\u001b[?1000l\u001b[?1004l\u001b[?2004l\u001b[0m\u001b[r\u001b[0 q\u001b[?25h\u001b[?1049l';

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

/** What this terminal is, for the hello. */
export const terminalOf = (): {cols: number; rows: number; name: string; colours: string} => {
  const {TERM = '', COLORTERM = '', NO_COLOR = ''} = process.env;
  return {
    cols: process.stdout.columns,
    rows: process.stdout.rows,
    name: TERM,
    colours: NO_COLOR === '' ? coloursOf(TERM, COLORTERM) : 'none',
  };
};

const coloursOf = (term: string, colorterm: string): string => {
  if (/truecolor|24bit/iu.test(colorterm) || /direct|ghostty|kitty|alacritty|wezterm/u.test(term)) return 'true';
  return term.includes('256') ? '256' : '16';
};

/**
 * Stand between the terminal and the server until one of them ends it.
 *
 * @returns how it ended; the terminal is then as it was before
 */
export const attach = async (link: Link): Promise<Ending> => {
  const {stdin, stdout} = process;
  const restore = takeTerminal();
  try {
    return await new Promise<Ending>(resolve => {
      link.listen({
        onFrame: frame => paint(link, frame),
        onMessage: message => farewell(message, resolve),
        onClose: fault => resolve({reason: 'lost', ...(fault === undefined ? {} : {fault})}),
      });
      // It may have been resized while the server started.
      link.connection.send({type: 'resize', cols: stdout.columns, rows: stdout.rows});
      stdin.on('data', (bytes: Buffer) => link.connection.write(encodeFrame(KIND.input, bytes)));
      stdin.on('end', () => resolve({reason: 'lost'}));
      stdout.on('resize', () => link.connection.send({type: 'resize', cols: stdout.columns, rows: stdout.rows}));
      stdout.on('error', () => resolve({reason: 'lost'}));
      for (const signal of ENDINGS) process.once(signal, () => resolve({reason: 'detached'}));
      process.on('SIGCONT', () => {
        stdin.setRawMode(true);
        writeSync(1, ENTER);
        link.connection.send({type: 'resize', cols: stdout.columns, rows: stdout.rows});
      });
    });
  } finally {
    restore();
    link.connection.end({type: 'bye', reason: 'detached'});
  }
};

/** Raw mode and the alternate screen; gives what puts both back, also when the process ends by an error. */
const takeTerminal = (): (() => void) => {
  let taken = true;
  const restore = (): void => {
    if (!taken) return;
    taken = false;
    try {
      process.stdin.setRawMode(false);
      writeSync(1, LEAVE);
    } catch {
      // The terminal is gone; there is nothing left to put back.
    }
    process.stdin.pause();
  };
  process.once('exit', restore);
  process.stdin.setRawMode(true);
  writeSync(1, ENTER);
  process.stdin.resume();
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
