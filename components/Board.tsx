/** The board: tasks in groups by what they need, one line a card, the cursor always in sight. */
import {Box, Text} from 'ink';
import {keyOf} from '../src/core/keymap.ts';
import {inset} from '../src/core/layout.ts';
import {panelTitle} from '../src/core/panels.ts';
import {boardSeenOf, type BoardLine} from '../src/core/seen.ts';
import type {View} from '../src/core/view.ts';
import {Card, Detail, figuresCols} from './Card.tsx';
import {Frame} from './Frame.tsx';
import type {PanelProps} from './Panel.tsx';
import {Row} from './Row.tsx';
import {useKeys} from './keys.ts';
import {useTheme} from './theme.ts';

type LineProps = {
  readonly line: BoardLine;
  readonly cols: number;
  readonly figures: number;
  readonly props: PanelProps;
};

const BoardLine = ({line, cols, figures, props}: LineProps) => {
  const {tone} = useTheme();
  const {view, snapshot} = props;
  if (line.kind === 'gap') return <Text> </Text>;
  if (line.kind === 'detail') return <Detail cols={cols} task={line.task} snapshot={snapshot} />;
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
  return <Card cols={cols} task={line.task} snapshot={snapshot} figures={figures} cursor={cursor} />;
};

/** How to begin. The key depends on who has the hands. */
const Empty = ({hands}: {hands: View['hands']}) => {
  const {tone} = useTheme();
  const keys = useKeys();
  const onBoard = keys.board.find(it => it.action === 'new-task')?.chords[0] ?? '';
  const key = hands === 'panel' ? onBoard : keyOf(keys, 'new-task');
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

/** Draw the board in its box. */
export const Board = (props: PanelProps) => {
  const {rect, snapshot, view, over} = props;
  const {cols} = inset(rect);
  const seen = boardSeenOf(snapshot, view, rect);
  const tasks = seen.lines.flatMap(it => (it.kind === 'card' ? [it.task] : []));
  const figures = seen.roomy ? figuresCols(tasks, snapshot) : 0;
  const active = view.hands === 'panel';
  return (
    <Frame rect={rect} title={panelTitle('board')} look={active ? 'active' : 'idle'} over={over} hidden={seen}>
      {seen.lines.length === 0 ? <Empty hands={view.hands} /> : undefined}
      {seen.lines.map(line => (
        <BoardLine key={line.key} line={line} cols={cols} figures={figures} props={props} />
      ))}
    </Frame>
  );
};
