/** What is copied goes to the person's clipboard, and is kept to be pasted here. */
import {keyOf} from '../../core/keymap.ts';
import type {Notice} from '../../core/view.ts';
import {encodePaste} from '../../terminal/encode.ts';
import type {Mark} from '../../terminal/engine.ts';
import {lastBlock} from '../../terminal/blocks.ts';
import type {Lines} from '../../terminal/lines.ts';
import {textOfSelection} from '../../terminal/selection.ts';
import {begin} from './begun.ts';
import type {Desk} from './desk.ts';
import {isOpenTo} from './limits.ts';
import {leave, readOf, setReading} from './read.ts';

/** The most that is handed to a terminal's clipboard, bytes. */
const MOST_COPIED = 1024 * 1024;

/** Copy a text: it is pasted with a key here, and lies in the clipboard of the person's machine. */
export const copyText = (desk: Desk, text: string): void => {
  if (text === '') return;
  desk.server.clipboard.text = text;
  const isShort = Buffer.byteLength(text) <= MOST_COPIED;
  if (isShort) desk.toClipboard(text);
  desk.set({notice: copiedNotice(desk, text, isShort)});
};

const copiedNotice = ({keys, view}: Desk, text: string, isShort: boolean): Notice => {
  const lines = text.replace(/\n$/u, '').split('\n').length;
  const said = `copied ${lines > 1 ? `${lines} lines` : charactersOf(text)}`;
  const paste = keyOf(keys, 'paste-copied');
  if (!isShort)
    return {tone: 'plain', text: `${said}, for ${paste} only`, hint: 'over 1 MB is not given to the clipboard'};
  return {tone: 'good', text: said, ...(isOpenTo(view, 'paste-copied') ? {hint: `${paste} pastes it here`} : {})};
};

const charactersOf = (text: string): string => {
  const {length} = Array.from(text);
  return length === 1 ? '1 character' : `${length} characters`;
};

/** Type what was copied last into the focused pane, as a paste. */
export const pasteCopied = (desk: Desk): void => {
  const {text} = desk.server.clipboard;
  if (text === '')
    desk.set({
      notice: {tone: 'plain', text: 'nothing was copied yet', hint: `${keyOf(desk.keys, 'copy-mode')} copies`},
    });
  else pasteInto(desk, text);
};

/** What is typed must be seen: a pane that was read is live again. */
export const pasteInto = (desk: Desk, text: string): void => {
  const {focus, reading} = desk.view;
  if (reading[focus] !== undefined) setReading(desk, focus, undefined);
  desk.type(live => encodePaste(text, live.engine.modes));
  begin(desk, draft => draft + text.length);
};

/** Copy what the last command printed, where the shell marks its commands. */
export const copyOutput = (desk: Desk): void => {
  const read = readOf(desk, desk.view.focus);
  if (read === undefined) return;
  const {marks} = read.live.engine;
  const output = lastOutput(marks, read.lines);
  if (output === undefined || output === '') {
    desk.set({notice: {tone: 'plain', ...whyNoOutput(desk, {isMarked: marks.length > 0, output})}});
    return;
  }
  leave(read);
  copyText(desk, output);
};

const whyNoOutput = (
  desk: Desk,
  {isMarked, output}: {isMarked: boolean; output: string | undefined},
): Pick<Notice, 'text' | 'hint'> => {
  if (output !== undefined) return {text: 'the last command printed nothing'};
  if (isMarked) return {text: 'no output of a command is here'};
  return {text: 'the shell here marks no commands', hint: `${keyOf(desk.keys, 'copy-mode')} copies any text`};
};

/** What stands between the mark of a command's output and that of its end, or the last text while it runs. */
const lastOutput = (marks: readonly Mark[], lines: Lines): string | undefined => {
  const at = marks.findLastIndex(it => it.kind === 'output');
  const begin = marks[at];
  if (begin === undefined) return undefined;
  const end = marks.slice(at).find(it => it.kind === 'end' || it.kind === 'prompt') ?? {line: lines.end, x: 0};
  if (end.line < begin.line || (end.line === begin.line && end.x <= begin.x)) return '';
  const head = end.x === 0 ? {line: end.line - 1, x: Infinity} : {line: end.line, x: end.x - 1};
  const text = textOfSelection(lines, {anchor: begin, head, shape: 'text'}).replace(/\n+$/u, '');
  // A mark behind the command stands before the end of its line.
  const output = begin.x === 0 ? text : text.replace(/^\n/u, '');
  return output === '' || end.x > 0 ? output : `${output}\n`;
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
