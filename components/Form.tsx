/** Fields to fill in. */
import {Box, Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import type {Dialog} from '../src/core/view.ts';
import {Field} from './Field.tsx';
import {Frame} from './Frame.tsx';
import {useTheme} from './theme.ts';

export type FormProps = {readonly rect: Rect; readonly dialog: Extract<Dialog, {kind: 'form'}>; readonly hint: string};

/** Draw each field as a label and, below it, its text; the one with the keys has the cursor. */
export const Form = ({rect, dialog, hint}: FormProps) => {
  const {tone} = useTheme();
  const {cols, rows} = inset(rect);
  const {fields, at, title} = dialog;
  // On a low screen the fields around the one being typed are shown.
  const room = Math.max(1, rows >> 1);
  const from = Math.max(0, Math.min(at, fields.length - room));
  const padded = rows > fields.length * 2;
  return (
    <Frame rect={rect} title={title} hint={hint} look="active" over>
      {padded ? <Text> </Text> : undefined}
      {fields.slice(from, from + room).map((field, index) => {
        const active = from + index === at;
        return (
          <Box key={field.label} flexDirection="column" flexShrink={0}>
            <Text wrap="truncate-end" {...(active ? tone.accent : tone.quiet)}>
              {`${active ? mark.focus : ' '} ${sanitise(field.label)}`}
            </Text>
            <Box paddingLeft={2}>
              <Field field={field} cols={Math.max(0, cols - 3)} active={active} />
            </Box>
          </Box>
        );
      })}
    </Frame>
  );
};
