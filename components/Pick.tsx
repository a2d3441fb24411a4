/** A list to choose from, narrowed by what is typed. */
import {Box, Text} from 'ink';
import {inset, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {seenOf} from '../src/core/seen.ts';
import {mark} from '../src/core/signs.ts';
import type {Choice, Dialog} from '../src/core/view.ts';
import {Field} from './Field.tsx';
import {Frame} from './Frame.tsx';
import {Row} from './Row.tsx';
import {useTheme} from './theme.ts';

type Picked = Extract<Dialog, {kind: 'pick'}>;

const Option = ({choice, cols, selected}: {choice: Choice; cols: number; selected: boolean}) => {
  const {tone} = useTheme();
  const {label, detail} = choice;
  const right = detail === undefined ? ' ' : ` ${sanitise(detail)} `;
  return (
    <Row
      cols={cols}
      selected={selected}
      left={`${selected ? mark.focus : ' '} ${sanitise(label)}`}
      right={<Text {...(selected ? {} : tone.quiet)}>{right}</Text>}
      rightMax={Math.max(cols >> 1, cols - label.length - 6)}
    />
  );
};

const countOf = ({choices}: Picked): string => (choices.length === 1 ? '1 match' : `${choices.length} matches`);

export type PickProps = {readonly rect: Rect; readonly dialog: Picked; readonly hint: string};

/** Draw the filter and the choices it left. `choices` are those that match; `selected` counts among them. */
export const Pick = ({rect, dialog, hint}: PickProps) => {
  const {tone} = useTheme();
  const {cols, rows} = inset(rect);
  const {choices, selected, filter, title} = dialog;
  const seen = seenOf(choices.length, Math.max(0, rows - 1), selected);
  return (
    <Frame rect={rect} title={title} note={countOf(dialog)} hint={hint} hidden={{...seen, above: 0}} look="active" over>
      <Box height={1} flexShrink={0}>
        <Text {...tone.key}>{'/ '}</Text>
        <Field field={filter} cols={Math.max(0, cols - 3)} active />
      </Box>
      {choices.length === 0 ? <Text {...tone.quiet}>{`  nothing matches`}</Text> : undefined}
      {choices.slice(seen.from, seen.to).map((it, at) => (
        <Option key={`${it.value} ${it.label}`} choice={it} cols={cols} selected={seen.from + at === selected} />
      ))}
    </Frame>
  );
};
