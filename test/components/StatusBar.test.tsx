import {Box} from 'ink';
import {expect, test} from 'vitest';
import {StatusBar} from '../../components/StatusBar.tsx';
import type {Snapshot} from '../../src/client/mirror.ts';
import type {View} from '../../src/core/view.ts';
import {rowsOf} from './frame.ts';
import {busy, look, snapshotOf, viewOf} from './sample.ts';

const drawn = (snapshot: Snapshot, cols: number, changes: Partial<View> = {}) =>
  rowsOf(
    <Box width={cols} height={1}>
      <StatusBar
        rect={{x: 0, y: 0, cols, rows: 1}}
        snapshot={snapshot}
        view={viewOf(cols, 20, changes)}
        look={{...look, branch: cols === 61 ? 'a-branch-with-a-very-long-name' : 'main'}}
      />
    </Box>,
    cols,
  )[0];

const quiet = snapshotOf({});
const full = ' C-b  c worker  x close  b board  a waiting (2)  z zoom  d detach  : command  [ copy  ? help';
const notice = {tone: 'bad', text: 'no task named "x"', hint: 'list-tasks shows them'} as const;
const dialog = {kind: 'confirm', title: 'sure', lines: [], argv: []} as const;

type Case = readonly [string, Snapshot, number, Partial<View>, string];

test.each<{readonly it: Case}>([
  {it: ['all keys and the place', busy, 110, {}, `${full}      shop · main`]},
  {
    it: [
      'no waiting where nobody waits',
      quiet,
      80,
      {},
      ' C-b  c worker  x close  b board  z zoom  d detach  : command  ? help      main',
    ],
  },
  {it: ['who waits before what is usual', busy, 45, {}, ' C-b  c worker  a waiting (2)  ? help']},
  {it: ['a long branch cut', quiet, 61, {}, ' C-b  c worker  x close  b board  ? help      a-branch-with-…']},
  {it: ['the keys of the board', quiet, 45, {hands: 'panel'}, ' Enter pane  n new  c spawn  Esc back']},
  {
    it: [
      'keys after the prefix, also from the panel',
      quiet,
      45,
      {hands: 'panel', prefixed: true},
      ' C-b  c worker  x close  b board  ? help',
    ],
  },
  {it: ['a notice with its hint', busy, 80, {notice}, ' no task named "x" · list-tasks shows them']},
  {
    it: [
      'the keys of copy mode',
      quiet,
      70,
      {reading: {1: {top: 7, cursor: {line: 9, x: 0}, glance: false, shape: 'text'}}},
      ' v select  y copy  ? search up  / down  n next  q back           main',
    ],
  },
  {it: ['no keys of its own under a dialog', quiet, 45, {dialog}, '']},
])('the status bar shows $it.0', ({it: [, snapshot, cols, changes, row]}) => {
  expect(drawn(snapshot, cols, changes)).toBe(row);
});
