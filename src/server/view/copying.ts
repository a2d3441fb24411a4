/** What is copied goes to the person's clipboard, and is kept to be pasted here. */
import {keyOf} from '../../core/keymap.ts';
import {encodePaste} from '../../terminal/encode.ts';
import type {Mark} from '../../terminal/engine.ts';
import {lastBlock} from '../../terminal/blocks.ts';
import type {Lines} from '../../terminal/lines.ts';
import {textOfSelection} from '../../terminal/selection.ts';
import type {Desk} from './desk.ts';
import {leave, readOf} from './read.ts';

/** The most that is handed to a terminal's clipboard, bytes. */
const MOST_COPIED = 1024 * 1024;

/** Copy a text: it is pasted with a key here, and lies in the clipboard of the person's machine. */
export const copyText = (desk: Desk, text: string): void => {
  if (text === '') return;
  desk.server.clipboard.text = text;
  const isShort = Buffer.byteLength(text) <= MOST_COPIED;
  if (isShort) desk.toClipboard(text);
  const paste = keyOf(desk.keys, 'paste-copied');
  const lines = text.replace(/\n$/u, '').split('\n').length;
  const what = lines > 1 ? `${lines} lines` : `${Array.from(text).length} characters`;
  desk.set({
    notice: isShort
      ? {tone: 'good', text: `copied ${what}`, hint: `${paste} pastes it here`}
      : {tone: 'plain', text: `copied ${what}, for ${paste} only`, hint: 'over 1 MB is not given to the clipboard'},
  });
};

/** Type what was copied last into the focused pane, as a paste. */
export const pasteCopied = (desk: Desk): void => {
  const {text} = desk.server.clipboard;
  if (text === '')
    desk.set({
      notice: {tone: 'plain', text: 'nothing was copied yet', hint: `${keyOf(desk.keys, 'copy-mode')} copies`},
    });
  else desk.type(live => encodePaste(text, live.engine.modes));
};

/** Copy what the last command printed, where the shell marks its commands. */
export const copyOutput = (desk: Desk): void => {
  const read = readOf(desk, desk.view.focus);
  if (read === undefined) return;
  const part = lastOutput(read.live.engine.marks, read.lines);
  if (part === undefined) {
    const hint = `a shell with OSC 133 marks does; copy mode (${keyOf(desk.keys, 'copy-mode')}) copies any text`;
    desk.set({notice: {tone: 'plain', text: 'this program does not mark its commands', hint}});
    return;
  }
  leave(read);
  const {from, to} = part;
  copyText(desk, textOfSelection(read.lines, {anchor: {line: from, x: 0}, head: {line: to, x: 0}, shape: 'line'}));
};

/** The lines between the mark of a command's output and that of its end. */
const lastOutput = (marks: readonly Mark[], lines: Lines): {from: number; to: number} | undefined => {
  const at = marks.findLastIndex(it => it.kind === 'output');
  const begin = marks[at];
  if (begin === undefined) return undefined;
  const end = marks.slice(at).find(it => it.kind === 'end' || it.kind === 'prompt');
  const last = end === undefined ? lines.end - 1 : Math.max(begin.line, end.line - 1);
  return {from: begin.line, to: last};
};

/** Copy the last block of code that stands between fences. */
export const copyCode = (desk: Desk): void => {
  const read = readOf(desk, desk.view.focus);
  if (read === undefined) return;
  const block = lastBlock(read.lines);
  if (block === undefined) {
    desk.set({notice: {tone: 'plain', text: 'no fenced block of code (```) is in this pane'}});
    return;
  }
  leave(read);
  copyText(desk, block);
};
