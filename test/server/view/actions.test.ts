import {expect, test, vi} from 'vitest';
import {mintId, type TaskId} from '../../../src/core/id.ts';
import {usualKeymap} from '../../../src/core/keymap.ts';
import {boardKeys, leaseKeys, prefixKeys, tableKeys} from '../../../src/core/keys.ts';
import type {Layout} from '../../../src/core/layout.ts';
import type {Session} from '../../../src/core/nouns/session.ts';
import type {Task} from '../../../src/core/nouns/task.ts';
import {areasOf, firstView, type View} from '../../../src/core/view.ts';
import type {Server} from '../../../src/server/server.ts';
import type {Live} from '../../../src/server/live.ts';
import {performAction} from '../../../src/server/view/actions.ts';
import type {Desk} from '../../../src/server/view/desk.ts';
import {GraphemeTable} from '../../../src/terminal/cells.ts';
import {openXtermEngine} from '../../../src/terminal/xterm-engine.ts';
import {discussion} from '../../components/sample.ts';

const at = '2026-01-02T03:04:05.000Z';

const task = (n: number): Task => ({
  id: mintId('task', n) as TaskId,
  title: 'tidy',
  script: [],
  step: 0,
  acceptance: [],
  labels: [],
  depends_on: [],
  scope: {write: [], read: []},
  status: 'ready',
  notes: [],
  created_at: at,
  updated_at: at,
});
const session = (name: string): Session => ({
  name,
  kind: 'shell',
  agent: 'shell',
  status: 'active',
  cwd: '/',
  argv: ['sh'],
  opened_at: at,
  updated_at: at,
});
const pane = (number: number, session: string): Layout => ({kind: 'pane', pane: number, session});
/** Three panes: one at the left, two at the right one above the other. */
const layout: Layout = {
  kind: 'split',
  axis: 'row',
  parts: [
    {share: 1, layout: pane(1, 'planner')},
    {
      share: 1,
      layout: {
        kind: 'split',
        axis: 'column',
        parts: [
          {share: 1, layout: pane(2, 'logs')},
          {share: 1, layout: pane(3, 'top')},
        ],
      },
    },
  ],
};

const held = {repo: '/shop', kind: 'session', purpose: 'test', granted_at: at, expires_at: at, here: true};

/** Three sessions hold a lease. */
const host = {
  queue: [],
  leases: ['planner', 'logs', 'top'].map((it, n) => ({...held, session: it, id: `HEAVY-0000000${n}`})),
};

/** Three discussions go on, the second of them first in their list. */
const discussed = [1, 2, 3].map(n => discussion(n));
const second = discussed[1]?.id ?? '';

/** A desk at three panes and three tasks; every way to change something is watched. */
const openDesk = (change: Partial<View> = {}) => {
  const write = vi.fn<(bytes: Uint8Array) => void>();
  const graphemes = new GraphemeTable();
  const engine = openXtermEngine(
    {cols: 40, rows: 38, history: 100, graphemes},
    {onReply: () => {}, onTitle: () => {}, onBell: () => {}},
  );
  engine.feed(Buffer.from(`\u001b]133;C\u0007\`\`\`\r\ncode\r\n\`\`\`${'\r\n'.repeat(60)}`));
  const live = {pty: {write}, engine};
  const background = vi.fn<(what: string) => void>();
  const server = {
    world: {
      state: {
        interrupts: {},
        discussions: Object.fromEntries(discussed.map(it => [it.id, it])),
        decisions: {},
        tasks: Object.fromEntries([1, 2, 3].map(n => [mintId('task', n), task(n)])),
        sessions: Object.fromEntries(['planner', 'logs', 'top'].map(it => [it, session(it)])),
        workspaces: {},
      },
      signals: {sessions: {top: {mood: 'asks', mood_since: at}}, tasks: {}, host},
      background,
    },
    sessions: {find: () => live},
    moods: {answersOf: () => []},
    graphemes,
    clipboard: {text: 'copied'},
  } as unknown as Server;
  const calls = {
    run: vi.fn<Desk['run']>(),
    perform: vi.fn<Desk['perform']>(),
    claim: vi.fn<Desk['claim']>(),
    redraw: vi.fn<Desk['redraw']>(),
    detach: vi.fn<Desk['detach']>(),
  };
  const first: View = {...firstView({cols: 120, rows: 40}, 'planner'), layout, nextPane: 4, ...change};
  const now: {view: View} = {view: first};
  const desk = {
    server,
    get view() {
      return now.view;
    },
    get areas() {
      return areasOf(now.view);
    },
    set: (change: Partial<View>) => {
      now.view = {...now.view, ...change, version: now.view.version + 1};
    },
    keys: usualKeymap,
    type: (encode: (it: Live) => Uint8Array) => write(encode(live as unknown as Live)),
    toClipboard: () => {},
    ...calls,
  } as unknown as Desk;
  const isTouched = (): boolean =>
    now.view !== first ||
    [write, background, calls.run, calls.redraw, calls.detach].some(it => it.mock.calls.length > 0);
  return {desk, calls, write, isTouched};
};

