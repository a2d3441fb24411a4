import {expect, test} from 'vitest';
import {actor, stamp} from '../../src/core/stamp.ts';

test.each(['user', 'planner', 'system', 'worker:worker-task-001', 'mcp:inspector'])('%s may act', who => {
  expect(actor.safeParse(who).success).toBe(true);
});

test.each(['', 'root', 'worker:', 'worker', 'xworker:a'])('%j may not act', who => {
  expect(actor.safeParse(who).success).toBe(false);
});

test.each([
  [{seq: 0, at: '2026-01-02T03:04:05.000Z', actor: 'user'}],
  [{seq: 1.5, at: '2026-01-02T03:04:05.000Z', actor: 'user'}],
  [{seq: 1, at: 'yesterday', actor: 'user'}],
  [{seq: 1, at: '2026-01-02T03:04:05.000+02:00', actor: 'user'}],
])('%j is no stamp', found => {
  expect(stamp.safeParse(found).success).toBe(false);
});
