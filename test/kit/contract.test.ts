import {expect, test} from 'vitest';
import {holdContract} from './contract.ts';

test('a result of the right shape passes, also with fields of a later version', () => {
  expect(() => holdContract('shutdown', {stopped: ['logs'], later: 1})).not.toThrow();
});

test.each([
  ['shutdown', {stopped: [1]}],
  ['shutdown', {}],
  ['list-tasks', {tasks: [{id: 'TASK-001'}]}],
  ['list-events', {events: [{type: 'never-heard', seq: 1, at: '2026-01-02T03:04:05.000Z', actor: 'user'}]}],
])('%s giving %j does not', (verb, result) => {
  expect(() => holdContract(verb, result)).toThrow(`${verb} gave what its schema does not allow`);
});
