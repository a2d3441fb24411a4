import {expect, test} from 'vitest';
import type {Task, TaskStatus} from '../../src/core/nouns/task.ts';
import {outsideOf, overlapsOf, patternsMeet} from '../../src/work/scopes.ts';

const none = {ignored: [], shared: []};
const task = (n: number, write: readonly string[], status: TaskStatus = 'in_progress'): Task => ({
  id: `TASK-00${n}` as Task['id'],
  title: 'x',
  script: [],
  step: 0,
  acceptance: [],
  labels: [],
  depends_on: [],
  scope: {write: [...write], read: []},
  status,
  notes: [],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
});

test.each([
  ['src/a.ts', 'src/a.ts', true],
  ['src/a.ts', 'src/b.ts', false],
  ['src', 'src/a.ts', true],
  ['src/', 'src', true],
  ['./src', 'src/a', true],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/a.md', false],
  ['src/*.ts', 'src/a*', true],
  ['src/**', 'src/x/y.ts', true],
  ['**/*.md', 'docs/a.ts', true],
  ['src/core/**', 'src/server/**', false],
  ['src2', 'src', false],
])('one path can match both %s and %s: %s', (a, b, meets) => {
  expect([patternsMeet(a, b), patternsMeet(b, a)]).toEqual([meets, meets]);
});

test('two tasks at work that may change the same files are told of each other', () => {
  const tasks = [task(1, ['src/core']), task(2, ['src/core/id.ts', 'docs']), task(3, ['test'])];
  expect([...overlapsOf(tasks, none)]).toEqual([
    ['TASK-001', ['TASK-002']],
    ['TASK-002', ['TASK-001']],
  ]);
});

test.each<TaskStatus>(['ready', 'merged', 'done', 'cancelled', 'draft'])('work that is %s meets nothing', status => {
  expect(overlapsOf([task(1, ['src']), task(2, ['src'], status)], none).size).toBe(0);
});

test('a scope that nobody wrote is on no card', () => {
  expect(overlapsOf([task(1, []), task(2, ['src'])], none).size).toBe(0);
});

test('patterns that are ignored do not count, and shared ones may meet', () => {
  const tasks = [task(1, ['package-lock.json', 'docs/a.md']), task(2, ['package-lock.json', 'docs'])];
  expect(overlapsOf(tasks, {ignored: ['*.json'], shared: []}).size).toBe(2);
  expect(overlapsOf(tasks, {ignored: ['*.json'], shared: ['docs']}).size).toBe(0);
});

test('files outside the write scope are found; a task without a scope has none', () => {
  const paths = ['src/core/id.ts', 'src/.hidden/a', 'README.md', 'docs/x/y.md', 'package-lock.json'];
  expect(outsideOf(task(1, ['src', 'docs/**']), paths, {ignored: ['package-lock.json'], shared: []})).toEqual([
    'README.md',
  ]);
  expect(outsideOf(task(1, []), paths, none)).toEqual([]);
  const globs = task(1, ['src/**/*.ts', '*.json', './docs/x/*']);
  expect(outsideOf(globs, paths, none)).toEqual(['src/.hidden/a', 'README.md']);
});
