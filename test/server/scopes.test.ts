import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';

const flags = async (house: House): Promise<unknown> => {
  await house.server.world.settled();
  const {out} = await house.asks(['list-tasks']);
  return (out['tasks'] as readonly {flags: readonly string[]}[]).map(it => it.flags);
};

test.concurrent('tasks at work whose write scopes meet are both warned of, until one is merged or over', async () => {
  await using house = await openHouse();
  await house.task('one', '--write-scope', 'src');
  await house.task('two', '--write-scope', 'src/core/**');
  await house.asks(['spawn-worker', '1']);
  expect(await flags(house)).toEqual([[], []]);
  await house.asks(['spawn-worker', '2']);
  expect(await flags(house)).toEqual([['scope_overlap'], ['scope_overlap']]);
  expect(house.server.world.signals.tasks['TASK-001']?.overlaps).toBe('TASK-002');
  await house.asks(['cancel-task', '2', '--yes']);
  expect(await flags(house)).toEqual([[], []]);
});

test.concurrent('a spawn says whose scope it meets', async () => {
  await using house = await openHouse();
  await house.task('one', '--write-scope', 'src');
  await house.task('two', '--write-scope', 'src/core/**');
  expect((await house.asks(['spawn-worker', '1'])).out['warnings']).toBeUndefined();
  expect((await house.asks(['spawn-worker', '2'])).out['warnings']).toEqual([
    'its write scope meets that of TASK-001: their merges may conflict',
  ]);
});

test.concurrent('patterns that the configuration lets meet are not warned of', async () => {
  await using house = await openHouse();
  house.configures('scopes_shared: docs/**\n');
  await house.task('one', '--write-scope', 'docs/a.md');
  await house.task('two', '--write-scope', 'docs');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['spawn-worker', '2']);
  expect(await flags(house)).toEqual([[], []]);
});

test.concurrent('files changed outside the write scope are told on the card', async () => {
  await using house = await openHouse();
  await house.task('one', '--write-scope', 'src');
  await house.asks(['spawn-worker', '1']);
  const {path = ''} = house.server.world.state.workspaces['TASK-001'] ?? {};
  writeFileSync(join(path, 'other.txt'), 'x');
  await house.asks(['request-review'], house.worker('TASK-001'));
  house.clock.passes(2000);
  expect(await flags(house)).toEqual([['scope_violation']]);
});
