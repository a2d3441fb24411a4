import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';

const withLogs = async (): Promise<House> => {
  const house = await openHouse();
  await house.asks(['open-session', '--name', 'logs', '--', 'tail', '-f', 'x']);
  return house;
};
const working = async (): Promise<House> => {
  const house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  return house;
};
const sessionsOf = ({server}: House) => server.world.state.sessions;
const taskOf = ({server}: House) => server.world.state.tasks['TASK-001'];

test.concurrent('a shell takes another name, and its program goes on', async () => {
  await using house = await withLogs();
  const {pid} = house.pty();
  expect(await house.asks(['rename-session', 'logs', 'output'])).toMatchObject({
    out: {name: 'output', status: 'active', pid},
  });
  house.pty().prints('hello');
  expect((await house.asks(['read-screen', 'output'])).out['lines']).toContain('hello');
  expect(sessionsOf(house)['logs']).toMatchObject({status: 'closed', reason: 'its program goes on as "output"'});
  expect(house.pty().signals).toEqual([]);
});

test.concurrent('a renamed session ends, is told by its token, and asks for leases under its new name', async () => {
  await using house = await withLogs();
  const token = house.pty().options.env['ROUNDHOUSE_TOKEN'] ?? '';
  await house.asks(['rename-session', 'logs', 'output']);
  expect(house.server.sessions.ofToken(token)).toBe('output');
  house.pty().exits({code: 3});
  await house.server.world.settled();
  expect(sessionsOf(house)['output']).toMatchObject({status: 'closed', reason: 'ended with code 3'});
});

test.concurrent('a lease stays with a session that is renamed', async () => {
  await using house = await withLogs();
  await house.asks(['acquire-lease', '--session-name', 'logs', '--purpose', 'build']);
  await house.asks(['rename-session', 'logs', 'output']);
  expect(house.server.leases.read().leases).toMatchObject([{holder: {session: 'output'}}]);
});

test.concurrent('the old name is free again', async () => {
  await using house = await withLogs();
  await house.asks(['rename-session', 'logs', 'output']);
  expect(await house.asks(['open-session', '--name', 'logs'])).toMatchObject({exit: 0});
  expect(house.ptys).toHaveLength(2);
});

test.concurrent.each([
  ['planner', 'params-invalid'],
  ['worker-x', 'params-invalid'],
  ['Größe', 'params-invalid'],
  ['other', 'session-exists'],
])('a shell is not renamed to %s, and keeps its name', async (name, code) => {
  await using house = await withLogs();
  await house.asks(['open-session', '--name', 'other']);
  expect(await house.asks(['rename-session', 'logs', name])).toMatchObject({code});
  expect(house.server.sessions.find('logs')?.pty).toBeDefined();
  expect(sessionsOf(house)['logs']?.status).toBe('active');
});

test.concurrent('a worker is found by the name of its task, and keeps it', async () => {
  await using house = await working();
  expect(await house.asks(['rename-session', 'worker-task-001', 'mine'])).toMatchObject({code: 'rename-refused'});
});

test.concurrent('a session that has ended has no other name to take', async () => {
  await using house = await withLogs();
  await house.asks(['close-session', 'logs']);
  expect(await house.asks(['rename-session', 'logs', 'output'])).toMatchObject({code: 'session-ended'});
  expect(sessionsOf(house)['output']).toBeUndefined();
});

test.concurrent('a worker is closed while its terminal runs on: the task is ready, and the program no worker', async () => {
  await using house = await working();
  const token = house.pty().options.env['ROUNDHOUSE_TOKEN'] ?? '';
  await house.asks(['acquire-lease', '--session-name', 'worker-task-001', '--purpose', 'build']);
  expect(await house.asks(['close-worker', '1', '--keep-terminal-running'])).toMatchObject({
    out: {name: 'kept-task-001', kind: 'shell', status: 'active'},
  });
  expect(taskOf(house)).toMatchObject({status: 'ready', status_reason: 'its worker was closed'});
  expect(sessionsOf(house)['worker-task-001']?.status).toBe('closed');
  expect(house.server.sessions.ofToken(token)).toBe('kept-task-001');
  expect(sessionsOf(house)['kept-task-001']?.task_id).toBeUndefined();
  expect(house.server.leases.read().leases).toEqual([]);
  expect(house.pty().signals).toEqual([]);
});

test.concurrent('the task of a worker that is kept goes where it was told, and gets another worker', async () => {
  await using house = await working();
  await house.asks(['close-session', 'worker-task-001', '--keep-terminal-running', '--task-status', 'blocked']);
  expect(taskOf(house)?.status).toBe('blocked');
  await house.asks(['update-task', '1', '--status', 'ready']);
  await house.asks(['spawn-worker', '1']);
  expect(await house.asks(['close-worker', '1', '--keep-terminal-running'])).toMatchObject({
    out: {name: 'kept-task-001-2'},
  });
});

test.concurrent('nothing changes when the move of the task is illegal', async () => {
  await using house = await working();
  await house.asks(['request-review'], house.worker('TASK-001'));
  expect(await house.asks(['close-worker', '1', '--keep-terminal-running', '--task-status', 'blocked'])).toMatchObject({
    code: 'move-illegal',
  });
  expect(sessionsOf(house)['worker-task-001']?.status).toBe('active');
  expect(sessionsOf(house)['kept-task-001']).toBeUndefined();
});

test.concurrent('the owner of a task is cleared when it is gone, and not before', async () => {
  await using house = await working();
  expect(await house.asks(['update-task', '1', '--clear-owner'])).toMatchObject({code: 'owner-alive'});
  await house.asks(['close-worker', '1']);
  expect((await house.asks(['update-task', '1', '--clear-owner'])).out['owner_session']).toBeUndefined();
  await house.restarts();
  expect(taskOf(house)?.owner_session).toBeUndefined();
});
