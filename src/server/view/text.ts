/** Long texts over the panes. The view holds what is visible; the whole is held by the desk that opened it. */
import type {Chord} from '../../core/keys.ts';
import {sanitise} from '../../core/sanitise.ts';
import {textColsOf, textRowsOf, type Dialog} from '../../core/view.ts';
import {wrapText} from '../../core/width.ts';
import type {Desk} from './desk.ts';

type TextDialog = Extract<Dialog, {kind: 'text'}>;

/** The whole text behind each picture of a part of it. */
const wholes = new WeakMap<TextDialog, readonly string[]>();

/** Longer texts are cut here, lines. */
const MAX_LINES = 20_000;

const windowOf = (desk: Desk, dialog: TextDialog, lines: readonly string[]): TextDialog => {
  const rows = textRowsOf(desk.view);
  const top = Math.max(0, Math.min(dialog.top, lines.length - rows));
  const visible = {...dialog, lines: lines.slice(top, top + rows), top, total: lines.length};
  wholes.set(visible, lines);
  return visible;
};

/** Open a text for reading; long lines are cut unless it `wraps`. */
export const openText = (desk: Desk, it: {title: string; text: string; wraps?: boolean}): void => {
  const all = it.wraps === true ? wrapped(it.text, textColsOf(desk.view)) : it.text.split('\n');
  const rest = all.length - MAX_LINES;
  const shown =
    rest > 0 ? [...all.slice(0, MAX_LINES), `… ${rest} more lines are not shown: roundhouse ${it.title}`] : all;
  const lines = shown.map(sanitise);
  const dialog = {kind: 'text', title: it.title, lines: [], top: 0, total: lines.length} as const;
  desk.set({dialog: windowOf(desk, dialog, lines)});
};

/** Lines of lists go on below their text. */
const wrapped = (text: string, cols: number): readonly string[] =>
  text.split('\n').flatMap(line => {
    const {mark = '', rest = ''} = /^(?<mark>\s*(?:- )?)(?<rest>.*)$/u.exec(line)?.groups ?? {};
    const blank = ' '.repeat(mark.length);
    return wrapText(rest, Math.max(1, cols - mark.length)).map((row, at) => `${at === 0 ? mark : blank}${row}`);
  });

/** Lines to go, by key; a page is the height of the text. */
const steps: Readonly<Record<Chord, (rows: number) => number>> = {
  j: () => 1,
  Down: () => 1,
  k: () => -1,
  Up: () => -1,
  PageDown: rows => rows,
  Space: rows => rows,
  'C-d': rows => rows >> 1,
  PageUp: rows => -rows,
  'C-u': rows => -(rows >> 1),
  b: rows => -rows,
  g: () => -Infinity,
  Home: () => -Infinity,
  G: () => Infinity,
  End: () => Infinity,
};

/** Scroll an open text by key. @returns whether the key is one of those */
export const scrollText = (desk: Desk, dialog: TextDialog, chord: Chord): boolean => {
  const step = Object.hasOwn(steps, chord) ? steps[chord] : undefined;
  if (step === undefined) return false;
  scrollTextBy(desk, dialog, step(textRowsOf(desk.view)));
  return true;
};

/** Scroll an open text by lines, down is positive. */
export const scrollTextBy = (desk: Desk, dialog: TextDialog, lines: number): void => {
  const whole = wholes.get(dialog) ?? dialog.lines;
  const top = Math.max(0, Math.min(whole.length, dialog.top + lines));
  desk.set({dialog: windowOf(desk, {...dialog, top}, whole)});
};
