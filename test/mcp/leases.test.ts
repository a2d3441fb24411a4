import {expect, test} from 'vitest';
import {openHouse, type House} from '../server/house.ts';
import {openDesk} from './desk.ts';

/** The desk of the worker that was started last. */
const workersDesk = (house: House) =>
  openDesk({
    cwd: house.repository.root,
    env: {ROUNDHOUSE_TOKEN: house.pty().options.env['ROUNDHOUSE_TOKEN'] ?? ''},
  });

test('a worker takes a lease for itself, and one that has to wait is told so in an answer, not in a failure', async () => {
  await using house = await openHouse({env: {ROUNDHOUSE_MAX_HEAVY_LEASES: '1'}});
  await house.asks(['spawn-worker', await house.task('first')]);
  await using first = await workersDesk(house);
  await house.asks(['spawn-worker', await house.task('second')]);
  await using second = await workersDesk(house);
  const {data} = await first.calls('acquire_lease', {purpose: 'test'});
  expect(data).toMatchObject({granted: true});
  const id = String(data?.['lease_id']);
  expect(await second.calls('acquire_lease', {purpose: 'build'})).toMatchObject({
    isError: false,
    data: {granted: false, queue_position: 1, retry_after_seconds: 20},
  });
  const foreign = await second.calls('release_lease', {lease_id: id});
  expect(foreign.isError).toBe(true);
  expect(foreign.text).toContain(`lease-foreign: ${id} belongs to session "worker-task-001"`);
  expect(await first.calls('renew_lease', {lease_id: id})).toMatchObject({isError: false, data: {id}});
  expect(await first.calls('release_lease', {lease_id: id})).toMatchObject({isError: false});
  expect(await second.calls('acquire_lease', {purpose: 'build'})).toMatchObject({data: {granted: true}});
  expect(await second.calls('list_leases')).toMatchObject({data: {leases: [{session: 'worker-task-002'}], queue: []}});
  expect(await second.calls('resources')).toMatchObject({data: {leases: {in_use: 1}, worker_launch: {allowed: true}}});
});
