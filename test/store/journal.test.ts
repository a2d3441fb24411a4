import {mkdir, readdir, readFile, rm, stat} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {expect, test, vi} from 'vitest';
import {Journal, type JournalOptions} from '../../src/store/journal.ts';
import {SCHEMA_VERSION} from '../../src/store/schema.ts';
import {listVolumes} from '../../src/store/volumes.ts';
import {makeDisk} from '../fixtures/store/disk.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

type Opened = AsyncDisposable & {readonly journal: Journal; readonly losses: () => number};

const openJournal = async (folder: Folder, options: Partial<JournalOptions> = {}): Promise<Opened> => {
  await mkdir(folder.dir, {recursive: true});
  const place = {dir: folder.dir, seq: 0, bytes: undefined, mustTurn: false, number: 1};
  let losses = 0;
  const onLost = async (): Promise<void> => void (losses += 1);
  const journal = await Journal.open({place, rotateBytes: 1_000_000, onLost, ...options});
  return {journal, losses: () => losses, [Symbol.asyncDispose]: () => journal.close()};
};

const header = (firstSeq: number): string =>
  `{"roundhouse":"journal","version":${SCHEMA_VERSION},"first_seq":${firstSeq}}`;

test('a journal begins with a header, for us alone', async () => {
  await using folder = await openFolder();
  await using _ = await openJournal(folder);
  expect(await folder.lines('events.jsonl')).toEqual([header(1)]);
  expect((await stat(folder.at('events.jsonl'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder.dir)).toEqual(['events.jsonl']);
});

test('lines of one tick are one write, in order', async () => {
  await using folder = await openFolder();
  const disk = makeDisk();
  await using opened = await openJournal(folder, {disk});
  const {journal} = opened;
  await Promise.all([journal.append(['one', 'two']), journal.append(['three']), journal.append(['four'])]);
  expect(await folder.lines('events.jsonl')).toEqual([header(1), 'one', 'two', 'three', 'four']);
  expect([disk.writes, disk.flushes, journal.seq]).toEqual([1, 1, 4]);
});

test('what comes in many ticks during a flush waits for the next one', async () => {
  await using folder = await openFolder();
  const disk = makeDisk();
  await using opened = await openJournal(folder, {disk});
  const gate = Promise.withResolvers<void>();
  disk.gate = gate.promise;
  const kept = [opened.journal.append(['one'])];
  await vi.waitFor(() => expect(disk.flushes).toBe(1));
  for (let tick = 0; tick < 10; tick += 1) {
    kept.push(opened.journal.append([`line ${tick}`]));
    await setImmediate();
  }
  expect(disk.writes).toBe(1);
  gate.resolve();
  await Promise.all(kept);
  expect([disk.writes, disk.flushes, disk.together]).toEqual([2, 2, 1]);
});

test.each(['write', 'flush'] as const)('a failed %s cuts the file, and all who wait hear of it', async failing => {
  await using folder = await openFolder();
  const disk = makeDisk();
  await using opened = await openJournal(folder, {disk});
  await opened.journal.append(['kept']);
  const before = await readFile(folder.at('events.jsonl'), 'utf8');
  disk.failing = failing;
  const outcomes = await Promise.allSettled([opened.journal.append(['lost']), opened.journal.append(['lost too'])]);
  const details = {path: folder.at('events.jsonl'), reason: 'ENOSPC: no space left on device'};
  const rejected = {status: 'rejected', reason: expect.objectContaining({code: 'store-unwritable', details})};
  expect(outcomes).toEqual([rejected, rejected]);
  expect(await readFile(folder.at('events.jsonl'), 'utf8')).toBe(before);
  expect([opened.losses(), opened.journal.seq]).toEqual([1, 1]);
});

test.each(['write', 'flush'] as const)('each append after a failed %s tries again', async failing => {
  await using folder = await openFolder();
  const disk = makeDisk();
  await using opened = await openJournal(folder, {disk});
  disk.failing = failing;
  await expect(opened.journal.append(['lost'])).rejects.toMatchObject({code: 'store-unwritable'});
  await expect(opened.journal.append(['lost'])).rejects.toMatchObject({code: 'store-unwritable'});
  disk.failing = 'nothing';
  await opened.journal.append(['kept']);
  expect(await folder.lines('events.jsonl')).toEqual([header(1), 'kept']);
});

test('a full file gets its number, and the next begins where it ended', async () => {
  await using folder = await openFolder();
  await using opened = await openJournal(folder, {rotateBytes: 100});
  for (const line of ['a', 'b', 'c']) await opened.journal.append([line.repeat(60)]);
  expect(await folder.lines('events-1.jsonl')).toEqual([header(1), 'a'.repeat(60)]);
  expect(await folder.lines('events-2.jsonl')).toEqual([header(2), 'b'.repeat(60)]);
  expect(await folder.lines('events.jsonl')).toEqual([header(3), 'c'.repeat(60)]);
});

test('a turn that cannot be made loses nothing but what waited', async () => {
  await using folder = await openFolder();
  await using opened = await openJournal(folder, {rotateBytes: 60});
  await opened.journal.append(['a'.repeat(60)]);
  await mkdir(folder.at('events.jsonl.tmp'));
  await expect(opened.journal.append(['lost'])).rejects.toMatchObject({code: 'store-unwritable'});
  await rm(folder.at('events.jsonl.tmp'), {recursive: true});
  await opened.journal.append(['b'.repeat(60)]);
  const volumes = await listVolumes(folder.dir);
  expect(volumes.map(it => [it.number, it.firstSeq])).toEqual([
    [1, 1],
    [Infinity, 2],
  ]);
});
