import {once} from 'node:events';
import {MessageChannel} from 'node:worker_threads';
import {expect, test, vi} from 'vitest';
import {startChrome} from '../../src/chrome/main.ts';
import {CellsBuffer, type ChromeRequest} from '../../src/core/chrome.ts';
import {emptyState} from '../../src/core/state.ts';
import {areasOf, type View} from '../../src/core/view.ts';
import {ATTR, CELL, CODE_MASK} from '../../src/terminal/cells.ts';
import {busy, discussion, look, snapshotOf, task, viewOf} from '../components/sample.ts';
import {Server} from './port.ts';

const {state, signals} = busy;
const moved = (version: number, view: View): View => ({...view, version});

/** A server that has sent the busy state. */
const started = (): Server => {
  const server = new Server();
  server.send({type: 'snapshot', state, signals});
  return server;
};

test.each([
  [80, 24],
  [45, 20],
  [200, 50],
])('opening a view of %i×%i publishes each part at its rectangle', (cols, rows) => {
  using server = started();
  const view = viewOf(cols, rows, {panel: {tab: 'board', open: true}});
  const lines = server.rows(server.open(1, view), view);
  const {sidebar, panel, status} = areasOf(view);
  const boxes = [sidebar, panel].filter(it => it !== undefined);
  expect(boxes.map(({x, y}) => lines[y]?.[x])).toEqual(boxes.map(() => '╭'));
  expect(boxes.map(it => lines[it.y + it.rows - 1]?.[it.x + it.cols - 1])).toEqual(boxes.map(() => '╯'));
  expect(lines[status.y]).toContain('? help');
  expect(lines.join('\n')).toContain('TASK-003 launch worker');
  expect(lines.join('\n')).toContain('◐ planner');
  expect(server.drawn(1)).toEqual([1]);
});

test('colours reach the cells', () => {
  using server = started();
  const view = viewOf(80, 24);
  const words = new Uint32Array(80 * 24 * CELL);
  expect(server.open(1, view).read(words)).toBe(1);
  const glyph = (1 * 80 + 2) * CELL;
  expect(String.fromCodePoint((words[glyph] ?? 0) & 0x1fffff)).toBe('◐');
  expect(words[glyph + 1]).toBe(0x01000006);
});

test('the card under the cursor is coloured over its whole row', () => {
  using server = started();
  const view = viewOf(200, 50, {hands: 'panel', panel: {tab: 'board', open: true, task: 'TASK-004'}});
  const words = new Uint32Array(200 * 50 * CELL);
  server.open(1, view).read(words);
  const grounds = Array.from({length: 50}, (_, x) => words[(2 * 200 + 150 + x) * CELL + 2]);
  expect(grounds).toEqual([0, ...Array.from({length: 48}, () => 0x01000004), 0]);
});

test('the cursor of a field is an inverse cell', () => {
  using server = started();
  const fields = [{label: 'title', text: '日本 x', cursor: 3}];
  const view = viewOf(80, 24, {dialog: {kind: 'form', of: 'answer', title: 'answer', fields, at: 0, hint: ''}});
  const words = new Uint32Array(80 * 24 * CELL);
  server.open(1, view).read(words);
  const inverse = Array.from({length: 80 * 24}, (_, at) => at).filter(at => (words[at * CELL + 3] ?? 0) & ATTR.inverse);
  expect(inverse.map(at => (words[at * CELL] ?? 0) & CODE_MASK)).toEqual(['x'.codePointAt(0)]);
});

test('a new view is drawn at once, also when its picture is the same', () => {
  using server = started();
  const view = viewOf(80, 24);
  const cells = server.open(1, view);
  server.clock.pass(33);
  server.send({type: 'view', client: 1, view: moved(2, {...view, prefixed: true})});
  server.clock.pass(33);
  server.send({type: 'view', client: 1, view: moved(3, {...view, prefixed: true})});
  expect(server.drawn(1)).toEqual([1, 2, 3]);
  expect(cells.read(new Uint32Array(80 * 24 * CELL))).toBe(3);
});

test('views that come too fast are drawn together, and the newest wins', () => {
  using server = started();
  const view = viewOf(80, 24);
  server.open(1, view);
  server.send({type: 'view', client: 1, view: moved(2, view)});
  server.send({type: 'view', client: 1, view: moved(3, view)});
  expect(server.busy).toBe(true);
  server.clock.pass(33);
  expect(server.drawn(1)).toEqual([1, 3]);
  expect(server.busy).toBe(false);
});

test('what happens in the background is drawn at most ten times a second', () => {
  using server = started();
  const view = viewOf(80, 24);
  const cells = server.open(1, view);
  const moods = ['idle', 'asks', 'working'] as const;
  for (let at = 1; at <= 21; at++) {
    server.send({
      type: 'signals',
      signals: [{type: 'session-signal', session: 'planner', mood: moods[at % 3] ?? 'idle'}],
    });
    server.clock.pass(25);
  }
  expect(cells.sequence).toBe(6);
});

test('a title that changes draws nothing', () => {
  using server = started();
  server.open(1, viewOf(80, 24));
  server.send({type: 'signals', signals: [{type: 'session-signal', session: 'planner', title: '⠋ thinking'}]});
  expect(server.busy).toBe(false);
});

