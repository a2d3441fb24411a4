/**
 * What a terminal emulator must be able to do for a session: bytes in, cells and replies out. One engine a session.
 * Rows are counted from 0 at the top of the screen. Lines are counted from 0 for the oldest of the history; those of the
 * main screen follow. A line's number counted with {@link Engine.dropped} stays valid until the width changes.
 */
import type {ProgramStatus, Progress} from '../core/program.ts';
import type {GraphemeTable, LinkTable} from './cells.ts';
import type {HistoryBudget} from './history-budget.ts';

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
  /** Rows kept above the screen. */
  readonly history: number;
  /** Bytes of history, shared with other engines; no bound when absent. */
  readonly budget?: HistoryBudget;
  readonly graphemes: GraphemeTable;
  /** Where its links lead; a table of its own when absent. */
  readonly links?: LinkTable;
  /** Light grey on black when absent. */
  readonly theme?: Theme;
};

export type {ProgramStatus, Progress} from '../core/program.ts';

/** A message for the person. */
export type Notice = {readonly title?: string; readonly body: string};

/** A place that a shell marked: where its prompt, a command, its output begins, and where that ended. @see OSC 133 */
export type Mark = {
  /** Counted with {@link Engine.dropped}. */
  readonly line: number;
  /** The column where the cursor stood. */
  readonly x: number;
  readonly kind: 'prompt' | 'command' | 'output' | 'end';
  /** The exit code, of an `end` that told it. */
  readonly exit?: number;
};

/**
 * What the program told its terminal, and what it asked that needs an answer. Called while `feed` runs, in order. Texts
 * are sanitised and of bounded length.
 */
export type EngineEvents = {
  /** Bytes for the program's input: answers to its questions, in the order of the questions. */
  readonly onReply: (bytes: string) => void;
  /** A new window title (OSC 0 or 2). */
  readonly onTitle: (title: string) => void;
  readonly onBell: () => void;
  /** OSC 9, 99 or 777. */
  readonly onNotice?: (notice: Notice) => void;
  /** OSC 9;4. */
  readonly onProgress?: (progress: Progress) => void;
  /** The folder the program is in (OSC 7), an absolute path of this host. */
  readonly onFolder?: (path: string) => void;
  /** Text for the clipboard (OSC 52), at most 1 MB, without controls but Tab and line ends. */
  readonly onClipboard?: (text: string) => void;
  /** OSC 7501. */
  readonly onStatus?: (status: ProgramStatus) => void;
  /** A shell is at its prompt (OSC 133;A). */
  readonly onPrompt?: () => void;
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
  /** DEC 2031 is on: the program is told when light and dark change. */
  readonly colourSchemeReports: boolean;
  /** Kitty's progressive enhancement, of the screen that is shown: 1 | 2 | 4 | 8 | 16. */
  readonly kittyFlags: number;
  readonly modifyOtherKeys: 0 | 1 | 2;
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
  /** What questions about colours are answered with. A program that asked for it is told when light and dark change. */
  setTheme(theme: Theme): void;
  /** How many lines are kept above the screen. */
  readonly historyLines: number;
  /** How many lines were dropped at the front of the history since the start. */
  readonly dropped: number;
  /** Copy a history line, as {@link Engine.row} does. */
  historyRow(line: number, into: Uint32Array): void;
  /** A history line as text, blanks at the end cut. */
  historyText(line: number): string;
  /** Does a line of history or main screen continue the one before? */
  isWrapped(line: number): boolean;
  /** What a shell marked, oldest first. */
  readonly marks: readonly Mark[];
  /** Where a link leads, by the id in the attribute word of its cells (from `LINK_SHIFT`). */
  linkOf(id: number): string | undefined;
  /** A row of the screen as text, blanks at the end cut. */
  rowText(y: number): string;
  /** The screen as text, a string a row, blanks at the ends cut. */
  text(): readonly string[];
}
