/**
 * What the xterm engine uses of `@xterm/headless` 6.0.0 beyond its public types: the pinned version's private parts.
 * Each is named once here; a new version is checked against this file.
 *
 * @see https://github.com/xtermjs/xterm.js/tree/6.0.0/src/common
 */

/** `BufferLine`: three u32 a cell (content, foreground, background), clusters and extended attributes beside it. */
export type XtermLine = {
  readonly _data: Uint32Array;
  readonly _combined: Readonly<Record<number, string>>;
  readonly _extendedAttrs: Readonly<Record<number, {readonly _ext: number; readonly _urlId: number} | undefined>>;
  readonly length: number;
  isWrapped: boolean;
  /** Set a cell's content from the code point (0 for none) and width, its look from the attributes. */
  setCellFromCodepoint(x: number, code: number, width: number, attr: XtermAttr): void;
  getFg(x: number): number;
  getBg(x: number): number;
  clone(): XtermLine;
  copyFrom(line: XtermLine): void;
  translateToString(trimRight: boolean): string;
};

/** `CircularList`. */
export type XtermLines = {
  readonly length: number;
  readonly isFull: boolean;
  get(index: number): XtermLine | undefined;
  set(index: number, line: XtermLine): void;
  push(line: XtermLine): void;
  recycle(): XtermLine;
  splice(start: number, deleted: number, ...lines: readonly XtermLine[]): void;
  shiftElements(start: number, count: number, offset: number): void;
};

/** `Buffer`: the lines of history and screen; the screen begins at `ybase`. */
export type XtermBuffer = {
  readonly lines: XtermLines;
  x: number;
  readonly y: number;
  ybase: number;
  ydisp: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  getBlankLine(attr: XtermAttr, wrapped?: boolean): XtermLine;
};
export type XtermAttr = {readonly fg: number; readonly bg: number};

type Listen<T> = (listener: (event: T) => void) => unknown;
type XtermParams = {readonly params: ArrayLike<number>; readonly length: number};
type XtermHandlerId = {readonly prefix?: string; readonly intermediates?: string; readonly final: string};

/** `Terminal` of `src/headless`, found at the public terminal's `_core`. */
export type XtermCore = {
  readonly _bufferService: {
    readonly cols: number;
    readonly rows: number;
    readonly buffer: XtermBuffer;
    readonly buffers: {
      readonly normal: XtermBuffer;
      readonly alt: XtermBuffer;
      readonly onBufferActivate: Listen<{readonly activeBuffer: XtermBuffer}>;
    };
    /** Replaced by the engine. */
    scroll: (erase: XtermAttr, wrapped?: boolean) => void;
  };
  readonly _inputHandler: {
    /** Replaced by the engine. */
    _dirtyRowTracker: XtermDirtyRows;
    readonly _curAttrData: XtermAttr & {readonly extended: {readonly urlId: number}};
    readonly _parser: {
      /** What the next character may join: the provider's word on the one before. */
      precedingJoinState: number;
      setPrintHandler(print: (codes: Uint32Array, start: number, end: number) => void): void;
      registerCsiHandler(id: XtermHandlerId, handle: (params: XtermParams) => boolean): unknown;
      registerEscHandler(id: XtermHandlerId, handle: () => boolean): unknown;
    };
    parse(bytes: Uint8Array): unknown;
    print(codes: Uint32Array, start: number, end: number): void;
    /** These four are replaced by the engine. */
    lineFeed: () => boolean;
    _setCursor: (x?: number, y?: number) => void;
    _moveCursor: (x?: number, y?: number) => void;
    _restrictCursor: (maxCol?: number) => void;
    eraseInDisplay(params: XtermParams, respectProtect: boolean): boolean;
    _resetBufferLine(y: number, respectProtect: boolean): void;
    _eraseAttrData(): XtermAttr;
  };
  readonly _charsetService: {readonly charset: unknown};
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: {readonly insertMode: boolean};
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly sendFocus: boolean;
      readonly synchronizedOutput: boolean;
      readonly wraparound: boolean;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly cursorBlink: boolean | undefined;
    };
  };
  readonly unicodeService: {getStringCellWidth(text: string): number};
  readonly coreMouseService: {readonly activeProtocol: string; readonly activeEncoding: string};
};

/** `DirtyRowTracker`, as the input handler calls it. Rows of the screen. */
export type XtermDirtyRows = {
  readonly start: number;
  readonly end: number;
  clearRange(): void;
  markDirty(y: number): void;
  markRangeDirty(from: number, to: number): void;
  markAllDirty(): void;
};

/** Bits of a line's words. @see `src/common/buffer/Constants.ts` */
export const XTERM = {
  combined: 0x200000,
  codeMask: 0x1fffff,
  widthShift: 22,
  colourKindShift: 24,
  colourMask: 0x3ffffff,
  fg: {inverse: 0x4000000, bold: 0x8000000, underline: 0x10000000, blink: 0x20000000, invisible: 0x40000000},
  fgStrike: 0x80000000,
  bg: {italic: 0x4000000, dim: 0x8000000, extended: 0x10000000, overline: 0x40000000},
  underlineStyleShift: 26,
} as const;
