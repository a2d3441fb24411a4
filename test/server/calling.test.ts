/** Calls that go to the desktop: nobody is attached here. Those to terminals are told as stories. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';
import {openRepository} from './repository.ts';

const desk = {DISPLAY: ':0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere'};

/** A house on a desktop with a worker at work. `notify-send` keeps what it is told, and does this. */
const openDesk = async (does = 'true', env: Readonly<Record<string, string>> = desk): Promise<House> => {
  const repository = openRepository();
  repository.write(
    join(repository.home, 'bin/notify-send'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >> ${repository.home}/told\n${does}\n`,
    0o755,
  );
  const house = await openHouse({repository, env: {...env, PATH: `${repository.home}/bin:/usr/bin:/bin`}});
  await house.asks(['spawn-worker', await house.task('move the shop')]);
  return house;
};

/** The arguments of all notices, in order. */
const toldIn = ({repository}: House): readonly string[] => {
  const path = join(repository.home, 'told');
  return repository.has(path) ? repository.read(path).trimEnd().split('\n') : [];
};

const asksIn = (house: House, question: string) =>
  house.asks(['request-input', '--summary', question], house.worker('TASK-001'));

test('a worker that asks while nobody is attached is told on the desktop', async () => {
  await using house = await openDesk();
  await asksIn(house, 'rm -rf $HOME; <b>really</b>?');
  expect(toldIn(house)).toEqual([
    '--app-name=roundhouse',
    '--',
    'task-001 asks (shop)',
    'move the shop: rm -rf $HOME; &lt;b&gt;really&lt;/b&gt;?',
  ]);
});

test.each([
  ['on a machine without a desktop', {}],
  ['over SSH', {...desk, SSH_CONNECTION: '1 2 3 4'}],
  ['where notices go to terminals only', {...desk, ROUNDHOUSE_NOTIFY: 'osc9'}],
])('%s no program runs', async (_name, env) => {
  await using house = await openDesk('true', env);
  await asksIn(house, 'which port?');
  expect(toldIn(house)).toEqual([]);
});

test('a program that fails costs nobody anything, and the log tells it without the words', async () => {
  await using house = await openDesk('exit 3');
  expect((await asksIn(house, 'which secret port?')).exit).toBe(0);
  expect(toldIn(house)).toContain('move the shop: which secret port?');
  const log = house.repository.read('.roundhouse/state/server.log');
  expect(log).toContain('"what":"notice","program":"notify-send","reason":"exit code 3"');
  expect(log).not.toMatch(/secret|"bug"/u);
});

test('what is put off to the end of quiet hours is not told of a worker that has ended', async () => {
  await using house = await openDesk();
  // From a minute ago for three minutes, in local time.
  const now = house.clock.now();
  const minute = (plus: number): string => {
    const at = new Date(now.getTime() + plus * 60_000);
    return `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
  };
  house.configures(`quiet_hours: ${minute(-1)}-${minute(2)}\n`);
  await asksIn(house, 'which port?');
  await house.asks(['close-session', 'worker-task-001', '--yes']);
  house.clock.passes(10 * 60_000);
  await house.server.world.settled();
  expect(toldIn(house)).toEqual([]);
});
