/**
 * The direct path to a screen: the server opens the client's terminal, writes frames to it and reads its keys. Only while the
 * client stands before it; and what the client cannot put back, when it was killed, is put back here.
 */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import {isatty, ReadStream} from 'node:tty';
import {ENTER, LEAVE} from '../core/modes.ts';
import type {ClientHello, TtyName} from '../protocol/message.ts';
import type {Ports} from './ports.ts';
import type {PathEvents, ScreenPath} from './relay.ts';

const READ_BYTES = 65_536;
/** How often it is asked whether the client is still there; a stopped one says nothing. Milliseconds. */
const LOOK_MS = 500;
/** How long a look serves: for a key and its echo. Milliseconds. */
const SEEN_MS = 10;
/** Ends whatever sequence was cut short. */
const CANCEL = '\u0018';

/**
 * Open the terminal that a client stands before.
 *
 * @returns undefined where anything does not fit: another user's, another container's or mount's, or no Linux
 * @see DESIGN 3: two devpts mounts share two of the three numbers
 */
export const openTty = ({tty, pid}: ClientHello, ports: Ports): Tty | undefined => {
  if (tty === undefined || !tty.path.startsWith('/dev/')) return undefined;
  const standing = openStanding(pid, tty);
  if (standing === undefined) return undefined;
  const fd = openSame(tty);
  if (fd === undefined) {
    standing.close();
    return undefined;
  }
  try {
    return new Tty(fd, standing, ports);
  } catch {
    // It hung up, or takes nothing at the moment: the client may have more luck.
    return undefined;
  }
};

const isSame = (found: Stats, {dev, ino, rdev}: TtyName): boolean =>
  found.dev === dev && found.ino === ino && found.rdev === rdev && found.uid === process.getuid?.();

const openSame = (tty: TtyName): number | undefined => {
  let fd: number | undefined;
  try {
    if (!isSame(statSync(tty.path), tty)) return undefined;
    fd = openSync(tty.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    if (isSame(fstatSync(fd), tty) && isatty(fd)) return fd;
  } catch {
    // There is no such terminal here.
  }
  if (fd !== undefined) closeSync(fd);
  return undefined;
};

/** A client's terminal, in raw mode and on the alternate screen from the moment it is made. */
export class Tty implements ScreenPath {
  readonly name = 'direct';
  readonly #fd: number;
  readonly #standing: Standing;
  readonly #ports: Ports;
  readonly #stream: ReadStream;
  #events: PathEvents | undefined;
  #isHere = true;
  #lookedAt = 0;
  #isOpen = true;
  #looking: Disposable | undefined;

  /** @throws Error when the terminal hung up or takes nothing; it is then closed again */
  constructor(fd: number, standing: Standing, ports: Ports) {
    this.#fd = fd;
    this.#standing = standing;
    this.#ports = ports;
    this.#stream = new ReadStream(fd, {
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback: (size: number, bytes: Uint8Array) => this.#read(bytes.subarray(0, size)),
      },
    });
    this.#stream.on('error', () => this.close());
    this.#stream.on('end', () => this.close());
    try {
      this.#enter();
    } catch (thrown) {
      this.#end(() => undefined);
      throw thrown;
    }
  }

  listen(events: PathEvents): void {
    this.#events = events;
    this.#stream.resume();
    this.#lookAgain();
  }

  send(bytes: Uint8Array): boolean {
    const isSeen = performance.now() - this.#lookedAt < SEEN_MS ? this.#isHere : this.#look();
    if (!this.#isOpen || !isSeen) return false;
    const written = this.#stream.writableLength > 0 ? 0 : tryWrite(this.#fd, bytes);
    if (written === bytes.length) return true;
    // The caller may reuse its bytes. The stream writes the rest when the terminal takes it.
    this.#stream.write(Uint8Array.from(bytes.subarray(written)), () => {
      if (this.#isOpen) this.#events?.onTaken();
    });
    return false;
  }

  /** The client goes on after it was stopped; meanwhile the terminal was somebody else's. */
  continued(): void {
    this.#isHere = false;
    this.#look();
  }

  /** Stop at once; what is still to be written is dropped. The terminal's settings are as before, its screen is the client's to clear. */
  close(): void {
    this.#end(() => this.#isHere && this.#stream.setRawMode(false));
  }

  /** The client is gone without a word: put back what it cannot. */
  abandon(): void {
    this.#end(() => {
      if (!this.#isHere) return;
      // A shell that has taken the terminal back has set it as it likes.
      if (this.#standing.isTerminalTheirs()) this.#stream.setRawMode(false);
      tryWrite(this.#fd, Buffer.from(CANCEL + LEAVE));
    });
  }

  #end(restore: () => void): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#looking?.[Symbol.dispose]();
    restore();
    // The stream has opened the terminal anew, so that others who share our descriptor are not touched by its mode.
    const {fd} = (this.#stream as unknown as {readonly _handle: {readonly fd: number} | null})._handle ?? {fd: -1};
    this.#stream.destroy();
    if (fd !== this.#fd) closeSync(this.#fd);
    this.#standing.close();
  }

  /** The look comes after the keys: it costs as much as the echo takes to come back, 40 µs. */
  #read(bytes: Uint8Array): boolean {
    this.#events?.onKeys(bytes);
    this.#look();
    return true;
  }

  /** Raw mode is set anew: whoever had the terminal meanwhile may have changed it. */
  #enter(): void {
    this.#stream.setRawMode(false);
    this.#stream.setRawMode(true);
    if (tryWrite(this.#fd, Buffer.from(ENTER)) < ENTER.length) throw new Error('the terminal takes nothing');
  }

  /** Does the client stand before its terminal? Follows what changed. */
  #look(): boolean {
    this.#lookedAt = performance.now();
    const isHere = this.#standing.isHere();
    // A dead one does not come back: its terminal is put back as it was left, when its connection ends.
    if (isHere === this.#isHere || !this.#isOpen || this.#standing.isOver()) return isHere;
    this.#isHere = isHere;
    if (isHere) this.#comeBack();
    else this.#stream.pause();
    return isHere;
  }

  #comeBack(): void {
    try {
      this.#enter();
    } catch {
      // It takes nothing at the moment: at the next look.
      this.#isHere = false;
      return;
    }
    this.#stream.resume();
    this.#events?.onTaken();
    this.#events?.onBack();
  }

  #lookAgain(): void {
    this.#looking = this.#ports.after(LOOK_MS, () => {
      this.#look();
      if (this.#isOpen) this.#lookAgain();
    });
  }
}

