/** Erasing, with exact marks of the rows that changed, and within a line faster than the library does it. */
import type {DirtyRows} from './dirty-rows.ts';
import {XTERM, type XtermCore, type XtermLine, type XtermParams} from './xterm-internals.ts';
import {isWide} from './xterm-lines.ts';

/** Replace the library's `CSI K`, and mark what its `CSI J` changes. */
export const eraseExactly = (core: XtermCore, dirty: DirtyRows): void => {
  const {_inputHandler: handler, _bufferService: service} = core;
  handler._parser.registerCsiHandler({final: 'K'}, ({params}) => {
    handler._restrictCursor(service.cols);
    eraseInLine(core, params[0] ?? 0);
    dirty.mark(service.buffer.y, service.buffer.y);
    return true;
  });
  for (const prefix of ['', '?'])
    handler._parser.registerCsiHandler({...(prefix && {prefix}), final: 'J'}, params =>
      eraseInDisplay(core, dirty, {params, respectsProtection: prefix === '?'}),
    );
};

/** @param what 0 from the cursor on, 1 up to it, 2 all */
const eraseInLine = ({_inputHandler: handler, _bufferService: {buffer, cols}}: XtermCore, what: number): void => {
  const line = buffer.lines.get(buffer.y);
  if (line === undefined || what > 2) return;
  const from = what === 0 ? buffer.x : 0;
  const to = what === 1 ? Math.min(cols, buffer.x + 1) : cols;
  const erase = handler._eraseAttrData();
  // Half of a wide character would stay.
  if (from > 0 && isWide(line, from - 1)) line.setCellFromCodepoint(from - 1, 0, 1, erase);
  if (to < cols && isWide(line, to - 1)) line.setCellFromCodepoint(to, 0, 1, erase);
  if (erase.bg === 0) fill(line, {from, to: Math.min(to, line.extent ?? to), bg: 0});
  else fill(line, {from, to, bg: erase.bg});
  if (to === cols && (from === 0 || what === 2)) line.isWrapped = false;
  if (erase.bg !== 0) line.extent = undefined;
  else if (to === cols) line.extent = Math.min(from, line.extent ?? from);
};

/** Make cells empty before a background. */
const fill = ({_data: words}: XtermLine, {from, to, bg}: {from: number; to: number; bg: number}): void => {
  for (let at = from * 3; at < to * 3; at += 3) {
    words[at] = XTERM.empty;
    words[at + 1] = 0;
    words[at + 2] = bg;
  }
};

/** Mark what an erasure changes. @returns was it done here? */
const eraseInDisplay = (
  {_inputHandler: handler, _bufferService: {buffer, cols, rows}}: XtermCore,
  dirty: DirtyRows,
  {params, respectsProtection}: {params: XtermParams; respectsProtection: boolean},
): boolean => {
  const what = params.params[0] ?? 0;
  if (what === 0) dirty.markRangeDirty(buffer.y, rows - 1);
  if (what === 1) dirty.markRangeDirty(0, buffer.y);
  if (what === 2) dirty.markAllDirty();
  // Erasing to the left on the last cell of a screen reads a row that does not exist.
  const isBeyond = what === 1 && buffer.x + 1 >= cols && buffer.y === rows - 1;
  if (isBeyond) for (let y = 0; y <= buffer.y; y++) handler._resetBufferLine(y, respectsProtection);
  return isBeyond;
};
