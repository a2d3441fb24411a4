import {mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {expect, test, vi} from 'vitest';
import type {Event} from '../../src/core/event.ts';
import type {State} from '../../src/core/state.ts';
import {SCHEMA_VERSION} from '../../src/store/schema.ts';
import {openStore, type StoreOptions} from '../../src/store/store.ts';
import {makeDisk} from '../fixtures/store/disk.ts';
import {created, createdFrom, illegal, noted, taskNumber} from '../fixtures/store/events.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

const copyOf = (state: State): State => structuredClone(state);

/** Commit events one by one, and end cleanly. */
const keep = async (folder: Folder, events: readonly Event[], options: Partial<StoreOptions> = {}): Promise<State> => {
  await using store = await openStore({dir: folder.dir, ...options});
  for (const it of events) await store.commit([it]);
  return store.state;
};

test('a new folder has an empty board, for us alone', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  expect(store).toMatchObject({state: {seq: 0, tasks: {}}, recovered: []});
  expect((await stat(folder.dir)).mode & 0o777).toBe(0o700);
});

test('what was committed is there after a clean end, with nothing to mend', async () => {
  await using folder = await openFolder();
  const before = await keep(folder, [created(1), noted(2, 1)]);
  await using store = await openStore({dir: folder.dir});
  expect(store.state).toEqual(before);
  expect(store.recovered).toEqual([]);
});

test('a change is seen at once, before it is durable', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  const kept = store.commit([created(1)]);
  expect(store.state).toMatchObject({seq: 1, tasks: {[taskNumber(1)]: {status: 'ready'}}});
  await kept;
});

test('events that may not happen leave state and journal as they were', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  await store.commit([created(1)]);
  const before = copyOf(store.state);
  await expect(store.commit([noted(2, 1), illegal(3, 1)])).rejects.toMatchObject({code: 'move-illegal'});
  expect(store.state).toEqual(before);
  expect(await folder.lines('events.jsonl')).toHaveLength(2);
});

test('no two events have one number, and none is left out, also after a restart', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 3));
  await using store = await openStore({dir: folder.dir});
  for (const seq of [1, 3, 5])
    await expect(store.commit([created(seq, 9)])).rejects.toThrow(`event ${seq} does not follow on event 3`);
  await store.commit([created(4)]);
  expect((await store.readEvents({limit: 9})).map(it => it.seq)).toEqual([1, 2, 3, 4]);
});

test('an event that a start could not read back is refused', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  const untitled = {...created(1), at: 'yesterday'};
  await expect(store.commit([untitled])).rejects.toThrow('Invalid ISO datetime');
  await expect(store.commit([created(2)])).rejects.toThrow('event 2 does not follow on event 0');
  expect(store.state.seq).toBe(0);
});

test('commits that race are one write and one flush', async () => {
  await using folder = await openFolder();
  const disk = makeDisk();
  await using store = await openStore({dir: folder.dir, disk});
  await Promise.all(createdFrom(1, 100).map(it => store.commit([it])));
  expect([disk.writes, disk.flushes]).toEqual([1, 1]);
});

test.each(['write', 'flush'] as const)(
  'after a failed %s the state is as on disk, and changes go on later',
  async failing => {
    await using folder = await openFolder();
    const disk = makeDisk();
    const onReload = vi.fn<(state: State) => void>();
    await using store = await openStore({dir: folder.dir, disk, onReload});
    const {state} = store;
    await store.commit([created(1)]);
    const before = copyOf(state);
    disk.failing = failing;
    const lost = await Promise.allSettled([store.commit([created(2)]), store.commit([noted(3, 1)])]);
    expect(lost.map(it => it.status)).toEqual(['rejected', 'rejected']);
    expect(state).toEqual(before);
    expect(onReload.mock.calls).toEqual([[state]]);
    await expect(store.commit([created(2)])).rejects.toMatchObject({code: 'store-unwritable'});
    disk.failing = 'nothing';
    await store.commit([created(2)]);
    expect(store.state).toBe(state);
    expect(Object.keys(state.tasks)).toEqual(['TASK-001', 'TASK-002']);
  },
);

test('what was kept around a full disk is there at the next start', async () => {
  await using folder = await openFolder();
  const disk = makeDisk();
  {
    await using store = await openStore({dir: folder.dir, disk});
    await store.commit([created(1)]);
    disk.failing = 'write';
    await expect(store.commit([created(2)])).rejects.toMatchObject({code: 'store-unwritable'});
    disk.failing = 'nothing';
    await store.commit([noted(2, 1, 'kept')]);
  }
  await using store = await openStore({dir: folder.dir});
  expect(store.recovered).toEqual([]);
  expect(store.state).toMatchObject({seq: 2, tasks: {'TASK-001': {notes: [{text: 'kept'}]}}});
});

