import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {LeaseBook} from '../../src/core/nouns/lease.ts';
import {openHouse, type House} from './house.ts';
import {openRepository} from './repository.ts';

const one = {env: {ROUNDHOUSE_MAX_HEAVY_LEASES: '1'}};

/** Two servers on one machine. */
const openStreet = async () => {
  const host = openRepository('host');
  const env = {ROUNDHOUSE_MAX_HEAVY_LEASES: '1', XDG_STATE_HOME: host.home};
  const shop = await openHouse({env});
  const bank = await openHouse({env});
  return {
    shop,
    bank,
    [Symbol.asyncDispose]: async () => {
      await shop[Symbol.asyncDispose]();
      await bank[Symbol.asyncDispose]();
      host[Symbol.dispose]();
    },
  };
};

const pathIn = (house: House): string => join(house.repository.home, 'host/roundhouse/leases.json');
const bookIn = (house: House): LeaseBook => JSON.parse(readFileSync(pathIn(house), 'utf8')) as LeaseBook;

/** A worker at work. */
const hire = async (house: House): Promise<string> => {
  const task = await house.task('tidy');
  await house.asks(['spawn-worker', task]);
  return task;
};

const takes = (house: House, task: string, purpose = 'test') =>
  house.asks(['acquire-lease', '--purpose', purpose], house.worker(task));

/** The leases' part of the journal, as words. */
const told = async (house: House): Promise<readonly string[]> => {
  const {out} = await house.asks(['list-events', '--limit', '1000']);
  const events = out['events'] as readonly Record<string, string>[];
  return events
    .filter(it => it['type']?.startsWith('lease-'))
    .map(({type, actor, session, reason}) => [type, session, `by ${actor}`, reason].filter(Boolean).join(' '));
};

test('a worker asks for itself, is told how long it may, and gives back what it has', async () => {
  await using house = await openHouse();
  const task = await hire(house);
  const {exit, out} = await takes(house, task);
  expect([exit, out]).toEqual([
    0,
    {granted: true, lease_id: expect.stringMatching(/^HEAVY-[0-9a-f]{8}$/u), expires_at: '2026-01-02T03:34:05.000Z'},
  ]);
  const given = await house.asks(['release-lease', String(out['lease_id'])], house.worker(task));
  expect(given.out).toMatchObject({id: out['lease_id'], session: 'worker-task-001', repo: house.repository.root});
  expect((await house.asks(['list-leases'])).out).toEqual({limit: 2, leases: [], queue: []});
  expect(await told(house)).toEqual([
    'lease-granted worker-task-001 by worker:worker-task-001',
    'lease-released worker-task-001 by worker:worker-task-001',
  ]);
});

test('who has to wait is told its place and when to ask again, and the command ends with 5', async () => {
  await using house = await openHouse(one);
  const [first, second] = [await hire(house), await hire(house)];
  const held = await takes(house, first);
  expect(await takes(house, second)).toMatchObject({
    exit: 5,
    out: {granted: false, queue_position: 1, retry_after_seconds: 20, reason: '1 of 1 lease(s) are held'},
  });
  house.clock.passes(15_000);
  expect((await takes(house, second)).out).toMatchObject({queue_position: 1});
  await house.asks(['release-lease', String(held.out['lease_id'])], house.worker(first));
  expect(await takes(house, second)).toMatchObject({exit: 0, out: {granted: true}});
});

test('asking twice gives the same lease', async () => {
  await using house = await openHouse();
  const task = await hire(house);
  expect((await takes(house, task)).out).toEqual((await takes(house, task)).out);
  expect(bookIn(house).leases).toHaveLength(1);
});

test('a worker asks for no other session, and gives back the lease of none', async () => {
  await using house = await openHouse();
  const [first, second] = [await hire(house), await hire(house)];
  const {out} = await takes(house, first);
  const id = String(out['lease_id']);
  const argv = ['acquire-lease', '--purpose', 'x', '--session-name', 'worker-task-001'];
  expect(await house.asks(argv, house.worker(second))).toMatchObject({exit: 4, code: 'actor-refused'});
  expect(await house.asks(['release-lease', id], house.worker(second))).toMatchObject({exit: 4, code: 'lease-foreign'});
  expect(await house.asks(['renew-lease', id], house.worker(second))).toMatchObject({exit: 4, code: 'lease-foreign'});
  expect(bookIn(house).leases.map(it => it.id)).toEqual([id]);
});

