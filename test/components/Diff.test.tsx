import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Dialog} from '../../components/Dialog.tsx';
import type {DiffDialog} from '../../src/core/view.ts';
import {frameOf, rowsOf} from './frame.ts';

const line = (
  kind: DiffDialog['lines'][number]['kind'],
  text: string,
  more: {line?: number; marked?: boolean} = {},
) => ({
  kind,
  text,
  marked: false,
  ...more,
});

const dialog: DiffDialog = {
  kind: 'diff',
  task: 'TASK-001',
  title: 'TASK-001 tidy',
  of: 'diff',
  lines: [
    line('file', 'a.txt · +1 −1'),
    line('hunk', '@@ -1,2 +1,2 @@'),
    line('removed', '-two', {line: 2}),
    line('added', '+zwei', {line: 2, marked: true}),
  ],
  top: 0,
  total: 4,
  cursor: 3,
  left: 0,
  files: [],
  said: {is: 'comment', text: 'in English'},
  comments: 1,
};

const picture = (shown: DiffDialog, cols: number, rows: number) => (
  <Box width={cols} height={rows}>
    <Dialog rect={{x: 0, y: 0, cols, rows}} dialog={shown} />
  </Box>
);

test('lines stand with their numbers, the one under the cursor with its comment', () => {
  expect(rowsOf(picture(dialog, 64, 8), 64)).toEqual([
    '╭ TASK-001 tidy ─────────────────────────────────────── 4 of 4 ╮',
    '│        a.txt · +1 −1                                         │',
    '│        @@ -1,2 +1,2 @@                                       │',
    '│      2 -two                                                  │',
    '│▸●    2 +zwei                                                 │',
    '│                                                              │',
    '│ ● in English                                      1 not sent │',
    '╰ ] file n hunk c comment l list s send / search q back ───────╯',
  ]);
});

test('on a narrow screen lines have the room of their numbers', () => {
  expect(rowsOf(picture(dialog, 24, 7), 24)[4]).toBe('│▸●+zwei               │');
});

test('what is being typed stands in the last line, with where it belongs', () => {
  const typing = {of: 'comment', field: {label: 'a.txt:2', text: 'why?', cursor: 4}} as const;
  expect(rowsOf(picture({...dialog, typing}, 40, 7), 40).at(-2)).toBe('│ a.txt:2: why?                        │');
});

test('on a wide screen the files stand beside the lines', () => {
  const files = [
    {path: 'a.txt', added: 1, removed: 1, comments: 1, here: true},
    {path: 'a/very/long/path/to/some/where/b.txt', added: 12, removed: 0, comments: 0, here: false},
  ];
  const rows = rowsOf(picture({...dialog, files}, 130, 8), 130);
  expect([rows[1]?.slice(0, 34), rows[2]?.slice(0, 34)]).toEqual([
    '│●a.txt                   +1 −1   ',
    '│ …/to/some/where/b.txt  +12 −0   ',
  ]);
});

test('a diff of nothing says so', () => {
  expect(frameOf(picture({...dialog, lines: [], total: 0, cursor: 0}, 40, 6), 40)).toContain('nothing was changed');
});
