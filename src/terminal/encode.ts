/** What a pane's program is sent for what a person does, by the modes the program set. */
import {LETTERS} from './key-names.ts';
import type {Modes} from './engine.ts';
import type {KeyToken, MouseToken} from './input.ts';

const CURSOR_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LETTERS)
    .filter(([letter]) => 'ABCDHF'.includes(letter))
    .map(([letter, name]) => [name, letter]),
);
/** A key as a code point with modifiers: kitty's form and xterm's modifyOtherKeys. */
const CODED = /^\u001b\[(?:[\d:;]*u|27;[\d;]*~)$/u;
/** A key of the keypad in application mode. */
const KEYPAD = /^\u001bO[Xj-y]$/u;

/** Bytes for a key. They are those that came, save where the program is in another mode than the user's terminal. */
export const encodeKey = (token: KeyToken, modes: Modes): Uint8Array => {
  const cursor = CURSOR_LETTERS[token.chord];
  if (cursor !== undefined) return Buffer.from(`\u001b${modes.applicationCursor ? 'O' : '['}${cursor}`);
  const raw = Buffer.from(token.bytes).toString('latin1');
  if (KEYPAD.test(raw)) return modes.applicationKeypad ? token.bytes : Buffer.from(token.text ?? '');
  return CODED.test(raw) ? (plainOf(token) ?? token.bytes) : token.bytes;
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

/** The old form of a key, for programs that asked for no other. */
const plainOf = ({chord, text}: KeyToken): Uint8Array | undefined => {
  if (text !== undefined) return Buffer.from(text);
  const meta = chord.includes('M-') && chord.length > 2;
  const bare = meta ? chord.replace('M-', '') : chord;
  const plain = PLAIN[bare] ?? controlOf(bare) ?? (/^.$/u.test(bare) ? bare : undefined);
  return plain === undefined ? undefined : Buffer.from((meta ? '\u001b' : '') + plain);
};

const controlOf = (chord: string): string | undefined => {
  const [, key = ''] = /^C-(.)$/u.exec(chord) ?? [];
  if (/^[a-zA-Z@[\\\]^_]$/u.test(key)) return String.fromCharCode(key.toUpperCase().charCodeAt(0) & 31);
  return key === '?' ? '\u007f' : key === '/' ? '\u001f' : key === '' ? undefined : key;
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
