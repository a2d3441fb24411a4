/** The agents as one line, where there is no room for a list. */
import {Box, Text} from 'ink';
import {agentsOf, moodOf, shortNameOf} from '../src/core/board.ts';
import {paneOf, type Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {useTheme} from './theme.ts';

export type TabsProps = {readonly rect: Rect; readonly snapshot: Snapshot; readonly view: View};

/** Draw a tab an agent; those before the focused one give way until it is in sight. */
export const Tabs = ({rect, snapshot, view}: TabsProps) => {
  const {mood: signs, tone, mark} = useTheme();
  const agents = agentsOf(snapshot.state);
  const focused = paneOf(view.layout, view.focus)?.session;
  const texts = agents.map(it => ` ${sanitise(shortNameOf(it.name))} `);
  const at = agents.findIndex(it => it.name === focused);
  const from = firstOf(
    texts.map(it => it.length + 1),
    at,
    rect.cols - 4,
  );
  return (
    <Box position="absolute" left={rect.x} top={rect.y} width={rect.cols} height={1}>
      <Text wrap="truncate-end">
        {from > 0 ? <Text {...tone.quiet}>{`${mark.before}${from} `}</Text> : undefined}
        {agents.slice(from).map((it, index) => {
          const {glyph, tone: look} = signs[moodOf(it, snapshot.signals)];
          const here = it.name === focused;
          return (
            <Text key={it.name} {...(here ? tone.cursor : {})}>
              <Text {...(here ? {} : look)}>{` ${glyph}`}</Text>
              <Text {...(here ? tone.strong : tone.plain)}>{texts[from + index]}</Text>
            </Text>
          );
        })}
      </Text>
    </Box>
  );
};

/** The first tab to draw so that the one at `at` ends within `cols`. Names of sessions are ASCII, so a letter is a cell. */
const firstOf = (widths: readonly number[], at: number, cols: number): number => {
  let from = 0;
  const sum = (): number => widths.slice(from, at + 1).reduce((total, it) => total + it + 1, 0);
  while (from < at && sum() > cols) from++;
  return from;
};
