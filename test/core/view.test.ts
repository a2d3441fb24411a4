import {describe, expect, test} from 'vitest';
import {Fault} from '../../src/core/fault.ts';
import {arrange, contains, type Layout, type Rect} from '../../src/core/layout.ts';
import {
  areasOf,
  dialogInner,
  diffRowsOf,
  firstView,
  innerOf,
  isNarrow,
  isTooSmall,
  noticeOf,
  SMALLEST,
  textRowsOf,
  type Areas,
  type Dialog,
  type View,
} from '../../src/core/view.ts';

const sizes = [
  {cols: 45, rows: 20},
  {cols: 80, rows: 24},
  {cols: 100, rows: 30},
  {cols: 200, rows: 50},
];

const pane = (number: number): Layout => ({kind: 'pane', pane: number, session: `s${number}`});
const row = (...layouts: readonly Layout[]): Layout => ({
  kind: 'split',
  axis: 'row',
  parts: layouts.map(layout => ({share: 1, layout})),
});
const four = row(pane(1), pane(2), pane(3), pane(4));
const field = {label: 'title', text: '', cursor: 0};
const choices = Array.from({length: 60}, (_, at) => ({value: `${at}`, label: `verb ${at}`}));

const dialogs: Readonly<Record<string, Dialog>> = {
  'a question': {kind: 'confirm', title: 'Close?', lines: ['one', 'two'], argv: []},
  'a palette': {kind: 'pick', of: 'palette', title: 'Command', filter: field, choices, selected: 0},
  'a long list': {kind: 'pick', of: 'ready-tasks', title: 'New worker', filter: field, choices, selected: 0},
  'an empty list': {kind: 'pick', of: 'ready-tasks', title: 'New worker', filter: field, choices: [], selected: 0},
  'a form': {kind: 'form', of: 'new-task', title: 'New', fields: [field, field], at: 0, hint: ''},
  'a text': {kind: 'text', title: 'Diff', lines: [], top: 0, total: 400},
  'a diff': {
    kind: 'diff',
    task: 'TASK-001',
    title: 'TASK-001 tidy',
    of: 'diff',
    lines: [],
    top: 0,
    total: 400,
    cursor: 0,
    left: 0,
    files: [],
    said: {is: 'place', text: ''},
    comments: 0,
  },
};

const states: Readonly<Record<string, Partial<View>>> = {
  'one pane': {},
  'two panes': {layout: row(pane(1), pane(2))},
  'four panes in a row': {layout: four},
  'four panes in a column': {layout: arrange(four, 'column')},
  'four panes in tiles': {layout: arrange(four, 'tiled')},
  'a zoomed pane': {layout: four, zoomed: true, focus: 3},
  'an open panel': {panel: {tab: 'board', open: true}},
  'the table on the whole screen': {hands: 'panel', panel: {tab: 'table', open: true, zoomed: true}},
  ...Object.fromEntries(Object.entries(dialogs).map(([name, dialog]) => [name, {dialog}])),
};

const rectsOf = ({sidebar, tabs, panel, status, panes, overlays}: Areas): readonly Rect[] => [
  ...[sidebar, tabs, panel, status].filter(it => it !== undefined),
  ...panes.flatMap(it => [it.frame, it.inner]),
  ...overlays,
];

const viewOf = (size: {cols: number; rows: number}, state: Partial<View>): View => ({
  ...firstView(size, 's1'),
  ...state,
});
/** Is this one rectangle, of at least a cell, on a screen of that size? */
const isOn = ({cols, rows}: {cols: number; rows: number}, it: Rect): boolean =>
  it.x >= 0 && it.y >= 0 && it.cols >= 1 && it.rows >= 1 && it.x + it.cols <= cols && it.y + it.rows <= rows;

describe.each(sizes)('on a screen of $cols × $rows', size => {
  test.each(Object.entries(states))('%s is all on the screen, and every part has a cell', (_, state) => {
    const areas = areasOf(viewOf(size, state));
    expect(rectsOf(areas).filter(it => !isOn(size, it))).toEqual([]);
  });

  test.each(Object.entries(states))('%s leaves the status line free', (_, state) => {
    const {status, overlays, panes, panel, sidebar} = areasOf(viewOf(size, state));
    expect(status).toEqual({x: 0, y: size.rows - 1, cols: size.cols, rows: 1});
    const others = [...overlays, ...panes.map(it => it.frame), panel, sidebar].filter(it => it !== undefined);
    expect(others.filter(it => it.y + it.rows > status.y)).toEqual([]);
  });

  test('what stands side by side covers the screen and does not overlap', () => {
    const {sidebar, tabs, panel, status, panes} = areasOf(viewOf(size, {}));
    const parts = [sidebar, tabs, panel, status, ...panes.map(it => it.frame)].filter(it => it !== undefined);
    expect(parts.reduce((sum, it) => sum + it.cols * it.rows, 0)).toBe(size.cols * size.rows);
  });

  test('a dialog lies over all the rest', () => {
    const dialog = dialogs['a form'];
    const areas = areasOf(viewOf(size, {dialog, panel: {tab: 'board', open: true}}));
    expect(dialogInner(areas)).toMatchObject({rows: 6});
  });

  test('a zoomed pane has the screen for itself', () => {
    const areas = areasOf(viewOf(size, {layout: four, zoomed: true, focus: 3}));
    const whole = {x: 0, y: 0, cols: size.cols, rows: size.rows - 1};
    expect(areas).toMatchObject({panes: [{pane: 3, frame: whole, inner: whole}], overlays: []});
    expect(Object.keys(areas)).not.toContain('panel');
  });
});