test.each([
  [['acquire-lease', '--purpose', 'x'], 2, 'params-invalid'],
  [['acquire-lease', '--purpose', ' '], 2, 'params-invalid'],
  [['acquire-lease', '--purpose', 'x', '--session-name', 'nobody'], 3, 'session-unknown'],
  [['release-lease', 'HEAVY-00000000'], 3, 'lease-unknown'],
  [['release-lease', 'x', '--yes'], 3, 'lease-unknown'],
  [['renew-lease', 'HEAVY-00000000'], 3, 'lease-unknown'],
  [['heavy', '--', 'true'], 2, 'verb-local'],
])('%j is refused, and nothing is written', async (argv, exit, code) => {
  await using house = await openHouse();
  expect(await house.asks(argv)).toMatchObject({exit, code});
  expect(existsSync(pathIn(house))).toBe(false);
});

test('a session that has ended gets none', async () => {
  await using house = await openHouse();
  await hire(house);
  await house.asks(['close-worker', 'worker-task-001']);
  const argv = ['acquire-lease', '--purpose', 'x', '--session-name', 'worker-task-001'];
  expect(await house.asks(argv)).toMatchObject({exit: 4, code: 'session-ended'});
});

test('the person asks for a session by name and gives its lease back', async () => {
  await using house = await openHouse();
  await hire(house);
  const {out} = await house.asks(['acquire-lease', '--purpose', 'x', '--session-name', 'worker-task-001']);
  expect(await house.asks(['release-lease', String(out['lease_id'])])).toMatchObject({exit: 0});
});

test('a session that ends leaves its lease and its place at once', async () => {
  await using house = await openHouse(one);
  const [first, second, third] = [await hire(house), await hire(house), await house.task('third')];
  await takes(house, first);
  await takes(house, second);
  await house.asks(['request-review', first], house.worker(first));
  await house.asks(['spawn-worker', third]);
  await takes(house, third);
  await house.asks(['close-worker', 'worker-task-002']);
  expect(bookIn(house).queue.map(it => it.holder.session)).toEqual(['worker-task-003']);
  await house.asks(['close-worker', 'worker-task-001']);
  expect(bookIn(house).leases).toEqual([]);
  expect((await takes(house, third)).out).toMatchObject({granted: true});
  expect(await told(house)).toEqual([
    'lease-granted worker-task-001 by worker:worker-task-001',
    'lease-queued worker-task-002 by worker:worker-task-002',
    'lease-queued worker-task-003 by worker:worker-task-003',
    'lease-withdrawn worker-task-002 by system its holder was gone',
    'lease-expired worker-task-001 by system its holder was gone',
    'lease-granted worker-task-003 by worker:worker-task-003',
  ]);
});

test('a server that ends gives back all that its sessions had', async () => {
  await using house = await openHouse();
  await takes(house, await hire(house));
  await house.server.stop();
  expect(bookIn(house)).toMatchObject({leases: [], queue: []});
});

test('a lease whose time is over is told by the server that looks, and its slot is free', async () => {
  await using house = await openHouse(one);
  const [first, second] = [await hire(house), await hire(house)];
  await takes(house, first);
  house.clock.passes(1_800_000);
  await house.server.world.settled();
  expect(bookIn(house).leases).toEqual([]);
  expect(await told(house)).toContain('lease-expired worker-task-001 by system its time was over');
  expect((await takes(house, second)).out).toMatchObject({granted: true});
});

test('a lease that is renewed holds on', async () => {
  await using house = await openHouse(one);
  const task = await hire(house);
  const {out} = await takes(house, task);
  house.clock.passes(1_700_000);
  const renewed = await house.asks(['renew-lease', String(out['lease_id'])], house.worker(task));
  expect(renewed.out).toMatchObject({expires_at: '2026-01-02T04:02:25.000Z'});
  house.clock.passes(1_700_000);
  await house.server.world.settled();
  expect(bookIn(house).leases).toHaveLength(1);
});

test('what a server that died left is free for the next one, and told', async () => {
  await using house = await openHouse(one);
  await takes(house, await hire(house));
  const left = bookIn(house);
  await house.server.stop();
  const [lease] = left.leases;
  const dead = {...lease, holder: {...lease?.holder, started: 'before'}};
  writeFileSync(pathIn(house), JSON.stringify({...left, leases: [dead]}));
  await house.restarts();
  expect(bookIn(house).leases).toEqual([]);
  expect((await told(house)).at(-1)).toBe('lease-expired worker-task-001 by system its holder was gone');
});

