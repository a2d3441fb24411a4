/** What lies over everything and has the keys: one picture a kind. */
import type {Rect} from '../src/core/layout.ts';
import type {Dialog as Shown} from '../src/core/view.ts';
import {Confirm} from './Confirm.tsx';
import {Form} from './Form.tsx';
import {Pick} from './Pick.tsx';
import {TextView} from './TextView.tsx';
import {useTheme} from './theme.ts';

/** The keys that work in a dialog. */
const hintsOf = (dialog: Shown): readonly string[] => {
  if (dialog.kind === 'confirm') return ['Enter yes', 'Esc no'];
  if (dialog.kind === 'pick')
    return dialog.of === 'help' ? ['type to search', 'Esc back'] : ['Enter choose', 'Esc back'];
  if (dialog.kind === 'form') return dialog.hint === '' ? ['Tab next field', 'Enter done', 'Esc back'] : [dialog.hint];
  return ['j k', 'PageUp PageDown', 'q back'];
};

export type DialogProps = {readonly rect: Rect; readonly dialog: Shown};

/** Draw the open dialog at its place. */
export const Dialog = ({rect, dialog}: DialogProps) => {
  const {mark} = useTheme();
  const hint = hintsOf(dialog).join(` ${mark.dot} `);
  if (dialog.kind === 'confirm') return <Confirm rect={rect} dialog={dialog} hint={hint} />;
  if (dialog.kind === 'pick') return <Pick rect={rect} dialog={dialog} hint={hint} />;
  if (dialog.kind === 'form') return <Form rect={rect} dialog={dialog} hint={hint} />;
  return <TextView rect={rect} dialog={dialog} hint={hint} />;
};
