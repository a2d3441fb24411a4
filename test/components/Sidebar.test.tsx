import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Sidebar} from '../../components/Sidebar.tsx';
import type {Snapshot} from '../../src/client/mirror.ts';
import type {ShownRequest} from '../../src/core/nouns/lease.ts';
import type {View} from '../../src/core/view.ts';
import {rowsOf} from './frame.ts';
import {agent, busy, now, recorded, snapshotOf, viewOf} from './sample.ts';

const drawn = (snapshot: Snapshot, rows: number, changes: Partial<View> = {}) =>
  rowsOf(
    <Box width={20} height={rows}>
      <Sidebar rect={{x: 0, y: 0, cols: 20, rows}} snapshot={snapshot} view={viewOf(80, rows + 1, changes)} now={now} />
    </Box>,
    20,
  );

test('the sidebar shows each agent with its mood and its age', () => {
  expect(drawn(busy, 8)).toEqual([
    '╭ agents ──────────╮',
    '│▸◐ planner     2m │',
    '│ ◐ task-003   <1m │',
    '│ ● task-004  asks │',
    '│ ✓ task-002  done │',
    '│                  │',
    '│ + worker   C-b c │',
    '╰──────────────────╯',
  ]);
});

test('an empty sidebar says how to begin', () => {
  expect(drawn(snapshotOf({}), 4)).toEqual([
    '╭ agents ──────────╮',
    '│                  │',
    '│ + worker   C-b c │',
    '╰──────────────────╯',
  ]);
});

test.each([
  {mood: 'failed', status: 'active', minutes: 61, row: '│ ✗ a           1h │'},
  {mood: 'idle', status: 'active', minutes: 47 * 60, row: '│ ○ a          47h │'},
  {mood: 'idle', status: 'active', minutes: 49 * 60, row: '│ ○ a           2d │'},
  {mood: 'starting', status: 'starting', minutes: 0, row: '│ ◌ a          <1m │'},
  {mood: 'working', status: 'suspended', minutes: 3, row: '│ ‖ a           3m │'},
  {mood: 'working', status: 'stale', minutes: 3, row: '│ – a         gone │'},
] as const)('an agent that is $mood and $status for $minutes minutes is told', ({mood, status, minutes, row}) => {
  const agents = [recorded(agent('a', mood, minutes), {status})];
  expect(drawn(snapshotOf({agents}), 5)[1]).toBe(row);
});

test('an agent without any signal is starting', () => {
  const {state} = snapshotOf({agents: [agent('a', 'idle', 1)]});
  expect(drawn({state, signals: {sessions: {}, tasks: {}}, version: 1}, 4)[1]).toBe('│ ◌ a              │');
});

test('a long name is cut and what it waits for is not', () => {
  const agents = [agent('worker-a-very-long-name-indeed', 'asks', 1)];
  expect(drawn(snapshotOf({agents}), 4)[1]).toBe('│ ● a-very-l… asks │');
});

test('the focused agent stays in sight among many', () => {
  const agents = Array.from({length: 30}, (_, at) =>
    recorded(agent(`s-${at}`, 'idle', 3), {opened_at: `2026-01-02T03:00:${String(at).padStart(2, '0')}.000Z`}),
  );
  const rows = drawn(snapshotOf({agents}), 8, {layout: {kind: 'pane', pane: 1, session: 's-20'}});
  expect(rows[0]).toBe('╭ agents ──── ↑ 18 ╮');
  expect(rows[3]).toBe('│▸○ s-20        3m │');
  expect(rows[7]).toBe('╰───────────── ↓ 7 ╯');
});

test('who waits for a lease has its place there, and who asks a person asks', () => {
  const place = (session: string, n: number): ShownRequest => ({
    seq: n,
    queue_position: n,
    repo: '/shop',
    session,
    kind: 'session',
    purpose: 'test',
    queued_at: '2026-01-02T03:04:05.000Z',
    polled_at: '2026-01-02T03:04:05.000Z',
    retry_after_seconds: 20,
    here: n < 3,
  });
  const host = {
    figures: {cpus: 4, load_1: 1, memory_gb: 16, memory_available_gb: 8},
    limits: {limit: 1, ttl_seconds: 1800},
    launch: {},
    leases: [],
    queue: [place('worker-task-003', 1), place('worker-task-004', 2), place('planner', 3)],
  };
  const rows = drawn({...busy, signals: {...busy.signals, host}}, 8);
  expect(rows.slice(1, 4)).toEqual(['│▸◐ planner     2m │', '│ ◐ task-003    #1 │', '│ ● task-004  asks │']);
});
