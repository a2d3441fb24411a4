/**
 * The engine on `@xterm/headless` 6.0.0, the only file that imports it. It parses at once, tracks changed rows exactly,
 * recycles rows that leave a scroll region, and keeps what `CSI S` scrolls off the main screen.
 */
import type * as Graphemes from '@xterm/addon-unicode-graphemes';
import xterm, {type Terminal} from '@xterm/headless';
import {sanitise} from '../core/sanitise.ts';
import {BLANK, CELL, GRAPHEME, PALETTE, RGB, UNDERLINE_SHIFT, WIDTH_SHIFT, type GraphemeTable} from './cells.ts';
import type {Cursor, Engine, EngineEvents, EngineOptions, Modes} from './engine.ts';
import {answerQuestions, darkTheme} from './replies.ts';
import {XTERM, type XtermAttr, type XtermBuffer, type XtermCore, type XtermLine} from './xterm-internals.ts';

/**
 * The addon reads its table at a wrong offset when Node hands it a pooled Buffer, and emoji are then narrow.
 *
 * @see https://github.com/xtermjs/xterm.js/issues/6079
 */
const loadGraphemes = async (): Promise<typeof Graphemes> => {
  const {poolSize} = Buffer;
  Buffer.poolSize = 0;
  try {
    return await import('@xterm/addon-unicode-graphemes');
  } finally {
    Buffer.poolSize = poolSize;
  }
};
const {UnicodeGraphemesAddon} = await loadGraphemes();

