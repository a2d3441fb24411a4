import {expect, test} from 'vitest';
import {firstView, type View} from '../../../src/core/view.ts';
import type {Token} from '../../../src/terminal/input.ts';
import {sessionsInSight, Sight} from '../../../src/server/view/sight.ts';

const key: Token = {kind: 'key', chord: 'x', text: 'x', bytes: Buffer.from('x')};
const leaves: Token = {kind: 'focus', gained: false};
const comes: Token = {kind: 'focus', gained: true};
const answer: Token = {kind: 'reply', bytes: Buffer.from('\u001b[?62c')};
const wheel: Token = {
  ...key,
  kind: 'mouse',
  action: 'wheel-up',
  button: 0,
  x: 0,
  y: 0,
  shift: false,
  alt: false,
  ctrl: false,
};

test.each<[string, readonly (readonly [number, Token])[], {now: number; isThere: boolean}]>([
  ['who has just attached is there', [], {now: 59_999, isThere: true}],
  ['a minute without a key counts as gone', [], {now: 60_000, isThere: false}],
  ['a key counts for a minute', [[100_000, key]], {now: 159_999, isThere: true}],
  ['the wheel counts as a key does', [[100_000, wheel]], {now: 159_999, isThere: true}],
  ['an answer of the terminal itself does not count', [[50_000, answer]], {now: 60_000, isThere: false}],
  ['who has left is gone at once', [[1000, leaves]], {now: 1001, isThere: false}],
  [
    'who came back is there however long',
    [
      [1000, leaves],
      [2000, comes],
    ],
    {now: 9_000_000, isThere: true},
  ],
  [
    'who left again is gone, whatever was typed before',
    [
      [1000, comes],
      [2000, key],
      [2001, leaves],
    ],
    {now: 2002, isThere: false},
  ],
  [
    'a key after the focus was lost counts',
    [
      [1000, leaves],
      [2000, key],
    ],
    {now: 2001, isThere: true},
  ],
])('%s', (_name, tokens, {now, isThere}) => {
  const sight = new Sight(0);
  for (const [at, token] of tokens) sight.take(token, at);
  expect(sight.isFocused(now)).toBe(isThere);
});

const leaf = (pane: number, session: string) => ({kind: 'pane', pane, session}) as const;
const two: View = {
  ...firstView({cols: 120, rows: 40}, 'planner'),
  layout: {
    kind: 'split',
    axis: 'row',
    parts: [
      {share: 1, layout: leaf(1, 'planner')},
      {share: 1, layout: leaf(2, 'worker-task-001')},
    ],
  },
};
const reading = {top: 0, left: 0} as unknown as View['reading'][number];
const text = {kind: 'text', title: 'a', lines: [], top: 0, total: 0} as const;
const question = {kind: 'confirm', title: 'a', lines: ['b'], argv: []} as const;

test.each<[string, Partial<View>, readonly string[]]>([
  ['all panes are in sight', {}, ['planner', 'worker-task-001']],
  ['of a zoomed view, the one pane', {zoomed: true}, ['planner']],
  ['what is scrolled back is not', {reading: {2: reading}}, ['planner']],
  ['a question in the middle hides nothing', {dialog: question}, ['planner', 'worker-task-001']],
  ['a text over all hides all', {dialog: text}, []],
  [
    'a panel over the panes of a narrow screen hides what it covers',
    {cols: 99, panel: {tab: 'board', open: true}},
    ['planner'],
  ],
  ['beside the panes it hides nothing', {panel: {tab: 'board', open: true}}, ['planner', 'worker-task-001']],
  ['on a terminal that is too small nothing is in sight', {cols: 10}, []],
])('%s', (_name, change, sessions) => expect(sessionsInSight({...two, ...change})).toEqual(sessions));
