import {expect, test} from 'vitest';
import type {ClientHello} from '../../src/protocol/message.ts';
import {callerOf, type Caller} from '../../src/server/caller.ts';
import {openHouse, type House} from './house.ts';

/** Who a client is that says this of itself; its process is one that no longer runs. */
const caller = ({server}: House, more: Partial<ClientHello>): Caller => {
  const hello: ClientHello = {
    type: 'hello',
    protocol: 1,
    version: '0.1.0',
    features: [],
    pid: 4_194_303,
    role: 'verb',
    cwd: '/here',
    env: {},
    ...more,
  };
  return callerOf(hello, server.sessions, server.world);
};
const tokenOf = (house: House): string => house.pty().options.env['ROUNDHOUSE_TOKEN'] ?? '';

test.concurrent('who comes from nowhere known is the person, with folder and environment', async () => {
  await using house = await openHouse();
  expect(caller(house, {env: {A: '1'}})).toEqual({actor: 'user', cwd: '/here', env: {A: '1'}});
});

test.concurrent('a token of a worker makes its bearer that worker', async () => {
  await using house = await openHouse();
  await house.asks(['spawn-worker', await house.task('tidy')]);
  expect(caller(house, {env: {ROUNDHOUSE_TOKEN: tokenOf(house)}})).toMatchObject({
    actor: 'worker:worker-task-001',
    session: 'worker-task-001',
    task: 'TASK-001',
  });
});

test.concurrent('a token of the planner makes its bearer the planner', async () => {
  await using house = await openHouse();
  await house.server.conductor.needPlanner('user', {env: {}});
  expect(caller(house, {env: {ROUNDHOUSE_TOKEN: tokenOf(house)}})).toMatchObject({
    actor: 'planner',
    session: 'planner',
  });
});

test.concurrent('who types in a shell of ours is the person, and the session is known', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  expect(caller(house, {env: {ROUNDHOUSE_TOKEN: tokenOf(house)}})).toMatchObject({actor: 'user', session: 'logs'});
});

test.concurrent('a token that was never given counts for nothing', async () => {
  await using house = await openHouse();
  await house.asks(['open-session']);
  expect(caller(house, {env: {ROUNDHOUSE_TOKEN: 'guessed'}})).not.toHaveProperty('session');
});

test.concurrent('the token of a session that ended counts for nothing', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  const token = tokenOf(house);
  await house.asks(['close-session', 'logs']);
  expect(caller(house, {env: {ROUNDHOUSE_TOKEN: token}})).not.toHaveProperty('session');
});

test.concurrent('a process that descends from the program of a session is of that session', async () => {
  await using house = await openHouse();
  await house.asks(['spawn-worker', await house.task('tidy')]);
  Object.assign(house.pty(), {pid: process.ppid});
  expect(caller(house, {pid: process.pid})).toMatchObject({actor: 'worker:worker-task-001'});
});

test.concurrent('of nested sessions the nearest counts', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'outer']);
  Object.assign(house.pty(), {pid: process.ppid});
  await house.asks(['open-session', '--name', 'inner']);
  Object.assign(house.pty(), {pid: process.pid});
  expect(caller(house, {pid: process.pid})).toMatchObject({session: 'inner'});
});

test.concurrent('a token of ours that nobody holds any more makes its bearer a worker without a task', async () => {
  await using house = await openHouse();
  const env = {ROUNDHOUSE_TOKEN: 'left behind', ROUNDHOUSE_SOCKET: house.server.socket};
  const left = caller(house, {env});
  expect(left).toEqual({actor: 'worker:unknown', cwd: '/here', env});
  await house.task('tidy');
  expect(await house.asks(['cancel-task', '1'], left)).toMatchObject({code: 'actor-refused'});
});

test.concurrent.each([
  ['codex-mcp-client', 'mcp:codex-mcp-client'],
  ['Claude Code (beta)\n\u001b[31m', 'mcp:Claude-Code-beta-31m'],
  ['', 'mcp:agent'],
  ['x'.repeat(99), `mcp:${'x'.repeat(40)}`],
])('an agent of no session of ours that calls itself %j acts as %s', async (agent, actor) => {
  await using house = await openHouse();
  expect(caller(house, {agent})).toMatchObject({actor});
});

test.concurrent('an agent in a shell of ours is not the person', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  expect(caller(house, {agent: 'codex', env: {ROUNDHOUSE_TOKEN: tokenOf(house)}})).toMatchObject({
    actor: 'mcp:codex',
    session: 'logs',
  });
});

test.concurrent.each(['talker', 'shell'])(
  'a worker that runs on when its work is over may do no more: %s',
  async agent => {
    await using house = await openHouse();
    house.configures('agents: {talker: {command: [talker, "{prompt}"]}}');
    await house.asks(['spawn-worker', await house.task('tidy'), '--agent', agent]);
    await house.asks(['close-worker', '1', '--keep-terminal-running']);
    await house.asks(['rename-session', 'kept-task-001', 'mine']);
    const kept = caller(house, {env: {ROUNDHOUSE_TOKEN: tokenOf(house)}});
    expect(kept).toMatchObject({actor: 'worker:mine', session: 'mine'});
    for (const words of [
      ['record-decision', 'accept', '1'],
      ['config', 'set', 'slots', '3'],
      ['request-review', '1'],
    ])
      expect(await house.asks(words, kept)).toMatchObject({code: 'actor-refused'});
  },
);

test.concurrent('an agent in a session of ours acts as that session', async () => {
  await using house = await openHouse();
  await house.asks(['spawn-worker', await house.task('tidy')]);
  expect(caller(house, {agent: 'codex', env: {ROUNDHOUSE_TOKEN: tokenOf(house)}})).toMatchObject({
    actor: 'worker:worker-task-001',
  });
});
