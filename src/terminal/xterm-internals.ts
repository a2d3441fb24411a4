/**
 * What the xterm engine uses of `@xterm/headless` 6.0.0 beyond its public types: the pinned version's private parts.
 * Each is named once here; a new version is checked against this file.
 *
 * @see https://github.com/xtermjs/xterm.js/tree/6.0.0/src/common
 */

/** `BufferLine`: three u32 a cell (content, foreground, background), clusters and extended attributes beside it. */
export type XtermLine = {
  readonly _data: Uint32Array;
  _combined: Record<number, string>;
  _extendedAttrs: Record<number, XtermExtended | undefined>;
  readonly length: number;
  isWrapped: boolean;
  /** Our own: cells at and after it are blank, in default colours. Any may be something where it is absent. */
  extent?: number | undefined;
  /** Set a cell's content from the code point (0 for none) and width, its look from the attributes. */
  setCellFromCodepoint(x: number, code: number, width: number, attr: XtermAttr): void;
  /** Join a code point to those of a cell, which has the width then. */
  addCodepointToCell(x: number, code: number, width: number): void;
  getString(x: number): string;
  getFg(x: number): number;
  getBg(x: number): number;
  copyFrom(line: XtermLine): void;
  /** Up to the last cell with a character or a background; 0 when there is none. */
  getNoBgTrimmedLength(): number;
  translateToString(trimRight: boolean, from: number, to: number): string;
  resize(cols: number, blank: unknown): boolean;
};

/** `ExtendedAttrs`, shared by the cells that were printed with it: never changed, only replaced. */
export type XtermExtended = {_ext: number; _urlId: number; clone(): XtermExtended};

/** `CircularList`. */
export type XtermLines = {
  readonly length: number;
  get(index: number): XtermLine | undefined;
  set(index: number, line: XtermLine): void;
  readonly isFull: boolean;
  /** The first line becomes the last, and is returned; only of a full list. */
  recycle(): XtermLine;
};

/** `Buffer`: the lines of a screen. The library keeps no others here, so its `ybase` is always 0. */
export type XtermBuffer = {
  readonly lines: XtermLines;
  x: number;
  y: number;
  savedX: number;
  savedY: number;
  scrollTop: number;
  scrollBottom: number;
  getBlankLine(attr: XtermAttr, wrapped?: boolean): XtermLine;
  getNullCell(): unknown;
};
export type XtermAttr = {readonly fg: number; readonly bg: number};
/** `AttributeData` of what is printed next. */
export type XtermPen = {fg: number; bg: number; extended: XtermExtended; updateExtended(): void};

type Listen<T> = (listener: (event: T) => void) => unknown;
export type XtermList = {readonly params: ArrayLike<number>; readonly length: number};
/** `Params`: numbers between semicolons, each with those after its colons. */
export type XtermParams = XtermList & {
  readonly _subParamsLength: number;
  reset(): void;
  addParam(value: number): void;
  toArray(): readonly (number | readonly number[])[];
  readonly constructor: {fromArray(values: readonly (number | readonly number[])[]): XtermParams};
};
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
    readonly _curAttrData: XtermPen;
    setModePrivate(params: XtermList): boolean;
    resetModePrivate(params: XtermList): boolean;
    charAttributes(params: XtermParams): boolean;
    /** These two are replaced by the engine. */
    saveCursor(): boolean;
    restoreCursor(): boolean;
    readonly _parser: {
      /** 0 between sequences. */
      readonly currentState: number;
      readonly _params: XtermParams;
      readonly _printHandler: (codes: Uint32Array, start: number, end: number) => void;
      /** By the control. */
      readonly _executeHandlers: Readonly<Record<number, () => unknown>>;
      /** By the prefix and the final, eight bits each; the last is asked first, until one returns true. */
      readonly _csiHandlers: Readonly<Record<number, readonly ((params: XtermParams) => unknown)[]>>;
      /** Replaced by the engine. */
      parse: (codes: Uint32Array, length: number) => void;
      /** What the next character may join: the provider's word on the one before. */
      precedingJoinState: number;
      setPrintHandler(print: (codes: Uint32Array, start: number, end: number) => void): void;
      registerCsiHandler(id: XtermHandlerId, handle: (params: XtermParams) => boolean): unknown;
      clearOscHandler(ident: number): void;
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
    isCursorHidden: boolean;
    readonly modes: {readonly insertMode: boolean};
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly sendFocus: boolean;
      readonly synchronizedOutput: boolean;
      origin: boolean;
      wraparound: boolean;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly cursorBlink: boolean | undefined;
    };
  };
  readonly unicodeService: {
    getStringCellWidth(text: string): number;
    /** The active provider's word on a character after another. */
    charProperties(code: number, before: number): number;
  };
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
  /** The content of an empty cell: no character, of width 1. All zero is the right half of a wide one. */
  empty: 0x400000,
  colourKindShift: 24,
  colourMask: 0x3ffffff,
  sixteen: 0x1000000,
  palette: 0x2000000,
  rgb: 0x3000000,
  fg: {inverse: 0x4000000, bold: 0x8000000, underline: 0x10000000, blink: 0x20000000, invisible: 0x40000000},
  fgStrike: 0x80000000,
  bg: {italic: 0x4000000, dim: 0x8000000, extended: 0x10000000, overline: 0x40000000},
  underlineStyleShift: 26,
} as const;
