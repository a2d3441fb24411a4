/** What must hold when things go wrong: races, lost files, garbage on the wire, and servers that are killed at any moment. */
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import type {Repository} from './repository.ts';
import {frameOf} from './peer.ts';
import {hasEnded, isRunning, until} from './until.ts';
import {randomOf} from '../kit/random.ts';

const rounds = Number(process.env['ROUNDHOUSE_ROUNDS'] ?? 10);

/** Tasks that are written in one go before a server is killed. */
const AT_ONCE = 24;

test('forty first commands at once all succeed, and one server owns the repository', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const outcomes = await Promise.all(Array.from({length: 40}, () => shop.run('list-tasks', '--json')));
  expect(outcomes.filter(it => it.exit !== 0)).toEqual([]);
  expect(new Set(outcomes.map(it => it.out))).toEqual(new Set(['{"tasks":[]}\n']));
  expect(isRunning(shop.server)).toBe(true);
  const started = shop.log.filter(it => it['what'] === 'server started');
  expect(started.map(it => it['pid'])).toEqual([shop.server]);
});

test('twenty tasks written at once have twenty numbers', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const made = await Promise.all(Array.from({length: 20}, (_, at) => shop.does('create-task', `task ${at}`)));
  expect(new Set(made.map(it => it.id)).size).toBe(20);
  expect((await shop.does('list-tasks')).tasks).toHaveLength(20);
});

test('what two commands and the full screen write at once is all there', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const terminal = machine.terminal(shop.root, {cols: 140, rows: 40});
  await terminal.sees('This is the planner');
  const titles = (who: string): readonly string[] => [1, 2, 3, 4, 5].map(n => `${who} ${n}`);
  const writes = async (who: string): Promise<void> => {
    for (const title of titles(who)) await shop.does('create-task', title);
  };
  for (const title of titles('keys')) {
    terminal.presses('C-b :');
    terminal.types(`create-task "${title}"\r`);
  }
  await Promise.all([writes('one'), writes('two'), terminal.sees(...titles('keys'))]);
  const {tasks} = await shop.does('list-tasks');
  const all = ['keys', 'one', 'two'].flatMap(titles);
  expect(tasks.map(it => it.title).toSorted()).toEqual(all);
  expect(new Set(tasks.map(it => it.id)).size).toBe(all.length);
});

test('a socket that was removed is made anew, and who comes meanwhile waits for it', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  const {holder, server} = shop;
  rmSync(holder?.socket ?? '');
  expect(await shop.does('list-tasks')).toMatchObject({tasks: [{title: 'tidy'}]});
  expect(existsSync(holder?.socket ?? '')).toBe(true);
  expect(shop.server).toBe(server);
});

test.each([
  ['another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['a frame of no length', Buffer.from([0, 0, 0, 0, 0])],
  ['a frame of more than 8 MB', Buffer.from([0, 0x80, 0, 1, 0])],
  ['a message that is no JSON', frameOf(0, '{"type":')],
  ['a message that lacks what it must have', frameOf(0, '{"type":"hello"}')],
])('%s on the socket closes that connection, and no other', async (_, bytes) => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('list-tasks');
  using good = await shop.connect();
  good.greets();
  using bad = await shop.connect();
  bad.sends(bytes);
  await bad.isCutOff();
  expect(await good.answer(1, 'create-task', 'tidy')).toMatchObject({exit: 0});
  expect(shop.log.filter(it => 'bug' in it)).toEqual([]);
});

test('what the server does not know yet is skipped', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('list-tasks');
  using peer = await shop.connect();
  peer.sends(frameOf(77, 'a kind of frame of later days'));
  peer.says({type: 'a-message-of-later-days', with: ['fields']});
  peer.greets({more: 'than is known'});
  peer.sends(frameOf(3, 'x'));
  expect(await peer.answer(1, 'list-tasks', '--json')).toMatchObject({exit: 0, out: '{"tasks":[]}'});
});

/** Write many tasks at once, and kill the server when so many are acknowledged. @returns the ids that were */
const writeAndKill = async (shop: Repository, acknowledged: number): Promise<readonly string[]> => {
  using peer = await shop.connect();
  peer.greets();
  const {server} = shop;
  for (let id = 1; id <= AT_ONCE; id++) peer.asks(id, 'create-task', `task ${id}`, '--json');
  await peer.hears(acknowledged);
  process.kill(server, 'SIGKILL');
  await Promise.all([peer.isCutOff(), hasEnded(server)]);
  return peer.answers.map(it => (JSON.parse(it.out ?? '{}') as {id: string}).id);
};

