/**
 * The engine on `@xterm/headless` 6.0.0, the only file that imports it. It parses at once, tracks changed rows exactly,
 * and keeps its history outside the library, which has no lines but those of its screens.
 */
import {poolSize} from './unpooled.ts';
import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';
import xterm, {type Terminal} from '@xterm/headless';
import type {Spot} from '../core/reading.ts';
import {sanitise} from '../core/sanitise.ts';
import {LinkTable, type GraphemeTable} from './cells.ts';
import {Colours, darkTheme} from './colours.ts';
import {CutCharacter} from './cut-character.ts';
import {DirtyRows} from './dirty-rows.ts';
import type {Cursor, Engine, EngineEvents, EngineOptions, Mark, Modes, Theme} from './engine.ts';
import {History} from './history.ts';
import {Keyboard} from './keyboard.ts';
import {limitCounts} from './limits.ts';
import {Marks} from './marks.ts';
import {hearCommands} from './osc.ts';
import {reflow} from './reflow.ts';
import {answerQuestions, schemeReport} from './replies.ts';
import type {XtermCore, XtermLine} from './xterm-internals.ts';
import {eraseExactly} from './xterm-erase.ts';
import {lookQuickly} from './xterm-look.ts';
import {copyLine, forgetExtent} from './xterm-lines.ts';
import {
  handleLinks,
  handleModes,
  keepSavedWhole,
  readShortColours,
  resetColumns,
  setWraparound,
} from './xterm-modes.ts';
import {parseQuickly} from './xterm-parse.ts';
import {markExactly} from './xterm-print.ts';
import {scrollOurselves} from './xterm-scroll.ts';
import {cursorOf, lookOf, modesOf, placeOf} from './xterm-state.ts';

// The addon is loaded.
Buffer.poolSize = poolSize;

/** Bytes parsed in one go; the library keeps four times as much for decoding, for each terminal. */
const CHUNK = 16_384;
const LONGEST_TITLE = 256;

const windowOptions = {
  getWinSizePixels: true,
  getCellSizePixels: true,
  getWinSizeChars: true,
  getScreenSizeChars: true,
  pushTitle: true,
  popTitle: true,
};
const silent = {logLevel: 'off', allowProposedApi: true, scrollback: 0} as const;

/**
 * Open an engine.
 *
 * @param options sizes in cells, at least 2 by 1
 * @param events  called while `feed` runs
 */
export const openXtermEngine = (options: EngineOptions, events: EngineEvents): Engine =>
  new XtermEngine(options, events);

class XtermEngine implements Engine {
  readonly #term: Terminal;
  readonly #core: XtermCore;
  readonly #graphemes: GraphemeTable;
  readonly #dirty: DirtyRows;
  readonly #onReply: (bytes: string) => void;
  readonly #colours: Colours;
  readonly #keyboard = new Keyboard();
  readonly #links: LinkTable;
  readonly #marks = new Marks();
  readonly #cut = new CutCharacter();
  readonly #history: History;
  /** Rows that did not fit on a smaller screen, until something is written. */
  #below: readonly XtermLine[] = [];
  #colourSchemeReports = false;

