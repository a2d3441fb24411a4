import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {version} from '../../src/core/version.ts';
import {toolsOf} from '../../src/mcp/tools.ts';
import {openHouse, type House} from '../server/house.ts';
import {openDesk} from './desk.ts';

const deskAt = (house: House, env: Record<string, string> = {}) => openDesk({cwd: house.repository.root, env});
/** The environment that tells who runs in the newest terminal. */
const envOf = (house: House): Record<string, string> => ({
  ROUNDHOUSE_TOKEN: house.pty().options.env['ROUNDHOUSE_TOKEN'] ?? '',
});

test.concurrent('a server says its name, its version and what it is for', async () => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  expect(desk.client.getServerVersion()).toMatchObject({name: 'roundhouse', version});
  expect(desk.client.getInstructions()).toContain('spawn_worker');
});

test.concurrent('a person or a planner is offered all tools, and a worker its own', async () => {
  await using house = await openHouse();
  await using mine = await deskAt(house);
  await house.asks(['spawn-worker', await house.task('tidy')]);
  await using workers = await deskAt(house, envOf(house));
  const names = async (desk: typeof mine) => (await desk.client.listTools()).tools.map(it => it.name);
  expect(await names(mine)).toEqual(expect.arrayContaining(['create_task', 'spawn_worker', 'show_diff', 'doctor']));
  expect(await names(workers)).toEqual(toolsOf('worker').map(it => it.name));
});

test.concurrent('a result is text for a model and data for a program', async () => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  await desk.calls('create_task', {title: 'tidy', script: ['make', 'make test'], label: []});
  expect(await desk.calls('list_tasks')).toMatchObject({
    isError: false,
    text: 'ID        STATUS  TITLE  OWNER SESSION  FLAGS\nTASK-001  ready   tidy',
    data: {tasks: [{id: 'TASK-001', script: ['make', 'make test']}]},
  });
});

test.concurrent('what an agent does is put down to it, under its own name', async () => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  await desk.calls('create_task', {title: 'tidy'});
  const {data} = await desk.calls('list_events');
  expect(data).toMatchObject({events: [{type: 'task-created', actor: 'mcp:an-agent'}]});
});

test.concurrent.each([
  ['show_task', {task_id: '9'}, 'task-unknown: no task "TASK-009"\nroundhouse list-tasks shows them'],
  ['create_task', {}, 'params-invalid: create-task: title is missing'],
  ['create_task', {title: 'a', titel: 'b'}, 'params-invalid: create-task: no argument "titel"; it has title, '],
  ['create_task', {title: 7}, 'params-invalid: create-task: title: invalid input: expected string'],
  ['doctor', {deep: true}, 'params-invalid: doctor: no argument "deep"; it has none'],
  ['list_tasks', {repo_path: 7}, 'params-invalid: list-tasks: repo_path is no path'],
  ['list_tasks', {repo_path: '/'}, 'repository-missing: not inside a git repository: /'],
  ['list_tasks', {repo_path: '/not/there'}, 'repository-missing: not inside a git repository: /not/there'],
])('%s with %j is refused, as text and as data', async (tool, given, words) => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  const {isError, text, data} = await desk.calls(tool, given);
  expect({isError, text}).toEqual({isError: true, text: expect.stringContaining(words)});
  const [code = ''] = words.split(':');
  expect(data).toMatchObject({error: {code, message: expect.any(String), details: expect.any(Object)}});
});

test.concurrent.each([['frobnicate'], ['shutdown'], ['serve_mcp'], ['list-tasks']])(
  'there is no tool %s',
  async name => {
    await using house = await openHouse();
    await using desk = await deskAt(house);
    await expect(desk.calls(name)).rejects.toThrow(`no tool "${name}"`);
  },
);

test.concurrent('an argument that is null is one that was left out', async () => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  expect(await desk.calls('list_events', {limit: null, repo_path: null})).toMatchObject({isError: false});
});

test.concurrent('a verb that asks says how an agent answers yes', async () => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  const task_id = await house.task('tidy');
  await house.asks(['spawn-worker', task_id]);
  const {path = ''} = house.server.world.state.workspaces[task_id] ?? {};
  house.repository.write(join(path, 'half.txt'), 'half\n');
  expect(await desk.calls('cancel_task', {task_id})).toMatchObject({
    data: {error: {code: 'confirm-needed', hint: 'call it again with "yes": true'}},
  });
  expect(await desk.calls('cancel_task', {task_id, yes: true})).toMatchObject({data: {status: 'cancelled'}});
});

test.concurrent('a worker acts on its own task without naming it, and on no other', async () => {
  await using house = await openHouse();
  const other = await house.task('sweep');
  await house.asks(['spawn-worker', await house.task('tidy')]);
  await using desk = await deskAt(house, envOf(house));
  expect(await desk.calls('show_task')).toMatchObject({data: {id: 'TASK-002'}});
  expect(await desk.calls('show_task', {task_id: other})).toMatchObject({data: {error: {code: 'actor-refused'}}});
});

