import {expect, test} from 'vitest';
import {copyTables} from '../../src/core/copy-keys.ts';
import {boardKeys, byChord, inboxKeys, leaseKeys, PREFIX, prefixKeys, tableKeys} from '../../src/core/keys.ts';

const tables = {
  prefixKeys,
  boardKeys,
  leaseKeys,
  inboxKeys,
  tableKeys,
  vi: copyTables.vi,
  emacs: copyTables.emacs,
} as const;
const all = Object.values(tables).flat();

/** One printable character, or a name, with modifiers in their order. */
const CHORD =
  /^(?:C-)?(?:M-)?(?:S-)?(?:[!-~]|Enter|Esc|Tab|Space|Backspace|Delete|Insert|Up|Down|Left|Right|PageUp|PageDown|Home|End|F1?\d)$/u;

test.each(Object.keys(tables) as (keyof typeof tables)[])('no chord is bound twice in %s', name => {
  const chords = tables[name].flatMap(it => it.chords);
  expect(chords).toEqual([...new Set(chords)]);
});

test('a chord that is bound twice is refused', () => {
  expect(() => byChord([{chords: ['a', 'b']}, {chords: ['b']}])).toThrow('b is bound twice');
});

test('a table finds the binding of each of its chords', () => {
  const table = byChord(boardKeys);
  expect(['j', 'Down', 'Esc', 'q'].map(it => table.get(it)?.action)).toEqual([
    'card-next',
    'card-next',
    'leave-panel',
    'leave-panel',
  ]);
});

test('every chord is written as chords are', () => {
  expect(all.flatMap(it => it.chords).filter(it => !CHORD.test(it))).toEqual([]);
});

test('every binding says what it does, for the help', () => {
  expect(all.filter(it => it.what.trim() === '' || it.what.endsWith('.'))).toEqual([]);
});

test('the digits are left for the sessions by number', () => {
  expect(prefixKeys.flatMap(it => it.chords).filter(it => /^\d$/u.test(it))).toEqual([]);
});

test('the prefix is the one key taken from a pane, and pressed twice it goes there', () => {
  expect(['Esc', 'C-c', 'C-o', 'C-t', 'C-r', 'C-g', 'C-s', 'C-x', 'C-z', 'S-Tab']).not.toContain(PREFIX);
  expect(byChord(prefixKeys).get(PREFIX)?.action).toBe('send-prefix');
});

test.each([
  ['c', 'new-worker'],
  ['C', 'new-shell'],
  ['x', 'close-here'],
  ['d', 'detach'],
  ['n', 'next-session'],
  ['p', 'previous-session'],
  ['o', 'next-pane'],
  [';', 'last-pane'],
  ['%', 'split-right'],
  ['"', 'split-down'],
  ['z', 'zoom-pane'],
  ['Space', 'next-layout'],
  ['[', 'copy-mode'],
  [']', 'paste-copied'],
  ['/', 'search-history'],
  ['a', 'next-waiting'],
  ['A', 'answer-here'],
  ['b', 'show-board'],
  ['t', 'show-table'],
  ['Tab', 'focus-panel'],
  [':', 'open-palette'],
  ['Q', 'shut-down'],
  ['r', 'redraw'],
  ['?', 'show-help'],
])('after the prefix, %s does %s', (chord, action) => {
  expect(byChord(prefixKeys).get(chord)?.action).toBe(action);
});

test('what the status bar shows at all times is a word or two', () => {
  const briefs = [...prefixKeys, ...boardKeys, ...leaseKeys, ...inboxKeys, ...tableKeys].flatMap(it => it.brief ?? []);
  expect(briefs.filter(it => it.length > 8)).toEqual([]);
});
