/** A question that is answered by yes or no. */
import {Box, Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import type {QuestionRow} from '../src/core/question.ts';
import {questionPart, type Dialog} from '../src/core/view.ts';
import {Frame} from './Frame.tsx';
import {useTheme, type Theme} from './theme.ts';

export type ConfirmProps = {
  readonly rect: Rect;
  readonly dialog: Extract<Dialog, {kind: 'confirm'}>;
  readonly hint: string;
};

const looks: Readonly<Record<QuestionRow['part'], keyof Theme['tone']>> = {
  first: 'plain',
  exact: 'strong',
  rest: 'quiet',
};

/** Draw the question, wrapped, in the middle of its place. */
export const Confirm = ({rect, dialog, hint}: ConfirmProps) => {
  const {tone} = useTheme();
  const inner = inset(rect);
  const {rows, above, below} = questionPart(dialog, rect);
  return (
    <Frame rect={rect} title={dialog.title} hint={hint} look="asking" over hidden={{above, below}}>
      <Box width={inner.cols} height={inner.rows} flexDirection="column" justifyContent="center" paddingX={1}>
        {rows.map(({text, part}, at) => (
          <Text key={at} wrap="truncate-end" {...tone[looks[part]]}>
            {text === '' ? ' ' : text}
          </Text>
        ))}
      </Box>
    </Frame>
  );
};
