/** Printing, faster than the library does it, and with exact marks of the rows that changed. */
import type {DirtyRows} from './dirty-rows.ts';
import {XTERM, type XtermCore, type XtermLine} from './xterm-internals.ts';
import {forgetExtent, isWide} from './xterm-lines.ts';

type Print = (codes: Uint32Array, start: number, end: number) => void;

const NARROW = 1 << XTERM.widthShift;
/**
 * The width provider's word on a character: bit 0 it joins the one before, then its width, then what it is to the next.
 * This is its word on a plain one.
 */
const PLAIN = 2;
const widthOf = (properties: number): number => (properties >> 1) & 3;
const joins = (properties: number): boolean => (properties & 1) !== 0;
/** What a character is that joins nothing, after another. */
const OTHER = 0xfffff0;
/** A plain character is not joined with it. */
const isSimple = (properties: number): boolean => properties >> 3 === 0 || properties >> 3 === OTHER;
/** The provider's word on a plain character after such a one. */
const afterSimple = (before: number): number => (before & ~7) | PLAIN;

/** Characters that may join one; more is nobody's writing, and would be kept for ever. */
const MOST_JOINED = 32;
/** The provider's words that were asked for last: a character, its word on the one before, its word on this one, and a spare. */
const known = new Int32Array(4 << 14).fill(-1);

/** Print into the line's words directly, and leave to the library what is printed in another mode, or joined where there is no room. */
const printerOf = (core: XtermCore): Print => {
  const {
    _inputHandler: handler,
    _bufferService: service,
    _charsetService: charsets,
    coreService,
    unicodeService,
  } = core;
  const parser = handler._parser;
  let joined = 0;

  const propertiesOf = (code: number, before: number): number => {
    if (code < 0x7f && isSimple(before)) return afterSimple(before);
    const slot = (Math.imul(code ^ Math.imul(before, 0x85ebca6b), 0x9e3779b1) >>> 18) << 2;
    if (known[slot] === code && known[slot + 1] === before) return known[slot + 2] ?? 0;
    const properties = unicodeService.charProperties(code, before);
    known[slot] = code;
    known[slot + 1] = before;
    known[slot + 2] = properties;
    return properties;
  };

  /** The library marks the rows where it begins and ends: it gets what wraps once at most. */
  const printSlowly: Print = (codes, start, end) => {
    const most = Math.max(1, service.cols >> 1);
    for (let at = start; at < end; at += most) handler.print(codes, at, Math.min(end, at + most));
  };

  /** Clear what is left of a line, and go on at the next. */
  const wrap = (x: number): void => {
    const {buffer} = service;
    const line = buffer.lines.get(buffer.y);
    for (let left = x; left < service.cols; left++) line?.setCellFromCodepoint(left, 0, 1, handler._curAttrData);
    if (x < service.cols) forgetExtent(line);
    buffer.x = 0;
    if (buffer.y === buffer.scrollBottom) {
      service.scroll(handler._eraseAttrData(), true);
      return;
    }
    buffer.y = Math.min(buffer.y + 1, service.rows - 1);
    const next = buffer.lines.get(buffer.y);
    if (next !== undefined) next.isWrapped = true;
  };

  /** Add a character to the one before, which may get wider. @returns was there room for it? */
  const join = (line: XtermLine, code: number): boolean => {
    const before = parser.precedingJoinState;
    const properties = propertiesOf(code, before);
    const {buffer, cols} = service;
    const {x} = buffer;
    const end = x + widthOf(properties) - widthOf(before);
    if (x === 0 || end > cols) return false;
    const words = line._data;
    line.addCodepointToCell(x - (words[x * 3 - 3] === 0 ? 2 : 1), code, widthOf(properties));
    parser.precedingJoinState = properties;
    if (end === x) return true;
    line.setCellFromCodepoint(x, 0, 0, handler._curAttrData);
    if (end < cols && words[end * 3] === 0) line.setCellFromCodepoint(end, 0, 1, handler._curAttrData);
    if (line.extent !== undefined && end > line.extent) line.extent = end;
    buffer.x = end;
    return true;
  };

  const printQuickly: Print = (codes, start, end) => {
    const {buffer, cols} = service;
    const pen = handler._curAttrData;
    const {fg, bg} = pen;
    const extended = bg & XTERM.bg.extended ? pen.extended : undefined;
    let before = parser.precedingJoinState;
    for (let at = start; at < end;) {
      const line = buffer.lines.get(buffer.y);
      if (line === undefined) return;
      const words = line._data;
      let {x} = buffer;
      // The left half of a wide character whose right half is overwritten.
      if (x > 0 && isWide(line, x - 1)) line.setCellFromCodepoint(x - 1, 0, 1, pen);
      const first = x;
      const plainEnd = isSimple(before) ? Math.min(end, at + cols - x) : at;
      for (let to = x * 3; at < plainEnd; at++, x++) {
        const code = codes[at] ?? 0;
        if (code >= 0x7f) break;
        words[to++] = code | NARROW;
        words[to++] = fg;
        words[to++] = bg;
      }
      if (x > first) before = afterSimple(before);
      let isWrap = false;
      let isJoin = false;
      for (; at < end; at++) {
        const code = codes[at] ?? 0;
        const properties = propertiesOf(code, before);
        isJoin = joins(properties);
        const width = widthOf(properties);
        isWrap = !isJoin && x + width > cols;
        if (isJoin || isWrap) break;
        before = properties;
        let to = x * 3;
        words[to++] = code | (width * NARROW);
        words[to++] = fg;
        words[to++] = bg;
        if (width === 2) {
          words[to++] = 0;
          words[to++] = fg;
          words[to++] = bg;
        }
        x += width;
      }
      if (extended !== undefined) for (let cell = first; cell < x; cell++) line._extendedAttrs[cell] = extended;
      if (line.extent !== undefined && x > line.extent) line.extent = x;
      // The right half of a wide character whose left half was overwritten.
      if (x > first && x < cols && words[x * 3] === 0) line.setCellFromCodepoint(x, 0, 1, pen);
      if (x > first) joined = 0;
      buffer.x = x;
      parser.precedingJoinState = before;
      if (isWrap) wrap(x);
      if (!isJoin) continue;
      if (joined++ < MOST_JOINED && !join(line, codes[at] ?? 0)) handler.print(codes, at, at + 1);
      before = parser.precedingJoinState;
      at++;
    }
  };

  return (codes, start, end) => {
    const isEasy =
      charsets.charset === undefined && coreService.decPrivateModes.wraparound && !coreService.modes.insertMode;
    if (isEasy) printQuickly(codes, start, end);
    else printSlowly(codes, start, end);
  };
};

