/** The board: tasks in groups by what they need, one line a card, the cursor always in sight. */
import {Box, Text} from 'ink';
import {boardOf, type Group} from '../src/core/board.ts';
import {boardKeys, prefixKeys, PREFIX} from '../src/core/keys.ts';
import {inset, type Rect} from '../src/core/layout.ts';
import type {Task} from '../src/core/nouns/task.ts';
import type {View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {Card, Detail} from './Card.tsx';
import {Frame} from './Frame.tsx';
import {Row, seenOf} from './Row.tsx';
import {useTheme} from './theme.ts';

/** From this width on, cards have figures, and the one under the cursor a second line. */
const ROOMY_COLS = 40;

/** One line of the board. */
type Line =
  | {readonly kind: 'gap'; readonly key: string}
  | {readonly kind: 'group'; readonly key: string; readonly title: string; readonly count: number}
  | {readonly kind: 'card' | 'detail'; readonly key: string; readonly task: Task};

const allLinesOf = (groups: readonly Group[], detailed: string | undefined): readonly Line[] =>
  groups.flatMap(({title, tasks}, at) => [
    ...(at === 0 ? [] : [{kind: 'gap' as const, key: `gap ${title}`}]),
    {kind: 'group' as const, key: title, title, count: tasks.length},
    ...tasks.flatMap(task => [
      {kind: 'card' as const, key: task.id, task},
      ...(task.id === detailed ? [{kind: 'detail' as const, key: `detail ${task.id}`, task}] : []),
    ]),
  ]);

/** Where not all fit, the gaps are the first to go. */
const linesOf = (groups: readonly Group[], detailed: string | undefined, rows: number): readonly Line[] => {
  const lines = allLinesOf(groups, detailed);
  return lines.length > rows ? lines.filter(it => it.kind !== 'gap') : lines;
};

type LineProps = {readonly line: Line; readonly cols: number; readonly roomy: boolean; readonly props: BoardProps};

const BoardLine = ({line, cols, roomy, props}: LineProps) => {
  const {tone} = useTheme();
  const {view, snapshot} = props;
  if (line.kind === 'gap') return <Text> </Text>;
  if (line.kind === 'detail') return <Detail cols={cols} task={line.task} state={snapshot.state} />;
  if (line.kind === 'group')
    return (
      <Row
        cols={cols}
        left={<Text {...tone.accent}>{` ${line.title}`}</Text>}
        right={<Text {...tone.quiet}>{`${line.count} `}</Text>}
      />
    );
  const at = line.task.id === view.panel.task;
  const cursor = at ? (view.hands === 'panel' ? 'here' : 'left') : 'elsewhere';
  return <Card cols={cols} task={line.task} snapshot={snapshot} roomy={roomy} cursor={cursor} />;
};

const chordOf = (keys: typeof boardKeys): string => keys.find(it => it.action === 'new-task')?.chords[0] ?? '';

/** How to begin. The key depends on who has the hands. */
const Empty = ({hands}: {hands: View['hands']}) => {
  const {tone} = useTheme();
  const key = hands === 'panel' ? chordOf(boardKeys) : `${PREFIX} ${chordOf(prefixKeys)}`;
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text {...tone.quiet}>no tasks yet</Text>
      <Text wrap="truncate-end">
        <Text {...tone.key}>{key}</Text>
        <Text {...tone.quiet}> writes a task</Text>
      </Text>
    </Box>
  );
};

export type BoardProps = {
  readonly rect: Rect;
  readonly snapshot: Snapshot;
  readonly view: View;
  /** It lies over the panes. */
  readonly over: boolean;
};

/** Draw the board in its box. */
export const Board = (props: BoardProps) => {
  const {rect, snapshot, view, over} = props;
  const {cols, rows} = inset(rect);
  const roomy = rect.cols >= ROOMY_COLS;
  const lines = linesOf(boardOf(snapshot.state), roomy ? view.panel.task : undefined, rows);
  const at = lines.findIndex(it => it.kind === 'card' && it.task.id === view.panel.task);
  const seen = seenOf(lines.length, rows, at);
  const active = view.hands === 'panel';
  return (
    <Frame rect={rect} title="1 Board" look={active ? 'active' : 'idle'} over={over} hidden={seen}>
      {lines.length === 0 ? <Empty hands={view.hands} /> : undefined}
      {lines.slice(seen.from, seen.to).map(line => (
        <BoardLine key={line.key} line={line} cols={cols} roomy={roomy} props={props} />
      ))}
    </Frame>
  );
};
