import {expect, test} from 'vitest';
import {settle} from '../../src/core/config.ts';
import {leaseLimitsOf, workerThresholdsOf} from '../../src/core/host.ts';

const {settings: plain} = settle([]);

test.each([
  [1, 1],
  [2, 1],
  [3, 1],
  [4, 2],
  [16, 8],
])('a machine with %i processors has %i lease(s) where nothing is set', (cpus, limit) => {
  expect(leaseLimitsOf(plain, {cpus})).toEqual({limit, ttl_seconds: 1800});
});

test('what is set goes before the processors', () => {
  const settings = {...plain, max_heavy_leases: 5, max_loadavg_1: 3.2, min_mem_available_gb: 6, lease_ttl_seconds: 60};
  expect(leaseLimitsOf(settings, {cpus: 2})).toEqual({
    limit: 5,
    ttl_seconds: 60,
    max_loadavg_1: 3.2,
    min_mem_available_gb: 6,
  });
});

test('workers have the thresholds of leases where they have none of their own', () => {
  const leases = {...plain, max_loadavg_1: 3.2, min_mem_available_gb: 6};
  expect(workerThresholdsOf(plain)).toEqual({});
  expect(workerThresholdsOf(leases)).toEqual({max_loadavg_1: 3.2, min_mem_available_gb: 6});
  const own = {...leases, worker_spawn_max_loadavg_1: 2.4, worker_spawn_min_mem_available_gb: 8};
  expect(workerThresholdsOf(own)).toEqual({max_loadavg_1: 2.4, min_mem_available_gb: 8});
});
