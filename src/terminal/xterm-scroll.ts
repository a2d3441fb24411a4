/**
 * Scrolling without the library's new row for each line: a row that leaves goes into our history where it may, and comes
 * back blank at the other end.
 */
import type {DirtyRows} from './dirty-rows.ts';
import type {History} from './history.ts';
import {continuedBy} from './page.ts';
import type {XtermAttr, XtermBuffer, XtermCore, XtermLine, XtermParams} from './xterm-internals.ts';

/** Rows of a screen, both ends among them. */
type Region = {readonly top: number; readonly bottom: number};

/** Replace the library's scrolling, and what inserts and deletes lines. */
export const scrollOurselves = (core: XtermCore, dirty: DirtyRows, history: History): void => {
  const {_bufferService: service, _inputHandler: handler} = core;
  const blanks = new Blanks();
  const marginsOf = ({scrollTop: top, scrollBottom: bottom}: XtermBuffer): Region => ({top, bottom});
  const isKept = (buffer: XtermBuffer): boolean => buffer.scrollTop === 0 && buffer === service.buffers.normal;

  service.scroll = (erase, wrapped = false) => {
    const {buffer} = service;
    const {lines, scrollTop, scrollBottom} = buffer;
    const first = lines.get(0);
    if (isKept(buffer) && first !== undefined) {
      // The only row: what goes on below it is not printed yet, and may be wide.
      const alone = wrapped ? 'wide' : 'no';
      history.push(first, scrollBottom === 0 ? alone : continuedBy(lines.get(1)));
    }
    // An alternate screen that was empty while it was made smaller is never full.
    if (scrollTop === 0 && scrollBottom === lines.length - 1 && lines.isFull)
      blanks.wipe(lines.recycle(), buffer, erase);
    else moveUp({buffer, ...marginsOf(buffer), count: 1}, line => blanks.wipe(line, buffer, erase));
    if (wrapped) setWrapped(buffer, scrollBottom, true);
    dirty.mark(scrollTop, scrollBottom);
  };

  const shift = (region: Region, count: number): void => {
    const {buffer} = service;
    const erase = handler._eraseAttrData();
    const most = region.bottom - region.top + 1;
    const wipe = (line: XtermLine): void => blanks.wipe(line, buffer, erase);
    if (count > 0) moveUp({buffer, ...region, count: Math.min(most, count)}, wipe);
    else moveDown({buffer, ...region, count: Math.min(most, -count)}, wipe);
    dirty.mark(region.top, region.bottom);
  };
  const on = (final: string, handle: (count: number, buffer: XtermBuffer) => void): void => {
    handler._parser.registerCsiHandler({final}, ({params}: XtermParams) => {
      handle(params[0] || 1, service.buffer);
      return true;
    });
  };
  // `CSI S` with the margin at the top moves rows into history, as terminals do. Codex inserts its history so.
  on('S', (count, buffer) => {
    const region = marginsOf(buffer);
    if (!isKept(buffer)) shift(region, count);
    else for (let line = Math.min(count, region.bottom + 1); line > 0; line--) service.scroll(handler._eraseAttrData());
  });
  on('T', (count, buffer) => shift(marginsOf(buffer), -count));
  for (const [final, sign] of [
    ['L', -1],
    ['M', 1],
  ] as const)
    on(final, (count, buffer) => {
      handler._restrictCursor();
      const {top, bottom} = marginsOf(buffer);
      if (buffer.y < top || buffer.y > bottom) return;
      shift({top: buffer.y, bottom}, sign * count);
      buffer.x = 0;
    });
  handler._parser.registerEscHandler({final: 'M'}, () => {
    const {buffer} = service;
    if (buffer.y !== buffer.scrollTop) return false;
    handler._restrictCursor();
    shift(marginsOf(buffer), -1);
    return true;
  });
};

type Move = Region & {readonly buffer: XtermBuffer; readonly count: number};

/** Rows move up by `count`; those that leave at the top come back at the bottom. What lay above or below is parted from them. */
const moveUp = ({buffer, top, bottom, count}: Move, wipe: (line: XtermLine) => void): void => {
  const {lines} = buffer;
  for (let round = 0; round < count; round++) {
    const leaving = lines.get(top);
    if (leaving === undefined) return;
    for (let y = top; y < bottom; y++) lines.set(y, lines.get(y + 1) ?? leaving);
    lines.set(bottom, leaving);
    wipe(leaving);
  }
  // The row at the very top may go on from the history.
  if (top > 0) setWrapped(buffer, top, false);
  setWrapped(buffer, bottom + 1, false);
};

const moveDown = ({buffer, top, bottom, count}: Move, wipe: (line: XtermLine) => void): void => {
  const {lines} = buffer;
  for (let round = 0; round < count; round++) {
    const leaving = lines.get(bottom);
    if (leaving === undefined) return;
    for (let y = bottom; y > top; y--) lines.set(y, lines.get(y - 1) ?? leaving);
    lines.set(top, leaving);
    wipe(leaving);
  }
  setWrapped(buffer, top + count, false);
  setWrapped(buffer, bottom + 1, false);
};

const setWrapped = ({lines}: XtermBuffer, y: number, isWrapped: boolean): void => {
  const line = y < lines.length ? lines.get(y) : undefined;
  if (line !== undefined) line.isWrapped = isWrapped;
};

/** Cells, from which on a copy of a whole line is quicker. */
const MANY = 32;

/** Makes lines blank, by a copy of one that is. */
class Blanks {
  #blank: XtermLine | undefined;

  wipe(line: XtermLine, buffer: XtermBuffer, erase: XtermAttr): void {
    let blank = this.#blank;
    if (blank?.length !== line.length || blank.getFg(0) !== erase.fg || blank.getBg(0) !== erase.bg) {
      blank = buffer.getBlankLine(erase);
      this.#blank = blank;
    }
    const {extent = line.length} = line;
    const isPlain = erase.bg === 0 && erase.fg === 0;
    if (isPlain && extent < MANY) for (let at = extent * 3 - 1; at >= 0; at--) line._data[at] = blank._data[at] ?? 0;
    else line._data.set(blank._data);
    line.extent = isPlain ? 0 : undefined;
    line.isWrapped = false;
  }
}
