import {expect, test} from 'vitest';
import type {Check} from '../../src/core/check.ts';
import {openHouse, type House} from './house.ts';

const healthOf = async (house: House) => {
  await house.server.world.settled();
  const {out, exit} = await house.asks(['health']);
  const {status, checks} = out as {status: string; checks: readonly Check[]};
  const warned = checks.filter(it => it.status !== 'passed');
  return {status, exit, warned: warned.map(it => `${it.name}: ${it.message}`), hints: warned.map(it => it.hint)};
};

test.concurrent('a project in which nothing waits is ready', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  expect(await healthOf(house)).toEqual({status: 'ready', exit: 0, warned: [], hints: []});
});

test.concurrent('what waits for somebody asks for attention, with the verb that helps', async () => {
  await using house = await openHouse();
  for (const title of ['one', 'two']) await house.task(title);
  await house.asks(['spawn-worker', '1']);
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['spawn-worker', '2']);
  await house.asks(['request-review'], house.worker('TASK-002'));
  house.clock.passes(3 * 60_000);
  expect(await healthOf(house)).toMatchObject({
    status: 'attention',
    exit: 0,
    warned: ['questions: 1 open, the oldest for 3m', 'review: 1: TASK-002'],
    hints: ['roundhouse reply INT-001 …', 'roundhouse show-diff TASK-002'],
  });
});

test.concurrent('a merge that is half done blocks the project, and the exit status says so', async () => {
  await using house = await openHouse();
  house.repository.write('.git/MERGE_HEAD', '0000000000000000000000000000000000000000\n');
  expect(await healthOf(house)).toMatchObject({
    status: 'blocked',
    exit: 4,
    warned: ['checkout: a merge is under way in the primary worktree'],
  });
});

test.concurrent('an uncommitted change is told', async () => {
  await using house = await openHouse();
  house.repository.write('a.txt', 'one\n');
  house.repository.commit('a');
  house.repository.write('a.txt', 'two\n');
  expect((await healthOf(house)).warned).toEqual(['checkout: 1 changed file(s) on main']);
});

test.concurrent('that no worker may start is told with the first reason', async () => {
  await using house = await openHouse({slots: 1});
  for (const title of ['one', 'two']) await house.task(title);
  await house.asks(['spawn-worker', '1']);
  expect((await healthOf(house)).warned).toEqual([
    'next worker: none may start: TASK-002: 1 of 1 slots are taken (worker-task-001)',
  ]);
});

test.concurrent('no worker may start where its agent needs more memory than there is', async () => {
  await using house = await openHouse();
  house.configures('worker_agent: codex\n');
  house.installs('codex');
  await house.asks(['create-task', 'one']);
  expect((await healthOf(house)).warned).toEqual([]);
  house.host = {...house.host, memory_available_gb: 1};
  expect((await healthOf(house)).warned).toEqual([expect.stringMatching(/^next worker: none may start: TASK-001: /u)]);
});

test.concurrent('a worker that is idle for a quarter of an hour is told', async () => {
  await using house = await openHouse();
  house.configures('agents: {talker: {command: [talker, "{prompt}"]}}');
  await house.task('one');
  await house.asks(['spawn-worker', '1', '--agent', 'talker']);
  house.server.world.signal([
    {
      type: 'session-signal',
      session: 'worker-task-001',
      mood: 'idle',
      mood_since: house.server.ports.now().toISOString(),
    },
  ]);
  house.clock.passes(14 * 60_000);
  expect((await healthOf(house)).warned).toEqual([]);
  house.clock.passes(2 * 60_000);
  expect((await healthOf(house)).warned).toEqual(['work: quiet for long: worker-task-001']);
});

test.concurrent('a worktree left of accepted work, and accepted work that is not merged, are told', async () => {
  await using house = await openHouse();
  await house.task('one');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['request-review'], house.worker('TASK-001'));
  await house.asks(['record-decision', 'accept', '1']);
  expect((await healthOf(house)).warned).toEqual(['merges: 1: TASK-001', 'worktrees: TASK-001 cleanup needed']);
});
