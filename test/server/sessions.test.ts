import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';

const open = async (...argv: readonly string[]): Promise<House> => {
  const house = await openHouse();
  house.repository.write('sub/x', '');
  await house.asks(['open-session', '--name', 'logs', ...argv]);
  return house;
};
const recordOf = (house: House) => house.server.world.state.sessions['logs'];

test.concurrent('a session runs what was asked for, where it was asked for', async () => {
  await using house = await open('--cols', '100', '--rows', '30', '--cwd', 'sub', '--', 'tail', '-f', 'x');
  expect(house.pty().options).toMatchObject({
    argv: ['tail', '-f', 'x'],
    cwd: house.repository.at('sub'),
    cols: 100,
    rows: 30,
  });
});

test.concurrent("a session without a command is the person's shell", async () => {
  await using house = await open();
  expect(house.pty().options.argv).toEqual(['/bin/sh']);
});

test.concurrent('every session has a token of its own', async () => {
  await using house = await open();
  await house.asks(['open-session']);
  const tokens = house.ptys.map(it => it.options.env['ROUNDHOUSE_TOKEN']);
  expect(new Set(tokens).size).toBe(2);
});

test.concurrent('sessions without a name are numbered', async () => {
  await using house = await open();
  await house.asks(['open-session']);
  expect(await house.asks(['open-session'])).toMatchObject({out: {name: 'shell-2'}});
});

test.concurrent('a name that is taken is refused, and the one that has it goes on', async () => {
  await using house = await open();
  expect(await house.asks(['open-session', '--name', 'logs'])).toMatchObject({code: 'session-exists'});
  expect([house.ptys.length, recordOf(house)?.status]).toEqual([1, 'active']);
});

test.concurrent.each(['Logs', '-x', 'a b', 'größe', '../x'])('a session cannot be called %j', async name => {
  await using house = await openHouse();
  expect(await house.asks(['open-session', `--name=${name}`])).toMatchObject({exit: 2, code: 'params-invalid'});
});

test.concurrent('what a program writes is on its screen, also after it ended', async () => {
  await using house = await open();
  house.pty().prints('hello');
  house.pty().exits({code: 3});
  await house.server.world.settled();
  const {out} = await house.asks(['read-screen', 'logs']);
  expect(out['lines']).toContain('hello');
  expect(recordOf(house)).toMatchObject({status: 'closed', exit: {code: 3}, reason: 'ended with code 3'});
});

test.concurrent('a program is asked to end', async () => {
  await using house = await open();
  expect(await house.asks(['close-session', 'logs'])).toMatchObject({exit: 0, out: {status: 'closed', mood: 'gone'}});
  expect(house.pty().signals).toEqual(['SIGHUP']);
});

test.concurrent('a program that does not end is made to', async () => {
  await using house = await open();
  house.pty().isStubborn = true;
  const closing = house.asks(['close-session', 'logs']);
  house.clock.passes(1500);
  expect(await closing).toMatchObject({out: {status: 'closed', reason: 'ended by signal 9'}});
});

test.concurrent('a program that cannot be started is told, and its name is free again', async () => {
  await using house = await openHouse();
  house.broken = 'tail';
  expect(await house.asks(['open-session', '--name', 'logs', '--', 'tail'])).toMatchObject({
    exit: 5,
    code: 'session-spawn-failed',
  });
  expect(await house.asks(['open-session', '--name', 'logs'])).toMatchObject({exit: 0});
});

test.concurrent('the end of the server ends all programs', async () => {
  await using house = await open();
  await house.asks(['open-session']);
  await house.server.stop();
  expect(house.ptys.map(it => it.signals)).toEqual([['SIGHUP'], ['SIGHUP']]);
});

test.concurrent('a folder that is not there is told, and no session is left of it', async () => {
  await using house = await openHouse();
  expect(await house.asks(['open-session', '--cwd', '/nowhere'])).toMatchObject({code: 'params-invalid', exit: 2});
  expect(Object.keys(house.server.world.state.sessions)).toEqual([]);
});
