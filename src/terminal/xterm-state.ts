/** What the library knows of a program's modes, cursor and pen, in our words and as questions ask for it. */
import type {Cursor, Modes} from './engine.ts';
import {XTERM, type XtermCore} from './xterm-internals.ts';

export const cursorOf = ({_bufferService: service, coreService}: XtermCore): Cursor => {
  const {x, y} = service.buffer;
  const {cursorStyle, cursorBlink} = coreService.decPrivateModes;
  const shape = cursorStyle === undefined ? 0 : {block: 2, underline: 4, bar: 6}[cursorStyle];
  const style = shape > 0 && cursorBlink === true ? shape - 1 : shape;
  return {x: Math.min(x, service.cols - 1), y, visible: !coreService.isCursorHidden, style};
};

/** The modes that the library keeps. */
export type LibraryModes = Omit<Modes, 'colourSchemeReports' | 'kittyFlags' | 'modifyOtherKeys'>;

export const modesOf = ({_bufferService: service, coreService, coreMouseService}: XtermCore): LibraryModes => {
  const modes = coreService.decPrivateModes;
  return {
    alternateScreen: service.buffer === service.buffers.alt,
    applicationCursor: modes.applicationCursorKeys,
    applicationKeypad: modes.applicationKeypad,
    bracketedPaste: modes.bracketedPasteMode,
    focusReports: modes.sendFocus,
    mouse: MOUSE[coreMouseService.activeProtocol] ?? 'none',
    mouseSgr: coreMouseService.activeEncoding === 'SGR',
    synchronised: modes.synchronizedOutput,
  };
};

const MOUSE: Readonly<Record<string, Modes['mouse']>> = {X10: 'x10', VT200: 'normal', DRAG: 'button', ANY: 'any'};

/** The cursor's place as it is reported: from 1, and from the margin in origin mode. */
export const placeOf = ({_bufferService: {buffer, cols}, coreService}: XtermCore): {row: number; col: number} => {
  const top = coreService.decPrivateModes.origin ? buffer.scrollTop : 0;
  return {row: buffer.y - top + 1, col: Math.min(buffer.x, cols - 1) + 1};
};

/** Each flag with its parameter, in the order of the parameters. */
const FLAGS = [
  [1, 'fg', XTERM.fg.bold],
  [2, 'bg', XTERM.bg.dim],
  [3, 'bg', XTERM.bg.italic],
  [5, 'fg', XTERM.fg.blink],
  [7, 'fg', XTERM.fg.inverse],
  [8, 'fg', XTERM.fg.invisible],
  [9, 'fg', XTERM.fgStrike],
  [53, 'bg', XTERM.bg.overline],
] as const;

/** The look of what is printed next as SGR parameters, reset first. */
export const lookOf = ({_inputHandler: {_curAttrData: pen}}: XtermCore): string => {
  const flags = FLAGS.filter(([, word, bit]) => (pen[word] & bit) !== 0).map(([code]) => String(code));
  const {_ext: extended} = pen.extended;
  const style = (extended >>> XTERM.underlineStyleShift) & 7;
  if (pen.fg & XTERM.fg.underline) flags.push(style > 1 ? `4:${style}` : '4');
  return ['0', ...flags, ...colourCodes(pen.fg, 30), ...colourCodes(pen.bg, 40), ...colourCodes(extended, 50)].join(
    ';',
  );
};

/** @param base 30 for the foreground, 40 for the background, 50 for the underline, which has no first sixteen */
const colourCodes = (word: number, base: number): readonly string[] => {
  const kind = (word >>> XTERM.colourKindShift) & 3;
  const index = word & 0xff;
  if (kind === 0) return [];
  if (kind === 3) return [`${base + 8}:2::${(word >> 16) & 255}:${(word >> 8) & 255}:${index}`];
  if (kind === 2 || base === 50) return [`${base + 8}:5:${index}`];
  return [String(index < 8 ? base + index : base + 52 + index)];
};
