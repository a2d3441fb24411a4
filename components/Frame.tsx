/** A rounded box at its place, with a title in its upper border and keys in its lower one. */
import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import type {Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import {useTheme, type Theme} from './theme.ts';

export type FrameProps = {
  readonly rect: Rect;
  /** Names what is inside; may come from anywhere. */
  readonly title: string;
  /** In the upper border, at the right. */
  readonly note?: string | undefined;
  /** In the lower border: the keys that work here. */
  readonly hint?: string | undefined;
  readonly look?: keyof Theme['frame'];
  /** It lies over other pictures and hides them. */
  readonly over?: boolean;
  /** Rows of the list inside that are out of sight. */
  readonly hidden?: {readonly above: number; readonly below: number};
  /** Drawn inside the border, from its upper left corner. */
  readonly children?: ReactNode;
};

/** Words in one of the borders: some at the left, some at the right. */
const Edge = ({cols, top, left, right}: {cols: number; top: number; left: ReactNode; right: string}) => (
  <Box position="absolute" top={top} left={1} width={Math.max(0, cols - 2)} height={1} justifyContent="space-between">
    <Box>{left}</Box>
    {right === '' ? undefined : (
      <Box flexShrink={0}>
        <Text dimColor>{` ${right} `}</Text>
      </Box>
    )}
  </Box>
);

/** Spaces that hide what was drawn before. */
const Blank = ({rect}: {rect: Rect}) => (
  <Text>{Array.from({length: rect.rows}, () => ' '.repeat(rect.cols)).join('\n')}</Text>
);

const countOf = (mark: string, hidden = 0): string => (hidden > 0 ? `${mark} ${hidden}` : '');

/** Draw a box at a rectangle of the screen. */
export const Frame = ({rect, title, note, hint, look = 'idle', over, hidden, children}: FrameProps) => {
  const {frame, tone} = useTheme();
  const {x, y, cols, rows} = rect;
  const above = countOf(mark.up, hidden?.above);
  const below = countOf(mark.down, hidden?.below);
  const name = (
    <Text wrap="truncate-end" {...(look === 'idle' ? tone.strong : tone.accent)}>
      {` ${sanitise(title)} `}
    </Text>
  );
  const keys = hint === undefined ? undefined : <Text wrap="truncate-end" {...tone.quiet}>{` ${hint} `}</Text>;
  return (
    <Box position="absolute" left={x} top={y} width={cols} height={rows}>
      {over === true ? <Blank rect={rect} /> : undefined}
      <Box position="absolute" left={0} top={0} width={cols} height={rows} {...frame[look]} />
      <Edge cols={cols} top={0} left={name} right={above === '' ? (note ?? '') : above} />
      <Edge cols={cols} top={rows - 1} left={keys} right={below} />
      <Box position="absolute" left={1} top={1} width={cols - 2} height={rows - 2} flexDirection="column">
        {children}
      </Box>
    </Box>
  );
};
