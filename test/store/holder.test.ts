import {mkdir, utimes, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {expect, test} from 'vitest';
import {pidSpace, readLock, startedOf} from '../../src/store/holder.ts';
import {startScript} from '../fixtures/store/child.ts';
import {openFolder} from '../fixtures/store/folder.ts';

test('a process keeps its start time', () => {
  expect(startedOf(process.pid)).toMatch(/./u);
  expect(startedOf(process.pid)).toBe(startedOf(process.pid));
});

test('no process has no start time', () => {
  expect(startedOf(999_999_999)).toBeUndefined();
});

test('a process that has ended has no start time', async () => {
  await using folder = await openFolder();
  const child = startScript('contender', folder.dir);
  await child.line();
  expect(startedOf(child.pid)).toMatch(/./u);
  await child.kill();
  expect(startedOf(child.pid)).toBeUndefined();
});

test('a folder without a lock, or no folder, has no holder', async () => {
  await using folder = await openFolder();
  expect(readLock(folder.dir)).toBeUndefined();
  await writeFile(folder.dir, '');
  expect(readLock(folder.dir)).toBeUndefined();
});

test.each([
  ['this process', {pid: process.pid, started: startedOf(process.pid), host: hostname()}, true],
  ['an earlier process with this pid', {pid: process.pid, started: '1', host: hostname()}, false],
  ['no process', {pid: 999_999_999, started: '1', host: hostname()}, false],
  ['a process elsewhere', {pid: 999_999_999, started: '1', host: 'elsewhere'}, true],
])('a lock of %s says whether its holder lives', async (_, holder, alive) => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  await writeFile(folder.at('server.lock'), JSON.stringify({...holder, socket: '/s', version: '1', started_at: ''}));
  expect(readLock(folder.dir)).toEqual({...holder, socket: '/s', version: '1', started_at: '', alive});
});

test.each([
  ['a moment', 0, true],
  ['a minute', 60_000, false],
])('a holder in another space of process ids lives if it touched its lock %s ago', async (_, agoMs, alive) => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  const holder = {pid: 999_999_999, started: '1', host: hostname(), space: 'pid:[1]', socket: '/s', version: '1'};
  await writeFile(folder.at('server.lock'), JSON.stringify(holder));
  const touched = new Date(Date.now() - agoMs);
  await utimes(folder.at('server.lock'), touched, touched);
  expect(readLock(folder.dir)).toMatchObject({alive});
});

test('a holder in our own space of process ids is looked for by its pid', async () => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  const space = pidSpace();
  const holder = {pid: 999_999_999, started: '1', host: hostname(), space, socket: '/s', version: '1'};
  await writeFile(folder.at('server.lock'), JSON.stringify(holder));
  expect(readLock(folder.dir)).toMatchObject({alive: false});
});
