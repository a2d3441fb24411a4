/**
 * What a client's own terminal says of itself: its colours, light or dark, whether it speaks kitty's keyboard protocol, what
 * it is. Asked after the first picture and never waited for: a terminal that does not answer is taken as it was.
 */
import type {Theme} from '../../terminal/engine.ts';
import {noticeStyleOf, type NoticeStyle} from '../../terminal/notices.ts';

const COLOURS = '\u001b]10;?\u001b\\\u001b]11;?\u001b\\\u001b]12;?\u001b\\';

/**
 * Colours, light or dark and each change of it, kitty's flags, name and version; the device attributes, which all terminals
 * tell, end the batch.
 */
export const QUESTIONS = `${COLOURS}\u001b[?2031h\u001b[?996n\u001b[?u\u001b[>q\u001b[c`;

/** Keys that older forms cannot tell apart come as codes. The client takes it back with the rest of its screen. */
const KITTY = '\u001b[>1u';

/** One client's terminal. */
export class Outer {
  readonly #env: Readonly<Record<string, string>>;
  readonly #colours = new Map<string, number>();
  #isLight = false;
  #hasKitty = false;
  #isSettled = false;
  #theme: Theme | undefined;
  /** Its name and version, empty until it tells. */
  #name = '';

  /** @param env of the client in it */
  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  /** All that was asked is answered. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  get isLight(): boolean {
    return this.#isLight;
  }

  /** Its colours, once it told them; the same object until they change. */
  get theme(): Theme | undefined {
    return this.#theme;
  }

  /** How notices are put to it. */
  get noticeStyle(): NoticeStyle {
    return noticeStyleOf(this.#name, this.#env);
  }

  /** What must be said again when its screen was left and entered. */
  get settings(): string {
    return `\u001b[?2031h${this.#hasKitty ? `\u001b[<u${KITTY}` : ''}`;
  }

  /**
   * Take an answer; what is none is passed over.
   *
   * @returns what is to be said to the terminal now
   */
  take(answer: Uint8Array): string | undefined {
    const text = Buffer.from(answer).toString('latin1');
    for (const [pattern, hear] of this.#answers) {
      const groups = pattern.exec(text)?.slice(1);
      if (groups !== undefined) return hear(...groups);
    }
    return undefined;
  }

  readonly #answers: readonly (readonly [RegExp, (...groups: readonly string[]) => string | undefined])[] = [
    [/^\u001b\](1[012]);([^\u0007\u001b]*)(?:\u0007|\u001b\\)$/u, (which = '', text = '') => this.#colour(which, text)],
    [/^\u001b\[\?997;([12])n$/u, scheme => this.#scheme(scheme === '2')],
    [/^\u001b\[\?\d+u$/u, () => this.#kitty()],
    [/^\u001bP>\|([^\u0000-\u001f\u007f-\u009f]*)\u001b\\$/u, (name = '') => void (this.#name = name)],
    [/^\u001b\[\?[\d;]*c$/u, () => void (this.#isSettled = true)],
  ];

  /** Told unasked, the colours are others by now. */
  #scheme(isLight: boolean): string | undefined {
    this.#isLight = isLight;
    return this.#isSettled ? COLOURS : undefined;
  }

  #kitty(): string | undefined {
    if (this.#hasKitty) return undefined;
    this.#hasKitty = true;
    return KITTY;
  }

  #colour(which: string, text: string): undefined {
    const found = rgbOf(text);
    if (found === undefined || this.#colours.get(which) === found) return;
    this.#colours.set(which, found);
    if (which === '11') this.#isLight = isLight(found);
    const [foreground, background] = [this.#colours.get('10'), this.#colours.get('11')];
    if (foreground === undefined || background === undefined) return;
    this.#theme = {foreground, background, cursor: this.#colours.get('12') ?? foreground};
  }
}

/** `rgb:ffff/0000/8080` with one to four digits each, or `#ff0080`; as `0xrrggbb`. @see XParseColor(3) */
const rgbOf = (text: string): number | undefined => {
  const parts = /^rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})(?:\/[0-9a-f]{1,4})?$/iu
    .exec(text)
    ?.slice(1, 4);
  const short = /^#([0-9a-f]{6})$/iu.exec(text)?.[1];
  if (short !== undefined) return Number.parseInt(short, 16);
  return parts?.reduce((sum, it) => sum * 256 + Math.round((Number.parseInt(it, 16) * 255) / (16 ** it.length - 1)), 0);
};

/** Is it nearer to white than to black, as the eye weighs colours? @see ITU-R BT.601 */
const isLight = (rgb: number): boolean =>
  0.299 * (rgb >> 16) + 0.587 * ((rgb >> 8) & 0xff) + 0.114 * (rgb & 0xff) > 127.5;
