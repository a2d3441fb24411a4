/**
 * What a terminal emulator must be able to do for a session: bytes in, cells and replies out. One engine a session.
 * Rows are counted from 0 at the top of the screen; history lines from 0 for the oldest.
 */
import type {GraphemeTable} from './cells.ts';

/** The colours a program is told when it asks, each `0xrrggbb`. */
export type Theme = {
  readonly foreground: number;
  readonly background: number;
  readonly cursor: number;
  /** By index; xterm's own where it has none. */
  readonly palette?: readonly number[];
};

export type EngineOptions = {
  readonly cols: number;
  readonly rows: number;
  /** Lines kept above the screen. */
  readonly history: number;
  readonly graphemes: GraphemeTable;
  /** Light grey on black when absent. */
  readonly theme?: Theme;
};

/** What the program told its terminal, and what it asked that needs an answer. Called while `feed` runs, in order. */
export type EngineEvents = {
  /** Bytes for the program's input: answers to its questions, in the order of the questions. */
  readonly onReply: (bytes: string) => void;
  /** A new window title (OSC 0 or 2), sanitised. */
  readonly onTitle: (title: string) => void;
  readonly onBell: () => void;
};

/** Modes the program set that change what is sent to it. */
export type Modes = {
  readonly alternateScreen: boolean;
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
  readonly bracketedPaste: boolean;
  readonly focusReports: boolean;
  /** Which mouse events the program wants: DEC 9, 1000, 1002, 1003. */
  readonly mouse: 'none' | 'x10' | 'normal' | 'button' | 'any';
  readonly mouseSgr: boolean;
  /** DEC 2026 is on: the program is in the middle of a picture. */
  readonly synchronised: boolean;
};

/** `style` as DECSCUSR counts: 0 the terminal's own, 1 and 2 block, 3 and 4 underline, 5 and 6 bar; odd ones blink. */
export type Cursor = {readonly x: number; readonly y: number; readonly visible: boolean; readonly style: number};

/** A terminal emulator. Closing twice is harmless. */
export interface Engine extends Disposable {
  readonly cols: number;
  readonly rows: number;
  /** Parse bytes at once; when it returns, the screen shows them. `bytes` may be reused afterwards. */
  feed(bytes: Uint8Array): void;
  resize(cols: number, rows: number): void;
  /** Copy a row of the screen into `into`, `cols * CELL` values long; a shorter or longer target is cut or blank-filled. */
  row(y: number, into: Uint32Array): void;
  /**
   * Rows changed since the last call of {@link Engine.clean}; 1 is changed. All are set after a resize or a change of
   * screen. A resize replaces the array.
   */
  readonly dirty: Uint8Array;
  clean(): void;
  readonly cursor: Cursor;
  readonly modes: Modes;
  /** How many lines are kept above the screen. */
  readonly historyLines: number;
  /** Copy a history line, as {@link Engine.row} does. */
  historyRow(line: number, into: Uint32Array): void;
  /** A history line as text, blanks at the end cut. */
  historyText(line: number): string;
  /** The screen as text, a string a row, blanks at the ends cut. */
  text(): readonly string[];
}