test('two repositories have one budget and one queue, and each tells of its own only', async () => {
  await using street = await openStreet();
  const {shop, bank} = street;
  const [mine, theirs] = [await hire(shop), await hire(bank)];
  const held = await takes(shop, mine, 'build');
  expect(await takes(bank, theirs)).toMatchObject({exit: 5, out: {queue_position: 1}});
  const {out} = await bank.asks(['list-leases']);
  expect(out).toMatchObject({
    limit: 1,
    leases: [{repo: shop.repository.root, session: 'worker-task-001', purpose: 'build', here: false, age_seconds: 0}],
    queue: [{repo: bank.repository.root, session: 'worker-task-001', queue_position: 1, here: true}],
  });
  const id = String(held.out['lease_id']);
  expect(await bank.asks(['release-lease', id], bank.worker(theirs))).toMatchObject({code: 'lease-foreign'});
  expect(await bank.asks(['release-lease', id])).toMatchObject({exit: 2, code: 'confirm-needed'});
  expect(await bank.asks(['release-lease', id, '--yes'])).toMatchObject({exit: 0});
  expect((await takes(bank, theirs)).out).toMatchObject({granted: true});
  shop.clock.passes(5000);
  await shop.server.world.settled();
  expect(await told(shop)).toEqual([
    'lease-granted worker-task-001 by worker:worker-task-001',
    'lease-released worker-task-001 by system',
  ]);
  expect(await told(bank)).toEqual([
    'lease-queued worker-task-001 by worker:worker-task-001',
    'lease-granted worker-task-001 by worker:worker-task-001',
  ]);
});

test('a machine over its thresholds grants nothing and starts no worker, and says by which figure', async () => {
  await using house = await openHouse({
    env: {ROUNDHOUSE_MAX_LOADAVG_1: '3', ROUNDHOUSE_WORKER_SPAWN_MAX_LOADAVG_1: '2'},
  });
  const [task, next] = [await hire(house), await house.task('next')];
  house.host = {...house.host, load_1: 2.5};
  expect(await house.asks(['spawn-worker', next])).toMatchObject({exit: 4, code: 'spawn-refused'});
  const {out} = await house.asks(['resources']);
  expect(out).toMatchObject({
    load_1: 2.5,
    leases: {max_loadavg_1: 3, allowed: true, limit: 2, in_use: 0, queue_depth: 0},
    worker_launch: {max_loadavg_1: 2, allowed: false, reason: 'the load is 2.5, over 2'},
  });
  house.host = {...house.host, load_1: 4};
  expect((await takes(house, task)).out).toMatchObject({queue_position: 1, reason: 'the load is 4, over 3'});
  house.host = {...house.host, load_1: 1};
  expect((await takes(house, task)).out).toMatchObject({granted: true});
  expect(await house.asks(['spawn-worker', next])).toMatchObject({exit: 0});
});

test('the planner opens whatever the machine is like', async () => {
  await using house = await openHouse({env: {ROUNDHOUSE_MAX_LOADAVG_1: '1'}});
  house.host = {...house.host, load_1: 99, memory_available_gb: 0, ptys_free: 0};
  await house.server.conductor.needPlanner('user', {env: house.user.env});
  expect(house.server.world.state.sessions['planner']?.status).toBe('active');
});

test('a book that cannot be read is set aside with a word in the log, and leases go on', async () => {
  await using house = await openHouse();
  const task = await hire(house);
  await takes(house, task);
  writeFileSync(pathIn(house), 'no book');
  expect((await takes(house, task)).out).toMatchObject({granted: true});
  const log = readFileSync(join(house.repository.root, '.roundhouse/state/server.log'), 'utf8');
  expect(log).toContain('leases mended');
});

test('a server starts, works and ends also where leases cannot be kept; who asks for one is told', async () => {
  const repository = openRepository();
  writeFileSync(join(repository.home, 'file'), '');
  await using house = await openHouse({repository, env: {XDG_STATE_HOME: join(repository.home, 'file')}});
  const task = await hire(house);
  expect(await takes(house, task)).toMatchObject({exit: 5, code: 'state-unwritable'});
  expect((await house.asks(['list-leases'])).out).toEqual({limit: 2, leases: [], queue: []});
});
