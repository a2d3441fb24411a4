/** Writes what a terminal understands into one reused buffer: text, colours and attributes, cursor movement. */
import {ATTR, LINK_SHIFT, PALETTE, RGB, UNDERLINE_SHIFT, type LinkTable} from './cells.ts';
import {nearestOf16, nearestOf256, rgbOf} from './palette.ts';

/** How many colours a terminal shows; `none` also stands for `NO_COLOR`. */
export type Colours = 'true' | '256' | '16' | 'none';

const ESC = 0x1b;
const SEMICOLON = 0x3b;
const ATTR_MASK = 0xffff;
const STYLE_MASK = 7;
/** SGR numbers by attribute bit. */
const CODES: readonly (readonly [bit: number, code: number])[] = [
  [ATTR.bold, 1],
  [ATTR.dim, 2],
  [ATTR.italic, 3],
  [ATTR.blink, 5],
  [ATTR.inverse, 7],
  [ATTR.invisible, 8],
  [ATTR.strike, 9],
  [ATTR.overline, 53],
];
/** The light ones of the first sixteen. */
const LIGHT: ReadonlySet<number> = new Set([7, 10, 11, 14, 15]);
/** What a link's sequence may take besides its target. */
const LINK_BYTES = 128;
const KNOWN_COLOURS = 4096;
/** The decimal digits of 0 to 255, the last in the low byte. */
const DIGITS = Uint32Array.from({length: 256}, (_, value) =>
  Buffer.from(String(value)).reduce((digits, digit) => (digits << 8) | digit, 0),
);

/** A pen and a place for what it writes. The pen's look is remembered, so that only what changes is written. */
export class Pen {
  bytes = Buffer.allocUnsafeSlow(1 << 16);
  /** Bytes written. */
  length = 0;
  readonly #colours: Colours;
  readonly #known = new Map<number, number>();
  #fg = -1;
  #bg = -1;
  #attr = -1;
  /** What was asked for last, as cells have it: most look as the one before. */
  #askedFg = -1;
  #askedBg = -1;
  #askedAttr = -1;
  /** Absent where the terminal may print the sequences of links: consoles and old terminals do. */
  readonly #links: LinkTable | undefined;
  /** The link that is open, 0 for none. */
  #link = 0;

  constructor(colours: Colours, links: LinkTable) {
    this.#colours = colours;
    this.#links = colours === 'true' || colours === '256' ? links : undefined;
  }