/** @returns how many bytes the terminal took; all, when it is gone and nobody will ever take them */
const tryWrite = (fd: number, bytes: Uint8Array): number => {
  try {
    return writeSync(fd, bytes);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
  }
};

/** Where a process stands in its terminal's job control. */
type Standing = {
  /** It runs, and has the terminal's foreground. */
  readonly isHere: () => boolean;
  /** It has ended. */
  readonly isOver: () => boolean;
  /** Has nobody taken the terminal since it ended? */
  readonly isTerminalTheirs: () => boolean;
  readonly close: () => void;
};

/**
 * Watch a process through `/proc/PID/stat`, which stays that process's also when its number is used again.
 *
 * @returns undefined unless its standard input is this very terminal, and it has the foreground
 */
const openStanding = (pid: number, tty: TtyName): Standing | undefined => {
  let stat: number | undefined;
  try {
    if (!isSame(statSync(`/proc/${pid}/fd/0`), tty)) return undefined;
    stat = openSync(`/proc/${pid}/stat`, constants.O_RDONLY);
    const standing = standingAt(stat);
    if (standing.isHere()) return standing;
  } catch {
    // It has ended, or is not to be looked at from here.
  }
  if (stat !== undefined) closeSync(stat);
  return undefined;
};

const standingAt = (stat: number): Standing => {
  const buffer = Buffer.alloc(512);
  const read = (): Fields => fieldsOf(buffer.toString('latin1', 0, readSync(stat, buffer, 0, buffer.length, 0)));
  const {group, session} = read();
  return {
    isHere: () => {
      try {
        const {state, foreground} = read();
        return foreground === group && !'TZX'.includes(state);
      } catch {
        return false;
      }
    },
    isOver: () => {
      try {
        return 'ZX'.includes(read().state);
      } catch {
        return true;
      }
    },
    isTerminalTheirs: () => {
      try {
        return fieldsOf(readFileSync(`/proc/${session}/stat`, 'latin1')).foreground === group;
      } catch {
        return false;
      }
    },
    close: () => closeSync(stat),
  };
};

type Fields = {readonly state: string; readonly group: number; readonly session: number; readonly foreground: number};

/** proc(5), fields 3, 5, 6 and 8 of `stat`: what follows the program's name. */
const fieldsOf = (stat: string): Fields => {
  const [state = '', , group, session, , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 6);
  return {state, group: Number(group), session: Number(session), foreground: Number(foreground)};
};
