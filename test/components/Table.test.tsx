import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Table} from '../../components/Table.tsx';
import type {Discussion} from '../../src/core/nouns/discussion.ts';
import type {View} from '../../src/core/view.ts';
import {rowsOf} from './frame.ts';
import {discussion, now, said, snapshotOf, viewOf} from './sample.ts';

type Shown = {readonly cols?: number; readonly rows?: number; readonly panel?: Partial<View['panel']>};

const drawn = (discussions: readonly Discussion[], {cols = 44, rows = 16, panel = {}}: Shown = {}) => {
  const view = viewOf(200, rows + 1, {hands: 'panel', panel: {tab: 'table', open: true, ...panel}});
  return rowsOf(
    <Box width={cols} height={rows}>
      <Table rect={{x: 0, y: 0, cols, rows}} snapshot={snapshotOf({discussions})} view={view} over={false} now={now} />
    </Box>,
    cols,
  );
};

const ended = discussion(125, {
  topic: 'Shall sessions expire after a day or after a week of rest?',
  status: 'done',
  round: 2,
  task_id: 'TASK-003' as never,
  replies: [
    said('codex', {position: 'A day: who left a laptop open should not be logged in.'}),
    said('claude', {stance: 'against', position: 'A week, for a day loses work.', duration_ms: 41_000}),
    said('codex', {round: 2, position: 'Still a day.'}),
    said('claude', {round: 2, stance: 'against', position: 'Still a week.', duration_ms: 130_000}),
  ],
  stop_reason: 'follow_up_complete',
  follow_up_reason: 'disagreement',
  counts: {agreements: 1, disagreements: 1, risks: 2},
  ended_at: new Date(now - 120 * 60_000).toISOString(),
});

const lines = [
  {kind: 'differ', text: 'how long a session rests (codex: a day; claude: a week)'},
  {kind: 'agreed', text: 'sessions expire'},
  {kind: 'risk', text: 'high: what was typed is lost (claude)'},
] as const;

test('who sits at a discussion that runs is shown with what each said, and how long the others are waited for', () => {
  expect(drawn([ended, discussion(0.2, {replies: [said('codex')]})], {rows: 10})).toEqual([
    '╭ 4 Table ─────────────────────────────────╮',
    '│ ▸◐ Do we keep the old parser?    1/2 12s │',
    '│    going on                              │',
    '│    for codex                             │',
    '│    round 1                               │',
    '│    ✓ codex  for       3.2s               │',
    '│      codex would keep it                 │',
    '│    ◐ claude waiting   12s                │',
    '│  ✓ Shall sessions expire after a d… ● 2h │',
    '╰──────────────────────────────────────────╯',
  ]);
});

test('in a narrow panel rounds stand one below the other, positions are cut, and a disagreement is marked', () => {
  expect(drawn([ended], {rows: 20, panel: {said: {id: ended.id, lines}}}).slice(1, 19)).toEqual([
    '│ ▸✓ Shall sessions expire after a d… ● 2h │',
    '│    Shall sessions expire after a day or  │',
    '│    after a week of rest?                 │',
    '│    ended with the follow-up · TASK-003   │',
    '│  ● differ: for codex · against claude    │',
    '│    round 1                               │',
    '│    ✓ codex  for       3.2s               │',
    '│      A day: who left a laptop open …     │',
    '│    ✓ claude against   41s                │',
    '│      A week, for a day loses work.       │',
    '│    round 2, on the disagreement          │',
    '│    ✓ codex  for       3.2s               │',
    '│      Still a day.                        │',
    '│    ✓ claude against   2m 10s             │',
    '│      Still a week.                       │',
    '│    differ    how long a session rests    │',
    '│              (codex: a day; claude: a    │',
    '│              week)                       │',
  ]);
});

test('on the whole screen it stands beside the list, and rounds beside each other', () => {
  const rows = drawn([ended], {cols: 130, rows: 15, panel: {said: {id: ended.id, lines}}});
  expect(rows.slice(1, 12).map(row => row.slice(42, -1).trimEnd())).toEqual([
    'h      Shall sessions expire after a day or after a week of rest?',
    '       ended with the follow-up · TASK-003',
    '     ● differ: for codex · against claude',
    '       round 1                                   round 2, on the disagreement',
    '       ✓ codex  for       3.2s                   ✓ codex  for       3.2s',
    '         A day: who left a laptop open             Still a day.',
    '         should not be logged in.                ✓ claude against   2m 10s',
    '       ✓ claude against   41s                      Still a week.',
    '         A week, for a day loses work.',
    '       differ    how long a session rests (codex: a day; claude: a week)',
    '       agreed    sessions expire',
  ]);
});

test('every way in which a seat can fail is told with its reason', () => {
  const replies = (['empty', 'failed', 'timeout', 'locked', 'missing', 'cancelled'] as const).map((status, n) =>
    said(`a${n}`, {status, position: `why ${n}`}),
  );
  const panel = replies.map(({participant: name}) => ({name, agent: name}));
  const it = discussion(9, {
    panel,
    replies,
    status: 'failed',
    stop_reason: 'all_participants_failed',
  });
  expect(drawn([it], {rows: 18}).slice(1, 15)).toEqual([
    '│ ▸✗ Do we keep the old parser?            │',
    '│    nobody could be heard                 │',
    '│    round 1                               │',
    '│    ○ a0 empty     3.2s                   │',
    '│      why 0                               │',
    '│    ✗ a1 failed    3.2s                   │',
    '│      why 1                               │',
    '│    ✗ a2 timeout   3.2s                   │',
    '│      why 2                               │',
    '│    ‖ a3 locked    3.2s                   │',
    '│      why 3                               │',
    '│    ✗ a4 missing   3.2s                   │',
    '│      why 4                               │',
    '│    – a5 cancelled 3.2s                   │',
  ]);
});

test('what is not heard yet counts as no stance, and one view as no agreement', () => {
  const it = discussion(1, {replies: [said('codex', {stance: 'against'})]});
  expect(drawn([it]).join('\n')).not.toContain('differ');
});

test('of a long history the one under the cursor stays in sight with what was said', () => {
  const all = Array.from({length: 40}, (_, n) => discussion(n + 1, {topic: `topic ${n}`, status: 'done'}));
  const rows = drawn(all, {panel: {discussion: all[20]?.id ?? ''}});
  expect(rows.some(it => it.includes('▸✓ topic 20'))).toBe(true);
  expect(rows.some(it => it.includes('claude not asked'))).toBe(true);
  expect(rows[0]).toContain('↑');
});

test('where nothing was discussed it says how to begin', () => {
  const rows = drawn([]).join('\n');
  expect(rows).toContain('nothing was discussed yet');
  expect(rows).toContain('n lets several agents discuss a topic');
});

test('controls in what agents say do not reach the screen', () => {
  const it = discussion(1, {topic: 'a\u001b[2Jb', replies: [said('codex', {position: '\u202ex'})]});
  const rows = drawn([it]).join('\n');
  expect(rows).toContain('a·[2Jb');
  expect(rows).toContain('·x');
});
