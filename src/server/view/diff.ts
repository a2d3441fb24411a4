/** The view of what a task changed: where one is in it, and the comments on it. The whole diff is held here; the view has what is visible. */
import {diffOf, isAt, placeOf, placeText, type Diff, type DiffRow, type Remark} from '../../core/diff.ts';
import {sanitise} from '../../core/sanitise.ts';
import {seenOf} from '../../core/seen.ts';
import {mark} from '../../core/signs.ts';
import {diffFilesCols, diffRowsOf, type DiffDialog, type DiffLine, type DiffName} from '../../core/view.ts';
import type {Desk} from './desk.ts';

/** What stands behind the picture of a part of it. */
type Whole = {readonly diff: Diff; readonly searched: string};

const wholes = new WeakMap<DiffDialog, Whole>();
const nothing: Whole = {diff: diffOf(''), searched: ''};

/** @returns the diff behind a dialog, and what was searched in it last */
export const wholeOf = (dialog: DiffDialog): Whole => wholes.get(dialog) ?? nothing;

/** Where one is: what the picture is made from. */
export type At = Pick<DiffDialog, 'task' | 'title' | 'of' | 'top' | 'cursor' | 'left' | 'typing'>;

/** Open what a task changed. */
export const openDiff = (desk: Desk, it: {readonly task: string; readonly patch: string}): void => {
  const {task} = it;
  const title = `${task} ${desk.server.world.state.tasks[task]?.title ?? ''}`;
  showDiff(desk, {task, title, of: 'diff', top: 0, cursor: 0, left: 0}, {diff: diffOf(it.patch), searched: ''});
};

/** Show a place in it; the cursor is brought into sight. */
export const showDiff = (desk: Desk, at: At, whole: Whole): void => {
  const {diff} = whole;
  const remarks = desk.server.drafts.of(at.task);
  const total = at.of === 'diff' ? diff.rows.length : remarks.length;
  const rows = diffRowsOf(desk.view);
  const cursor = Math.max(0, Math.min(total - 1, at.cursor));
  const top = Math.max(0, Math.min(total - rows, Math.max(cursor - rows + 1, Math.min(cursor, at.top))));
  const part = {from: top, to: Math.min(total, top + rows)};
  const lines =
    at.of === 'diff'
      ? diff.rows.slice(part.from, part.to).map(row => lineOf(desk, whole, {row, left: at.left, remarks}))
      : remarks.slice(part.from, part.to).map(it => commentLine(it, desk.view.cols));
  const dialog: DiffDialog = {
    ...at,
    kind: 'diff',
    lines,
    top,
    total,
    cursor,
    files: filesOf(desk, diff, {file: diff.rows[cursor]?.file ?? 0, remarks}),
    said: at.of === 'diff' ? saidOf(diff, cursor, remarks) : {is: 'place', text: 'comments that are not sent'},
    comments: remarks.length,
  };
  wholes.set(dialog, whole);
  desk.set({dialog});
};

/** The place of a dialog, to go on from. */
export const atOf = ({task, title, of, top, cursor, left}: DiffDialog): At => ({task, title, of, top, cursor, left});

/** A line is cut before it is made safe: some are megabytes. */
const cut = (text: string, cols: number): string => sanitise(text.slice(0, cols));

const lineOf = (
  {view}: Desk,
  {diff}: Whole,
  {row, left, remarks}: {row: DiffRow; left: number; remarks: readonly Remark[]},
): DiffLine => {
  const {kind, line} = row;
  const place = placeOf(diff, row);
  const marked = remarks.some(it => isAt(it, place));
  const [sign = ''] = row.text;
  const shifted = left === 0 || kind === 'file' ? row.text : sign + row.text.slice(1 + left);
  const text = kind === 'file' ? fileText(diff, row) : shifted;
  return {kind, text: cut(text, view.cols), marked, ...(line === undefined ? {} : {line})};
};

const fileText = ({files}: Diff, {file, text}: DiffRow): string => {
  const {what = '', added = 0, removed = 0} = files[file] ?? {};
  const size = added + removed === 0 ? '' : `+${added} ${mark.minus}${removed}`;
  return [text, what, size].filter(it => it !== '').join(` ${mark.dot} `);
};

const commentLine = (it: Remark, cols: number): DiffLine => ({
  kind: 'same',
  text: cut(`${placeText(it)}: ${it.text}`, cols),
  marked: true,
});

const filesOf = (
  {view}: Desk,
  {files}: Diff,
  {file, remarks}: {file: number; remarks: readonly Remark[]},
): readonly DiffName[] => {
  if (diffFilesCols(view.cols) === 0) return [];
  const {from, to} = seenOf(files.length, diffRowsOf(view), file);
  return files.slice(from, to).map(({path, added, removed}, at) => ({
    path: cut(path, view.cols),
    added,
    removed,
    comments: remarks.filter(it => it.file === path).length,
    here: from + at === file,
  }));
};

const saidOf = (diff: Diff, cursor: number, remarks: readonly Remark[]): DiffDialog['said'] => {
  const row = diff.rows[cursor];
  if (row === undefined) return {is: 'place', text: ''};
  const place = placeOf(diff, row);
  const found = remarks.find(it => isAt(it, place));
  if (found !== undefined) return {is: 'comment', text: sanitise(found.text)};
  return {is: 'place', text: `file ${row.file + 1} of ${diff.files.length} ${mark.dot} ${sanitise(placeText(place))}`};
};
