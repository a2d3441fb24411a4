import {expect, test} from 'vitest';
import {App} from '../../components/App.tsx';
import {areasOf, type View} from '../../src/core/view.ts';
import {rowsOf} from './frame.ts';
import {busy, look, now, viewOf} from './sample.ts';

const drawn = (view: View) => rowsOf(<App snapshot={busy} view={view} look={look} now={now} />, view.cols);

test.each([
  [80, 24],
  [45, 20],
  [200, 50],
  [100, 30],
  [20, 6],
])('at %i×%i each part stands at its rectangle and the place of the panes is blank', (cols, rows) => {
  const view = viewOf(cols, rows);
  const {sidebar, panel, panes} = areasOf(view);
  const lines = drawn(view);
  expect(lines).toHaveLength(rows);
  const boxes = [sidebar, panel].filter(it => it !== undefined);
  expect(boxes.map(({x, y}) => lines[y]?.[x])).toEqual(boxes.map(() => '╭'));
  expect(boxes.map(it => lines[it.y + it.rows - 1]?.[it.x + it.cols - 1])).toEqual(boxes.map(() => '╯'));
  const centres = panes.map(({frame: at}) => lines[at.y + 1]?.slice(at.x, at.x + at.cols).trim());
  expect(centres).toEqual(panes.map(() => ''));
});

test('a screen that is too small says which size it needs', () => {
  expect(drawn(viewOf(19, 5))[0]).toBe('too small: min 20×6');
});

test('on a narrow screen the open board lies over the agents', () => {
  const view = viewOf(70, 12, {hands: 'panel', panel: {tab: 'board', open: true}});
  expect(drawn(view)[1]).toBe('│▸◐ planner   │ asks                                               1 │');
});

test('a dialog hides what it lies over', () => {
  const dialog = {kind: 'text', title: 'about', lines: ['hello'], top: 0, total: 1} as const;
  const lines = drawn(viewOf(120, 12, {dialog}));
  expect(lines.slice(3, 9)).toEqual(Array.from({length: 6}, () => `││${' '.repeat(116)}││`));
});

test('a zoomed pane leaves only the status bar', () => {
  expect(
    drawn(viewOf(80, 10, {zoomed: true}))
      .slice(0, 9)
      .join(''),
  ).toBe('');
});
