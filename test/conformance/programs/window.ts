/**
 * A terminal outside: a pseudo-terminal with a program in it, and a screen that the bare library keeps, so that an error
 * of our engine cannot hide itself. Cells from 0, origin top left.
 */
import xterm, {type IBufferCell, type Terminal} from '@xterm/headless';
import {realPty, type Pty} from '../../../src/server/pty.ts';
import '../../../src/terminal/xterm-engine.ts';

export type WindowOptions = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  /** Told of all that comes; the bytes are valid only during the call. */
  readonly onBytes?: (bytes: Uint8Array) => void;
};

/** What stands in a cell, and how it looks: `bold fg=1`, nothing for plain. What cannot be seen is left out. */
export type Cell = {readonly text: string; readonly look: string};

// The engine's import has mended the widths of the addon by now, see `loadGraphemes` there.
const {UnicodeGraphemesAddon} = await import('@xterm/addon-unicode-graphemes');
const openPty = realPty();

/** One terminal with one program. */
export class Window implements Disposable {
  readonly #term: Terminal;
  readonly #pty: Pty;
  #isOver = false;
  #unread = 0;
  #quietSince = performance.now();

  constructor({argv, cwd, env, cols, rows, onBytes}: WindowOptions) {
    this.#term = new xterm.Terminal({cols, rows, scrollback: 0, allowProposedApi: true, logLevel: 'off'});
    this.#term.loadAddon(new UnicodeGraphemesAddon());
    this.#pty = openPty({
      argv,
      cwd,
      env,
      cols,
      rows,
      onRead: bytes => {
        onBytes?.(bytes);
        this.#read(Uint8Array.from(bytes));
      },
      onExit: () => (this.#isOver = true),
    });
    this.#term.onData(answer => this.types(answer));
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  types(text: string): void {
    this.#pty.write(Buffer.from(text));
  }

  resizes(cols: number, rows: number): void {
    this.#term.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** How long nothing has come, milliseconds. */
  get quietMs(): number {
    return this.#unread > 0 ? 0 : performance.now() - this.#quietSince;
  }

  /** The rows that are seen. */
  get rows(): readonly string[] {
    const {active} = this.#term.buffer;
    return Array.from(
      {length: this.#term.rows},
      (_, y) => active.getLine(active.baseY + y)?.translateToString(false) ?? '',
    );
  }

  /** All cells of the first rows. The right half of a wide character has no text. */
  cells(rows: number): readonly (readonly Cell[])[] {
    const {active} = this.#term.buffer;
    return Array.from({length: rows}, (_, y) => {
      const line = active.getLine(active.baseY + y);
      return Array.from({length: this.#term.cols}, (_cell, x) => cellOf(line?.getCell(x)));
    });
  }

  /** Where the cursor is, `hidden` or `x,y`. */
  get cursor(): string {
    const {_core: core} = this.#term as unknown as {_core: {coreService: {isCursorHidden: boolean}}};
    const {cursorX, cursorY} = this.#term.buffer.active;
    return core.coreService.isCursorHidden ? 'hidden' : `${Math.min(cursorX, this.#term.cols - 1)},${cursorY}`;
  }

  /** Hangs up on what runs in it. */
  [Symbol.dispose](): void {
    if (!this.#isOver) this.#pty.kill('SIGKILL');
    this.#term.dispose();
  }

  #read(bytes: Uint8Array): void {
    this.#unread++;
    this.#term.write(bytes, () => {
      this.#unread--;
      this.#quietSince = performance.now();
    });
  }
}

const cellOf = (cell: IBufferCell | undefined): Cell => {
  if (cell === undefined) return {text: ' ', look: ''};
  const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
  const shown = cell.isInvisible() ? ' ' : text;
  const isBlank = shown.trim() === '';
  const marks = namesOf(marksOf(cell));
  const front = cell.isFgDefault() ? [] : [`fg=${colourOf(cell.isFgRGB(), cell.getFgColor())}`];
  const back = cell.isBgDefault() ? [] : [`bg=${colourOf(cell.isBgRGB(), cell.getBgColor())}`];
  const look = [
    ...(isBlank ? [] : namesOf(weightsOf(cell))),
    ...marks,
    ...(isBlank && marks.length === 0 ? [] : front),
    ...back,
  ];
  return {text: shown, look: look.join(' ')};
};

const namesOf = (flags: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [name] : []));

/** Seen on a blank too. */
const marksOf = (cell: IBufferCell): Readonly<Record<string, boolean>> => ({
  underline: cell.isUnderline() !== 0,
  inverse: cell.isInverse() !== 0,
  strike: cell.isStrikethrough() !== 0,
  overline: cell.isOverline() !== 0,
});

const weightsOf = (cell: IBufferCell): Readonly<Record<string, boolean>> => ({
  bold: cell.isBold() !== 0,
  dim: cell.isDim() !== 0,
  italic: cell.isItalic() !== 0,
  blink: cell.isBlink() !== 0,
});

const colourOf = (isRgb: boolean, colour: number): string =>
  isRgb ? `#${colour.toString(16).padStart(6, '0')}` : String(colour);
