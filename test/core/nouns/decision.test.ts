import {expect, test} from 'vitest';
import type {DecisionId, TaskId} from '../../../src/core/id.ts';
import {emptyState, reduce} from '../../../src/core/state.ts';

test('a ruling is kept with who made it, when, and its number', () => {
  const state = emptyState();
  const ruling = {id: 'DEC-012' as DecisionId, kind: 'accept', task_id: 'TASK-001' as TaskId} as const;
  const at = '2026-01-02T03:04:05.000Z';
  reduce(state, [{type: 'decision-recorded', decision: ruling, seq: 1, at, actor: 'user'}]);
  expect(state.decisions).toEqual({'DEC-012': {...ruling, by: 'user', at}});
  expect(state.counters.decision).toBe(12);
});