/** Bytes parsed in one go; the library keeps four times as much for decoding, for each terminal. */
const CHUNK = 16_384;
/** UTF-16 units of a cluster that are kept; more is nobody's writing. */
const LONGEST_CLUSTER = 64;
const LONGEST_TITLE = 256;
const NARROW = 1 << XTERM.widthShift;

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

  constructor(options: EngineOptions, {onReply, onTitle, onBell}: EngineEvents) {
    const {cols, rows, history, graphemes, theme = darkTheme} = options;
    const windowOptions = {getWinSizePixels: true, getCellSizePixels: true, getWinSizeChars: true};
    const silent = {logLevel: 'off', allowProposedApi: true, reflowCursorLine: true} as const;
    this.#term = new xterm.Terminal({cols, rows, scrollback: history, windowOptions, ...silent});
    this.#core = (this.#term as unknown as {_core: XtermCore})._core;
    this.#graphemes = graphemes;
    this.#term.loadAddon(new UnicodeGraphemesAddon());
    assertWidths(this.#core);
    this.#dirty = new DirtyRows(rows);
    this.#core._inputHandler._dirtyRowTracker = this.#dirty;
    this.#core._bufferService.buffers.onBufferActivate(() => this.#dirty.markAllDirty());
    recycleRows(this.#core, this.#dirty);
    markExactly(this.#core, this.#dirty);
    keepScrolledRows(this.#core);
    this.#term.onData(onReply);
    this.#term.onBell(onBell);
    this.#term.onTitleChange(title => onTitle(sanitise(title.slice(0, LONGEST_TITLE))));
    answerQuestions(this.#term.parser, {reply: onReply, theme, size: () => this});
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
    for (let from = 0; from < bytes.length; from += CHUNK)
      handler.parse(bytes.length <= CHUNK ? bytes : bytes.subarray(from, from + CHUNK));
  }

  resize(cols: number, rows: number): void {
    if (cols === this.cols && rows === this.rows) return;
    this.#term.resize(cols, rows);
    this.#dirty.resize(this.rows);
  }

  row(y: number, into: Uint32Array): void {
    const {buffer} = this.#core._bufferService;
    this.#copy(buffer.lines.get(buffer.ybase + y), into);
  }

  get dirty(): Uint8Array {
    return this.#dirty.rows;
  }

  clean(): void {
    this.#dirty.rows.fill(0);
  }

  get cursor(): Cursor {
    const {_bufferService: service, coreService} = this.#core;
    const {x, y} = service.buffer;
    const {cursorStyle, cursorBlink} = coreService.decPrivateModes;
    const shape = cursorStyle === undefined ? 0 : {block: 2, underline: 4, bar: 6}[cursorStyle];
    const style = shape > 0 && cursorBlink === true ? shape - 1 : shape;
    return {x: Math.min(x, service.cols - 1), y, visible: !coreService.isCursorHidden, style};
  }

  get modes(): Modes {
    const {_bufferService: service, coreService, coreMouseService} = this.#core;
    const modes = coreService.decPrivateModes;
    return {
      alternateScreen: service.buffer === service.buffers.alt,
      applicationCursor: modes.applicationCursorKeys,
      applicationKeypad: modes.applicationKeypad,
      bracketedPaste: modes.bracketedPasteMode,
      focusReports: modes.sendFocus,
      mouse: mouseModes[coreMouseService.activeProtocol] ?? 'none',
      mouseSgr: coreMouseService.activeEncoding === 'SGR',
      synchronised: modes.synchronizedOutput,
    };
  }

  get historyLines(): number {
    return this.#core._bufferService.buffers.normal.ybase;
  }

  historyRow(line: number, into: Uint32Array): void {
    const inHistory = line >= 0 && line < this.historyLines;
    this.#copy(inHistory ? this.#core._bufferService.buffers.normal.lines.get(line) : undefined, into);
  }

  historyText(line: number): string {
    return this.#term.buffer.normal.getLine(line)?.translateToString(true) ?? '';
  }

  text(): readonly string[] {
    const {buffer} = this.#core._bufferService;
    return Array.from({length: this.rows}, (_, y) =>
      (buffer.lines.get(buffer.ybase + y)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  [Symbol.dispose](): void {
    this.#term.dispose();
  }

  /** Translate a line to cells. Runs of the same pen are translated once. */
  #copy(line: XtermLine | undefined, into: Uint32Array): void {
    const {length = 0, _data: words = new Uint32Array()} = line ?? {};
    const cells = Math.min(length, into.length / CELL);
    let fg = -1;
    let bg = -1;
    let [foreground, background, attr] = [0, 0, 0];
    for (let x = 0, from = 0, to = 0; x < cells; x++, from += 3, to += CELL) {
      const content = words[from] ?? 0;
      const nextFg = words[from + 1] ?? 0;
      const nextBg = words[from + 2] ?? 0;
      if (nextFg !== fg || nextBg !== bg || nextBg & XTERM.bg.extended) {
        fg = nextFg;
        bg = nextBg;
        foreground = colourOf(fg);
        background = colourOf(bg);
        attr = attrOf(fg, bg) | (fg & XTERM.fg.underline ? underlineOf(line, x, bg) << UNDERLINE_SHIFT : 0);
      }
      // An empty cell has width 1 and shows a blank; all zero is the right half of a wide character.
      if (content & XTERM.combined) into[to] = this.#cluster(line, x, content);
      else into[to] = (content & XTERM.codeMask) !== 0 || content === 0 ? content : BLANK;
      into[to + 1] = foreground;
      into[to + 2] = background;
      into[to + 3] = attr;
    }
    for (let to = cells * CELL; to < into.length; to += CELL) {
      into[to] = BLANK;
      into.fill(0, to + 1, to + CELL);
    }
  }

  #cluster(line: XtermLine | undefined, x: number, content: number): number {
    const text = (line?._combined[x] ?? ' ').slice(0, LONGEST_CLUSTER);
    return this.#graphemes.intern(text) | GRAPHEME | ((content >>> XTERM.widthShift) << WIDTH_SHIFT);
  }
}

const mouseModes: Readonly<Record<string, Modes['mouse']>> = {
  X10: 'x10',
  VT200: 'normal',
  DRAG: 'button',
  ANY: 'any',
};

/** The library knows kinds 0 default, 1 sixteen, 2 palette, 3 RGB. */
const colourOf = (word: number): number => {
  const kind = (word >>> XTERM.colourKindShift) & 3;
  if (kind === 0) return 0;
  return kind === 3 ? RGB | (word & 0xffffff) : PALETTE | (word & 0xff);
};

/** All but the underline, in the order of {@link ATTR}. */
const attrOf = (fg: number, bg: number): number =>
  ((fg >>> 27) & 1) |
  (((bg >>> 27) & 1) << 1) |
  (((bg >>> 26) & 1) << 2) |
  (((fg >>> 29) & 1) << 3) |
  (((fg >>> 26) & 1) << 4) |
  (((fg >>> 30) & 1) << 5) |
  ((fg >>> 31) << 6) |
  (((bg >>> 30) & 1) << 7);

/** Style 1 to 5 of a cell that is underlined. */
const underlineOf = (line: XtermLine | undefined, x: number, bg: number): number => {
  const extended = bg & XTERM.bg.extended ? line?._extendedAttrs[x] : undefined;
  return extended === undefined ? 1 : (extended._ext >>> XTERM.underlineStyleShift) & 7 || 1;
};

/** Rows marked one by one, in place of the library's range. */
class DirtyRows {
  rows: Uint8Array;
  muted = false;
  /** The library refreshes nothing: no row is at or after this one. */
  readonly start = Infinity;
  readonly end = Infinity;

  constructor(rows: number) {
    this.rows = new Uint8Array(rows).fill(1);
  }

  resize(rows: number): void {
    this.rows = new Uint8Array(rows).fill(1);
  }

  markDirty(y: number): void {
    if (!this.muted && y < this.rows.length) this.rows[y] = 1;
  }

  markRangeDirty(from: number, to: number): void {
    this.rows.fill(1, Math.min(from, to), Math.max(from, to) + 1);
  }

  markAllDirty(): void {
    this.rows.fill(1);
  }

  /** Called by the library before each parse, to forget what it has drawn. */
  clearRange(): void {}
}

/** The provider's word on a plain character: no part of a cluster, width 1. */
const PLAIN_JOIN_STATE = 2;

/**
 * Print runs of ASCII into the line's words directly, and leave the rest to the library: it asks the width provider
 * and checks its modes for each character.
 */
const printerOf = (core: XtermCore): ((codes: Uint32Array, start: number, end: number) => void) => {
  const {_inputHandler: handler, _bufferService: service, _charsetService: charsets, coreService} = core;
  const parser = handler._parser;
  const isEasy = (): boolean =>
    charsets.charset === undefined &&
    coreService.decPrivateModes.wraparound &&
    !coreService.modes.insertMode &&
    (handler._curAttrData.bg & XTERM.bg.extended) === 0;
  return (codes, start, end) => {
    if (!isEasy()) {
      handler.print(codes, start, end);
      return;
    }
    const {buffer} = service;
    const attr = handler._curAttrData;
    const {fg, bg} = attr;
    for (let at = start; at < end;) {
      const last = Math.min(end, at + service.cols - buffer.x);
      const line = parser.precedingJoinState >> 3 === 0 ? buffer.lines.get(buffer.ybase + buffer.y) : undefined;
      const from = at;
      if (line !== undefined && last > at && (codes[at] ?? 0) < 0x7f) {
        const words = line._data;
        if (buffer.x > 0 && (words[buffer.x * 3 - 3] ?? 0) >>> XTERM.widthShift === 2)
          line.setCellFromCodepoint(buffer.x - 1, 0, 1, attr);
        let to = buffer.x * 3;
        for (; at < last; at++) {
          const code = codes[at] ?? 0;
          if (code >= 0x7f) break;
          words[to++] = code | NARROW;
          words[to++] = fg;
          words[to++] = bg;
        }
        buffer.x += at - from;
        parser.precedingJoinState = PLAIN_JOIN_STATE;
        // The right half of a wide character whose left half was overwritten.
        if (buffer.x < service.cols && words[to] === 0) line.setCellFromCodepoint(buffer.x, 0, 1, attr);
      }
      // A character that wraps, or is not plain: one of the first kind, all of the second.
      const next = at;
      if (at < end && at === from) at++;
      while (at < end && (codes[at] ?? 0) >= 0x7f) at++;
      if (at > next) handler.print(codes, next, at);
    }
  };
};

/** The library marks only the ends of what a run of text or an erasure touches, and marks rows a line feed does not change. */
const markExactly = (core: XtermCore, dirty: DirtyRows): void => {
  const {_inputHandler: handler, _bufferService: service} = core;
  let {buffer} = service;
  service.buffers.onBufferActivate(it => {
    buffer = it.activeBuffer;
  });
  const print = printerOf(core);
  handler._parser.setPrintHandler((codes, start, end) => {
    const from = buffer.y;
    print(codes, start, end);
    dirty.markRangeDirty(from, buffer.y);
  });
  // What only moves the cursor; a scroll within it marks by itself.
  for (const name of ['lineFeed', '_setCursor', '_moveCursor', '_restrictCursor'] as const) {
    const move: (x?: number, y?: number) => boolean | void = handler[name].bind(handler);
    const quietly = (x?: number, y?: number): boolean => {
      const {muted} = dirty;
      dirty.muted = true;
      move(x, y);
      dirty.muted = muted;
      return true;
    };
    handler[name] = quietly;
  }
  for (const prefix of ['', '?'])
    handler._parser.registerCsiHandler({...(prefix && {prefix}), final: 'J'}, params => {
      const what = params.params[0] ?? 0;
      if (what === 0) dirty.markRangeDirty(buffer.y, service.rows - 1);
      if (what === 1) dirty.markRangeDirty(0, buffer.y);
      if (what === 2) dirty.markAllDirty();
      // Erasing to the left on the last cell of a screen without history reads a row that does not exist.
      const beyond = what === 1 && buffer.x + 1 >= service.cols && buffer.lines.get(buffer.y + 1) === undefined;
      if (!beyond) return false;
      for (let y = 0; y <= buffer.y; y++) handler._resetBufferLine(y, prefix === '?');
      return true;
    });
};

/**
 * Scroll without a new row where one leaves that nobody keeps: the library allocates one for each scrolled line, which
 * costs a factor of two to four in scroll regions.
 */
const recycleRows = ({_bufferService: service}: XtermCore, dirty: DirtyRows): void => {
  let spare: XtermLine | undefined;
  const blankOf = (buffer: XtermBuffer, erase: XtermAttr): XtermLine => {
    const fits = spare?.length === service.cols && spare.getFg(0) === erase.fg && spare.getBg(0) === erase.bg;
    if (!fits || spare === undefined) spare = buffer.getBlankLine(erase);
    return spare;
  };
  service.scroll = (erase, wrapped = false) => {
    const {buffer} = service;
    const {lines, scrollTop, scrollBottom} = buffer;
    const blank = blankOf(buffer, erase);
    blank.isWrapped = wrapped;
    const top = buffer.ybase + scrollTop;
    const bottom = buffer.ybase + scrollBottom;
    const grows = scrollTop === 0 && !lines.isFull;
    if (scrollTop === 0 && bottom === lines.length - 1) {
      if (grows) lines.push(blank.clone());
      else lines.recycle().copyFrom(blank);
    } else if (scrollTop === 0 && buffer === service.buffers.normal) lines.splice(bottom + 1, 0, blank.clone());
    else {
      const leaving = lines.get(top);
      lines.shiftElements(top + 1, bottom - top, -1);
      leaving?.copyFrom(blank);
      if (leaving !== undefined) lines.set(bottom, leaving);
    }
    if (grows && buffer === service.buffers.normal) buffer.ybase++;
    buffer.ydisp = buffer.ybase;
    dirty.markRangeDirty(scrollTop, scrollBottom);
  };
};

/**
 * `CSI S` with the margin at the top moves the rows into history, as terminals do; the library deletes them. Codex
 * inserts its history so.
 */
const keepScrolledRows = ({_bufferService: service, _inputHandler: handler}: XtermCore): void => {
  handler._parser.registerCsiHandler({final: 'S'}, params => {
    const {buffer} = service;
    const lines = Math.min(params.params[0] || 1, buffer.scrollBottom - buffer.scrollTop + 1);
    for (let line = 0; line < lines; line++) service.scroll(handler._eraseAttrData());
    return true;
  });
};

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
