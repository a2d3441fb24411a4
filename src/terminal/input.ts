/**
 * Decodes what a user's terminal sends: keys in the old and in kitty's form, the mouse, pastes, focus, answers. The
 * same bytes give the same tokens however they are cut into reads.
 */
import type {Chord} from '../core/keys.ts';
import {controlChord, chordOf, KEYPAD, keyOf, LETTERS, NUMBERS} from './key-names.ts';
import {characterExtent, csiExtent, parametersOf, stringExtent} from './scan.ts';

/** Modifiers that were held. */
export type Held = {readonly shift: boolean; readonly alt: boolean; readonly ctrl: boolean};

/** A key, and the bytes it came as. `text` is what it types, where it types something. */
export type KeyToken = {
  readonly kind: 'key';
  readonly chord: Chord;
  readonly text?: string;
  readonly bytes: Uint8Array;
};

/** The mouse, at a cell counted from 0. `button` is 0 left, 1 middle, 2 right; 0 where none is meant. */
export type MouseToken = Held & {
  readonly kind: 'mouse';
  readonly action: 'press' | 'release' | 'drag' | 'move' | 'wheel-up' | 'wheel-down';
  readonly button: 0 | 1 | 2;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
};

export type Token =
  | KeyToken
  | MouseToken
  /** A bracketed paste, as it was pasted. */
  | {readonly kind: 'paste'; readonly text: string}
  | {readonly kind: 'focus'; readonly gained: boolean}
  /** The terminal's own answer to a question: never typed into a pane. */
  | {readonly kind: 'reply'; readonly bytes: Uint8Array};

const ESC = 0x1b;
/** Bytes of a paste that are kept together; a longer one becomes several. */
const LONGEST_PASTE = 16 * 1024 * 1024;
/** So many flushes the rest of an answer is waited for. */
const PATIENCE = 30;
const PASTE_END = Buffer.from('\u001b[201~');

/** What one sequence means, and how many bytes it took; `more` when the rest of it has not come. */
type Step = {readonly tokens: readonly Token[]; readonly length: number} | 'more';

/** Reads of one terminal, in order. */
export class InputDecoder {
  #rest: Uint8Array = new Uint8Array();
  /** Parts of a paste whose end has not come. */
  #paste: Uint8Array[] | undefined;
  #pasted = 0;
  /** Flushes that waited on since the last read. */
  #waited = 0;

  /** Are there bytes that wait for more? The caller calls {@link InputDecoder.flush} some 30 ms later. */
  get pending(): boolean {
    return this.#paste === undefined && this.#rest.length > 0;
  }

  /** Decode what was read. `bytes` may be reused afterwards. */
  feed(bytes: Uint8Array): readonly Token[] {
    const {buffer, byteOffset, length} = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    // A Buffer's slice would be a view into what the caller reuses.
    const all = new Uint8Array(buffer, byteOffset, length);
    const tokens: Token[] = [];
    let at = 0;
    while (at < all.length) {
      const step: Step = this.#paste === undefined ? stepOf(all, at) : this.#gather(all, at);
      if (step === 'more') break;
      for (const token of step.tokens) tokens.push(token);
      if (isPasteStart(all, at, step.length) && this.#paste === undefined) this.#paste = [];
      at += step.length;
    }
    this.#rest = all.slice(at);
    this.#waited = 0;
    return tokens;
  }

  /** Nothing came for a while: what was begun is what was meant, a lone Escape above all. */
  flush(): readonly Token[] {
    const rest = this.#rest;
    if (!this.pending) return [];
    // A longer one is the terminal's: over a bad line its rest may take long. Then it is dropped as an answer.
    if (rest.length > 2 && this.#waited < PATIENCE) {
      this.#waited++;
      return [];
    }
    this.#rest = new Uint8Array();
    this.#waited = 0;
    if (rest[0] !== ESC || rest.length > 2) return [{kind: 'reply', bytes: rest}];
    if (rest.length === 1) return [keyToken('Esc', rest)];
    const [second = ESC] = rest.subarray(1);
    if (second === ESC) return [keyToken('Esc', rest.slice(0, 1)), keyToken('Esc', rest.slice(1))];
    return [keyToken(`M-${String.fromCharCode(second)}`, rest)];
  }

  /** Take the bytes of a paste up to its end, or what may be the beginning of its end. */
  #gather(all: Uint8Array, at: number): Step {
    const view = Buffer.from(all.buffer, all.byteOffset + at, all.byteLength - at);
    const found = view.indexOf(PASTE_END);
    const length = found >= 0 ? found : view.length - beginningOfEnd(view);
    if (length === 0 && found < 0) return 'more';
    const parts = this.#paste ?? [];
    const room = LONGEST_PASTE - this.#pasted;
    parts.push(all.slice(at, at + Math.min(length, room)));
    this.#pasted += Math.min(length, room);
    const isFull = length > room;
    if (!isFull && found < 0) return {tokens: [], length};
    this.#paste = isFull ? [] : undefined;
    this.#pasted = 0;
    const text = Buffer.concat(parts).toString('utf8');
    return {tokens: [{kind: 'paste', text}], length: isFull ? room : length + PASTE_END.length};
  }
}

