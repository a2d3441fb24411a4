/** What keys, pastes and the mouse do in the view of a diff. */
import {isAt, placeOf, placeText, remarkText, type Diff, type Remark} from '../../core/diff.ts';
import type {DiffStep} from '../../core/diff-keys.ts';
import type {Chord} from '../../core/keys.ts';
import {diffRowsOf, type DiffDialog} from '../../core/view.ts';
import type {MouseToken} from '../../terminal/input.ts';
import type {Desk} from './desk.ts';
import {atOf, showDiff, wholeOf, type At} from './diff.ts';
import {editField, emptyField, insert} from './field.ts';

type Key = {readonly chord: Chord; readonly text?: string | undefined};

/** Long lines are shifted by so many cells. */
const SHIFT_COLS = 8;

/** Show it again, changed. */
const turn = (desk: Desk, dialog: DiffDialog, change: Partial<At>): void =>
  showDiff(desk, {...atOf(dialog), ...change}, wholeOf(dialog));

/** Give a key to the view of a diff. */
export const diffKey = (desk: Desk, dialog: DiffDialog, key: Key): void => {
  if (dialog.typing !== undefined) {
    typed(desk, dialog, key);
    return;
  }
  const step = desk.chords.diff.get(key.chord)?.action;
  if (step === undefined) return;
  const move = moves[step];
  if (move !== undefined) {
    const cursor = move({dialog, diff: wholeOf(dialog).diff, rows: diffRowsOf(desk.view)});
    if (JUMPS.includes(step)) turn(desk, dialog, {of: 'diff', cursor, top: cursor});
    else turn(desk, dialog, {cursor, ...(PAGES.includes(step) ? {top: dialog.top + cursor - dialog.cursor} : {})});
  } else if (desk.view.watching !== true || !WRITES.includes(step)) acts[step]?.(desk, dialog);
};

/** The row gone to stands first. */
const JUMPS: readonly DiffStep[] = ['next-file', 'previous-file', 'next-hunk', 'previous-hunk'];
/** The cursor stays where it is on the screen. */
const PAGES: readonly DiffStep[] = ['page-down', 'page-up', 'half-page-down', 'half-page-up'];
/** Steps that change something; who only watches has none of them. */
const WRITES: readonly DiffStep[] = ['comment', 'uncomment', 'send'];

/** Put pasted text into the field that is being typed into. */
export const diffPaste = (desk: Desk, dialog: DiffDialog, text: string): void => {
  const {typing} = dialog;
  if (typing !== undefined) turn(desk, dialog, {typing: {...typing, field: insert(typing.field, text)}});
};

/** The wheel moves the cursor, a click puts it on a row. */
export const diffMouse = (
  desk: Desk,
  dialog: DiffDialog,
  token: MouseToken & {readonly lines: number | undefined},
): void => {
  if (dialog.typing !== undefined) return;
  const row = dialog.top + token.y - 1;
  if (token.lines !== undefined) turn(desk, dialog, {cursor: dialog.cursor - token.lines});
  else if (token.action === 'press' && token.y > 0 && row < dialog.top + dialog.lines.length)
    turn(desk, dialog, {cursor: row});
};

/** The screen has another size. */
export const refitDiff = (desk: Desk): void => {
  const {dialog} = desk.view;
  if (dialog?.kind === 'diff') turn(desk, dialog, {typing: dialog.typing});
};

type Seen = {readonly dialog: DiffDialog; readonly diff: Diff; readonly rows: number};

/** The row to go to; in the list of comments, files and hunks lead back to the first. */
const moves: Readonly<Partial<Record<DiffStep, (seen: Seen) => number>>> = {
  down: ({dialog}) => dialog.cursor + 1,
  up: ({dialog}) => dialog.cursor - 1,
  'page-down': ({dialog, rows}) => dialog.cursor + rows,
  'page-up': ({dialog, rows}) => dialog.cursor - rows,
  'half-page-down': ({dialog, rows}) => dialog.cursor + (rows >> 1),
  'half-page-up': ({dialog, rows}) => dialog.cursor - (rows >> 1),
  top: () => 0,
  bottom: () => Infinity,
  'next-file': seen => next(filesOf(seen), seen),
  'previous-file': seen => previous(filesOf(seen), seen),
  'next-hunk': seen => next(seen.diff.hunks, seen),
  'previous-hunk': seen => previous(seen.diff.hunks, seen),
};

const filesOf = ({diff}: Seen): readonly number[] => diff.files.map(it => it.row);
const next = (rows: readonly number[], {dialog}: Seen): number => rows.find(it => it > dialog.cursor) ?? dialog.cursor;
const previous = (rows: readonly number[], {dialog}: Seen): number =>
  rows.findLast(it => it < dialog.cursor) ?? dialog.cursor;

