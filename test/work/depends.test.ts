import {expect, test} from 'vitest';
import {mintId, type TaskId} from '../../src/core/id.ts';
import type {Task} from '../../src/core/nouns/task.ts';
import type {State} from '../../src/core/state.ts';
import {checkDepends} from '../../src/work/depends.ts';

const id = (n: number): TaskId => mintId('task', n) as TaskId;

/** A board of tasks by number, each with those it depends on. */
const board = (on: Readonly<Record<number, readonly number[]>>): Pick<State, 'tasks'> => ({
  tasks: Object.fromEntries(
    Object.entries(on).map(([n, others]) => [
      id(Number(n)),
      {depends_on: others.map(it => ({task: id(it), kind: 'order'}))} as unknown as Task,
    ]),
  ),
});

const chain = board({1: [], 2: [1], 3: [2], 4: [3, 1]});
const diamond = board({1: [], 2: [1], 3: [1], 4: [2, 3]});

test.each([
  {what: 'nothing', state: chain, task: 9, on: []},
  {what: 'one', state: chain, task: 9, on: [1]},
  {what: 'the end of a chain', state: chain, task: 9, on: [4]},
  {what: 'the same twice', state: chain, task: 9, on: [1, 1]},
  {what: 'both sides of a diamond', state: diamond, task: 9, on: [2, 3]},
  {what: 'what it depends on already', state: chain, task: 4, on: [3, 1]},
])('a task may depend on $what', ({state, task, on}) => {
  expect(() => checkDepends(state, id(task), on.map(id))).not.toThrow();
});

test.each([
  {what: 'itself', state: chain, task: 1, on: [1], circle: [1, 1]},
  {what: 'a task that waits for it', state: chain, task: 1, on: [2], circle: [1, 2, 1]},
  {what: 'the end of a chain that begins with it', state: chain, task: 1, on: [3], circle: [1, 3, 2, 1]},
  {what: 'one that is fine and one that is not', state: diamond, task: 2, on: [1, 4], circle: [2, 4, 2]},
  {what: 'itself before it is on the board', state: chain, task: 9, on: [9], circle: [9, 9]},
])('a task may not depend on $what, and the circle is named', ({state, task, on, circle}) => {
  expect(() => checkDepends(state, id(task), on.map(id))).toThrow(
    expect.objectContaining({code: 'depends-cycle', details: {path: circle.map(id)}}),
  );
});

test('a task that is not on the board is named', () => {
  expect(() => checkDepends(chain, id(1), [id(77)])).toThrow('TASK-001 cannot depend on "TASK-077": no such task');
});

test('a circle elsewhere on the board does not keep the check from its end', () => {
  const knot = board({1: [], 2: [3], 3: [2]});
  expect(() => checkDepends(knot, id(1), [id(2)])).not.toThrow();
});

test('a board of many ways is checked in time', () => {
  const ladder = board(
    Object.fromEntries(Array.from({length: 60}, (_, n) => [n + 1, n < 2 ? [] : [n, n - 1]] as const)),
  );
  expect(() => checkDepends(ladder, id(99), [id(60)])).not.toThrow();
});
