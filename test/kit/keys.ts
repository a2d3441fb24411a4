/** Chords as a plain terminal sends them. */
import type {Chord} from '../../src/core/keys.ts';

const NAMED: Readonly<Record<Chord, string>> = {
  Enter: '\r',
  Esc: '\u001b',
  Tab: '\t',
  'S-Tab': '\u001b[Z',
  Space: ' ',
  Backspace: '\u007f',
  Delete: '\u001b[3~',
  Up: '\u001b[A',
  Down: '\u001b[B',
  Right: '\u001b[C',
  Left: '\u001b[D',
  'C-Left': '\u001b[1;5D',
  'C-Up': '\u001b[1;5A',
  Home: '\u001b[H',
  End: '\u001b[F',
  PageUp: '\u001b[5~',
  PageDown: '\u001b[6~',
};

/** The bytes of one chord. @throws Error for a chord that such a terminal cannot send */
export const bytesOf = (chord: Chord): string => {
  const named = NAMED[chord];
  if (named !== undefined) return named;
  const control = /^C-(?<key>[a-z])$/u.exec(chord)?.groups?.['key'];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  if (chord.startsWith('M-')) return `\u001b${bytesOf(chord.slice(2))}`;
  if (!/^.$/u.test(chord)) throw new Error(`"${chord}" is no key of a plain terminal`);
  return chord;
};

/** What a mouse with SGR coordinates sends. `x` and `y` are cells from 0. */
export const mouseBytes = (bits: number, at: {x: number; y: number}, isRelease = false): string =>
  `\u001b[<${bits};${at.x + 1};${at.y + 1}${isRelease ? 'm' : 'M'}`;