/** How many bytes at the end of a read may be the start of a paste's terminator. */
const beginningOfEnd = (bytes: Buffer): number => {
  for (let size = Math.min(PASTE_END.length - 1, bytes.length); size > 0; size--)
    if (bytes.subarray(bytes.length - size).equals(PASTE_END.subarray(0, size))) return size;
  return 0;
};

const isPasteStart = (bytes: Uint8Array, at: number, length: number): boolean =>
  length === 6 && Buffer.from(bytes.buffer, bytes.byteOffset + at, length).equals(Buffer.from('\u001b[200~'));

const keyToken = (chord: string, bytes: Uint8Array, text?: string): Token => ({
  kind: 'key',
  chord,
  ...(text === undefined ? {} : {text}),
  bytes,
});

const stepOf = (bytes: Uint8Array, at: number): Step =>
  bytes[at] === ESC ? escapeStep(bytes, at) : characterStep(bytes, at, '');

/** A character as it is typed, or with Alt when `prefix` is `M-` and the Escape before it is counted. */
const characterStep = (bytes: Uint8Array, at: number, prefix: '' | 'M-'): Step => {
  const start = at + (prefix === '' ? 0 : 1);
  const extent = characterExtent(bytes, start);
  if (extent === 'more') return 'more';
  const length = start - at + (extent === 'none' ? 1 : extent);
  const raw = bytes.slice(at, at + length);
  const byte = bytes[start] ?? 0;
  if (byte < 0x20 || byte === 0x7f) {
    const chord = controlChord(byte);
    const withMeta = chord.startsWith('C-') ? `C-${prefix}${chord.slice(2)}` : prefix + chord;
    return {tokens: [keyToken(withMeta, raw)], length};
  }
  const text = Buffer.from(raw.subarray(start - at)).toString('utf8');
  const name = text === ' ' ? 'Space' : text;
  return {tokens: [prefix === '' ? keyToken(name, raw, text) : keyToken(prefix + name, raw)], length};
};

const escapeStep = (bytes: Uint8Array, at: number): Step => {
  const next = bytes[at + 1];
  if (next === undefined) return 'more';
  if (next === ESC) return doubleEscapeStep(bytes, at);
  if (next === 0x5b) return csiStep(bytes, at);
  if (next === 0x4f) return ss3Step(bytes, at);
  if (next !== 0x5d && next !== 0x50 && next !== 0x5f) return characterStep(bytes, at, 'M-');
  const extent = stringExtent(bytes, at);
  if (extent === 'more') return 'more';
  if (extent === 'none') return characterStep(bytes, at, 'M-');
  return {tokens: [{kind: 'reply', bytes: bytes.slice(at, at + extent)}], length: extent};
};

/** Some terminals send Alt with an arrow as Escape and the arrow; else the first Escape is a key of its own. */
const doubleEscapeStep = (bytes: Uint8Array, at: number): Step => {
  const third = bytes[at + 2];
  if (third === undefined) return 'more';
  const alone = {tokens: [keyToken('Esc', bytes.slice(at, at + 1))], length: 1};
  if (third !== 0x5b && third !== 0x4f) return alone;
  const inner = third === 0x5b ? csiStep(bytes, at + 1) : ss3Step(bytes, at + 1);
  if (inner === 'more') return 'more';
  const [token] = inner.tokens;
  const isPlain = token?.kind === 'key' && !/^[CMS]-./u.test(token.chord) && inner.length > 2;
  if (!isPlain) return alone;
  const length = inner.length + 1;
  return {tokens: [keyToken(`M-${token.chord}`, bytes.slice(at, at + length))], length};
};

const ss3Step = (bytes: Uint8Array, at: number): Step => {
  const third = bytes[at + 2];
  if (third === undefined) return 'more';
  const letter = String.fromCharCode(third);
  const raw = bytes.slice(at, at + 3);
  const name = LETTERS[letter];
  if (name !== undefined) return {tokens: [keyToken(name, raw)], length: 3};
  if (letter === 'M') return {tokens: [keyToken('Enter', raw)], length: 3};
  const text = KEYPAD[letter];
  if (text !== undefined) return {tokens: [keyToken(text, raw, text)], length: 3};
  return {tokens: [keyToken('M-O', bytes.slice(at, at + 2))], length: 2};
};

