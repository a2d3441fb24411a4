import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Tabs} from '../../components/Tabs.tsx';
import type {Snapshot} from '../../src/client/mirror.ts';
import {rowsOf} from './frame.ts';
import {agent, busy, snapshotOf, viewOf} from './sample.ts';

const drawn = (snapshot: Snapshot, focus: string, cols: number) =>
  rowsOf(
    <Box width={cols} height={1}>
      <Tabs
        rect={{x: 0, y: 0, cols, rows: 1}}
        snapshot={snapshot}
        view={viewOf(cols, 20, {layout: {kind: 'pane', pane: 1, session: focus}})}
      />
    </Box>,
    cols,
  )[0];

const long = snapshotOf({agents: [agent('a'.repeat(40), 'idle', 1)]});

test.each([
  {
    what: 'all agents stand in one line',
    snapshot: busy,
    focus: 'planner',
    cols: 59,
    row: ' ◐ planner  ◐ task-003  ● task-004  ✓ task-002',
  },
  {
    what: 'what does not fit is counted',
    snapshot: busy,
    focus: 'planner',
    cols: 30,
    row: ' ◐ planner  ◐ task-003      2›',
  },
  {
    what: 'tabs before the focused give way',
    snapshot: busy,
    focus: 'worker-task-002',
    cols: 30,
    row: '‹2  ● task-004  ✓ task-002',
  },
  {
    what: 'a focused tab in the middle has counts at both sides',
    snapshot: busy,
    focus: 'worker-task-003',
    cols: 20,
    row: '‹1  ◐ task-003    2›',
  },
  {what: 'no agents leave it blank', snapshot: snapshotOf({}), focus: 'planner', cols: 30, row: ''},
  {what: 'one long name is cut', snapshot: long, focus: 'x', cols: 20, row: ` ○ ${'a'.repeat(16)}…`},
])('$what', ({snapshot, focus, cols, row}) => {
  expect(drawn(snapshot, focus, cols)).toBe(row);
});
