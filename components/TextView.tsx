/** Text to read: a part of it. */
import {Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import type {Dialog} from '../src/core/view.ts';
import {Frame} from './Frame.tsx';

type Shown = Extract<Dialog, {kind: 'text'}>;

const placeOf = ({top, lines, total}: Shown, to: string): string =>
  total <= lines.length ? '' : `${top + 1}${to}${top + lines.length} of ${total}`;

export type TextViewProps = {readonly rect: Rect; readonly dialog: Shown; readonly hint: string};

/** Draw the visible lines; long ones are cut. */
export const TextView = ({rect, dialog, hint}: TextViewProps) => {
  const {rows} = inset(rect);
  return (
    <Frame rect={rect} title={dialog.title} note={placeOf(dialog, mark.to)} hint={hint} look="active" over>
      {dialog.lines.slice(0, Math.max(0, rows)).map((line, at) => (
        <Text key={dialog.top + at} wrap="truncate-end">
          {` ${sanitise(line)}`}
        </Text>
      ))}
    </Frame>
  );
};