const bound = [...new Set([...prefixKeys, ...boardKeys, ...leaseKeys, ...tableKeys].map(it => it.action))];

/** From where each direction has somewhere to go. */
const from: Readonly<Record<string, Partial<View>>> = {
  'resize-up': {focus: 2},
  'resize-down': {focus: 2},
  'focus-left': {focus: 2},
  'focus-up': {focus: 3},
  'focus-down': {focus: 2},
};

test.each(bound)('the action %s does something', action => {
  const {desk, isTouched} = openDesk({
    lastFocus: 2,
    panel: {tab: 'board', open: true, task: 'TASK-002', lease: 'HEAVY-00000001', discussion: second},
    hands: 'panel',
    ...from[action],
  });
  performAction(desk, action);
  expect(isTouched()).toBe(true);
});

test.each(['', 'frobnicate', 'toString', '__proto__'])('the action %j, which nobody knows, does nothing', action => {
  const {desk, isTouched} = openDesk();
  performAction(desk, action);
  expect(isTouched()).toBe(false);
});

test.each([
  ['focus-right', 1, 2],
  ['focus-left', 3, 1],
  ['focus-down', 2, 3],
  ['focus-up', 3, 2],
  ['focus-up', 2, 2],
  ['next-pane', 3, 1],
])('%s goes from pane %i to pane %i', (action, focus, to) => {
  const {desk} = openDesk({focus});
  performAction(desk, action);
  expect(desk.view.focus).toBe(to);
});

test('the pane before has the focus again', () => {
  const {desk} = openDesk({focus: 2, lastFocus: 3});
  performAction(desk, 'last-pane');
  performAction(desk, 'last-pane');
  expect([desk.view.focus, desk.view.lastFocus]).toEqual([2, 3]);
});

test('the next that waits is shown, in focus', () => {
  const {desk} = openDesk();
  performAction(desk, 'next-waiting');
  expect(desk.view.focus).toBe(3);
});

test.each([
  ['card-next', 'TASK-003'],
  ['card-previous', 'TASK-001'],
  ['card-first', 'TASK-001'],
  ['card-last', 'TASK-003'],
])('%s goes from the second card to %s', (action, to) => {
  const {desk} = openDesk({panel: {tab: 'board', open: true, task: 'TASK-002'}});
  performAction(desk, action);
  expect(desk.view.panel.task).toBe(to);
});

test.each([
  ['close-here', ['close-session', 'planner']],
  ['shut-down', ['shutdown']],
  ['card-cancel', ['cancel-task', 'TASK-002']],
  ['card-close', ['close-session', 'worker-task-002']],
  ['discussion-cancel', ['cancel-discussion', discussed[0]?.id]],
])('%s asks before it does %j', (action, argv) => {
  const {desk, calls} = openDesk({panel: {tab: 'board', open: true, task: 'TASK-002'}});
  performAction(desk, action);
  expect(desk.view.dialog).toMatchObject({kind: 'confirm', argv});
  expect(calls.run).not.toHaveBeenCalled();
});

test.each(['card-accept', 'card-reject', 'card-cleanup'])('%s says so where there is nothing to do it to', action => {
  const {desk, calls} = openDesk({panel: {tab: 'board', open: true, task: 'TASK-002'}});
  performAction(desk, action);
  expect(desk.view).toMatchObject({notice: {text: expect.stringContaining('TASK-002')}});
  expect(desk.view.dialog).toBeUndefined();
  expect(calls.run).not.toHaveBeenCalled();
});

test('the prefix is sent as its control character', () => {
  const {desk, write} = openDesk();
  performAction(desk, 'send-prefix');
  expect(write.mock.calls).toEqual([[Buffer.from([2])]]);
});

test('the last pane on the screen is not taken away', () => {
  const {desk} = openDesk({layout: pane(1, 'logs'), focus: 1});
  performAction(desk, 'close-pane');
  expect(desk.view.layout).toEqual(pane(1, 'planner'));
});
