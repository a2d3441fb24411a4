import {mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {emptyState, reduce, type State} from '../../src/core/state.ts';
import {SCHEMA_VERSION} from '../../src/store/schema.ts';
import {readSnapshots} from '../../src/store/snapshot.ts';
import {createdFrom, noted} from '../fixtures/store/events.ts';
import {openFolder, type Folder} from '../fixtures/store/folder.ts';

const durable = async (): Promise<void> => undefined;

const stateWith = (tasks: number): State => {
  const state = emptyState();
  reduce(state, createdFrom(1, tasks));
  return state;
};

const keep = async (folder: Folder, ...states: readonly State[]): Promise<void> => {
  await mkdir(folder.dir, {recursive: true});
  const snapshots = await readSnapshots(folder.dir);
  for (const state of states) await snapshots.write(state, durable);
};

test('a folder without a snapshot has the empty state', async () => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  expect(await readSnapshots(folder.dir)).toMatchObject({state: emptyState(), damage: undefined});
});

test.each([0, 1, 300])('a state with %i tasks comes back as it was', async tasks => {
  await using folder = await openFolder();
  await keep(folder, stateWith(tasks));
  expect((await readSnapshots(folder.dir)).state).toEqual(stateWith(tasks));
  expect((await stat(folder.at('db.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder.dir)).toEqual(['db.json']);
});

test('the former snapshot is kept', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1), stateWith(2), stateWith(3));
  expect(JSON.parse(await readFile(folder.at('db.json'), 'utf8'))).toEqual({
    version: SCHEMA_VERSION,
    state: stateWith(3),
  });
  expect(JSON.parse(await readFile(folder.at('db.json.1'), 'utf8'))).toEqual({
    version: SCHEMA_VERSION,
    state: stateWith(2),
  });
});

test('a snapshot is the state of one moment, and others have their turn while it is written', async () => {
  await using folder = await openFolder();
  await mkdir(folder.dir);
  const state = stateWith(3000);
  const snapshots = await readSnapshots(folder.dir);
  const progress = {isOver: false};
  const writing = snapshots.write(state, durable).finally(() => (progress.isOver = true));
  let turns = 0;
  for (; !progress.isOver; turns += 1) {
    reduce(state, [noted(state.seq + 1, 1 + (turns % 3000))]);
    await setImmediate();
  }
  await writing;
  expect(turns).toBeGreaterThan(3);
  expect((await readSnapshots(folder.dir)).state).toEqual(stateWith(3000));
});

test('a snapshot waits until what it holds is durable', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1));
  const snapshots = await readSnapshots(folder.dir);
  await expect(snapshots.write(stateWith(2), () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect((await readSnapshots(folder.dir)).state).toEqual(stateWith(1));
});

test.each(['', '{', '[]', '{"version":1}', '{"version":1,"state":{"seq":-1}}'])(
  'an unreadable snapshot gives way to the former one: %j',
  async text => {
    await using folder = await openFolder();
    await keep(folder, stateWith(1), stateWith(2));
    await writeFile(folder.at('db.json'), text);
    const {state, damage} = await readSnapshots(folder.dir);
    expect(state).toEqual(stateWith(1));
    expect(damage).toMatch(/^db\.json is no snapshot \(/u);
  },
);

test('an unreadable snapshot does not push out the good one before it', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1), stateWith(2));
  await writeFile(folder.at('db.json'), 'damaged');
  await keep(folder, stateWith(3));
  expect(await readFile(folder.at('db.json.damaged'), 'utf8')).toBe('damaged');
  expect(JSON.parse(await readFile(folder.at('db.json.1'), 'utf8'))).toEqual({
    version: SCHEMA_VERSION,
    state: stateWith(1),
  });
  expect((await readSnapshots(folder.dir)).state).toEqual(stateWith(3));
});

test('two unreadable snapshots are both named', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1), stateWith(2));
  await writeFile(folder.at('db.json'), 'damaged');
  await writeFile(folder.at('db.json.1'), 'damaged');
  await expect(readSnapshots(folder.dir)).rejects.toMatchObject({
    code: 'state-unreadable',
    details: {paths: [folder.at('db.json'), folder.at('db.json.1')]},
  });
});

test('one unreadable snapshot without a former one is not taken for an empty board', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1));
  await writeFile(folder.at('db.json'), 'damaged');
  await expect(readSnapshots(folder.dir)).rejects.toMatchObject({code: 'state-unreadable'});
});

test('a newer snapshot is refused, although the former one is readable', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1), stateWith(2));
  await folder.edit('db.json', text => text.replace(`"version":${SCHEMA_VERSION}`, `"version":${SCHEMA_VERSION + 1}`));
  await expect(readSnapshots(folder.dir)).rejects.toMatchObject({code: 'state-newer'});
});

test('a snapshot that cannot be written leaves the former one', async () => {
  await using folder = await openFolder();
  await keep(folder, stateWith(1));
  const snapshots = await readSnapshots(folder.dir);
  await mkdir(folder.at('db.json.tmp', 'in the way'), {recursive: true});
  await expect(snapshots.write(stateWith(2), durable)).rejects.toMatchObject({code: 'store-unwritable'});
  expect((await readSnapshots(folder.dir)).state).toEqual(stateWith(1));
});
