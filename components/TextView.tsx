/** Text to read: a part of it, plain or coloured as a diff. */
import {Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import type {Dialog} from '../src/core/view.ts';
import {Frame} from './Frame.tsx';
import {useTheme, type Theme} from './theme.ts';

type Shown = Extract<Dialog, {kind: 'text'}>;

/** How a line of a unified diff looks, by how it begins; the first that fits counts. */
const diffTones: readonly (readonly [string, keyof Theme['tone']])[] = [
  ['diff ', 'strong'],
  ['index ', 'quiet'],
  ['+++', 'strong'],
  ['---', 'strong'],
  ['@@', 'place'],
  ['+', 'added'],
  ['-', 'removed'],
];

const toneOf = (line: string, tone: Shown['tone']): keyof Theme['tone'] =>
  tone === 'plain' ? 'plain' : (diffTones.find(([start]) => line.startsWith(start))?.[1] ?? 'plain');

const placeOf = ({top, lines, total}: Shown, to: string): string =>
  total <= lines.length ? '' : `${top + 1}${to}${top + lines.length} of ${total}`;

export type TextViewProps = {readonly rect: Rect; readonly dialog: Shown; readonly hint: string};

/** Draw the visible lines; long ones are cut. */
export const TextView = ({rect, dialog, hint}: TextViewProps) => {
  const {tone} = useTheme();
  const {rows} = inset(rect);
  return (
    <Frame rect={rect} title={dialog.title} note={placeOf(dialog, mark.to)} hint={hint} look="active" over>
      {dialog.lines.slice(0, Math.max(0, rows)).map((line, at) => (
        <Text key={dialog.top + at} wrap="truncate-end" {...tone[toneOf(line, dialog.tone)]}>
          {` ${sanitise(line)}`}
        </Text>
      ))}
    </Frame>
  );
};
