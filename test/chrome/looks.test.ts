import {expect, test} from 'vitest';
import type {Look} from '../../src/core/chrome.ts';
import {moodSigns, statusSigns} from '../../src/core/signs.ts';
import type {Dialog, View} from '../../src/core/view.ts';
import {CELL} from '../../src/terminal/cells.ts';
import {agent, look, snapshotOf, task, viewOf} from '../components/sample.ts';
import {Server} from './port.ts';

/** Every mood and every status, with figures and details. */
const all = snapshotOf({
  agents: (Object.keys(moodSigns) as (keyof typeof moodSigns)[]).map((mood, at) => agent(`worker-${at}`, mood, at)),
  tasks: (Object.keys(statusSigns) as (keyof typeof statusSigns)[]).map((status, at) =>
    task(at + 1, {status, title: 'a title that is much longer than the place it has on a card'}),
  ),
  figures: {'TASK-003': {added: 42, removed: 3}, 'TASK-009': {commits: 2}},
  branches: {'TASK-004': 'roundhouse/task-004'},
});

const field = {label: 'title', text: 'a text that is much longer than the field it is typed into', cursor: 30};
const choices = Array.from({length: 40}, (_, at) => ({value: `v${at}`, label: `verb-${at}`, detail: 'does it'}));
const lines = ['diff --git a/x b/x', '+added', '-removed', 'x'.repeat(200)];
const diff: Dialog = {
  kind: 'diff',
  task: 'TASK-001',
  title: 'TASK-001 tidy',
  of: 'diff',
  lines: (['file', 'hunk', 'added', 'removed', 'same', 'told'] as const).map((kind, at) => ({
    kind,
    text: `${kind} ${'x'.repeat(200)}`,
    line: at + 1,
    marked: at % 2 === 0,
  })),
  top: 3,
  total: 90,
  cursor: 5,
  left: 0,
  files: [{path: 'a/very/long/path/to/a/file.ts', added: 12, removed: 3, comments: 1, here: true}],
  said: {is: 'comment', text: 'why?'},
  comments: 2,
};
const dialogs: readonly (Dialog | undefined)[] = [
  diff,
  {...diff, of: 'comments', typing: {of: 'comment', field}},
  undefined,
  {kind: 'confirm', title: 'sure', lines, argv: []},
  {kind: 'pick', of: 'palette', title: 'command', filter: field, choices, selected: 20},
  {kind: 'form', of: 'new-task', title: 'task', fields: [field, {...field, label: 'steps'}], at: 0, hint: ''},
  {kind: 'text', title: 'diff', lines, top: 3, total: 90},
];
const changes: readonly Partial<View>[] = [
  {},
  {prefixed: true},
  {reading: {1: {top: 7, cursor: {line: 9, x: 0}, glance: false, shape: 'text'}}},
  {notice: {tone: 'bad', text: 'it failed', hint: 'try again'}},
  {hands: 'panel', panel: {tab: 'board', open: true, task: 'TASK-004'}},
  {hands: 'panel', panel: {tab: 'board', open: true, task: 'TASK-013'}},
];
const views: readonly View[] = [
  ...dialogs.map((dialog, at) => ({dialog, ...changes[at]})),
  ...changes,
  {layout: {kind: 'pane', pane: 1, session: 'worker-6'}} as const,
].flatMap(change => [viewOf(20, 6, change), viewOf(45, 20, change), viewOf(80, 24, change), viewOf(200, 50, change)]);

/** A server with everything in it, and a client that looks so. */
const opened = (view: View, seen: Partial<Look>) => {
  const server = new Server();
  server.send({type: 'snapshot', state: all.state, signals: all.signals});
  const cells = server.open(1, view, {...look, ...seen});
  const words = (): Uint32Array => {
    const read = new Uint32Array(view.cols * view.rows * CELL);
    cells.read(read);
    return read;
  };
  return {server, cells, words, [Symbol.dispose]: () => server[Symbol.dispose]()};
};

test.each(views.map((view, at) => ({at, view})))('in ASCII picture $at has nothing else', ({view}) => {
  using it = opened(view, {ascii: true});
  const rows = it.server.rows(it.cells, view);
  expect(rows.join('').trim()).not.toBe('');
  expect(rows.filter(row => !/^[ -~]*$/u.test(row))).toEqual([]);
});

test.each(views.map((view, at) => ({at, view})))('without colours picture $at has none', ({view}) => {
  using it = opened(view, {plain: true});
  const words = it.words();
  const coloured = Array.from({length: words.length / CELL}, (_, at) => at * CELL).filter(
    at => words[at + 1] !== 0 || words[at + 2] !== 0,
  );
  expect(coloured).toEqual([]);
});

/** The palette indices of foregrounds. */
const inksOf = (words: Uint32Array): ReadonlySet<number> =>
  new Set(
    Array.from({length: words.length / CELL}, (_, at) => (words[at * CELL + 1] ?? 0) & 0xff).filter(it => it > 0),
  );

test('on a light terminal nothing is yellow or white, and only what is paused is cyan', () => {
  const view = viewOf(200, 50, {hands: 'panel', panel: {tab: 'board', open: true}});
  using dark = opened(view, {});
  using light = opened(view, {light: true});
  expect(inksOf(dark.words())).toEqual(new Set([1, 2, 3, 5, 6]));
  expect(inksOf(light.words())).toEqual(new Set([1, 2, 4, 5, 6]));
});

test('a running chrome takes another look at once', () => {
  const view = viewOf(80, 24);
  using it = opened(view, {});
  expect(inksOf(it.words())).toContain(3);
  it.server.clock.pass(33);
  it.server.send({type: 'relook', client: 1, look: {...look, light: true}});
  expect(inksOf(it.words())).not.toContain(3);
  it.server.clock.pass(33);
  it.server.send({type: 'relook', client: 1, look: {...look, light: true, ascii: true}});
  expect(it.server.rows(it.cells, view)[0]).toMatch(/^\+ agents -+\+ *$/u);
  expect(it.server.drawn(1)).toEqual([1, 1, 1]);
});
