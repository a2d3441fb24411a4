import {expect, test} from 'vitest';
import {mintId, taskId, taskIdOf, workerNameOf, type TaskId} from '../../src/core/id.ts';

test.each([
  ['task', 1, 'TASK-001'],
  ['task', 999, 'TASK-999'],
  ['task', 1000, 'TASK-1000'],
  ['interrupt', 12, 'INT-012'],
  ['decision', 3, 'DEC-003'],
] as const)('number %2$i of the %1$ss is %3$s', (kind, n, id) => {
  expect(mintId(kind, n)).toBe(id);
});

test.each(['3', '003', 'task-3', 'TASK-003', 'Task-3', ' 3 ', '0003'])('a person may write %j for TASK-003', typed => {
  expect(taskIdOf(typed)).toBe('TASK-003');
});

test.each(['', 'three', 'TASK-', 'worker-task-003', '-3', '3.5', 'TASK-003x'])('%j stays as it was typed', typed => {
  expect(taskIdOf(typed)).toBe(typed);
});

test.each(['TASK-1', 'task-001', 'TASK-001 ', 'TASK-x01', ''])('%j is no id of a task', text => {
  expect(taskId.safeParse(text).success).toBe(false);
});

test('a worker is named after its task', () => {
  expect(workerNameOf('TASK-003' as TaskId)).toBe('worker-task-003');
});
