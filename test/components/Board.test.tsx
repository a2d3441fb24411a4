import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Board} from '../../components/Board.tsx';
import type {Snapshot} from '../../src/client/mirror.ts';
import type {View} from '../../src/core/view.ts';
import {frameOf, rowsOf} from './frame.ts';
import {agent, busy, recorded, snapshotOf, task, viewOf} from './sample.ts';

type Shown = {readonly cols: number; readonly rows: number; readonly changes?: Partial<View>};

const picture = (snapshot: Snapshot, {cols, rows, changes}: Shown) => (
  <Box width={cols} height={rows}>
    <Board
      rect={{x: 0, y: 0, cols, rows}}
      snapshot={snapshot}
      view={viewOf(200, rows + 1, changes)}
      over={false}
      now={0}
    />
  </Box>
);
const drawn = (snapshot: Snapshot, shown: Shown) => rowsOf(picture(snapshot, shown), shown.cols);
const on = (id: string, hands: View['hands'] = 'panel'): Partial<View> => ({
  hands,
  panel: {tab: 'board', open: true, task: id},
});

test('the board groups tasks by what they need and shows the details of the card under the cursor', () => {
  expect(drawn(busy, {cols: 44, rows: 14, changes: on('TASK-004')})).toEqual([
    '╭ 1 Board ─────────────────────────────────╮',
    '│ asks                                   1 │',
    '│ ▸TASK-004 migrate store       ● asks     │',
    '│    roundhouse/task-004 · npm test failed │',
    '│                                          │',
    '│ review                                 1 │',
    '│  TASK-002 tidy flags          ✓ 1 commit │',
    '│                                          │',
    '│ in progress                            1 │',
    '│  TASK-003 launch worker       ◐ +42 −3   │',
    '│                                          │',
    '│ ready                                  1 │',
    '│  TASK-005 write the manual    ○          │',
    '╰──────────────────────────────────────────╯',
  ]);
});

test('where there is room every card tells its branch and how its worker is', () => {
  const tasks = [
    task(1, {status: 'in_progress', owner_session: 'w'}),
    task(2, {status: 'blocked', depends_on: [{task: task(1, {}).id, type: 'finish'}] as never}),
  ];
  const branches = {'TASK-001': 'roundhouse/task-001'};
  const snapshot = snapshotOf({tasks, branches, agents: [agent('w', 'working', 1)]});
  const rows = drawn(snapshot, {cols: 44, rows: 9});
  expect(rows.slice(1, 8)).toEqual([
    '│ in progress                            1 │',
    '│  TASK-001 task 1                       ◐ │',
    '│    working · roundhouse/task-001         │',
    '│                                          │',
    '│ blocked                                1 │',
    '│  TASK-002 task 2                       ■ │',
    '│    after TASK-001                        │',
  ]);
  expect(drawn(snapshot, {cols: 44, rows: 8})).toHaveLength(8);
  expect(drawn(snapshot, {cols: 44, rows: 8}).join('')).not.toContain('working');
});

test('a narrow and low board has neither figures nor details', () => {
  expect(drawn(busy, {cols: 32, rows: 9, changes: on('TASK-004')})).toEqual([
    '╭ 1 Board ─────────────────────╮',
    '│ asks                       1 │',
    '│ ▸TASK-004 migrate store    ● │',
    '│ review                     1 │',
    '│  TASK-002 tidy flags       ✓ │',
    '│ in progress                1 │',
    '│  TASK-003 launch worker    ◐ │',
    '│ ready                      1 │',
    '╰───────────────────────── ↓ 1 ╯',
  ]);
});

test('a narrow board that is high enough has the details of the card under the cursor', () => {
  const rows = drawn(busy, {cols: 32, rows: 14, changes: on('TASK-004')});
  expect(rows.slice(2, 4)).toEqual(['│ ▸TASK-004 migrate store    ● │', '│    roundhouse/task-004 · np… │']);
});

test('wide and long titles are cut and keep the columns', () => {
  const tasks = [
    task(1, {title: '日本語のタイトルを揃える長い名前'}),
    task(2, {title: 'emoji 🚂🚃 in the title, and it is long'}),
    task(3, {title: 'plain and long and longer still and on'}),
  ];
  expect(drawn(snapshotOf({tasks}), {cols: 44, rows: 6}).slice(2, 5)).toEqual([
    '│  TASK-001 日本語のタイトルを揃える長…  ○ │',
    '│  TASK-002 emoji 🚂🚃 in the title, an… ○ │',
    '│  TASK-003 plain and long and longer s… ○ │',
  ]);
});

test.each([
  ['panes', 'C-b T writes a task'],
  ['panel', 'n writes a task'],
] as const)('an empty board says how to begin when the hands are on the %s', (hands, sentence) => {
  expect(frameOf(picture(snapshotOf({}), {cols: 44, rows: 8, changes: {hands}}), 44)).toContain(sentence);
});

test('the cursor stays in sight on a long board', () => {
  const tasks = Array.from({length: 50}, (_, at) => task(at + 1, {}));
  const rows = drawn(snapshotOf({tasks}), {cols: 44, rows: 12, changes: on('TASK-040')});
  expect(rows.findIndex(it => it.includes('▸TASK-040'))).toBe(6);
  expect(rows[0]).toBe('╭ 1 Board ─────────────────────────── ↑ 35 ╮');
});

test('a card takes the mood of its living worker', () => {
  const tasks = [task(1, {status: 'in_progress', owner_session: 'w'})];
  const failed = snapshotOf({tasks, agents: [agent('w', 'failed', 1)]});
  const lost = snapshotOf({tasks, agents: [recorded(agent('w', 'failed', 1), {status: 'stale'})]});
  expect(frameOf(picture(failed, {cols: 44, rows: 6}), 44)).toContain('✗');
  expect(frameOf(picture(lost, {cols: 44, rows: 6}), 44)).toContain('◐');
});

test.each([
  [{added: 1234, removed: 0}, '+1.2k −0'],
  [{added: 12_345, removed: 999}, '+12k −999'],
  [{added: 0, removed: 0, commits: 2}, '2 commits'],
])('figures %o are short', (found, text) => {
  const snapshot = snapshotOf({tasks: [task(1, {status: 'review_ready'})], figures: {'TASK-001': found}});
  expect(frameOf(picture(snapshot, {cols: 44, rows: 6}), 44)).toContain(text);
});

test('controls in a title do not reach the screen', () => {
  const tasks = [task(1, {title: 'a\u001b[2Jb\nc\u202ed'})];
  expect(drawn(snapshotOf({tasks}), {cols: 44, rows: 6})[2]).toBe('│  TASK-001 a·[2Jb·c·d                   ○ │');
});
