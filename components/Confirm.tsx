/** A question that is answered by yes or no. */
import {Box, Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {Dialog} from '../src/core/view.ts';
import {Frame} from './Frame.tsx';
import {useTheme} from './theme.ts';

export type ConfirmProps = {
  readonly rect: Rect;
  readonly dialog: Extract<Dialog, {kind: 'confirm'}>;
  readonly hint: string;
};

/** Draw the question. Its lines may wrap into the rows that are left. */
export const Confirm = ({rect, dialog, hint}: ConfirmProps) => {
  const {tone} = useTheme();
  const {cols, rows} = inset(rect);
  return (
    <Frame rect={rect} title={dialog.title} hint={hint} look="asking" over>
      <Box width={cols} height={rows} flexDirection="column" justifyContent="center" paddingX={1} overflow="hidden">
        {dialog.lines.map((line, at) => (
          <Text key={at} wrap="wrap" {...(at === 0 ? tone.plain : tone.quiet)}>
            {line === '' ? ' ' : sanitise(line)}
          </Text>
        ))}
      </Box>
    </Frame>
  );
};
