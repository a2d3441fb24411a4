/** Keys by the numbers and letters terminals send for them, named as `core/keys.ts` does. */
import type {Chord} from '../core/keys.ts';

/** Final letters of `CSI` and `SS3`. @see xterm's ctlseqs, "PC-Style Function Keys" */
export const LETTERS: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  H: 'Home',
  F: 'End',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
};

/** Numbers before `~`. */
export const NUMBERS: Readonly<Record<number, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
};

/** Letters of `SS3` on a keypad in application mode, and what they type. */
export const KEYPAD: Readonly<Record<string, string>> = {
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
};

/** Code points that are keys with names. */
const NAMED: Readonly<Record<number, string>> = {8: 'Backspace', 9: 'Tab', 13: 'Enter', 27: 'Esc', 127: 'Backspace'};

/** Keypad keys of kitty's protocol. @see https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions */
const KITTY_NAMED: Readonly<Record<number, string>> = {
  57414: 'Enter',
  57417: 'Left',
  57418: 'Right',
  57419: 'Up',
  57420: 'Down',
  57421: 'PageUp',
  57422: 'PageDown',
  57423: 'Home',
  57424: 'End',
  57425: 'Insert',
  57426: 'Delete',
};
const KITTY_KEYPAD = {first: 57399, types: '0123456789./*-+'} as const;
/** Kitty's block of private numbers: keys without a name here, such as a modifier alone. */
const KITTY_PRIVATE = {first: 57344, last: 63743} as const;

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const META = 32;

/** A chord from a key's name and xterm's modifier parameter, which is 1 with nothing held. */
export const chordOf = (name: string, modifiers: number): Chord => {
  const held = Math.max(0, modifiers - 1);
  return `${held & CTRL ? 'C-' : ''}${held & (ALT | META) ? 'M-' : ''}${held & SHIFT ? 'S-' : ''}${name}`;
};

/** A byte below 32, or 127, as a chord: what a control key sends. */
export const controlChord = (byte: number): Chord => {
  if (byte === 0) return 'C-Space';
  const name = byte === 8 ? undefined : NAMED[byte];
  return name ?? `C-${String.fromCharCode(byte + 64).toLowerCase()}`;
};

/**
 * A key that came as a code point with modifiers (kitty's `CSI u`, xterm's modifyOtherKeys).
 *
 * @param shifted the code point with Shift, where the terminal told it
 * @returns `undefined` for a key that types nothing and has no name here
 */
export const keyOf = (
  code: number,
  modifiers: number,
  shifted?: number,
): {readonly chord: Chord; readonly text?: string} | undefined => {
  const name = NAMED[code] ?? KITTY_NAMED[code];
  if (name !== undefined) return {chord: chordOf(name, modifiers)};
  const typed =
    KITTY_KEYPAD.types[code - KITTY_KEYPAD.first] ?? (isText(code) ? String.fromCodePoint(code) : undefined);
  if (typed === undefined) return undefined;
  const held = Math.max(0, modifiers - 1);
  const isShifted = (held & SHIFT) !== 0;
  const upper = shifted !== undefined && isText(shifted) ? String.fromCodePoint(shifted) : typed.toUpperCase();
  const char = isShifted && typed !== ' ' ? upper : typed;
  // Control reads letters without case; elsewhere Shift is in the character itself.
  const isBare = (held & (CTRL | ALT | META)) === 0;
  if (isBare && char !== ' ') return {chord: char, text: char};
  if (isBare) return {chord: isShifted ? 'S-Space' : 'Space', text: ' '};
  const base = char === ' ' ? 'Space' : held & CTRL && !isShifted ? char.toLowerCase() : char;
  return {chord: chordOf(base, (held & ~SHIFT) + 1)};
};

const isText = (code: number): boolean =>
  code >= 0x20 && code <= 0x10ffff && code !== 0x7f && !(code >= KITTY_PRIVATE.first && code <= KITTY_PRIVATE.last);
