/** The agents as one line, where there is no room for a list. */
import {Box, Text} from 'ink';
import {moodOf, shortNameOf} from '../src/core/board.ts';
import {paneOf, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {tabsOf} from '../src/core/seen.ts';
import {mark} from '../src/core/signs.ts';
import type {View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {useTheme} from './theme.ts';

/** How many are out of sight at one end. */
const Count = ({text}: {text: string}) => {
  const {tone} = useTheme();
  return (
    <Box flexShrink={0}>
      <Text {...tone.quiet}>{text}</Text>
    </Box>
  );
};

export type TabsProps = {readonly rect: Rect; readonly snapshot: Snapshot; readonly view: View};

/** Draw as many tabs as fit, the focused one among them, and at each end how many are out of sight. */
export const Tabs = ({rect, snapshot, view}: TabsProps) => {
  const {mood: signs, tone} = useTheme();
  const {tabs, above, below} = tabsOf(snapshot.state, view, rect.cols);
  const focused = paneOf(view.layout, view.focus)?.session;
  return (
    <Box position="absolute" left={rect.x} top={rect.y} width={rect.cols} height={1}>
      {above === 0 ? undefined : <Count text={`${mark.before}${above} `} />}
      {tabs.map(({session, cols}) => {
        const {glyph, tone: look} = signs[moodOf(session, snapshot.signals)];
        const here = session.name === focused;
        return (
          <Box key={session.name} width={cols} flexShrink={0}>
            <Box flexShrink={0}>
              <Text {...(here ? tone.cursor : look)}>{` ${glyph} `}</Text>
            </Box>
            <Text wrap="truncate-end" {...(here ? {...tone.cursor, ...tone.strong} : tone.plain)}>
              {`${sanitise(shortNameOf(session.name))} `}
            </Text>
          </Box>
        );
      })}
      <Box flexGrow={1} />
      {below === 0 ? undefined : <Count text={` ${below}${mark.after}`} />}
    </Box>
  );
};
