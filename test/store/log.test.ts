import {expect, test} from 'vitest';
import {openStore} from '../../src/store/store.ts';
import {created, createdFrom, noted} from '../fixtures/store/events.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

const limits = {rotateBytes: 800};

/** 20 tasks in several files, then one remark on each of the first five. */
const fill = async (folder: Folder): Promise<void> => {
  await using store = await openStore({dir: folder.dir, limits});
  for (const it of createdFrom(1, 20)) await store.commit([it]);
  for (let n = 1; n <= 5; n += 1) await store.commit([noted(20 + n, n)]);
};

const filters = [
  ['the newest', {limit: 3}, [23, 24, 25]],
  ['those after a number', {after: 23, limit: 10}, [24, 25]],
  ['the newest of those after a number', {after: 3, limit: 2}, [24, 25]],
  ['those of a subject', {subject: 'TASK-004', limit: 10}, [4, 24]],
  ['the newest of a subject', {subject: 'TASK-004', limit: 1}, [24]],
  ['those of a subject after a number', {subject: 'TASK-004', after: 4, limit: 10}, [24]],
  ['none of an unknown subject', {subject: 'TASK-00', limit: 10}, []],
  ['none after the last', {after: 25, limit: 10}, []],
  ['all', {limit: Infinity}, Array.from({length: 25}, (_, index) => index + 1)],
] as const;

test.each(filters)('events are found on disk: %s', async (_, filter, expected) => {
  await using folder = await openFolder();
  await fill(folder);
  await using store = await openStore({dir: folder.dir, limits});
  expect((await store.readEvents(filter)).map(it => it.seq)).toEqual(expected);
});

test.each(filters)('events are found in memory: %s', async (_, filter, expected) => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir, limits});
  await store.commit(createdFrom(1, 20));
  await store.commit([1, 2, 3, 4, 5].map(n => noted(20 + n, n)));
  expect((await store.readEvents(filter)).map(it => it.seq)).toEqual(expected);
});

test('events are found partly in memory, partly on disk', async () => {
  await using folder = await openFolder();
  await fill(folder);
  await using store = await openStore({dir: folder.dir, limits});
  await store.commit([noted(26, 4)]);
  expect((await store.readEvents({subject: 'TASK-004', limit: 2})).map(it => it.seq)).toEqual([24, 26]);
});

test('an event is not told before it is durable', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  const kept = store.commit([created(1)]);
  expect(await store.readEvents({limit: 10})).toEqual([]);
  await kept;
  expect(await store.readEvents({limit: 10})).toEqual([created(1)]);
});

test('events are found while the journal turns to new files', async () => {
  await using folder = await openFolder();
  await fill(folder);
  await using store = await openStore({dir: folder.dir, limits: {rotateBytes: 100}});
  const turn = async (): Promise<void> => {
    for (const it of createdFrom(26, 30)) await store.commit([it]);
  };
  const turning = turn();
  for (let round = 0; round < 10; round += 1) {
    const found = await store.readEvents({subject: 'TASK-004', limit: 10});
    expect(found.map(it => it.seq)).toEqual([4, 24]);
  }
  await turning;
});

test('a damaged line that a search meets is named', async () => {
  await using folder = await openFolder();
  await fill(folder);
  await folder.edit('events-1.jsonl', text => text.replace('"seq":2', '"seq":7'));
  await using store = await openStore({dir: folder.dir});
  await expect(store.readEvents({limit: 100})).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {paths: [folder.at('events-1.jsonl')], reason: 'line 3 has event 7 in place of 2'},
  });
});
