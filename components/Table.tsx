/** The discussions: the newest first; who sits at the one under the cursor, what each said, and what it came to. */
import {Box, Text} from 'ink';
import {inset} from '../src/core/layout.ts';
import type {Discussion} from '../src/core/nouns/discussion.ts';
import {panelTitle} from '../src/core/panels.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import {isOpposed, moodOfDiscussion, standingOf, type Detail, type Part} from '../src/core/discussion-lines.ts';
import {tableListCols, tableSeenOf} from '../src/core/table-seen.ts';
import {Frame} from './Frame.tsx';
import type {PanelProps} from './Panel.tsx';
import {Row} from './Row.tsx';
import {useKeys} from './keys.ts';
import {useTheme} from './theme.ts';

type TopicProps = {
  readonly it: Discussion;
  readonly cols: number;
  /** The cursor is on it. */
  readonly chosen: boolean;
  readonly props: PanelProps;
};

const Topic = ({it, cols, chosen, props: {view, now}}: TopicProps) => {
  const {tone, mood} = useTheme();
  const here = chosen && view.hands === 'panel';
  const sign = mood[moodOfDiscussion(it)];
  const left = (
    <>
      <Text {...(here ? {} : tone.accent)}>{chosen ? ` ${mark.focus}` : '  '}</Text>
      <Text {...(here ? {} : sign.tone)}>{sign.glyph}</Text>
      {` ${sanitise(it.topic)}`}
    </>
  );
  const right = (
    <>
      {isOpposed(it) ? <Text {...(here ? {} : tone.asking)}>{` ${mark.comment}`}</Text> : undefined}
      <Text {...(here ? {} : tone.quiet)}>{` ${standingOf(it, now)} `}</Text>
    </>
  );
  return <Row cols={cols} left={left} right={right} rightMax={cols >> 1} selected={here} />;
};

const Words = ({parts, cols}: {readonly parts: readonly Part[]; readonly cols: number}) => {
  const {tone, mood} = useTheme();
  return (
    <Box width={cols} height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        {parts.map((part, at) =>
          'mood' in part ? (
            <Text key={at} {...mood[part.mood].tone}>
              {mood[part.mood].glyph}
            </Text>
          ) : (
            <Text key={at} {...tone[part.tone ?? 'plain']}>
              {part.text}
            </Text>
          ),
        )}
      </Text>
    </Box>
  );
};

const Said = ({detail, cols}: {readonly detail: Detail; readonly cols: number}) => {
  const {parts, beside} = detail;
  if (beside === undefined) return <Words parts={parts} cols={cols} />;
  return (
    <Box width={cols} height={1} flexShrink={0}>
      <Words parts={parts} cols={cols >> 1} />
      <Words parts={beside} cols={cols >> 1} />
    </Box>
  );
};

/** How to begin one. */
const Empty = () => {
  const {tone} = useTheme();
  const key = useKeys().table.find(it => it.action === 'new-discussion')?.chords[0] ?? '';
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text {...tone.quiet}>nothing was discussed yet</Text>
      <Text wrap="truncate-end">
        <Text {...tone.key}>{key}</Text>
        <Text {...tone.quiet}> lets several agents discuss a topic</Text>
      </Text>
    </Box>
  );
};

/** Draw the discussions in their box. */
export const Table = (props: PanelProps) => {
  const {rect, snapshot, view, over, now} = props;
  const {cols} = inset(rect);
  const listCols = tableListCols(rect);
  const seen = tableSeenOf(snapshot.state, view, {rect, now});
  const width = listCols === 0 ? cols : listCols;
  return (
    <Frame
      rect={rect}
      title={panelTitle('table')}
      look={view.hands === 'panel' ? 'active' : 'idle'}
      over={over}
      hidden={seen}
    >
      {seen.chosen === undefined ? <Empty /> : undefined}
      <Box>
        <Box flexDirection="column" width={width} flexShrink={0}>
          {seen.lines.map(line =>
            line.kind === 'detail' ? (
              <Said key={line.key} detail={line} cols={width} />
            ) : (
              <Topic key={line.key} it={line.it} cols={width} chosen={line.it === seen.chosen} props={props} />
            ),
          )}
        </Box>
        <Box flexDirection="column" marginLeft={1}>
          {seen.side.map(detail => (
            <Said key={detail.key} detail={detail} cols={cols - listCols - 1} />
          ))}
        </Box>
      </Box>
    </Frame>
  );
};