test('a view does not wait for a background change that came before it', () => {
  using server = started();
  const view = viewOf(80, 24);
  server.open(1, view);
  server.clock.pass(500);
  server.send({type: 'signals', signals: [{type: 'session-signal', session: 'planner', mood: 'idle'}]});
  server.send({type: 'view', client: 1, view: moved(2, view)});
  expect(server.drawn(1)).toEqual([1, 2]);
  server.clock.pass(500);
  expect(server.drawn(1)).toEqual([1, 2]);
});

test('an event changes the picture of each client', () => {
  using server = started();
  const wide = viewOf(200, 50);
  const first = server.open(1, wide);
  const second = server.open(2, wide);
  const event = {
    type: 'task-updated',
    task_id: task(5, {}).id,
    changes: {title: 'read 日本'},
    seq: 1,
    at: '2026-01-02T12:00:00.000Z',
    actor: 'user',
  } as const;
  server.send({type: 'events', events: [event]});
  server.clock.pass(100);
  expect(server.rows(first, wide).join('\n')).toContain('TASK-005 read 日本 ');
  expect(server.rows(second, wide)).toEqual(server.rows(first, wide));
});

test('nothing is published and one timer runs while nothing changes', () => {
  using server = new Server();
  server.send({type: 'snapshot', ...snapshotOf({})});
  server.open(1, viewOf(80, 24));
  server.clock.pass(10 * 60_000);
  expect(server.drawn(1)).toEqual([1]);
  expect(server.clock.timers).toBe(1);
});

test('the list ages by the minute while somebody looks, and no timer is left when the last has gone', () => {
  using server = started();
  const view = viewOf(80, 24);
  const cells = server.open(1, view);
  server.clock.pass(61_000);
  expect(server.rows(cells, view)[1]).toContain('planner     3m');
  server.send({type: 'close', client: 1});
  expect(server.clock.timers).toBe(0);
});

test('who is waited for is waited for by the second where the table is seen, and by the minute elsewhere', () => {
  using server = new Server();
  const {state: talking, signals: quiet} = snapshotOf({discussions: [discussion(0.1)]});
  server.send({type: 'snapshot', state: talking, signals: quiet});
  const table = viewOf(80, 24, {panel: {tab: 'table', open: true}});
  const cells = server.open(1, table);
  expect(server.rows(cells, table)[1]).toContain('0/2 6s');
  server.clock.pass(1100);
  expect(server.rows(cells, table)[1]).toContain('0/2 7s');
  server.send({type: 'view', client: 1, view: moved(2, {...table, panel: {tab: 'board', open: true}})});
  const drawings = vi.spyOn(server.clock, 'now');
  server.clock.pass(50_000);
  const before = drawings.mock.calls.length;
  server.clock.pass(5000);
  expect(drawings.mock.calls.length).toBe(before);
});

test('a view of another size is drawn into its own cells', () => {
  using server = started();
  server.open(1, viewOf(200, 50));
  const view = moved(2, viewOf(80, 24));
  const cells = new CellsBuffer(view);
  server.clock.pass(33);
  server.send({type: 'view', client: 1, view, cells: cells.shared});
  expect(server.rows(cells, view)[1]).toBe('│▸◐ planner     2m │'.padEnd(80));
  expect(server.rows(cells, view)[23]).toContain('? help');
});

test('clusters of code points travel with the picture that uses them', () => {
  using server = new Server();
  server.send({type: 'snapshot', ...snapshotOf({tasks: [task(1, {title: 'e\u0301 👩‍👩‍👧 x'})]})});
  const view = viewOf(200, 20);
  expect(server.rows(server.open(1, view), view).join('\n')).toContain('e\u0301 👩‍👩‍👧 x');
});

test('a fault in one picture is told and the other clients go on', () => {
  using server = started();
  const view = viewOf(80, 24);
  const broken = {...view, layout: undefined as unknown as View['layout']};
  const cells = server.open(1, broken);
  const other = server.open(2, view);
  expect(server.reports).toContainEqual({type: 'failed', client: 1, reason: expect.stringContaining('undefined')});
  expect(server.rows(cells, view)[23]).toContain('this picture failed');
  expect(server.rows(other, view)[1]).toContain('planner');
  server.clock.pass(33);
  server.send({type: 'view', client: 1, view: moved(2, view)});
  expect(server.rows(cells, view)).toEqual(server.rows(other, view));
});

test('events that do not follow on are told, so that the server sends a snapshot', () => {
  using server = started();
  server.send({
    type: 'events',
    events: [
      {type: 'task-noted', task_id: task(5, {}).id, text: 'x', seq: 7, at: '2026-01-02T12:00:00.000Z', actor: 'user'},
    ],
  });
  expect(server.reports.at(-1)).toEqual({type: 'failed', reason: 'events 1 to 6 are missing'});
});

test('over a real channel the chrome says that it is ready and draws what is opened', async () => {
  const {port1, port2} = new MessageChannel();
  using _chrome = startChrome(port1);
  const view = viewOf(80, 24);
  const cells = new CellsBuffer(view);
  const send = (request: ChromeRequest): void => port2.postMessage(request);
  expect((await once(port2, 'message'))[0]).toEqual({type: 'ready'});
  send({type: 'snapshot', state: emptyState(), signals: {sessions: {}, tasks: {}}});
  send({type: 'open', client: 1, view, cells: cells.shared, look});
  expect((await once(port2, 'message'))[0]).toEqual({
    type: 'drawn',
    client: 1,
    version: 1,
    graphemes: {from: 0, texts: []},
  });
  expect(cells.sequence).toBe(1);
  port2.close();
});