test(
  `nothing acknowledged is lost when the server is killed ${rounds} times amid writing`,
  {timeout: 20_000 + rounds * 2000},
  async () => {
    await using machine = new Machine();
    const shop = machine.repository();
    const below = randomOf(20_260_102);
    const expected: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const {exit, out, err} = await shop.run('list-tasks', '--json');
      expect({exit, err}).toEqual({exit: 0, err: ''});
      const {tasks} = JSON.parse(out) as {tasks: readonly {id: string}[]};
      const known = new Set(tasks.map(it => it.id));
      expect(expected.filter(id => !known.has(id))).toEqual([]);
      expected.push(...(await writeAndKill(shop, 1 + below(AT_ONCE))));
    }
    await shop.does('list-tasks');
    const starts = shop.log.filter(it => it['what'] === 'server started').map(it => it['recovered']);
    expect(starts).toHaveLength(rounds + 1);
    expect(starts.slice(0, 2)).toEqual([[], [expect.stringMatching(/^\d+ events? (?:was|were) replayed/u)]]);
    const sentence =
      /^(?:\d+ events? (?:was|were) replayed (?:after an unclean end|on top of it)|.* was torn; .*|.*db\.json\.1, was used)$/u;
    expect(starts.flat().filter(it => !sentence.test(String(it)))).toEqual([]);
    expect(shop.log.filter(it => 'bug' in it || 'stray' in it)).toEqual([]);
  },
);

test('shutting down ends every program, the stubborn ones too, and leaves nothing behind', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const terminal = machine.terminal(shop.root);
  await terminal.sees('This is the planner');
  const command = ['sh', '-c', 'trap "" HUP TERM; echo ready; while :; do sleep 1; done'];
  await shop.does('open-session', '--name', 'stubborn', '--', ...command);
  await shop.showing('stubborn', 'ready');
  const {server, holder} = shop;
  const pids = (await shop.does('list-sessions')).sessions.map(it => it.pid ?? 0);
  expect(await shop.does('shutdown')).toEqual({stopped: ['planner', 'stubborn']});
  await Promise.all([...pids, server].map(hasEnded));
  expect([existsSync(shop.paths.lock), existsSync(holder?.socket ?? '')]).toEqual([false, false]);
});

test('who waits for something when the server shuts down is not kept waiting', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('open-session', '--name', 'inner', '--', 'cat');
  const {server} = shop;
  using peer = await shop.connect();
  peer.greets();
  peer.asks(1, 'wait-session', 'inner', '--until', 'asks', '--timeout', '600');
  expect(await peer.answer(2, 'shutdown', '--json')).toMatchObject({exit: 0, out: '{"stopped":["inner"]}'});
  await Promise.all([peer.isCutOff(), hasEnded(server)]);
  expect(existsSync(shop.paths.lock)).toBe(false);
});

test('when the shutdown command returns the state is written, and nobody holds it', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  for (let round = 0; round < 5; round++) {
    await shop.does('create-task', 'tidy');
    await shop.does('shutdown');
    expect([shop.holder, existsSync(join(shop.paths.state, 'db.json'))]).toEqual([undefined, true]);
  }
});

test('SIGTERM ends the server as a shutdown does, and the next start has nothing to mend', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  await shop.does('open-session', '--name', 'logs', '--', 'cat');
  const {server} = shop;
  process.kill(server, 'SIGTERM');
  await hasEnded(server);
  expect(existsSync(shop.paths.lock)).toBe(false);
  expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'logs', status: 'closed'}]});
  expect(await shop.does('list-tasks')).toMatchObject({tasks: [{title: 'tidy'}]});
  const started = shop.log.filter(it => it['what'] === 'server started');
  expect(started.map(it => it['recovered'])).toEqual([[], []]);
  expect(JSON.parse(readFileSync(join(shop.paths.state, 'db.json'), 'utf8'))).toMatchObject({version: 2});
});

test('a terminal that hangs up and a key that interrupts do not reach the server', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('list-tasks');
  const {server} = shop;
  for (const signal of ['SIGHUP', 'SIGINT'] as const) process.kill(server, signal);
  expect(await shop.does('list-tasks')).toEqual({tasks: []});
  expect(shop.server).toBe(server);
});

test('a server that nobody needs ends by itself', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.runWith({ROUNDHOUSE_LINGER_MS: '1'}, 'list-tasks');
  const {server} = shop;
  await until('the server has ended', () => !isRunning(server));
  expect(existsSync(shop.paths.lock)).toBe(false);
});
