/** What a task changed: files beside lines where there is room, the line under the cursor, and the comments. */
import {Box, Text} from 'ink';
import type {DiffBinding} from '../src/core/diff-keys.ts';
import {inset, type Rect} from '../src/core/layout.ts';
import {mark} from '../src/core/signs.ts';
import {diffFilesCols, type DiffDialog, type DiffLine, type DiffName} from '../src/core/view.ts';
import {Field} from './Field.tsx';
import {Frame} from './Frame.tsx';
import {Row} from './Row.tsx';
import {useTheme, type Theme} from './theme.ts';

const tones: Readonly<Record<DiffLine['kind'], keyof Theme['tone']>> = {
  file: 'strong',
  hunk: 'place',
  added: 'added',
  removed: 'removed',
  same: 'plain',
  told: 'quiet',
};

/** Cells for the number of a line; none where lines are short of room. */
const NUMBER_COLS = 6;
const ROOMY_COLS = 60;

type LineProps = {readonly line: DiffLine; readonly cols: number; readonly numbered: boolean; readonly here: boolean};

const Line = ({line, cols, numbered, here}: LineProps) => {
  const {tone} = useTheme();
  const number = numbered ? `${line.line ?? ''} `.padStart(NUMBER_COLS) : '';
  return (
    <Row
      cols={cols}
      selected={here}
      left={
        <>
          <Text {...(here ? {} : tone.accent)}>{here ? mark.focus : ' '}</Text>
          <Text {...(here ? {} : tone.asking)}>{line.marked ? mark.comment : ' '}</Text>
          <Text {...(here ? {} : tone.quiet)}>{number}</Text>
          <Text {...(here ? {} : tone[tones[line.kind]])}>{line.text}</Text>
        </>
      }
    />
  );
};

/** The end of a path says more than its beginning. */
const endOf = (path: string, cols: number): string =>
  path.length <= cols ? path : mark.cut + path.slice(path.length - cols + 1);

const Name = ({name, cols}: {name: DiffName; cols: number}) => {
  const {tone} = useTheme();
  const {path, added, removed, comments, here} = name;
  const figures = `+${added} ${mark.minus}${removed} `;
  return (
    <Row
      cols={cols}
      selected={here}
      left={`${comments > 0 ? mark.comment : ' '}${endOf(path, Math.max(1, cols - figures.length - 3))}`}
      right={<Text {...(here ? {} : tone.quiet)}>{figures}</Text>}
    />
  );
};

/** The last line: what is being typed, or what there is to say of the row under the cursor. */
const Words = ({dialog, cols}: {dialog: DiffDialog; cols: number}) => {
  const {tone} = useTheme();
  const {typing, said, comments} = dialog;
  if (typing !== undefined) {
    const label = typing.of === 'search' ? '/' : `${endOf(typing.field.label, cols >> 1)}:`;
    return (
      <Box width={cols} height={1} flexShrink={0}>
        <Box flexShrink={0}>
          <Text {...tone.key}>{` ${label} `}</Text>
        </Box>
        <Field field={typing.field} cols={Math.max(1, cols - label.length - 3)} active />
      </Box>
    );
  }
  const left =
    said.is === 'comment' ? <Text {...tone.asking}>{` ${mark.comment} ${said.text}`}</Text> : ` ${said.text}`;
  const right = comments === 0 ? '' : `${comments} not sent `;
  return <Row cols={cols} left={<Text {...tone.quiet}>{left}</Text>} right={<Text {...tone.asking}>{right}</Text>} />;
};

/** Keys worth a place in the border, with a word each. */
export const diffHints = (bindings: readonly DiffBinding[], {of, typing}: DiffDialog): readonly string[] => {
  if (typing !== undefined) return ['Enter done', 'Esc leave it'];
  const known = bindings.filter(it => it.brief !== undefined && (of === 'diff' || it.action !== 'comment'));
  const hints = known.map(it => `${it.chords[0] ?? ''} ${it.brief ?? ''}`);
  return of === 'diff' ? hints : ['Enter its line', ...hints];
};

export type DiffProps = {readonly rect: Rect; readonly dialog: DiffDialog; readonly hint: string};

/** Draw the part of it that is visible. */
export const Diff = ({rect, dialog, hint}: DiffProps) => {
  const {tone} = useTheme();
  const {cols, rows} = inset(rect);
  const {lines, files, top, total, cursor, of} = dialog;
  const filesCols = files.length === 0 ? 0 : diffFilesCols(rect.cols);
  const numbered = of === 'diff' && cols - filesCols >= ROOMY_COLS;
  const room = Math.max(1, rows - 1);
  const note = total === 0 ? '' : `${cursor + 1} of ${total}`;
  return (
    <Frame rect={rect} title={dialog.title} note={note} hint={hint} look="active" over>
      <Box height={room} flexShrink={0}>
        {filesCols === 0 ? undefined : (
          <Box width={filesCols} flexShrink={0} flexDirection="column">
            {files.slice(0, room).map(it => (
              <Name key={it.path} name={it} cols={filesCols - 1} />
            ))}
          </Box>
        )}
        <Box flexDirection="column">
          {total === 0 ? <Text {...tone.quiet}> nothing was changed</Text> : undefined}
          {lines.slice(0, room).map((line, at) => (
            <Line key={top + at} line={line} cols={cols - filesCols} numbered={numbered} here={top + at === cursor} />
          ))}
        </Box>
      </Box>
      <Words dialog={dialog} cols={cols} />
    </Frame>
  );
};
