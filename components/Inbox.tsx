/** The inbox: questions for the person, then those for the planner, the most urgent first; the one under the cursor whole. */
import {Box, Text} from 'ink';
import {askerOf, inboxSeenOf, type InboxLine} from '../src/core/inbox-seen.ts';
import {inset} from '../src/core/layout.ts';
import type {Interrupt} from '../src/core/nouns/interrupt.ts';
import {panelTitle} from '../src/core/panels.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import {Frame} from './Frame.tsx';
import type {PanelProps} from './Panel.tsx';
import {Row} from './Row.tsx';
import {useTheme} from './theme.ts';

type LineProps = {readonly line: InboxLine; readonly cols: number; readonly props: PanelProps};

const Question = ({it, cols, props: {view, now}}: Omit<LineProps, 'line'> & {readonly it: Interrupt}) => {
  const {tone} = useTheme();
  const at = it.id === view.panel.question;
  const here = at && view.hands === 'panel';
  const urgent = it.priority === 'high' && it.status === 'open';
  const left = (
    <>
      <Text {...(here ? {} : tone.accent)}>{at ? ` ${mark.focus}` : '  '}</Text>
      <Text {...(here || !urgent ? {} : tone.asking)}>{`${urgent ? '! ' : ''}${sanitise(it.question)}`}</Text>
    </>
  );
  const right = <Text {...(here ? {} : tone.quiet)}>{` ${askerOf(it, now)} `}</Text>;
  return <Row cols={cols} left={left} right={right} rightMax={cols >> 1} selected={here} />;
};

const Line = ({line, cols, props}: LineProps) => {
  const {tone} = useTheme();
  if (line.kind === 'gap') return <Text> </Text>;
  if (line.kind === 'question') return <Question it={line.it} cols={cols} props={props} />;
  if (line.kind === 'detail')
    return <Row cols={cols} left={<Text {...tone.quiet}>{`    ${line.text}`}</Text>} right=" " />;
  return (
    <Row
      cols={cols}
      left={<Text {...tone.accent}>{` ${line.title}`}</Text>}
      right={<Text {...tone.quiet}>{`${line.count} `}</Text>}
    />
  );
};

/** Draw the questions in their box. */
export const Inbox = (props: PanelProps) => {
  const {rect, snapshot, view, over} = props;
  const {tone} = useTheme();
  const {cols} = inset(rect);
  const seen = inboxSeenOf(snapshot.state, view, rect);
  return (
    <Frame
      rect={rect}
      title={panelTitle('inbox')}
      look={view.hands === 'panel' ? 'active' : 'idle'}
      over={over}
      hidden={seen}
    >
      {seen.lines.map(line => (
        <Line key={line.key} line={line} cols={cols} props={props} />
      ))}
      {seen.lines.length > 0 ? undefined : (
        <Box paddingLeft={2} paddingTop={1}>
          <Text {...tone.quiet}>nobody asks anything</Text>
        </Box>
      )}
    </Frame>
  );
};
