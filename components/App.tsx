/** One client's whole chrome: everything but the panes, each part at the rectangle that `areasOf` gives it. */
import {Box, Text} from 'ink';
import type {Look} from '../src/core/chrome.ts';
import {mark} from '../src/core/signs.ts';
import {areasOf, isTooSmall, SMALLEST, type View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {Dialog} from './Dialog.tsx';
import {KeysContext} from './keys.ts';
import {Panel} from './Panel.tsx';
import {Sidebar} from './Sidebar.tsx';
import {StatusBar} from './StatusBar.tsx';
import {Tabs} from './Tabs.tsx';
import {themeOf, ThemeContext} from './theme.ts';

export type AppProps = {
  readonly snapshot: Snapshot;
  readonly view: View;
  readonly look: Look;
  /** Milliseconds since the epoch; ages are counted from it. */
  readonly now: number;
};

const Places = ({snapshot, view, look, now}: AppProps) => {
  const {sidebar, tabs, panel, status, overlays} = areasOf(view);
  const over = overlays.some(it => it === panel);
  const top = overlays.at(-1);
  return (
    <>
      {sidebar === undefined ? undefined : <Sidebar rect={sidebar} snapshot={snapshot} view={view} now={now} />}
      {tabs === undefined ? undefined : <Tabs rect={tabs} snapshot={snapshot} view={view} />}
      {panel === undefined ? undefined : <Panel rect={panel} snapshot={snapshot} view={view} over={over} now={now} />}
      <StatusBar rect={status} snapshot={snapshot} view={view} look={look} />
      {view.dialog === undefined || top === undefined ? undefined : <Dialog rect={top} dialog={view.dialog} />}
    </>
  );
};

const TooSmall = () => (
  <Text wrap="truncate-end">{`too small: min ${SMALLEST.cols}${mark.times}${SMALLEST.rows}`}</Text>
);

/** Draw the chrome on a canvas of the view's size. Where the panes are, it stays blank. */
export const App = (props: AppProps) => {
  const {view, look} = props;
  return (
    <ThemeContext value={themeOf(look)}>
      <KeysContext value={look.keys}>
        <Box width={view.cols} height={view.rows}>
          {isTooSmall(view) ? <TooSmall /> : <Places {...props} />}
        </Box>
      </KeysContext>
    </ThemeContext>
  );
};