test('events after the snapshot are replayed, rotated files included', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 5), {limits: {rotateBytes: 400}});
  const former = await readFile(folder.at('db.json'), 'utf8');
  const after = await keep(folder, createdFrom(6, 20), {limits: {rotateBytes: 400}});
  await writeFile(folder.at('db.json'), former);
  await using store = await openStore({dir: folder.dir});
  expect(await readdir(folder.dir)).toContain('events-5.jsonl');
  expect(store.state).toEqual(after);
  expect(store.recovered).toEqual(['20 events were replayed after an unclean end']);
});

test('a torn last line is cut off and reported', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 2));
  const whole = await readFile(folder.at('events.jsonl'), 'utf8');
  await writeFile(folder.at('events.jsonl'), `${whole}{"type":"task-`);
  {
    await using store = await openStore({dir: folder.dir});
    expect(store.recovered).toEqual(['the last line of events.jsonl was torn; 14 bytes were cut off']);
    expect(await readFile(folder.at('events.jsonl'), 'utf8')).toBe(whole);
    await store.commit([created(3)]);
  }
  await using store = await openStore({dir: folder.dir});
  expect(store).toMatchObject({recovered: [], state: {seq: 3}});
});

test.each(['\0\0\0\0', '{"type":\n', JSON.stringify(created(3))])('a last line counts as torn: %j', async tail => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 2));
  await folder.edit('events.jsonl', text => text + tail);
  await using store = await openStore({dir: folder.dir});
  expect(store).toMatchObject({state: {seq: 2}, recovered: [expect.stringContaining('was torn')]});
});

const line = (it: Event): string => JSON.stringify(it);

test.each([
  ['is not JSON', line(created(2)).slice(5)],
  ['is no event', line({...created(2), actor: 'nobody'} as unknown as Event)],
  ['is no event', '{}'],
  ['has event 3 in place of 2', line(created(3))],
  ['cannot have happened', line(illegal(2, 1))],
])('a damaged line in the middle is named and left alone: it %s', async (problem, damaged) => {
  await using folder = await openFolder();
  await keep(folder, []);
  const lines = [created(1), created(2), created(3)].map(line).with(1, damaged);
  await folder.edit('events.jsonl', text => `${text}${lines.join('\n')}\n`);
  const before = await readFile(folder.at('events.jsonl'), 'utf8');
  await expect(openStore({dir: folder.dir})).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {paths: [folder.at('events.jsonl')], reason: expect.stringContaining(`line 3 ${problem}`)},
  });
  expect(await readFile(folder.at('events.jsonl'), 'utf8')).toBe(before);
});

test('a line that is missing before the snapshot is found by the numbers', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 5));
  await folder.edit('events.jsonl', text => text.replace(`${line(created(2))}\n`, ''));
  await folder.edit('events.jsonl', text => `${text}${line(created(6))}\n`);
  await expect(openStore({dir: folder.dir})).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {reason: 'line 6 has event 6 in place of 5'},
  });
});

test('an unreadable snapshot is made up for by the former one and the journal', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 5), {limits: {rotateBytes: 400}});
  const before = await keep(folder, createdFrom(6, 5), {limits: {rotateBytes: 400}});
  await writeFile(folder.at('db.json'), '{"version":1,"sta');
  {
    await using store = await openStore({dir: folder.dir});
    expect(store.state).toEqual(before);
    expect(store.recovered).toEqual([
      expect.stringMatching(/^db\.json is no snapshot \(.*\); the one before it, db\.json\.1, was used$/u),
      '5 events were replayed on top of it',
    ]);
  }
  await using store = await openStore({dir: folder.dir});
  expect(store).toMatchObject({recovered: [], state: before});
});

test('a former snapshot whose later events are gone is not enough', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 5));
  await keep(folder, createdFrom(6, 5));
  await writeFile(folder.at('db.json'), 'damaged');
  await writeFile(folder.at('events.jsonl'), '{"roundhouse":"journal","version":1,"first_seq":9}\n');
  await expect(openStore({dir: folder.dir})).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {reason: 'line 2 has event 9; 6 to 8 are missing'},
  });
});

test.each(['', undefined])('a journal that is empty or gone goes on after the snapshot: %j', async left => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 5));
  await folder.edit('events.jsonl', () => left ?? '');
  {
    await using store = await openStore({dir: folder.dir});
    expect(store.recovered).toEqual(['events.jsonl was missing or empty; it goes on after event 5']);
    await store.commit([created(6)]);
  }
  await using store = await openStore({dir: folder.dir});
  expect(store).toMatchObject({recovered: [], state: {seq: 6}});
});

test('a journal that ends before the snapshot is kept, and a new file goes on after it', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 5));
  await folder.edit('events.jsonl', text => text.split('\n').slice(0, 3).join('\n') + '\n');
  {
    await using store = await openStore({dir: folder.dir});
    expect(store.recovered).toEqual(['events.jsonl ended at event 2, before the snapshot; it goes on after event 5']);
    await store.commit([created(6)]);
  }
  await using store = await openStore({dir: folder.dir});
  expect(store).toMatchObject({recovered: [], state: {seq: 6}});
  expect(await folder.lines('events-1.jsonl')).toHaveLength(3);
});

