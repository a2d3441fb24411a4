import {expect, test} from 'vitest';
import {agentAt, boardSeenOf, cardAt, seenOf, sidebarOf, tabsOf} from '../../src/core/seen.ts';
import {areasOf, type View} from '../../src/core/view.ts';
import {agent, busy, recorded, snapshotOf, viewOf} from '../components/sample.ts';

test.each([
  [
    {count: 10, rows: 4, at: -1},
    {from: 0, to: 4, above: 0, below: 6},
  ],
  [
    {count: 10, rows: 4, at: 5},
    {from: 3, to: 7, above: 3, below: 3},
  ],
  [
    {count: 10, rows: 4, at: 9},
    {from: 6, to: 10, above: 6, below: 0},
  ],
  [
    {count: 3, rows: 4, at: 2},
    {from: 0, to: 3, above: 0, below: 0},
  ],
  [
    {count: 3, rows: 0, at: 1},
    {from: 1, to: 1, above: 1, below: 2},
  ],
])('of a list as %j the part %j is seen', ({count, rows, at}, seen) => {
  expect(seenOf(count, rows, at)).toEqual(seen);
});

/** Thirty agents of which one has the focus. */
const many = snapshotOf({
  agents: Array.from({length: 30}, (_, at) =>
    recorded(agent(`s-${at}`, 'idle', 3), {opened_at: `2026-01-02T03:00:${String(at).padStart(2, '0')}.000Z`}),
  ),
});
const focusing = (session: string, cols: number, rows: number): View =>
  viewOf(cols, rows, {layout: {kind: 'pane', pane: 1, session}});

test.each([45, 52, 59, 20])('at %i columns each agent can have its tab in sight, and all are counted', cols => {
  for (const {name} of Object.values(many.state.sessions)) {
    const {tabs, above, below} = tabsOf(many.state, focusing(name, cols, 20), cols);
    expect(tabs.map(it => it.session.name)).toContain(name);
    expect(above + tabs.length + below).toBe(30);
    const end = Math.max(...tabs.map(it => it.x + it.cols));
    expect(end + (below === 0 ? 0 : String(below).length + 2)).toBeLessThanOrEqual(cols);
  }
});

test('a name longer than the line is cut to it', () => {
  const {state} = snapshotOf({agents: [agent('a'.repeat(60), 'idle', 1), agent('b', 'idle', 1)]});
  const {tabs, below} = tabsOf(state, focusing('a'.repeat(60), 30, 20), 30);
  expect(tabs.map(it => it.cols)).toEqual([27]);
  expect(below).toBe(1);
});

test('a click finds the agent of its row, also in a list that has scrolled', () => {
  const view = focusing('s-20', 80, 12);
  const areas = areasOf(view);
  const rows = Array.from({length: 12}, (_, y) => agentAt(many.state, view, {areas, x: 3, y}));
  expect(rows.join(' ')).toBe(' s-16 s-17 s-18 s-19 s-20 s-21 s-22 s-23   ');
  expect(sidebarOf(many.state, view, {x: 0, y: 0, cols: 20, rows: 11}).above).toBe(16);
  expect(agentAt(many.state, view, {areas, x: 30, y: 3})).toBeUndefined();
});

test('a click finds the agent of its tab', () => {
  const view = focusing('worker-task-003', 20, 20);
  const areas = areasOf(view);
  const row = Array.from({length: 20}, (_, x) => agentAt(busy.state, view, {areas, x, y: 0}) ?? '');
  expect(row.map(it => it.length)).toEqual([0, 0, 0, ...Array.from({length: 12}, () => 15), 0, 0, 0, 0, 0]);
  expect(agentAt(busy.state, view, {areas, x: 5, y: 1})).toBeUndefined();
});

test('a click finds the task of its card, and none between them', () => {
  const view = viewOf(200, 20, {panel: {tab: 'board', open: true, task: 'TASK-004'}});
  const {panel} = areasOf(view);
  const place = panel ?? {x: 0, y: 0, cols: 0, rows: 0};
  const {lines, above} = boardSeenOf(busy, view, place);
  const found = lines.map((_, at) => cardAt(busy, view, {panel: place, y: place.y + 1 + at})?.id ?? '');
  expect(above).toBe(0);
  expect(found.join(' ')).toBe(' TASK-004 TASK-004   TASK-002   TASK-003 TASK-003   TASK-005');
});
