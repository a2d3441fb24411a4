/** SGR of plain parameters, faster than the library does it: colours, and the attributes that are a bit of the pen. */
import {XTERM, type XtermCore, type XtermPen} from './xterm-internals.ts';

type Params = {readonly params: ArrayLike<number>; readonly length: number; readonly _subParamsLength: number};

/** By parameter: what stays of the pen's words, and what is added to them. Of those that are not here, the library knows. */
const COUNT = 108;
const keptFg = new Int32Array(COUNT);
const keptBg = new Int32Array(COUNT);
const addedFg = new Int32Array(COUNT);
const addedBg = new Int32Array(COUNT);
const isKnown = new Uint8Array(COUNT);

type Change = {readonly fg?: number; readonly bg?: number};

const learn = (code: number, lost: Change, added: Change = {}): void => {
  isKnown[code] = 1;
  keptFg[code] = ~(lost.fg ?? 0);
  keptBg[code] = ~(lost.bg ?? 0);
  addedFg[code] = added.fg ?? 0;
  addedBg[code] = added.bg ?? 0;
};

const {fg: FG, bg: BG, fgStrike, colourMask, sixteen, palette, rgb} = XTERM;
for (const [on, off, bits] of [
  [1, 22, {fg: FG.bold}],
  [2, 22, {bg: BG.dim}],
  [3, 23, {bg: BG.italic}],
  [5, 25, {fg: FG.blink}],
  [7, 27, {fg: FG.inverse}],
  [8, 28, {fg: FG.invisible}],
  [9, 29, {fg: fgStrike}],
  [53, 55, {bg: BG.overline}],
] as const) {
  learn(on, {}, bits);
  learn(off, bits);
}
learn(22, {fg: FG.bold, bg: BG.dim});
learn(39, {fg: colourMask});
learn(49, {bg: colourMask});
for (let colour = 0; colour < 16; colour++) {
  const code = colour < 8 ? 30 + colour : 90 + colour - 8;
  learn(code, {fg: colourMask}, {fg: sixteen | colour});
  learn(code + 10, {bg: colourMask}, {bg: sixteen | colour});
}

/** Take plain SGR from the library. */
export const lookQuickly = ({_inputHandler: handler}: XtermCore): void => {
  handler._parser.registerCsiHandler(
    {final: 'm'},
    params => params._subParamsLength === 0 && apply(handler._curAttrData, params),
  );
};

/** @returns was all of it known? Else nothing was done. */
const apply = (pen: XtermPen, {params, length}: Params): boolean => {
  let {fg, bg} = pen;
  for (let at = 0; at < length; at++) {
    const code = params[at] ?? 0;
    if (isKnown[code] === 1) {
      fg = (fg & (keptFg[code] ?? 0)) | (addedFg[code] ?? 0);
      bg = (bg & (keptBg[code] ?? 0)) | (addedBg[code] ?? 0);
    } else if (code === 0 && pen.extended._ext === 0 && pen.extended._urlId === 0) {
      fg = 0;
      bg = 0;
    } else if (code === 38 || code === 48) {
      const colour = colourAt(params, at + 1, length);
      if (colour < 0) return false;
      if (code === 38) fg = (fg & ~colourMask) | colour;
      else bg = (bg & ~colourMask) | colour;
      at += colour >= rgb ? 4 : 2;
    } else return false;
  }
  pen.fg = fg;
  pen.bg = bg;
  return true;
};

/** `5 ; index` or `2 ; red ; green ; blue` as bits of a word; -1 where it is not whole. */
const colourAt = (params: ArrayLike<number>, at: number, length: number): number => {
  if (params[at] === 5 && at + 1 < length) return palette | ((params[at + 1] ?? 0) & 255);
  if (params[at] !== 2 || at + 3 >= length) return -1;
  return (
    rgb | (((params[at + 1] ?? 0) & 255) << 16) | (((params[at + 2] ?? 0) & 255) << 8) | ((params[at + 3] ?? 0) & 255)
  );
};