test('state of a newer version is refused, and no file is touched', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 2));
  await folder.edit(
    'events.jsonl',
    text => `${text.replace(`"version":${SCHEMA_VERSION}`, `"version":${SCHEMA_VERSION + 1}`)}torn`,
  );
  const before = await readFile(folder.at('events.jsonl'), 'utf8');
  await expect(openStore({dir: folder.dir})).rejects.toMatchObject({code: 'state-newer'});
  expect(await readFile(folder.at('events.jsonl'), 'utf8')).toBe(before);
});

test('a folder that cannot be written is named', async () => {
  await using folder = await openFolder();
  await writeFile(folder.dir, 'a file in the way');
  await expect(openStore({dir: folder.dir})).rejects.toMatchObject({
    code: 'state-unwritable',
    details: {path: folder.dir, reason: expect.stringContaining('EEXIST')},
  });
});

test.each([
  ['events', {snapshotEvents: 10}],
  ['bytes', {snapshotBytes: 2000}],
])('a snapshot is taken by itself after so many %s', async (_, limits) => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir, limits});
  for (const it of createdFrom(1, 30)) await store.commit([it]);
  await vi.waitFor(() => stat(folder.at('db.json.1')));
});

test('an automatic snapshot that fails is told, and the board goes on', async () => {
  await using folder = await openFolder();
  const onTrouble = vi.fn<(thrown: unknown) => void>();
  await using store = await openStore({dir: folder.dir, limits: {snapshotEvents: 5}, onTrouble});
  await mkdir(folder.at('db.json.tmp'));
  for (const it of createdFrom(1, 5)) await store.commit([it]);
  await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledOnce());
  expect(onTrouble.mock.lastCall).toMatchObject([{code: 'store-unwritable', details: {path: folder.at('db.json')}}]);
  await store.commit([created(6)]);
  await rm(folder.at('db.json.tmp'), {recursive: true});
});

test('a board that cannot be filled anew refuses changes until it can', async () => {
  await using folder = await openFolder();
  const disk = makeDisk();
  const onTrouble = vi.fn<(thrown: unknown) => void>();
  await using store = await openStore({dir: folder.dir, disk, onTrouble});
  await store.commit([created(1)]);
  await writeFile(folder.at('db.json'), 'damaged');
  disk.failing = 'write';
  await expect(store.commit([created(2)])).rejects.toMatchObject({code: 'store-unwritable'});
  expect(onTrouble.mock.lastCall).toMatchObject([{code: 'state-unreadable'}]);
  disk.failing = 'nothing';
  await rm(folder.at('db.json'));
  await expect(store.commit([created(2)])).rejects.toMatchObject({code: 'store-unwritable'});
  await vi.waitFor(() => expect(store.state.seq).toBe(1));
  await store.commit([created(2)]);
});

test('a rotated file that is cut short is named', async () => {
  await using folder = await openFolder();
  const limits = {rotateBytes: 400};
  await keep(folder, createdFrom(1, 5), {limits});
  await rm(folder.at('db.json'));
  await folder.edit('events-1.jsonl', text => text.slice(0, -5));
  await expect(openStore({dir: folder.dir})).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {paths: [folder.at('events-1.jsonl')], reason: 'its last line is cut short'},
  });
});

test('a snapshot at will makes the next start short', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  await store.commit(createdFrom(1, 3));
  await Promise.all([store.snapshot(), store.snapshot()]);
  const {state} = JSON.parse(await readFile(folder.at('db.json'), 'utf8')) as {state: State};
  expect(state).toEqual(store.state);
});

test('a closed store takes no more, and closes but once', async () => {
  await using folder = await openFolder();
  await using store = await openStore({dir: folder.dir});
  const last = store.commit([created(1)]);
  await Promise.all([store.close(), store.close()]);
  await last;
  await expect(store.commit([created(2)])).rejects.toThrow('the store is closed');
});

test('a folder of the first format opens with what was in it, and goes on in the new one', async () => {
  await using folder = await openFolder();
  await keep(folder, createdFrom(1, 2));
  for (const name of ['db.json', 'events.jsonl'])
    await folder.edit(name, text =>
      text
        .replace(`"version":${SCHEMA_VERSION}`, '"version":1')
        .replace(/,"discussions":\{\},"conversations":\{\}/u, ''),
    );
  expect(await readFile(folder.at('db.json'), 'utf8')).not.toContain('discussions');
  {
    await using store = await openStore({dir: folder.dir});
    expect(store.state).toMatchObject({seq: 2, discussions: {}, conversations: {}});
    await store.commit(createdFrom(3, 1));
  }
  expect(await readFile(folder.at('db.json'), 'utf8')).toContain(`"version":${SCHEMA_VERSION}`);
  await using again = await openStore({dir: folder.dir});
  expect(again).toMatchObject({recovered: [], state: {seq: 3}});
});
