import {expect, test} from 'vitest';
import {nearestOf} from '../../src/core/nearest.ts';

const names = ['list-tasks', 'list-sessions', 'show-task', 'spawn-worker', 'init'];

test.each([
  ['list-task', 'list-tasks'],
  ['lits-tasks', 'list-tasks'],
  ['LIST-tasks', undefined],
  ['spwan-worker', 'spawn-worker'],
  ['spawn', 'spawn-worker'],
  ['show-tsk', 'show-task'],
  ['int', 'init'],
  ['frobnicate', undefined],
  ['x', undefined],
] as const)('%s means %s', (typed, meant) => {
  expect(nearestOf(typed, names)).toBe(meant);
});

test('nothing is near when there is nothing', () => {
  expect(nearestOf('list', [])).toBeUndefined();
});