/** The library marks only the ends of what a run of text or an erasure touches, and marks rows a line feed does not change. */
export const markExactly = (core: XtermCore, dirty: DirtyRows): void => {
  const {_inputHandler: handler, _bufferService: service} = core;
  const printer = printerOf(core);
  const print: Print = (codes, start, end) => {
    const {y} = service.buffer;
    printer(codes, start, end);
    dirty.mark(y, service.buffer.y);
  };
  handler._parser.setPrintHandler(print);
  handler._parser.registerCsiHandler({final: 'b'}, ({params}) => {
    repeat(core, params[0] || 1, print);
    return true;
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
};

/** `CSI b`: the character before, with what joined it, again and again; a screen full at most. */
const repeat = (core: XtermCore, times: number, print: Print): void => {
  const {_inputHandler: handler, _bufferService: service} = core;
  const {buffer, cols, rows} = service;
  const before = handler._parser.precedingJoinState;
  const text = before === 0 ? '' : (buffer.lines.get(buffer.y)?.getString(buffer.x - widthOf(before)) ?? '');
  const codes = Array.from(text, it => it.codePointAt(0) ?? 0);
  const count = Math.min(times, cols * rows);
  const all = Uint32Array.from({length: codes.length * count}, (_, at) => codes[at % codes.length] ?? 0);
  print(all, 0, all.length);
  handler._parser.precedingJoinState = 0;
};