test.each([
  [45, ['tabs']],
  [59, ['tabs']],
  [60, ['sidebar']],
  [99, ['sidebar']],
  [100, ['sidebar', 'panel']],
  [200, ['sidebar', 'panel']],
])('at %i columns there are %j beside the panes', (cols, names) => {
  const shown = Object.keys(areasOf(viewOf({cols, rows: 30}, {})));
  expect(['tabs', 'sidebar', 'panel'].filter(it => shown.includes(it)).toSorted()).toEqual(names.toSorted());
});

test.each([
  [45, false],
  [99, false],
  [100, true],
])('at %i columns the panel has its own place: %s', (cols, isBeside) => {
  expect(!isNarrow(viewOf({cols, rows: 30}, {}))).toBe(isBeside);
});

test('a panel that is opened on a narrow screen lies over the panes, which keep their size', () => {
  const closed = areasOf(viewOf({cols: 80, rows: 24}, {}));
  const open = areasOf(viewOf({cols: 80, rows: 24}, {panel: {tab: 'board', open: true}}));
  expect(open).toMatchObject({panes: closed.panes, overlays: [open.panel]});
});

test.each([80, 200])(
  'the table on the whole screen lies over the panes, which keep their size, at %i columns',
  cols => {
    const size = {cols, rows: 30};
    const panel = {tab: 'table', open: true, zoomed: true} as const;
    const whole = areasOf(viewOf(size, {hands: 'panel', panel}));
    expect(whole.panel).toEqual({x: 0, y: 0, cols, rows: 29});
    expect(whole).toMatchObject({panes: areasOf(viewOf(size, {})).panes, overlays: [whole.panel]});
    expect(areasOf(viewOf(size, {panel})).panel?.cols).toBeLessThan(cols);
    expect(areasOf(viewOf(size, {hands: 'panel', panel: {...panel, tab: 'board'}})).panel?.cols).toBeLessThan(cols);
  },
);

test('the smallest screen still has a pane', () => {
  const {panes} = areasOf(viewOf(SMALLEST, {}));
  expect(panes.filter(it => !isOn(SMALLEST, it.inner))).toEqual([]);
});

test.each([
  [{cols: 20, rows: 6}, false],
  [{cols: 19, rows: 6}, true],
  [{cols: 20, rows: 5}, true],
])('a screen of %j is too small: %s', (size, isSmall) => {
  expect(isTooSmall(size)).toBe(isSmall);
});

test('a session gets the size of the pane that shows it', () => {
  const view = viewOf({cols: 80, rows: 24}, {layout: row(pane(1), pane(2))});
  expect(innerOf(view, 's2')).toEqual(areasOf(view).panes[1]?.inner);
});

test('a session that is not shown gets no size', () => {
  expect(innerOf(viewOf({cols: 80, rows: 24}, {}), 'elsewhere')).toBeUndefined();
});

test.each(sizes)('a text shows as many rows as its dialog has inside, at $cols × $rows', size => {
  const view = viewOf(size, {dialog: dialogs['a text']});
  expect(textRowsOf(view)).toBe(dialogInner(areasOf(view))?.rows);
});

test.each(sizes)(
  'a diff shows as many rows as its dialog has inside, but the line for words, at $cols × $rows',
  size => {
    const view = viewOf(size, {dialog: dialogs['a diff']});
    expect(diffRowsOf(view)).toBe(Math.max(1, (dialogInner(areasOf(view))?.rows ?? 0) - 1));
  },
);

test('the first view has one pane, in focus, on the planner', () => {
  const view = firstView({cols: 80, rows: 24}, 'planner');
  expect(view).toMatchObject({focus: 1, nextPane: 2, hands: 'panes', layout: {pane: 1, session: 'planner'}});
});

test('a cell belongs to one place', () => {
  const {panes, status} = areasOf(viewOf({cols: 100, rows: 30}, {layout: four}));
  expect(panes.filter(it => contains(it.frame, 0, status.y))).toEqual([]);
});

test('a fault is shown with its hint', () => {
  expect(noticeOf(new Fault('task-unknown', {task: 'TASK-009'}).toJSON())).toEqual({
    tone: 'bad',
    text: 'no task "TASK-009"',
    hint: 'roundhouse list-tasks shows them',
  });
});
