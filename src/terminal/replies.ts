/**
 * Answers to a program's questions that the library leaves silent. They are registered with its parser, so they come
 * between its own answers in the order of the questions (a primary device attribute ends a batch).
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
import type {Theme} from './engine.ts';
import {rgbOf} from './palette.ts';

/** What of a parser is needed here; `@xterm/headless`'s `IParser` is one. A handler says whether it was its sequence. */
export type Parser = {
  registerCsiHandler(
    id: {readonly prefix?: string; readonly intermediates?: string; readonly final: string},
    handle: (params: (number | number[])[]) => boolean,
  ): unknown;
  registerOscHandler(ident: number, handle: (text: string) => boolean): unknown;
  registerDcsHandler(id: {readonly intermediates?: string; readonly final: string}, handle: () => boolean): unknown;
};

/** What the answers tell about the terminal. */
export type Answers = {
  readonly reply: (bytes: string) => void;
  readonly theme: Theme;
  /** Cells. */
  readonly size: () => {readonly cols: number; readonly rows: number};
};

/** Colours where no attached terminal told its own: light grey on black. */
export const darkTheme: Theme = {foreground: 0xe5e5e5, background: 0x000000, cursor: 0xe5e5e5};

/** Pixels of a cell, for programs that ask; a guess, since several terminals of different sizes may be attached. */
const CELL_PIXELS = {width: 8, height: 16} as const;
const ST = '\u001b\\';

/** Let a parser answer OSC 4/10/11/12, XTVERSION, kitty's flags, sizes, DA3, colour scheme, XTGETTCAP, DECRQM 2027. */
export const answerQuestions = (parser: Parser, {reply, theme, size}: Answers): void => {
  const csi = (id: string, handle: (first: number) => string | undefined): void => {
    const [, prefix = '', intermediates = '', final = ''] = /^([<-?]?)([ -/]*)(.)$/u.exec(id) ?? [];
    const key = {...(prefix && {prefix}), ...(intermediates && {intermediates}), final};
    parser.registerCsiHandler(key, params => {
      const answer = handle(Number(params[0] ?? 0));
      if (answer !== undefined) reply(answer);
      return answer !== undefined;
    });
  };
  csi('>q', first => (first === 0 ? `\u001bP>|roundhouse 0.1.0${ST}` : undefined));
  csi('?u', () => '\u001b[?0u');
  csi('=c', first => (first === 0 ? `\u001bP!|00000000${ST}` : undefined));
  csi('?n', first => (first === 996 ? `\u001b[?997;${isDark(theme.background) ? 1 : 2}n` : undefined));
  csi('?$p', first => (first === 2027 ? '\u001b[?2027;3$y' : undefined));
  csi('t', first => sizeAnswer(first, size()));
  parser.registerDcsHandler({intermediates: '+', final: 'q'}, () => {
    reply(`\u001bP0+r${ST}`);
    return true;
  });
  parser.registerOscHandler(4, text => {
    const slots = text.split(';');
    for (let at = 0; at + 1 < slots.length; at += 2) {
      const index = Number(slots[at]);
      if (slots[at + 1] === '?' && index >= 0 && index < 256)
        reply(`\u001b]4;${index};${colourText(theme.palette?.[index] ?? rgbOf(index))}${ST}`);
    }
    return true;
  });
  const dynamic = [theme.foreground, theme.background, theme.cursor];
  for (const first of dynamic.keys())
    parser.registerOscHandler(first + 10, text => {
      for (const [at, spec] of text.split(';').entries()) {
        const colour = dynamic[first + at];
        if (spec === '?' && colour !== undefined) reply(`\u001b]${first + at + 10};${colourText(colour)}${ST}`);
      }
      return true;
    });
};

/** `CSI 14 t` the text area in pixels, `16` a cell in pixels, `18` the text area in cells. */
const sizeAnswer = (what: number, {cols, rows}: {cols: number; rows: number}): string | undefined => {
  const {width, height} = CELL_PIXELS;
  if (what === 14) return `\u001b[4;${rows * height};${cols * width}t`;
  if (what === 16) return `\u001b[6;${height};${width}t`;
  return what === 18 ? `\u001b[8;${rows};${cols}t` : undefined;
};

/** X11's form with 16 bits a channel. */
const colourText = (rgb: number): string => {
  const channel = (shift: number): string => ((rgb >> shift) & 255).toString(16).padStart(2, '0').repeat(2);
  return `rgb:${channel(16)}/${channel(8)}/${channel(0)}`;
};

const isDark = (rgb: number): boolean => 299 * (rgb >> 16) + 587 * ((rgb >> 8) & 255) + 114 * (rgb & 255) < 128_000;
