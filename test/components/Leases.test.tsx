import {Box} from 'ink';
import {expect, test} from 'vitest';
import {Leases} from '../../components/Leases.tsx';
import type {LeaseId, ShownLease, ShownRequest} from '../../src/core/nouns/lease.ts';
import type {HostSignals} from '../../src/core/signal.ts';
import type {View} from '../../src/core/view.ts';
import {rowsOf} from './frame.ts';
import {snapshotOf, viewOf} from './sample.ts';

const NOW = Date.parse('2026-01-02T03:04:05.000Z');
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

const lease = (n: number, more: Partial<ShownLease> = {}): ShownLease => ({
  id: `HEAVY-0000000${n}` as LeaseId,
  repo: '/home/me/shop',
  session: `worker-task-00${n}`,
  kind: 'session',
  purpose: 'test',
  granted_at: at(-n),
  expires_at: at(30 - n),
  here: true,
  ...more,
});
const request = (n: number, more: Partial<ShownRequest> = {}): ShownRequest => ({
  seq: 40 + n,
  queue_position: n,
  repo: '/home/me/bank',
  session: `worker-task-01${n}`,
  kind: 'session',
  purpose: 'build',
  queued_at: at(-2),
  polled_at: at(0),
  retry_after_seconds: 20,
  here: false,
  ...more,
});

const machine: HostSignals = {
  figures: {cpus: 4, load_1: 2.34, memory_gb: 16, memory_available_gb: 5.1},
  limits: {limit: 2, ttl_seconds: 1800},
  launch: {},
  leases: [],
  queue: [],
};

const drawn = (
  host: HostSignals | undefined,
  {cols = 44, rows = 14, ...panel}: {cols?: number; rows?: number; lease?: string} = {},
) => {
  const {state, signals, version} = snapshotOf({});
  const snapshot = {state, signals: host === undefined ? signals : {...signals, host}, version};
  const view: View = viewOf(200, rows + 1, {hands: 'panel', panel: {tab: 'leases', open: true, ...panel}});
  return rowsOf(
    <Box width={cols} height={rows}>
      <Leases rect={{x: 0, y: 0, cols, rows}} snapshot={snapshot} view={view} over={false} now={NOW} />
    </Box>,
    cols,
  );
};

test('the leases show the machine, who holds one, who waits, and more of the one under the cursor', () => {
  const host = {...machine, leases: [lease(1), lease(2, {repo: '/home/me/bank'})], queue: [request(1)]};
  expect(drawn(host, {lease: 'HEAVY-00000001'})).toEqual([
    '╭ 2 Leases ────────────────────────────────╮',
    '│ load                                 2.3 │',
    '│ memory free                 5.1 of 16 GB │',
    '│ new workers                      allowed │',
    '│                                          │',
    '│ held                              2 of 2 │',
    '│ ▸task-001 test                   shop 1m │',
    '│    HEAVY-00000001 · 29m left · /home/me… │',
    '│  task-002 test                   bank 2m │',
    '│                                          │',
    '│ waiting                                1 │',
    '│  1 task-011 build                bank 2m │',
    '│                                          │',
    '╰──────────────────────────────────────────╯',
  ]);
});

test('thresholds stand beside their figures, and what is over one is told', () => {
  const limits = {...machine.limits, max_loadavg_1: 2, min_mem_available_gb: 6};
  const rows = drawn({...machine, limits, launch: {max_loadavg_1: 1.5}}, {cols: 52, rows: 6});
  expect(rows.slice(1, 4)).toEqual([
    '│ load                                    2.3 of 2 │',
    '│ memory free                  5.1 of 16 GB, min 6 │',
    '│ new workers            the load is 2.3, over 1.5 │',
  ]);
});

test('a cursor on one that is gone is on the first', () => {
  const rows = drawn({...machine, leases: [lease(1), lease(2)]}, {lease: 'HEAVY-00000009'});
  expect(rows.some(it => it.includes('▸task-001'))).toBe(true);
});

test('where nothing heavy runs it says how to begin', () => {
  const rows = drawn(machine).join('\n');
  expect(rows).toContain('nothing heavy runs');
  expect(rows).toContain('roundhouse heavy -- COMMAND');
});

test('before the machine was looked at it is empty', () => {
  expect(drawn(undefined).slice(1, 4).join('')).not.toContain('load');
});

test('a place in the queue under the cursor tells since when', () => {
  const rows = drawn({...machine, leases: [lease(1)], queue: [request(1)]}, {lease: '#41'});
  expect(rows.find(it => it.includes('number 1'))).toBe('│    number 1 · since 2m · /home/me/bank   │');
});

test('of a long queue the cursor stays in sight', () => {
  const queue = Array.from({length: 9}, (_, n) => request(n + 1));
  const rows = drawn({...machine, leases: [lease(1)], queue}, {rows: 9, lease: '#49'});
  expect(rows.some(it => it.includes('▸9 task-019'))).toBe(true);
  expect(rows[0]).toContain('↑');
});

test('controls in what others call themselves do not reach the screen', () => {
  const rows = drawn({...machine, leases: [lease(1, {purpose: 'a\u001b[2Jb', repo: '/x/\u202ey'})]});
  expect(rows.join('\n')).toContain('a·[2Jb');
  expect(rows.join('\n')).toContain('·y 1m');
});
