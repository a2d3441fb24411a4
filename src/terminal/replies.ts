/**
 * Answers to a program's questions that the library leaves silent or gets wrong, and the modes it does not know. They are
 * registered with its parser, so they come between its own answers in the order of the questions (a primary device
 * attribute ends a batch).
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
import {version} from '../core/version.ts';
import type {Colours} from './colours.ts';
import type {Keyboard} from './keyboard.ts';
import type {OscParser} from './osc.ts';

type Params = readonly (number | readonly number[])[];

/** What of a parser is needed here; `@xterm/headless`'s `IParser` is one. A handler says whether it was its sequence. */
export type Parser = OscParser & {
  registerCsiHandler(
    id: {readonly prefix?: string; readonly intermediates?: string; readonly final: string},
    handle: (params: Params) => boolean,
  ): unknown;
  registerDcsHandler(
    id: {readonly intermediates?: string; readonly final: string},
    handle: (text: string) => boolean,
  ): unknown;
};

/** The terminal at the moment of a question. */
export type Told = {
  readonly cols: number;
  readonly rows: number;
  /** The cursor's place, counted from 1, and from the margins in origin mode. */
  readonly row: number;
  readonly col: number;
  /** The look of what is printed next, as SGR parameters. */
  readonly look: string;
  /** As DECSCUSR counts. */
  readonly cursorStyle: number;
  readonly colourSchemeReports: boolean;
};

/** What the answers are taken from. */
export type Answers = {
  readonly reply: (bytes: string) => void;
  readonly colours: Colours;
  readonly keyboard: Keyboard;
  readonly terminal: () => Told;
};

/** Pixels of a cell, for programs that ask; a guess, since several terminals of different sizes may be attached. */
const CELL_PIXELS = {width: 8, height: 16} as const;
const ST = '\u001b\\';

/** What `TERM` is in a pane, and what of it programs ask by XTGETTCAP. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  TN: 'xterm-256color',
  name: 'xterm-256color',
  Co: '256',
  colors: '256',
  RGB: '8',
  Ms: '\u001b]52;%p1%s;%p2%s\u0007',
  Smulx: '\u001b[4:%p1%dm',
};

/** Answers of `CSI ? n n`: no printer, keys not locked, a keyboard of North America, no locator. */
const STATUS: Readonly<Record<number, string>> = {15: '13', 25: '20', 26: '27;1;0;0', 53: '50', 55: '50', 56: '57;0'};

/** Let a parser answer. */
export const answerQuestions = (parser: Parser, answers: Answers): void => {
  answers.colours.hear(parser, answers.reply);
  answerDevice(parser, answers);
  answerKeyboard(parser, answers);
  parser.registerDcsHandler({intermediates: '+', final: 'q'}, names => {
    for (const name of names.split(';')) answers.reply(capabilityAnswer(name));
    return true;
  });
  parser.registerDcsHandler({intermediates: '$', final: 'q'}, what => {
    const {look, cursorStyle} = answers.terminal();
    const found = {m: `${look}m`, ' q': `${cursorStyle} q`, '"p': '62;1"p'}[what];
    if (found !== undefined) answers.reply(`\u001bP1$r${found}${ST}`);
    return found !== undefined;
  });
};

/** What a program is told of light and dark: as an answer, and by itself when they change in mode 2031. */
export const schemeReport = (isDark: boolean): string => `\u001b[?997;${isDark ? 1 : 2}n`;

type Csi = (id: string, answer: (first: number, second: number) => string | undefined) => void;

/** Register by the form `prefix intermediates final`; what gives no answer is left to the library. */
const csiOf =
  (parser: Parser, reply: (bytes: string) => void): Csi =>
  (id, answer) => {
    const [, prefix = '', intermediates = '', final = ''] = /^([<-?]?)([ -/]*)(.)$/u.exec(id) ?? [];
    const key = {...(prefix && {prefix}), ...(intermediates && {intermediates}), final};
    parser.registerCsiHandler(key, params => {
      const bytes = answer(Number(params[0] ?? 0), Number(params[1] ?? 0));
      if (bytes !== undefined && bytes !== '') reply(bytes);
      return bytes !== undefined;
    });
  };

const answerDevice = (parser: Parser, {reply, colours, terminal}: Answers): void => {
  const csi = csiOf(parser, reply);
  // A VT220 with colours and a clipboard; an xterm that reports the mouse by SGR.
  csi('c', first => (first === 0 ? '\u001b[?62;22;52c' : ''));
  csi('>c', first => (first === 0 ? '\u001b[>0;388;0c' : ''));
  csi('=c', first => (first === 0 ? `\u001bP!|00000000${ST}` : ''));
  csi('>q', first => (first === 0 ? `\u001bP>|roundhouse ${version}${ST}` : ''));
  csi('n', first => (first === 6 ? placeReport('', terminal()) : undefined));
  csi('?n', first => {
    if (first === 6) return placeReport('?', terminal());
    if (first === 996) return schemeReport(colours.isDark);
    return STATUS[first] === undefined ? undefined : `\u001b[?${STATUS[first]}n`;
  });
  csi('?$p', first => {
    if (first === 2031) return `\u001b[?2031;${terminal().colourSchemeReports ? 1 : 2}$y`;
    return {1016: '\u001b[?1016;4$y', 2027: '\u001b[?2027;3$y'}[first];
  });
  csi('t', first => sizeAnswer(first, terminal()));
};

const placeReport = (prefix: string, {row, col}: Told): string => `\u001b[${prefix}${row};${col}R`;

const answerKeyboard = (parser: Parser, {reply, keyboard}: Answers): void => {
  const csi = csiOf(parser, reply);
  csi('?u', () => `\u001b[?${keyboard.flags}u`);
  csi('>u', first => (keyboard.push(first), ''));
  csi('<u', first => (keyboard.pop(first || 1), ''));
  csi('=u', (first, second) => (keyboard.set(first, second || 1), ''));
  csi('>m', (first, second) => {
    if (first === 4) keyboard.modifyOtherKeys = second === 1 || second === 2 ? second : 0;
    return '';
  });
  csi('>n', first => {
    if (first === 4) keyboard.modifyOtherKeys = 0;
    return '';
  });
  csi('?m', first => (first === 4 ? `\u001b[>4;${keyboard.modifyOtherKeys}m` : ''));
};

/** @param name in hexadecimal */
const capabilityAnswer = (name: string): string => {
  const value = CAPABILITIES[Buffer.from(name, 'hex').toString('latin1')];
  if (value === undefined) return `\u001bP0+r${ST}`;
  return `\u001bP1+r${name}=${Buffer.from(value, 'latin1').toString('hex').toUpperCase()}${ST}`;
};

/** `CSI 14 t` the text area in pixels, `16` a cell in pixels, `18` and `19` the text area and the screen in cells. */
const sizeAnswer = (what: number, {cols, rows}: {cols: number; rows: number}): string | undefined => {
  const {width, height} = CELL_PIXELS;
  if (what === 14) return `\u001b[4;${rows * height};${cols * width}t`;
  if (what === 16) return `\u001b[6;${height};${width}t`;
  if (what === 18 || what === 19) return `\u001b[${what - 10};${rows};${cols}t`;
  return undefined;
};
