/**
 * The colours a program is told when it asks: those of the theme, and over them those it set itself (OSC 4, 10, 11, 12,
 * and 104, 110, 111, 112 to take them back). What it sets is remembered for its questions only; cells hold indexes.
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands
 */
import type {Theme} from './engine.ts';
import type {OscParser} from './osc.ts';
import {rgbOf} from './palette.ts';

/** Colours where no attached terminal told its own: light grey on black. */
export const darkTheme: Theme = {foreground: 0xe5e5e5, background: 0x000000, cursor: 0xe5e5e5};

const ST = '\u001b\\';
/** OSC 10, 11 and 12, in this order. */
const DYNAMIC = ['foreground', 'background', 'cursor'] as const;

export class Colours {
  theme: Theme;
  readonly #palette = new Map<number, number>();
  readonly #dynamic = new Map<number, number>();

  constructor(theme: Theme) {
    this.theme = theme;
  }

  get isDark(): boolean {
    return isDark(this.theme.background);
  }

  /** Forget what the program set. */
  reset(): void {
    this.#palette.clear();
    this.#dynamic.clear();
  }

  /** Let a parser answer questions about colours, and take them. */
  hear(parser: OscParser, reply: (bytes: string) => void): void {
    parser.registerOscHandler(4, text => {
      const slots = text.split(';');
      for (let at = 0; at + 1 < slots.length; at += 2) {
        const index = indexOf(slots[at]);
        const spec = slots[at + 1] ?? '';
        const colour = colourOf(spec);
        if (index === undefined) continue;
        if (spec === '?') reply(`\u001b]4;${index};${colourText(this.#indexed(index))}${ST}`);
        else if (colour !== undefined) this.#palette.set(index, colour);
      }
      return true;
    });
    for (const first of DYNAMIC.keys()) {
      parser.registerOscHandler(10 + first, text => {
        for (const [at, spec] of text.split(';').entries()) this.#tellOrTake(first + at, spec, reply);
        return true;
      });
      parser.registerOscHandler(110 + first, () => {
        this.#dynamic.delete(first);
        return true;
      });
    }
    parser.registerOscHandler(104, text => {
      if (text === '') this.#palette.clear();
      for (const slot of text.split(';')) this.#palette.delete(indexOf(slot) ?? -1);
      return true;
    });
  }

  #tellOrTake(which: number, spec: string, reply: (bytes: string) => void): void {
    const name = DYNAMIC[which];
    if (name === undefined) return;
    const colour = colourOf(spec);
    if (colour !== undefined) this.#dynamic.set(which, colour);
    const own = this.#dynamic.get(which) ?? this.theme[name];
    if (spec === '?') reply(`\u001b]${10 + which};${colourText(own)}${ST}`);
  }

  #indexed(index: number): number {
    return this.#palette.get(index) ?? this.theme.palette?.[index] ?? rgbOf(index);
  }
}

const indexOf = (text = ''): number | undefined =>
  /^\d{1,3}$/u.test(text) && Number(text) < 256 ? Number(text) : undefined;

/** `rgb:r/g/b` with one to four hexadecimal digits a channel, or `#` and one to four for each. @see XParseColor */
const colourOf = (spec: string): number | undefined => {
  const named = /^rgb:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})$/iu.exec(spec);
  if (named !== null)
    return rgb(named.slice(1).map(it => Math.round((Number.parseInt(it, 16) * 255) / (16 ** it.length - 1))));
  const [, digits = ''] = /^#((?:[\da-f]{3}){1,4})$/iu.exec(spec) ?? [];
  const each = digits.length / 3;
  // Digits that are left out are zeros here, not repeated.
  const channels = [0, 1, 2].map(at =>
    Number.parseInt(`${digits.slice(at * each, at * each + each)}0`.slice(0, 2), 16),
  );
  return digits === '' ? undefined : rgb(channels);
};

const rgb = ([red = 0, green = 0, blue = 0]: readonly number[]): number => (red << 16) | (green << 8) | blue;

/** X11's form with 16 bits a channel. */
const colourText = (colour: number): string => {
  const channel = (shift: number): string => ((colour >> shift) & 255).toString(16).padStart(2, '0').repeat(2);
  return `rgb:${channel(16)}/${channel(8)}/${channel(0)}`;
};

const isDark = (colour: number): boolean =>
  299 * (colour >> 16) + 587 * ((colour >> 8) & 255) + 114 * (colour & 255) < 128_000;
