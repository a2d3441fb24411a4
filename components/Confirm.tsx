/** A question that is answered by yes or no. */
import {Box, Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {Dialog} from '../src/core/view.ts';
import {wrapText} from '../src/core/width.ts';
import {Frame} from './Frame.tsx';
import {useTheme} from './theme.ts';

export type ConfirmProps = {
  readonly rect: Rect;
  readonly dialog: Extract<Dialog, {kind: 'confirm'}>;
  readonly hint: string;
};

/** The rows of a question, each with whether it belongs to its first line; on a low screen blank ones go first, then the last. */
const rowsOf = (lines: readonly string[], {cols, rows}: {cols: number; rows: number}): readonly Wrapped[] => {
  const wrapped = lines.flatMap((line, at) => wrapText(sanitise(line), cols).map(text => ({text, isFirst: at === 0})));
  return (wrapped.length <= rows ? wrapped : wrapped.filter(it => it.text !== '')).slice(0, rows);
};

type Wrapped = {readonly text: string; readonly isFirst: boolean};

/** Draw the question, wrapped, in the middle of its place. */
export const Confirm = ({rect, dialog, hint}: ConfirmProps) => {
  const {tone} = useTheme();
  const {cols, rows} = inset(rect);
  return (
    <Frame rect={rect} title={dialog.title} hint={hint} look="asking" over>
      <Box width={cols} height={rows} flexDirection="column" justifyContent="center" paddingX={1}>
        {rowsOf(dialog.lines, {cols: Math.max(1, cols - 2), rows}).map(({text, isFirst}, at) => (
          <Text key={at} wrap="truncate-end" {...(isFirst ? tone.plain : tone.quiet)}>
            {text === '' ? ' ' : text}
          </Text>
        ))}
      </Box>
    </Frame>
  );
};