  /** See to it that so many bytes fit. */
  reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * (this.length + bytes));
    this.bytes.copy(wider, 0, 0, this.length);
    this.bytes = wider;
  }

  /** The terminal's look is the default one, or unknown. */
  reset(look: 'default' | 'unknown'): void {
    this.#fg = this.#bg = this.#attr = look === 'default' ? 0 : -1;
    this.#askedAttr = -1;
  }

  /** Does the terminal's look fit a cell already? */
  is(fg: number, bg: number, attr: number): boolean {
    return (
      this.#shown(fg) === this.#fg &&
      this.#shown(bg) === this.#bg &&
      (attr & ATTR_MASK) === this.#attr &&
      (this.#links === undefined || attr >>> LINK_SHIFT === this.#link)
    );
  }

  /** Set the look of what follows and the link it belongs to; at most 72 bytes besides the link. */
  look(fg: number, bg: number, attr: number): void {
    if (fg === this.#askedFg && bg === this.#askedBg && attr === this.#askedAttr) return;
    this.#askedFg = fg;
    this.#askedBg = bg;
    this.#askedAttr = attr;
    if (attr >>> LINK_SHIFT !== this.#link) this.#open(attr >>> LINK_SHIFT);
    const back = bg === this.#bg && this.#colours === 'true' ? bg : this.#shown(bg);
    let front = fg === this.#fg && this.#colours === 'true' ? fg : this.#shown(fg);
    // Two colours that are one on this terminal: the text must not vanish.
    if (front === back && fg !== bg && front !== 0) front = PALETTE | (LIGHT.has(back & 0xff) ? 0 : 15);
    const style = attr & ATTR_MASK;
    if (front === this.#fg && back === this.#bg && style === this.#attr) return;
    this.#write(front, back, style);
    this.#fg = front;
    this.#bg = back;
    this.#attr = style;
  }

  /** End the link that is open. */
  close(): void {
    if (this.#link !== 0) this.#open(0);
    this.#askedAttr = -1;
  }

  /** Its number is its id: a link that is drawn in pieces is still one. */
  #open(link: number): void {
    if (this.#links === undefined) return;
    const target = this.#links.textOf(link);
    if (target === '' && this.#link === 0) return;
    this.reserve(target.length + LINK_BYTES);
    this.ascii(target === '' ? '\u001b]8;;' : `\u001b]8;id=${link};${target}`);
    this.ascii('\u001b\\');
    this.#link = target === '' ? 0 : link;
  }

  #write(fg: number, bg: number, attr: number): void {
    const {bytes} = this;
    bytes[this.length++] = ESC;
    bytes[this.length++] = 0x5b;
    const start = this.length;
    let [oldFg, oldBg, oldAttr] = [this.#fg, this.#bg, this.#attr];
    // What cannot be added is reached through the default look, which is the shortest way for several at once.
    const isPlain = fg === 0 && bg === 0 && attr === 0;
    const loses = (oldAttr & ~attr & 0xff) !== 0 || (oldAttr >> UNDERLINE_SHIFT !== 0 && attr >> UNDERLINE_SHIFT === 0);
    if (oldAttr < 0 || isPlain || loses) {
      if (!isPlain) this.#code(0);
      oldFg = oldBg = oldAttr = 0;
    }
    const added = attr & ~oldAttr;
    if (added & 0xff) for (const [bit, code] of CODES) if (added & bit) this.#code(code);
    const underline = (attr >> UNDERLINE_SHIFT) & STYLE_MASK;
    if (underline !== ((oldAttr >> UNDERLINE_SHIFT) & STYLE_MASK)) this.#underline(underline);
    if (fg !== oldFg) this.#colour(fg, 30);
    if (bg !== oldBg) this.#colour(bg, 40);
    // Each code ends in a semicolon; the last one gives way to the final letter.
    if (this.length > start) this.length--;
    this.bytes[this.length++] = 0x6d;
  }

  /** Terminals without true colour may not know the styled underlines, which would read as other attributes there. */
  #underline(style: number): void {
    this.#code(4);
    if (style < 2 || this.#colours !== 'true') return;
    this.bytes[this.length - 1] = 0x3a;
    this.#code(style);
  }

  /** Write a number from 0 to 255 and a semicolon. */
  #code(value: number): void {
    const digits = DIGITS[value] ?? 0;
    if (digits > 0xffff) this.bytes[this.length++] = digits >> 16;
    if (digits > 0xff) this.bytes[this.length++] = (digits >> 8) & 0xff;
    this.bytes[this.length++] = digits & 0xff;
    this.bytes[this.length++] = SEMICOLON;
  }

  #colour(word: number, base: 30 | 40): void {
    const value = word & 0xffffff;
    if (word === 0) this.#code(base + 9);
    else if (word < RGB && value < 16) this.#code(value < 8 ? base + value : base + 52 + value);
    else {
      this.#code(base + 8);
      this.#code(word < RGB ? 5 : 2);
      if (word < RGB) this.#code(value);
      else {
        this.#code(value >> 16);
        this.#code((value >> 8) & 255);
        this.#code(value & 255);
      }
    }
  }

  /** A colour word as this terminal can show it. */
  #shown(word: number): number {
    if (this.#colours === 'true' || word === 0) return word;
    if (this.#colours === 'none') return 0;
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    if (this.#known.size >= KNOWN_COLOURS) this.#known.clear();
    const shown = this.#degraded(word);
    this.#known.set(word, shown);
    return shown;
  }

  #degraded(word: number): number {
    const value = word & 0xffffff;
    if (word < RGB && (value < 16 || this.#colours === '256')) return word;
    const rgb = word < RGB ? rgbOf(value) : value;
    return PALETTE | (this.#colours === '256' ? nearestOf256(rgb) : nearestOf16(rgb));
  }

  /** Write a decimal number from 0 to 99999. */
  number(value: number): void {
    if (value >= 10) this.number(Math.trunc(value / 10));
    this.bytes[this.length++] = 0x30 + (value % 10);
  }

  /** Write ASCII as it is. */
  ascii(text: string): void {
    for (let at = 0; at < text.length; at++) this.bytes[this.length++] = text.charCodeAt(at);
  }

  /** Write a code point as UTF-8; at most 4 bytes. */
  code(code: number): void {
    const {bytes} = this;
    if (code < 0x80) bytes[this.length++] = code;
    else if (code < 0x800) {
      bytes[this.length++] = 0xc0 | (code >> 6);
      bytes[this.length++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[this.length++] = 0xe0 | (code >> 12);
      bytes[this.length++] = 0x80 | ((code >> 6) & 63);
      bytes[this.length++] = 0x80 | (code & 63);
    } else {
      bytes[this.length++] = 0xf0 | (code >> 18);
      bytes[this.length++] = 0x80 | ((code >> 12) & 63);
      bytes[this.length++] = 0x80 | ((code >> 6) & 63);
      bytes[this.length++] = 0x80 | (code & 63);
    }
  }

  /** Write a cluster as UTF-8. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length);
  }

  /** `CSI n final`, where `n` is left out when it is 1. */
  csi(n: number, final: number): void {
    this.bytes[this.length++] = ESC;
    this.bytes[this.length++] = 0x5b;
    if (n !== 1) this.number(n);
    this.bytes[this.length++] = final;
  }

  /** `CSI a ; b final`. */
  pair(a: number, b: number, final: number): void {
    this.bytes[this.length++] = ESC;
    this.bytes[this.length++] = 0x5b;
    this.number(a);
    this.bytes[this.length++] = SEMICOLON;
    this.number(b);
    this.bytes[this.length++] = final;
  }
}
