/** The leases of the machine: how it is, who holds one since when, who waits; the cursor always in sight. */
import {Box, Text} from 'ink';
import {inset} from '../src/core/layout.ts';
import {leasesSeenOf, whereOf, whoOf, type LeaseLine} from '../src/core/leases-seen.ts';
import {panelTitle} from '../src/core/panels.ts';
import {mark} from '../src/core/signs.ts';
import {Frame} from './Frame.tsx';
import type {PanelProps} from './Panel.tsx';
import {Row} from './Row.tsx';
import {useTheme} from './theme.ts';

type LineProps = {
  readonly line: LeaseLine;
  readonly cols: number;
  /** The cursor is on it. */
  readonly chosen: boolean;
  readonly props: PanelProps;
};

type Held = Extract<LeaseLine, {kind: 'lease' | 'request'}>;

/** Somebody who holds a lease, or waits for one by a number. */
const Holder = ({line, cols, chosen, props: {view, now}}: LineProps & {line: Held}) => {
  const {tone} = useTheme();
  const here = chosen && view.hands === 'panel';
  const {repo} = line.it;
  const since = line.kind === 'lease' ? line.it.granted_at : line.it.queued_at;
  const left = (
    <>
      <Text {...(here ? {} : tone.accent)}>{chosen ? ` ${mark.focus}` : '  '}</Text>
      {line.kind === 'request' ? <Text {...(here ? {} : tone.asking)}>{`${line.it.queue_position} `}</Text> : undefined}
      {whoOf(line.it)}
    </>
  );
  const right = <Text {...(here ? {} : tone.quiet)}>{` ${whereOf(repo, since, now)} `}</Text>;
  return <Row cols={cols} left={left} right={right} rightMax={cols >> 1} selected={here} />;
};

const Line = (props: LineProps) => {
  const {tone} = useTheme();
  const {line, cols} = props;
  if (line.kind === 'gap') return <Text> </Text>;
  if (line.kind === 'lease' || line.kind === 'request') return <Holder {...props} line={line} />;
  if (line.kind === 'detail')
    return <Row cols={cols} left={<Text {...tone.quiet}>{`    ${line.text}`}</Text>} right=" " />;
  const [name, value] = line.kind === 'group' ? [line.title, line.count] : [line.what, line.how];
  const look = line.kind === 'figure' && line.over ? tone.asking : tone.quiet;
  return (
    <Row
      cols={cols}
      left={<Text {...(line.kind === 'group' ? tone.accent : tone.plain)}>{` ${name}`}</Text>}
      right={<Text {...look}>{` ${value} `}</Text>}
      rightMax={cols - name.length - 1}
    />
  );
};

/** How to take one. */
const Empty = () => {
  const {tone} = useTheme();
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text {...tone.quiet}>nothing heavy runs</Text>
      <Text wrap="truncate-end" {...tone.quiet}>
        roundhouse heavy -- COMMAND
      </Text>
    </Box>
  );
};

/** Draw the leases in their box. */
export const Leases = (props: PanelProps) => {
  const {rect, snapshot, view, over, now} = props;
  const {cols} = inset(rect);
  const seen = leasesSeenOf(snapshot.signals, view, {rect, now});
  const {leases = [], queue = []} = snapshot.signals.host ?? {};
  return (
    <Frame
      rect={rect}
      title={panelTitle('leases')}
      look={view.hands === 'panel' ? 'active' : 'idle'}
      over={over}
      hidden={seen}
    >
      {seen.lines.map(line => (
        <Line key={line.key} line={line} cols={cols} chosen={'id' in line && line.id === seen.chosen} props={props} />
      ))}
      {leases.length + queue.length === 0 ? <Empty /> : undefined}
    </Frame>
  );
};
