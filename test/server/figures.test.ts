import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';

/** A house where a worker says that it is in some state. */
const open = async (state: string): Promise<House> => {
  const house = await openHouse();
  house.configures('agents: {parrot: {command: [parrot, "{prompt}"]}}');
  await house.asks(['spawn-worker', await house.task('sing'), '--agent', 'parrot']);
  reports(house, state);
  await passes(house, 100);
  return house;
};

const reports = (house: House, state: string): void => house.pty().prints(`\u001b]7501;state=${state}\u001b\\`);
/** Git is real, so each step waits for it. */
const passes = async (house: House, ms: number): Promise<void> => {
  house.clock.passes(ms);
  await house.server.world.settled();
};
const writes = (house: House, name: string): void => {
  const {path = ''} = house.server.world.state.workspaces['TASK-001'] ?? {};
  writeFileSync(join(path, name), 'a line\n');
};
const filesOf = (house: House): number => house.server.world.signals.tasks['TASK-001']?.files ?? 0;

test.concurrent('while a worker works, its worktree is measured soon after output', async () => {
  await using house = await open('working');
  writes(house, 'song');
  house.pty().prints('la la');
  await passes(house, 2100);
  expect(filesOf(house)).toBe(1);
});

test.concurrent.each(['blocked', 'idle', 'done', 'error'])(
  'while a worker is %s, its output has it measured seldom',
  async state => {
    await using house = await open('working');
    reports(house, state);
    await passes(house, 2000);
    writes(house, 'song');
    house.pty().prints('blink');
    await passes(house, 2100);
    expect(filesOf(house)).toBe(0);
    await passes(house, 30_000);
    expect(filesOf(house)).toBe(1);
  },
);

test.concurrent('when a worker comes to rest, its worktree is measured at once', async () => {
  await using house = await open('working');
  writes(house, 'song');
  reports(house, 'blocked');
  await passes(house, 10);
  expect(filesOf(house)).toBe(1);
});

test.concurrent('work that goes on does not wait until the rest would have been measured', async () => {
  await using house = await open('blocked');
  house.pty().prints('blink');
  reports(house, 'working');
  writes(house, 'song');
  house.pty().prints('la la');
  await passes(house, 2100);
  expect(filesOf(house)).toBe(1);
});