test.concurrent('by MCP a worker asks and waits, is answered and goes on, and is suspended', async () => {
  await using house = await openHouse();
  const task_id = await house.task('tidy');
  await house.asks(['spawn-worker', task_id]);
  await using workers = await deskAt(house, envOf(house));
  const question = {summary: 'which port?', detail: ['both are free'], recommended_next_step: 'take 8080'};
  expect(await workers.calls('request_input', question)).toMatchObject({data: {task_id, blocking: true}});
  await using mine = await deskAt(house);
  expect(await mine.calls('resume_task', {task_id, note: ['8080']})).toMatchObject({data: {status: 'in_progress'}});
  expect(await mine.calls('suspend')).toMatchObject({
    data: {sessions: [{name: 'worker-task-001', status: 'suspended'}]},
  });
});

test.concurrent.each([
  ['create_task', {title: 'more'}],
  ['doctor', {}],
  ['init_repo', {}],
])('a worker that calls %s all the same is refused', async (tool, given) => {
  await using house = await openHouse();
  await house.asks(['spawn-worker', await house.task('tidy')]);
  await using desk = await deskAt(house, envOf(house));
  expect(await desk.calls(tool, given)).toMatchObject({isError: true, data: {error: {code: 'actor-refused'}}});
});

test.concurrent('another repository is named by any folder in it, and is not for workers', async () => {
  await using house = await openHouse();
  await using other = await openHouse();
  const folder = join(other.repository.root, 'deep/er');
  mkdirSync(folder, {recursive: true});
  await other.task('over there');
  await using desk = await deskAt(house);
  expect(await desk.calls('list_tasks', {repo_path: folder})).toMatchObject({data: {tasks: [{title: 'over there'}]}});
  await house.asks(['spawn-worker', await house.task('tidy')]);
  await using workers = await deskAt(house, envOf(house));
  expect(await workers.calls('list_tasks', {repo_path: folder})).toMatchObject({
    data: {error: {code: 'actor-refused'}},
  });
  expect(await workers.calls('list_tasks', {repo_path: '.'})).toMatchObject({data: {tasks: [{title: 'tidy'}]}});
});

test.concurrent('a call after a restart of the server finds the new one', async () => {
  await using house = await openHouse();
  await using desk = await deskAt(house);
  await desk.calls('create_task', {title: 'tidy'});
  await house.restarts();
  expect(await desk.calls('list_tasks')).toMatchObject({data: {tasks: [{title: 'tidy'}]}});
});

test.concurrent('a wait that the client gives up ends on the server, too', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  await using desk = await deskAt(house);
  const {clients, world} = house.server as typeof house.server & {clients: {count: number}};
  const cancel = new AbortController();
  const waiting = desk.client.callTool(
    {name: 'wait_session', arguments: {name: 'logs', until: ['gone'], timeout: 1000}},
    {signal: cancel.signal},
  );
  await vi.waitFor(() => expect(clients.count).toBe(1));
  cancel.abort('enough');
  await expect(waiting).rejects.toThrow('enough');
  await vi.waitFor(() => expect(clients.count).toBe(0));
  await world.settled();
});

test.concurrent('a client that wants to know hears of a call that takes long, and so waits longer', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  await using desk = await openDesk({cwd: house.repository.root, beatMs: 20});
  const heard: (string | undefined)[] = [];
  const waiting = desk.client.callTool(
    {name: 'wait_session', arguments: {name: 'logs', until: ['gone'], timeout: 1000}},
    {timeout: 400, resetTimeoutOnProgress: true, onprogress: ({message}) => heard.push(message)},
  );
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(30), {timeout: 5000});
  house.pty().exits({code: 0});
  expect(await waiting).toMatchObject({structuredContent: {name: 'logs', mood: 'gone'}});
  expect(heard[0]).toBe('wait_session: 0 s');
});

test.concurrent('a bug is an answer without its stack, which is in the log', async () => {
  await using house = await openHouse();
  const local = () => Promise.reject(new Error('oh'));
  await using desk = await openDesk({cwd: house.repository.root, local});
  const {isError, text, data} = await desk.calls('doctor');
  expect({isError, text, data}).toMatchObject({
    isError: true,
    text: expect.stringMatching(/^bug: this is a bug: oh\n/u),
    data: {error: {code: 'bug'}},
  });
  expect(JSON.stringify(data)).not.toContain('serve.test.ts');
  expect(desk.logged).toEqual([expect.objectContaining({message: 'oh'})]);
});

test.concurrent('tools are listed outside any repository, and no server is started for it', async () => {
  await using desk = await openDesk({cwd: '/'});
  const {tools} = await desk.client.listTools();
  expect(tools.map(it => it.name)).toContain('create_task');
  expect((await desk.client.listResources()).resources).toEqual([]);
});

test.concurrent('without a server a worker is known by its environment', async () => {
  await using desk = await openDesk({cwd: '/', env: {ROUNDHOUSE_TASK: 'TASK-001'}});
  const {tools} = await desk.client.listTools();
  expect(tools.map(it => it.name)).not.toContain('create_task');
});