  constructor(options: EngineOptions, events: EngineEvents) {
    const {cols, rows, graphemes, links = new LinkTable(), theme = darkTheme} = options;
    this.#term = new xterm.Terminal({cols, rows, windowOptions, ...silent});
    this.#core = (this.#term as unknown as {_core: XtermCore})._core;
    this.#graphemes = graphemes;
    this.#links = links;
    this.#colours = new Colours(theme);
    this.#onReply = events.onReply;
    this.#term.loadAddon(new UnicodeGraphemesAddon());
    assertWidths(this.#core);
    this.#dirty = new DirtyRows(rows, (from, to) => {
      const {lines} = this.#core._bufferService.buffer;
      for (let y = from; y <= to && y < lines.length; y++) forgetExtent(lines.get(y));
    });
    this.#core._inputHandler._dirtyRowTracker = this.#dirty;
    this.#history = new History({cols, limit: options.history, graphemes, budget: options.budget});
    markExactly(this.#core, this.#dirty);
    eraseExactly(this.#core, this.#dirty);
    scrollOurselves(this.#core, this.#dirty, this.#history);
    this.#hear(events);
    this.#handleOwn();
  }

  /** What the program says to people, and asks. */
  #hear(events: EngineEvents): void {
    const {parser} = this.#term;
    this.#term.onData(events.onReply);
    this.#term.onBell(events.onBell);
    this.#term.onTitleChange(title => events.onTitle(sanitise(title.slice(0, LONGEST_TITLE))));
    hearCommands(parser, events);
    this.#marks.hear(parser, {
      spot: () => (this.modes.alternateScreen ? undefined : this.#cursorSpot),
      onPrompt: () => events.onPrompt?.(),
    });
    answerQuestions(parser, {
      reply: events.onReply,
      colours: this.#colours,
      keyboard: this.#keyboard,
      terminal: () => ({
        cols: this.cols,
        rows: this.rows,
        ...placeOf(this.#core),
        look: lookOf(this.#core),
        cursorStyle: this.cursor.style,
        colourSchemeReports: this.#colourSchemeReports,
      }),
    });
  }

  /** What the library does not know, or has no part in here. */
  #handleOwn(): void {
    const {buffers} = this.#core._bufferService;
    const {_parser: parser} = this.#core._inputHandler;
    handleLinks(this.#core, this.#term.parser, this.#links);
    keepSavedWhole(this.#core);
    readShortColours(this.#core);
    lookQuickly(this.#core);
    handleModes(this.#core, {
      3: () => resetColumns(this.#core, this.#dirty),
      7: isOn => setWraparound(this.#core, isOn),
      2031: isOn => (this.#colourSchemeReports = isOn),
      // The mouse in pixels: a guess at best.
      1016: () => {},
    });
    buffers.onBufferActivate(({activeBuffer}) => {
      this.#keyboard.screen = activeBuffer === buffers.alt ? 'alternate' : 'main';
      this.#dirty.markAllDirty();
    });
    parser.registerCsiHandler({final: 'J'}, ({params}) => {
      if (params[0] === 3) this.#history.clear();
      return false;
    });
    parser.registerEscHandler({final: 'c'}, () => {
      this.#history.clear();
      this.#marks.clear();
      this.#keyboard.reset();
      this.#colours.reset();
      this.#colourSchemeReports = false;
      this.#core.coreService.isCursorHidden = false;
      this.#term.options.convertEol = false;
      return false;
    });
    limitCounts(this.#core);
    parseQuickly(this.#core);
  }

  /** Where the cursor stands, its line counted since the start. */
  get #cursorSpot(): Spot {
    const {x, y} = this.#core._bufferService.buffer;
    return {line: this.dropped + this.historyLines + y, x};
  }

  get cols(): number {
    return this.#term.cols;
  }

  get rows(): number {
    return this.#term.rows;
  }

  /** Past the library's write buffer, which stays locked for good once a handler has thrown. */
  feed(bytes: Uint8Array): void {
    const handler = this.#core._inputHandler;
    this.#below = [];
    for (let from = 0; from < bytes.length; from += CHUNK)
      this.#cut.pass(bytes.subarray(from, from + CHUNK), whole => void handler.parse(whole));
  }

  resize(cols: number, rows: number): void {
    if (cols === this.cols && rows === this.rows) return;
    const {below, watched} = reflow(
      {
        core: this.#core,
        history: this.#history,
        below: this.#below,
        watched: this.marks.map(({line, x}) => ({line, x})),
        resize: () => this.#term.resize(cols, rows),
      },
      {cols, rows},
    );
    this.#below = below;
    this.#marks.move(watched);
    this.#dirty.resize(rows);
  }

  row(y: number, into: Uint32Array): void {
    const {buffer} = this.#core._bufferService;
    copyLine(buffer.lines.get(y), into, this.#graphemes);
  }

  get dirty(): Uint8Array {
    return this.#dirty.rows;
  }

  clean(): void {
    this.#dirty.clean();
  }

  get cursor(): Cursor {
    return cursorOf(this.#core);
  }

  get modes(): Modes {
    const {flags: kittyFlags, modifyOtherKeys} = this.#keyboard;
    const colourSchemeReports = this.#colourSchemeReports;
    return {...modesOf(this.#core), colourSchemeReports, kittyFlags, modifyOtherKeys};
  }

  setTheme(theme: Theme): void {
    const wasDark = this.#colours.isDark;
    this.#colours.theme = theme;
    if (this.#colourSchemeReports && wasDark !== this.#colours.isDark) this.#onReply(schemeReport(!wasDark));
  }

  get historyLines(): number {
    return this.#history.lines;
  }

  get dropped(): number {
    return this.#history.dropped;
  }

  historyRow(line: number, into: Uint32Array): void {
    this.#history.copy(line, into);
  }

  historyText(line: number): string {
    return this.#history.text(line);
  }

  isWrapped(line: number): boolean {
    const y = line - this.historyLines;
    if (y < 0) return this.#history.isWrapped(line);
    return y < this.rows && this.#core._bufferService.buffers.normal.lines.get(y)?.isWrapped === true;
  }

  get marks(): readonly Mark[] {
    this.#marks.dropBefore(this.dropped);
    return this.#marks.all;
  }

  linkOf(id: number): string | undefined {
    return this.#links.textOf(id) || undefined;
  }

  rowText(y: number): string {
    const line = this.#core._bufferService.buffer.lines.get(y);
    return (line?.translateToString(true, 0, this.cols) ?? '').trimEnd();
  }

  text(): readonly string[] {
    return Array.from({length: this.rows}, (_, y) => this.rowText(y));
  }

  [Symbol.dispose](): void {
    this.#history[Symbol.dispose]();
    this.#term.dispose();
  }
}

/** @throws Error when the width tables are broken, see {@link loadGraphemes} */
const assertWidths = (core: XtermCore): void => {
  const widthOf = (text: string): number => core.unicodeService.getStringCellWidth(text);
  for (const [text, width] of [
    ['a', 1],
    ['👍', 2],
    ['界', 2],
    ['❤️', 2],
  ] as const)
    if (widthOf(text) !== width) throw new Error(`the width of ${text} is ${widthOf(text)}, not ${width}`);
};