const acts: Readonly<Partial<Record<DiffStep, (desk: Desk, dialog: DiffDialog) => void>>> = {
  left: (desk, dialog) => turn(desk, dialog, {left: Math.max(0, dialog.left - SHIFT_COLS)}),
  right: (desk, dialog) => turn(desk, dialog, {left: dialog.left + SHIFT_COLS}),
  search: (desk, dialog) => turn(desk, dialog, {typing: {of: 'search', field: emptyField('search')}}),
  'match-next': (desk, dialog) => search(desk, dialog, wholeOf(dialog).searched),
  comment: (desk, dialog) => {
    const remark = remarkHere(desk, dialog);
    if (remark === undefined) return;
    const {text} = remark;
    turn(desk, dialog, {typing: {of: 'comment', field: {label: placeText(remark), text, cursor: text.length}}});
  },
  uncomment: (desk, dialog) => {
    const remark = remarkHere(desk, dialog);
    if (remark !== undefined) keep(desk, dialog, {...remark, text: ''});
  },
  list: (desk, dialog) => {
    if (dialog.of === 'comments') turn(desk, dialog, {of: 'diff', cursor: 0, top: 0});
    else if (dialog.comments > 0) turn(desk, dialog, {of: 'comments', cursor: 0, top: 0});
    else desk.set({notice: {tone: 'plain', text: 'there is no comment yet', hint: 'c writes one on this line'}});
  },
  'go-to': (desk, dialog) => {
    if (dialog.of === 'comments') goTo(desk, dialog);
  },
  send: (desk, dialog) => send(desk, dialog),
  leave: (desk, dialog) => {
    if (dialog.of === 'diff') desk.set({dialog: undefined});
    else turn(desk, dialog, {of: 'diff', cursor: 0, top: 0});
  },
};

/** The comment on the row under the cursor; one without a text where there is none yet. */
const remarkHere = ({server}: Desk, dialog: DiffDialog): Remark | undefined => {
  const remarks = server.drafts.of(dialog.task);
  if (dialog.of === 'comments') return remarks[dialog.cursor];
  const {diff} = wholeOf(dialog);
  const row = diff.rows[dialog.cursor];
  if (row === undefined || row.kind === 'told') return undefined;
  const place = placeOf(diff, row);
  const code = row.kind === 'file' || row.kind === 'hunk' ? '' : row.text.slice(1, 200);
  return remarks.find(it => isAt(it, place)) ?? {...place, code, text: ''};
};

/** Keep a comment; one without a text is deleted. */
const keep = (desk: Desk, dialog: DiffDialog, remark: Remark): void => {
  const {drafts} = desk.server;
  const known = drafts.of(dialog.task);
  const isNew = !known.some(it => isAt(it, remark));
  const kept = known.flatMap(it => (!isAt(it, remark) ? [it] : remark.text === '' ? [] : [remark]));
  drafts.set(dialog.task, isNew && remark.text !== '' ? [...kept, remark] : kept);
  const isEmpty = dialog.of === 'comments' && drafts.of(dialog.task).length === 0;
  turn(desk, dialog, isEmpty ? {of: 'diff', cursor: 0, top: 0} : {});
};

const typed = (desk: Desk, dialog: DiffDialog, key: Key): void => {
  const {typing} = dialog;
  if (typing === undefined) return;
  if (key.chord === 'Esc' || key.chord === 'C-c') turn(desk, dialog, {});
  else if (key.chord === 'Enter') entered(desk, dialog, typing);
  else turn(desk, dialog, {typing: {...typing, field: editField(typing.field, key) ?? typing.field}});
};

const entered = (desk: Desk, dialog: DiffDialog, {of, field}: NonNullable<DiffDialog['typing']>): void => {
  const remark = remarkHere(desk, dialog);
  const text = field.text.trim();
  if (of === 'search') search(desk, dialog, text);
  else if (remark !== undefined) keep(desk, dialog, {...remark, text});
};

/** Go to the next row that holds a text, in any case; past the end, from the beginning. */
const search = (desk: Desk, dialog: DiffDialog, text: string): void => {
  const {diff, searched} = wholeOf(dialog);
  const wanted = (text === '' ? searched : text).toLowerCase();
  const holds = (row: {readonly text: string}): boolean => row.text.toLowerCase().includes(wanted);
  const from = dialog.of === 'diff' ? dialog.cursor + 1 : 0;
  const later = diff.rows.slice(from).findIndex(holds);
  const found = later < 0 ? diff.rows.findIndex(holds) : later + from;
  const at = {...atOf(dialog), of: 'diff'} as const;
  if (wanted === '' || found < 0) {
    showDiff(desk, atOf(dialog), {diff, searched});
    if (wanted !== '') desk.set({notice: {tone: 'plain', text: `"${wanted}" is not in it`}});
  } else showDiff(desk, {...at, cursor: found, top: found - (diffRowsOf(desk.view) >> 1)}, {diff, searched: wanted});
};

/** From a comment to its line; a line that is not in the diff any more is told. */
const goTo = (desk: Desk, dialog: DiffDialog): void => {
  const {diff} = wholeOf(dialog);
  const remark = desk.server.drafts.of(dialog.task)[dialog.cursor];
  const row = remark === undefined ? -1 : diff.rows.findIndex(it => isAt(placeOf(diff, it), remark));
  if (row >= 0) turn(desk, dialog, {of: 'diff', cursor: row, top: row - (diffRowsOf(desk.view) >> 1)});
  else desk.set({notice: {tone: 'plain', text: 'that line is not in the diff any more'}});
};

const send = (desk: Desk, dialog: DiffDialog): void => {
  const {drafts} = desk.server;
  const {task} = dialog;
  const sent = drafts.of(task);
  if (sent.length === 0) {
    desk.set({notice: {tone: 'plain', text: 'there is no comment to send', hint: 'c writes one on this line'}});
    return;
  }
  desk.run(['send-comments', task, ...sent.flatMap(it => ['--comment', remarkText(it)])], () => {
    // What was written while they were on their way is not sent yet.
    drafts.set(
      task,
      drafts.of(task).filter(it => !sent.includes(it)),
    );
    if (desk.view.dialog?.kind === 'diff') desk.set({dialog: undefined});
  });
};
