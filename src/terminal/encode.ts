/**
 * What a pane's program is sent for what a person does, by the modes the program set. A key is told as terminals always
 * did, by xterm's modifyOtherKeys, or by kitty's protocol.
 */
import type {Chord} from '../core/keys.ts';
import type {Modes} from './engine.ts';
import type {KeyToken, MouseToken} from './input.ts';
import {LETTERS, NUMBERS} from './key-names.ts';

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
/** Kitty's flags: all keys as sequences, the shifted key too, the text too. */
const ALTERNATE_KEYS = 4;
const ALL_KEYS = 8;
const WITH_TEXT = 16;

/** Keys that end in a letter, and those with a number before `~`; of two numbers the usual one. */
const FINALS = new Map(Object.entries(LETTERS).map(([letter, name]) => [name, letter]));
const TILDES = new Map(
  Object.entries(NUMBERS)
    .reverse()
    .map(([number, name]) => [name, number]),
);
const CODES: Readonly<Record<string, number>> = {Esc: 27, Enter: 13, Tab: 9, Backspace: 127, Space: 32};
/** A key of the keypad in application mode. */
const KEYPAD = /^\u001bO[Xj-y]$/u;
/** A key as a code point with modifiers: kitty's form and xterm's modifyOtherKeys. */
const CODED = /^\u001b\[(?:[\d:;]*u|27;[\d;]*~)$/u;

type Pressed = {readonly base: string; readonly held: number; readonly text: string | undefined};

/** Bytes for a key. */
export const encodeKey = (token: KeyToken, modes: Modes): Uint8Array => {
  if (mayBeTwo(token)) return token.bytes;
  const pressed = pressedOf(token);
  const sequence =
    functionalOf(pressed, modes) ??
    (modes.kittyFlags > 0 ? kittyOf(pressed, modes.kittyFlags) : otherOf(pressed, modes.modifyOtherKeys));
  if (sequence !== undefined) return Buffer.from(sequence);
  const raw = Buffer.from(token.bytes).toString('latin1');
  if (KEYPAD.test(raw)) return modes.applicationKeypad ? token.bytes : Buffer.from(token.text ?? '');
  return CODED.test(raw) ? Buffer.from(plainOf(token) ?? token.bytes) : token.bytes;
};

/**
 * Escape and a character, typed fast or sent together over a slow line, look like the character with Alt: the program is
 * given what came, and judges for itself as it would without us.
 */
const mayBeTwo = ({chord, bytes}: KeyToken): boolean =>
  chord.includes('M-') && bytes[0] === 0x1b && bytes.length > 1 && bytes[1] !== 0x5b && bytes[1] !== 0x4f;

const pressedOf = ({chord, text}: KeyToken): Pressed => {
  const [, prefixes = '', base = chord] = /^((?:C-)?(?:M-)?(?:S-)?)(.+)$/su.exec(chord) ?? [];
  const held =
    (prefixes.includes('S-') ? SHIFT : 0) | (prefixes.includes('M-') ? ALT : 0) | (prefixes.includes('C-') ? CTRL : 0);
  return {base, held, text};
};

/** Cursor keys, those of the block above them, and F1 to F12: the same in all protocols, but for a few. */
const functionalOf = ({base, held}: Pressed, {applicationCursor, kittyFlags}: Modes): string | undefined => {
  const isKitty = kittyFlags > 0;
  const letter = FINALS.get(base);
  const number = base === 'F3' && isKitty ? '13' : TILDES.get(base);
  if (letter !== undefined && !(base === 'F3' && isKitty)) {
    if (held > 0) return `\u001b[1;${held + 1}${letter}`;
    const isFunction = letter >= 'P';
    return `\u001b${!isKitty && (isFunction || applicationCursor) ? 'O' : '['}${letter}`;
  }
  return number === undefined ? undefined : `\u001b[${number}${held > 0 ? `;${held + 1}` : ''}~`;
};

/** @see https://sw.kovidgoyal.net/kitty/keyboard-protocol/ */
const kittyOf = ({base, held, text}: Pressed, flags: number): string | undefined => {
  const lower = base.toLowerCase();
  const isShifted = lower !== base && lower.length === base.length && CODES[base] === undefined;
  const code = CODES[base] ?? codeOf(isShifted ? lower : base);
  if (code === undefined) return text;
  const typed = (held & (ALT | CTRL)) === 0 ? (text ?? (base === 'Space' ? ' ' : undefined)) : undefined;
  if ((flags & ALL_KEYS) === 0) {
    if (typed !== undefined) return typed;
    if (held === 0 && base !== 'Esc') return PLAIN[base];
  }
  const modifiers = held | (isShifted ? SHIFT : 0);
  const shifted = isShifted && flags & ALTERNATE_KEYS ? `:${codeOf(base)}` : '';
  const codes = typed !== undefined && flags & WITH_TEXT ? `;${codeOf(typed)}` : '';
  const middle = modifiers > 0 ? `;${modifiers + 1}` : codes === '' ? '' : ';';
  return `\u001b[${code}${shifted}${middle}${codes}u`;
};

/** @see https://invisible-island.net/xterm/modified-keys.html */
const otherOf = ({base, held}: Pressed, level: Modes['modifyOtherKeys']): string | undefined => {
  const code = CODES[base] ?? codeOf(base);
  if (level === 0 || held === 0 || code === undefined || (base === 'Tab' && held === SHIFT)) return undefined;
  const isKnown = held === ALT || (held & CTRL && (controlOf(base) !== undefined || base === 'Space'));
  return level === 1 && isKnown ? undefined : `\u001b[27;${held + 1};${code}~`;
};

/** The code point of a character; `undefined` for what is more than one. */
const codeOf = (text: string): number | undefined => {
  const code = text.codePointAt(0) ?? 0;
  return text.length === (code > 0xffff ? 2 : 1) ? code : undefined;
};

const PLAIN: Readonly<Record<string, string>> = {
  Enter: '\r',
  Tab: '\t',
  Esc: '\u001b',
  Space: ' ',
  Backspace: '\u007f',
  'S-Tab': '\u001b[Z',
  // Agents take Escape and Return for a new line; a plain Return would send the prompt.
  'S-Enter': '\u001b\r',
  'S-Backspace': '\u007f',
  'S-Space': ' ',
  'S-Esc': '\u001b',
  'C-Enter': '\r',
  'C-Tab': '\t',
  'C-Space': '\u0000',
  'C-Backspace': '\b',
  'C-Esc': '\u001b',
};

/** A key as if it had been pressed, for a chord that a person configured; one without an old form types nothing. */
export const keyOfChord = (chord: Chord): KeyToken => {
  const plain = plainOf({kind: 'key', chord, bytes: new Uint8Array()}) ?? '';
  return {kind: 'key', chord, bytes: Buffer.from(plain)};
};

/** The old form of a key, for programs that asked for no other. */
const plainOf = ({chord, text}: KeyToken): string | undefined => {
  if (text !== undefined) return text;
  const meta = chord.includes('M-') && chord.length > 2;
  const bare = meta ? chord.replace('M-', '') : chord;
  const [, key = ''] = /^C-(.)$/u.exec(bare) ?? [];
  const plain = PLAIN[bare] ?? controlOf(key) ?? (/^.$/u.test(bare) ? bare : key || undefined);
  return plain === undefined ? undefined : (meta ? '\u001b' : '') + plain;
};

/** What Control makes of a character. */
const controlOf = (key: string): string | undefined => {
  if (/^[a-zA-Z@[\\\]^_]$/u.test(key)) return String.fromCharCode(key.toUpperCase().charCodeAt(0) & 31);
  return key === '?' ? '\u007f' : key === '/' ? '\u001f' : undefined;
};

const BUTTONS = {press: 0, release: 0, drag: 32, move: 35, 'wheel-up': 64, 'wheel-down': 65} as const;
/** The highest cell the old report can name. */
const OLD_LIMIT = 222;

/**
 * Bytes for the mouse; `undefined` when the program does not want the event, or cannot be told where it is.
 *
 * @param token its place is counted from the pane's first cell
 */
export const encodeMouse = (token: MouseToken, modes: Modes): Uint8Array | undefined => {
  const {action, button, x, y} = token;
  if (!wants(action, modes.mouse) || x < 0 || y < 0) return undefined;
  const isButton = action === 'press' || action === 'release' || action === 'drag';
  const held = modes.mouse === 'x10' ? 0 : (token.shift ? 4 : 0) | (token.alt ? 8 : 0) | (token.ctrl ? 16 : 0);
  const bits = (BUTTONS[action] + (isButton ? button : 0)) | held;
  if (modes.mouseSgr) return Buffer.from(`\u001b[<${bits};${x + 1};${y + 1}${action === 'release' ? 'm' : 'M'}`);
  if (x > OLD_LIMIT || y > OLD_LIMIT) return undefined;
  const old = action === 'release' ? 3 | held : bits;
  return Buffer.from([0x1b, 0x5b, 0x4d, 32 + old, 33 + x, 33 + y]);
};

const wants = (action: MouseToken['action'], mouse: Modes['mouse']): boolean => {
  if (mouse === 'none') return false;
  if (mouse === 'x10') return action === 'press';
  if (action === 'move') return mouse === 'any';
  return action === 'drag' ? mouse !== 'normal' : true;
};

/** Controls but Tab and Return; a pasted Escape could end the paste and type. */
const UNPASTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

/** Bytes for a paste: lines end in Return as if typed, and nothing in it can end the bracket or act on the terminal. */
export const encodePaste = (text: string, modes: Modes): Uint8Array => {
  const clean = text
    .replaceAll('\u001b[201~', '')
    .replaceAll(/\r\n|\n/gu, '\r')
    .replaceAll(UNPASTABLE, '');
  return Buffer.from(modes.bracketedPaste ? `\u001b[200~${clean}\u001b[201~` : clean);
};

/** Bytes for a change of focus; `undefined` when the program did not ask for it. */
export const encodeFocus = (gained: boolean, modes: Modes): Uint8Array | undefined =>
  modes.focusReports ? Buffer.from(gained ? '\u001b[I' : '\u001b[O') : undefined;
