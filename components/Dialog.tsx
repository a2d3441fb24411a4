/** What lies over everything and has the keys: one picture a kind. */
import type {Keymap} from '../src/core/keymap.ts';
import type {Rect} from '../src/core/layout.ts';
import {mark} from '../src/core/signs.ts';
import {questionPart, type Dialog as Shown} from '../src/core/view.ts';
import {Confirm} from './Confirm.tsx';
import {Diff, diffHints} from './Diff.tsx';
import {Form} from './Form.tsx';
import {Pick} from './Pick.tsx';
import {TextView} from './TextView.tsx';
import {useKeys} from './keys.ts';

export type DialogProps = {readonly rect: Rect; readonly dialog: Shown};

/** The keys that work in a dialog. */
const hintsOf = ({dialog, rect}: DialogProps, keys: Keymap): readonly string[] => {
  if (dialog.kind === 'diff') return diffHints(keys.diff, dialog);
  if (dialog.kind === 'confirm') return [questionPart(dialog, rect).below > 0 ? 'Enter more' : 'Enter yes', 'Esc no'];
  if (dialog.kind === 'pick')
    return dialog.of === 'help' ? ['type to search', 'Esc back'] : ['Enter choose', 'Esc back'];
  if (dialog.kind === 'form') return dialog.hint === '' ? ['Tab next field', 'Enter done', 'Esc back'] : [dialog.hint];
  return ['j k', 'PageUp PageDown', 'q back'];
};

/** As many keys as fit in the border of a box, the first always; dots between them are the first to go. */
const fittingOf = (hints: readonly string[], cols: number): string => {
  const dotted = hints.join(` ${mark.dot} `);
  if (dotted.length <= cols) return dotted;
  const kept = hints.filter((_, at) => at === 0 || hints.slice(0, at + 1).join(' ').length <= cols);
  return kept.join(' ');
};

/** Cells of a border that its words cannot have: corners and the blanks beside them. */
const EDGE_COLS = 4;

/** Draw the open dialog at its place. */
export const Dialog = ({rect, dialog}: DialogProps) => {
  const hint = fittingOf(hintsOf({dialog, rect}, useKeys()), rect.cols - EDGE_COLS);
  if (dialog.kind === 'confirm') return <Confirm rect={rect} dialog={dialog} hint={hint} />;
  if (dialog.kind === 'pick') return <Pick rect={rect} dialog={dialog} hint={hint} />;
  if (dialog.kind === 'form') return <Form rect={rect} dialog={dialog} hint={hint} />;
  if (dialog.kind === 'diff') return <Diff rect={rect} dialog={dialog} hint={hint} />;
  return <TextView rect={rect} dialog={dialog} hint={hint} />;
};