const csiStep = (bytes: Uint8Array, at: number): Step => {
  const extent = csiExtent(bytes, at);
  if (extent === 'more') return 'more';
  if (extent === 'none') return {tokens: [keyToken('M-[', bytes.slice(at, at + 2))], length: 2};
  const raw = bytes.slice(at, at + extent);
  const body = Buffer.from(raw.subarray(2)).toString('latin1');
  return {tokens: csiTokens(body, raw), length: extent};
};

/** @param body what follows `CSI` */
const csiTokens = (body: string, raw: Uint8Array): readonly Token[] => {
  const final = body.at(-1) ?? '';
  if (body.startsWith('M')) return mouseTokens(oldMouse(raw), raw);
  if (body.startsWith('[')) return final >= 'A' && final <= 'E' ? [keyToken(`F${final.charCodeAt(0) - 64}`, raw)] : [];
  if (body.startsWith('<')) return mouseTokens(sgrMouse(body), raw);
  const reply: readonly Token[] = [{kind: 'reply', bytes: raw}];
  // Only answers begin with a private letter or hold an intermediate one.
  if (/^[=>?]/u.test(body) || /[ -/]/u.test(body)) return reply;
  if (final === 'I' || final === 'O') return [{kind: 'focus', gained: final === 'I'}];
  return namedTokens(body, raw) ?? reply;
};

/** Keys among the CSI sequences; `undefined` for what is no key. */
const namedTokens = (body: string, raw: Uint8Array): readonly Token[] | undefined => {
  const final = body.at(-1) ?? '';
  const parameters = parametersOf(body.slice(0, -1));
  const [[first, shifted] = [], [modifiers = 1, event] = []] = parameters;
  // Kitty tells of keys that are let go.
  if (event === 3) return [];
  if (final === 'Z') return [keyToken('S-Tab', raw)];
  if (final === 'u') return codeTokens({code: first ?? 0, modifiers, shifted}, raw);
  if (final === '~' && first === 27) return codeTokens({code: parameters[2]?.[0] ?? 0, modifiers}, raw);
  if (final === '~') {
    const name = NUMBERS[first ?? 0];
    return name === undefined ? [] : [keyToken(chordOf(name, modifiers), raw)];
  }
  const name = LETTERS[final];
  // A key has no parameters, or 1 and its modifiers; a cursor report ends in R too, with a row and a column.
  const most = final === 'R' ? 16 : 256;
  const isKey = name !== undefined && (first ?? 1) === 1 && parameters.length <= 2 && modifiers <= most;
  return isKey ? [keyToken(chordOf(name, modifiers), raw)] : undefined;
};

const codeTokens = (
  key: {code: number; modifiers: number; shifted?: number | undefined},
  raw: Uint8Array,
): readonly Token[] => {
  const found = keyOf(key.code, key.modifiers, key.shifted);
  return found === undefined ? [] : [keyToken(found.chord, raw, found.text)];
};

type Report = {readonly bits: number; readonly x: number; readonly y: number; readonly released: boolean};

/** `CSI < bits ; column ; row M`, and `m` for a release. */
const sgrMouse = (body: string): Report => {
  const [bits = 0, x = 1, y = 1] = body.slice(1, -1).split(';').map(Number);
  return {bits, x: x - 1, y: y - 1, released: body.endsWith('m')};
};

/** `CSI M` and three bytes, each 32 above what it means. */
const oldMouse = (raw: Uint8Array): Report => {
  const [bits = 0, x = 1, y = 1] = [...raw.subarray(3)].map(it => it - 32);
  return {bits, x: x - 1, y: y - 1, released: (bits & 0x63) === 3};
};

/** Horizontal wheels and further buttons are nobody's here. */
const mouseTokens = ({bits, x, y, released}: Report, bytes: Uint8Array): readonly Token[] => {
  const held = {shift: (bits & 4) !== 0, alt: (bits & 8) !== 0, ctrl: (bits & 16) !== 0};
  const which = bits & 3;
  const place = {kind: 'mouse', x, y, ...held, bytes} as const;
  const isKnown = Number.isInteger(bits) && Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0;
  if (!isKnown || bits >= 128) return [];
  if (bits & 64) {
    if (which > 1 || released) return [];
    return [{...place, action: which === 0 ? 'wheel-up' : 'wheel-down', button: 0}];
  }
  const button = which === 1 || which === 2 ? which : 0;
  const action: MouseToken['action'] = bits & 32 ? (which === 3 ? 'move' : 'drag') : released ? 'release' : 'press';
  return [{...place, action, button}];
};
