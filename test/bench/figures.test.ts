import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, test} from 'vitest';
import {cpuOf, holdsTerminalOf, mainCpuOf, median, memoryOf, processesWith, quantile} from './figures.ts';

test.each([
  [[], Number.NaN],
  [[3], 3],
  [[10, 1, 2], 2],
  [[4, 1, 2, 10], 3],
])('the middle of %o is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('a part of all values lies below a quantile', () => {
  const values = Array.from({length: 10}, (_, at) => 10 - at);
  expect([0, 0.5, 0.9, 1].map(part => quantile(values, part))).toEqual([1, 6, 10, 10]);
  expect(quantile([], 0.5)).toBe(Number.NaN);
});

test.runIf(process.platform === 'linux')('CPU grows with work, and the first thread has a part of it', () => {
  const before = {all: cpuOf([process.pid]), main: mainCpuOf(process.pid)};
  const until = performance.now() + 30;
  while (performance.now() < until);
  expect(cpuOf([process.pid])).toBeGreaterThan(before.all);
  expect(mainCpuOf(process.pid)).toBeGreaterThanOrEqual(before.main);
});

test('of a process that is gone there are no figures', () => {
  expect(cpuOf([999_999_999])).toBe(Number.NaN);
  expect(memoryOf([999_999_999], 'Rss')).toBe(Number.NaN);
  expect(holdsTerminalOf(process.pid, 999_999_999)).toBe(false);
});

test.runIf(process.platform === 'linux')('processes are found by what their environment holds', async () => {
  const mark = `BENCH_MARK=${process.pid}.${Math.random()}`;
  const [name = '', value] = mark.split('=');
  const child = spawn('cat', {env: {...process.env, [name]: value}});
  await once(child, 'spawn');
  expect(processesWith(mark)).toEqual([child.pid]);
  child.kill();
  await once(child, 'exit');
  expect(processesWith(mark)).toEqual([]);
});
