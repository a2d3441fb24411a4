import {expect, test} from 'vitest';
import type {Event} from '../../src/core/event.ts';
import {emptyState, reduce, type State} from '../../src/core/state.ts';
import {openStore, type Store} from '../../src/store/store.ts';
import {scriptPath, startChild, startScript} from '../fixtures/store/child.ts';
import {openFolder} from '../fixtures/store/folder.ts';
import {randomOf} from '../kit/random.ts';

const rounds = Number(process.env['ROUNDHOUSE_ROUNDS'] ?? 20);

/** Run the writer until it has acknowledged some, kill it at once, and give the last number that it acknowledged. */
const writeAndDie = async (dir: string, acknowledged: number): Promise<number> => {
  await using child = startScript('writer', dir);
  for (let count = 1; count < acknowledged; count += 1) await child.line();
  const said = [await child.line(), ...(await child.kill())];
  return Math.max(...said.map(Number));
};

const stateOf = (events: readonly Event[]): State => {
  const state = emptyState();
  reduce(state, events);
  return state;
};

const allEvents = (store: Store): Promise<readonly Event[]> => store.readEvents({limit: Infinity});

test('nothing acknowledged is lost when the server is killed', {timeout: 20_000 + rounds * 2000}, async () => {
  await using folder = await openFolder();
  const below = randomOf(20_260_102);
  const sentences: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const last = await writeAndDie(folder.dir, 1 + below(150));
    await using store = await openStore({dir: folder.dir});
    expect(store.state.seq).toBeGreaterThanOrEqual(last);
    const events = await allEvents(store);
    expect(events.map(it => it.seq)).toEqual(Array.from({length: store.state.seq}, (_, index) => index + 1));
    expect(store.state).toEqual(stateOf(events));
    sentences.push(...store.recovered);
  }
  const expected =
    /^(\d+ events? (was|were) replayed (after an unclean end|on top of it)|.* was torn; .*|.*db\.json\.1, was used)$/u;
  expect(sentences).not.toHaveLength(0);
  expect(sentences.filter(it => !expected.test(it))).toEqual([]);
  await using store = await openStore({dir: folder.dir});
  expect(store.recovered).toEqual([]);
});

test('a file system that refuses to let a file grow costs the last change and nothing else', async () => {
  await using folder = await openFolder();
  const script = `ulimit -f 16; exec "$0" "$@"`;
  const args = ['-c', script, process.execPath, scriptPath('writer'), folder.dir, '1000000', '1000000'];
  await using child = startChild('bash', args);
  const said = await child.rest();
  expect(said.at(-1)).toBe('store-unwritable');
  await using store = await openStore({dir: folder.dir});
  expect(store.state.seq).toBe(Math.max(...said.slice(0, -1).map(Number)));
  expect(store.recovered).toEqual([`${store.state.seq} events were replayed after an unclean end`]);
});
