import {expect, test, vi} from 'vitest';
import type {Change, Event} from '../../src/core/event.ts';
import {mintId, type TaskId} from '../../src/core/id.ts';
import type {Signal} from '../../src/core/signal.ts';
import {World} from '../../src/server/world.ts';
import {openStore} from '../../src/store/store.ts';
import {makeDisk} from '../fixtures/store/disk.ts';
import {openFolder} from '../fixtures/store/folder.ts';

const now = new Date('2026-01-02T03:04:05.000Z');
const id = (n: number): TaskId => mintId('task', n) as TaskId;
const created = (n: number): Change => ({
  type: 'task-created',
  task: {
    id: id(n),
    status: 'ready',
    title: 'tidy',
    script: [],
    acceptance: [],
    labels: [],
    depends_on: [],
    scope: {write: [], read: []},
  },
});
const illegal = (n: number): Change => ({type: 'task-moved', task_id: id(n), from: 'ready', to: 'merged'});
const mood = (value: 'working' | 'idle', since = 'then'): Signal => ({
  type: 'session-signal',
  session: 'planner',
  mood: value,
  mood_since: since,
});

/** A world on a store in a folder of its own. */
const open = async () => {
  const folder = await openFolder();
  const disk = makeDisk();
  const store = await openStore({dir: folder.dir, disk, onReload: () => world.reloaded()});
  const bug = vi.fn<(what: string, thrown: unknown) => void>();
  const world: World = new World({store, isOurs: () => true, now: () => now, log: {say: () => undefined, bug}});
  const heard: Event[][] = [];
  const signals: Signal[][] = [];
  world.listen({onEvents: it => heard.push([...it]), onSignals: it => signals.push([...it])});
  const dispose = async (): Promise<void> => {
    await store.close();
    await folder[Symbol.asyncDispose]();
  };
  return {world, store, disk, bug, heard, signals, [Symbol.asyncDispose]: dispose};
};

test('changes are stamped in order, with time and actor', async () => {
  await using it = await open();
  await it.world.commit('planner', [created(1), created(2)]);
  expect(it.heard.flat().map(({seq, at, actor}) => [seq, at, actor])).toEqual([
    [1, now.toISOString(), 'planner'],
    [2, now.toISOString(), 'planner'],
  ]);
});

test('changes happen all or not at all, and nobody is told of those that do not', async () => {
  await using it = await open();
  await expect(it.world.commit('user', [created(1), illegal(1)])).rejects.toMatchObject({code: 'move-illegal'});
  expect([it.world.state.tasks, it.world.state.seq, it.heard]).toEqual([{}, 0, []]);
});

test('who listens is told after the change is durable, not before', async () => {
  await using it = await open();
  const gate = Promise.withResolvers<void>();
  it.disk.gate = gate.promise;
  const kept = it.world.commit('user', [created(1)]);
  await vi.waitFor(() => expect(it.disk.flushes).toBe(1));
  expect(it.heard).toEqual([]);
  gate.resolve();
  await kept;
  expect(it.heard).toHaveLength(1);
});

test('commits that race are told in the order of their events, each of which has a number of its own', async () => {
  await using it = await open();
  await Promise.all(Array.from({length: 50}, (_, n) => it.world.commit('user', [created(n + 1)])));
  expect(it.heard.flat().map(event => event.seq)).toEqual(Array.from({length: 50}, (_, n) => n + 1));
});

test('a change that could not be kept is told to nobody, and the state is as before', async () => {
  await using it = await open();
  const onReload = vi.fn<() => void>();
  it.world.listen({onReload});
  it.disk.failing = 'flush';
  await expect(it.world.commit('user', [created(1)])).rejects.toMatchObject({code: 'store-unwritable'});
  it.disk.failing = 'nothing';
  await vi.waitFor(() => expect(onReload).toHaveBeenCalledOnce());
  expect([it.world.state.tasks, it.heard]).toEqual([{}, []]);
});

test('ids are minted after those that were given, and ahead within a tick', async () => {
  await using it = await open();
  await it.world.commit('user', [created(1)]);
  expect([it.world.nextId('task'), it.world.nextId('task', 1), it.world.nextId('interrupt')]).toEqual([
    'TASK-002',
    'TASK-003',
    'INT-001',
  ]);
});

test('two who ask at once for the next id do not get the same noun', async () => {
  await using it = await open();
  const make = (): Promise<void> => it.world.commit('user', [created(it.world.state.counters.task + 1)]);
  await Promise.all([make(), make(), make()]);
  expect(Object.keys(it.world.state.tasks)).toEqual(['TASK-001', 'TASK-002', 'TASK-003']);
});

test('a signal that says nothing new is dropped, whatever its time', async () => {
  await using it = await open();
  it.world.signal([mood('working')]);
  it.world.signal([mood('working', 'later')]);
  it.world.signal([mood('idle', 'later')]);
  expect(it.signals.flat()).toEqual([mood('working'), mood('idle', 'later')]);
});

test('of several signals only the news is told', async () => {
  await using it = await open();
  const figures: Signal = {type: 'task-signal', task_id: 'TASK-001', added: 1};
  it.world.signal([figures]);
  it.world.signal([figures, mood('idle')]);
  expect(it.signals).toEqual([[figures], [mood('idle')]]);
});

test('who left is told no more', async () => {
  await using it = await open();
  const onEvents = vi.fn<(events: readonly Event[]) => void>();
  it.world.listen({onEvents})[Symbol.dispose]();
  await it.world.commit('user', [created(1)]);
  expect(onEvents).not.toHaveBeenCalled();
});

test('a world is settled when what was begun has ended', async () => {
  await using it = await open();
  const work = Promise.withResolvers<void>();
  const log: string[] = [];
  it.world.background('work', async () => {
    await work.promise;
    log.push('work');
  });
  const settled = it.world.settled().then(() => log.push('settled'));
  work.resolve();
  await settled;
  expect(log).toEqual(['work', 'settled']);
});

test('work that nobody waits for and that fails is logged', async () => {
  await using it = await open();
  const trouble = new Error('no');
  it.world.background('some work', () => Promise.reject(trouble));
  await it.world.settled();
  expect(it.bug.mock.calls).toEqual([['some work', trouble]]);
});
