import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Dialog} from '../../components/Dialog.tsx';
import type {Dialog as Shown} from '../../src/core/view.ts';
import {frameOf, rowsOf} from './frame.ts';

const picture = (dialog: Shown, cols: number, rows: number) => (
  <Box width={cols} height={rows}>
    <Dialog rect={{x: 0, y: 0, cols, rows}} dialog={dialog} />
  </Box>
);
const drawn = (dialog: Shown, cols: number, rows: number) => rowsOf(picture(dialog, cols, rows), cols);

const choices = Array.from({length: 20}, (_, at) => ({value: `v${at}`, label: `verb-${at}`, detail: `does ${at}`}));
const pick = {kind: 'pick', of: 'palette', title: 'command', filter: {label: '', text: 've', cursor: 2}} as const;

test('a question shows its lines, wrapped, and its keys', () => {
  const lines = ['task-003 has 3 uncommitted files', 'they stay'];
  expect(drawn({kind: 'confirm', title: 'close task-003', lines, argv: []}, 28, 6)).toEqual([
    '╭ close task-003 ──────────╮',
    '│ task-003 has 3           │',
    '│ uncommitted files        │',
    '│ they stay                │',
    '│                          │',
    '╰ Enter yes · Esc no ──────╯',
  ]);
});

test('a question that does not fit begins at its first line, and says that there is more', () => {
  const lines = ['Its program is ended.', '', 'TASK-001 has 3 changed files; its worktree and branch stay.'];
  expect(drawn({kind: 'confirm', title: 'Close?', lines, argv: []}, 20, 5)).toEqual([
    '╭ Close? ──────────╮',
    '│ Its program is   │',
    '│ ended.           │',
    '│ TASK-001 has 3   │',
    '╰ Enter more ─ ↓ 3 ╯',
  ]);
});

test('what is agreed to stands apart; who has seen its end may agree', () => {
  const lines = ['Run these?', 'They run as you.'];
  const question = {kind: 'confirm', title: 'Sure?', lines, exact: ['$ npm ci', '$ make'], argv: []} as const;
  expect(drawn({...question, top: 2}, 28, 4)).toEqual([
    '╭ Sure? ────────────── ↑ 2 ╮',
    '│ $ make                   │',
    '│ They run as you.         │',
    '╰ Enter yes · Esc no ──────╯',
  ]);
});

test('keys that do not fit are left out', () => {
  const rows = drawn({kind: 'text', title: 'x', lines: ['a'], top: 0, total: 1}, 20, 4);
  expect(rows[3]).toBe('╰ j k ─────────────╯');
});

test('a list to pick from shows the filter, the matches around the chosen one and their number', () => {
  expect(drawn({...pick, choices, selected: 10}, 32, 7)).toEqual([
    '╭ command ───────── 20 matches ╮',
    '│/ ve                          │',
    '│  verb-8               does 8 │',
    '│  verb-9               does 9 │',
    '│▸ verb-10             does 10 │',
    '│  verb-11             does 11 │',
    '╰ Enter choose · Esc back  ↓ 8 ╯',
  ]);
});

test('a list without matches says so', () => {
  expect(frameOf(picture({...pick, choices: [], selected: 0}, 32, 6), 32)).toContain('nothing matches');
});

test('a choice gives its detail at most half of the line', () => {
  const long = [{value: 'a', label: 'l'.repeat(40), detail: 'd'.repeat(40)}];
  expect(drawn({...pick, choices: long, selected: 0}, 32, 5)[2]).toBe(`│▸ ${'l'.repeat(12)}… ${'d'.repeat(13)}…│`);
});

test('a form shows labels and texts, and its own hint', () => {
  const fields = [
    {label: 'title', text: '日本語 🚂', cursor: 1},
    {label: 'steps', text: 'npm test', cursor: 8},
  ];
  expect(drawn({kind: 'form', of: 'new-task', title: 'new task', fields, at: 0, hint: 'Enter next'}, 30, 8)).toEqual([
    '╭ new task ──────────────────╮',
    '│                            │',
    '│▸ title                     │',
    '│  日本語 🚂                 │',
    '│  steps                     │',
    '│  npm test                  │',
    '│                            │',
    '╰ Enter next ────────────────╯',
  ]);
});

test.each([
  [0, '│  aaaaaaaaaaaaaaaaa… │'],
  [60, '│  …aaaaaaaaaaaaaaaa  │'],
])('a long text is cut so that the cursor at %i stays in sight', (cursor, row) => {
  const fields = [{label: 'title', text: 'a'.repeat(60), cursor}];
  expect(drawn({kind: 'form', of: 'answer', title: 'answer', fields, at: 0, hint: ''}, 23, 6)[3]).toBe(row);
});

test('a text shows the part that is visible, cut at the right', () => {
  const lines = ['diff --git a/x b/x', '@@ -1 +1 @@', '-old\ttab', `+${'n'.repeat(60)}`, ''];
  expect(drawn({kind: 'text', title: 'diff', lines, top: 20, total: 90}, 40, 7)).toEqual([
    '╭ diff ─────────────────── 21–25 of 90 ╮',
    '│ diff --git a/x b/x                   │',
    '│ @@ -1 +1 @@                          │',
    '│ -old    tab                          │',
    `│ +${'n'.repeat(35)}…│`,
    '│                                      │',
    '╰ j k · PageUp PageDown · q back ──────╯',
  ]);
});
