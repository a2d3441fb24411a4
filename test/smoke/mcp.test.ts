/** The main job by MCP alone: the built program, the SDK's own client, a real repository. */
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Agent} from './agent.ts';
import {Machine} from './machine.ts';
import {launcher} from './product.ts';
import {hasEnded, until} from './until.ts';

test('an agent writes a task, starts a worker, waits, looks, and rules, and never leaves MCP', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await using agent = await Agent.start({cwd: shop.root, env: machine.env});
  expect(existsSync(shop.paths.home)).toBe(false);
  const script = ['echo tidy > flags.txt', 'cat flags.txt'];
  expect(await agent.does('create_task', {title: 'write flags', script})).toMatchObject({id: 'TASK-001', script});
  expect(await agent.does('spawn_worker', {task_id: '1'})).toMatchObject({name: 'worker-task-001', status: 'active'});
  expect(await agent.does('wait_session', {name: 'worker-task-001', until: ['done']})).toMatchObject({mood: 'done'});
  const screen = await agent.client.readResource({uri: 'roundhouse://screen/worker-task-001'});
  expect(screen.contents[0]).toMatchObject({text: expect.stringContaining('cat flags.txt')});
  expect(await agent.calls('show_diff', {task_id: '1'})).toMatchObject({
    text: expect.stringContaining('+tidy'),
    data: {files: [{path: 'flags.txt', added: 1, removed: 0}]},
  });
  expect(await agent.does('record_decision', {kind: 'accept', task_id: '1'})).toMatchObject({by: 'mcp:smoke'});
  expect(await agent.does('list_tasks')).toMatchObject({tasks: [{id: 'TASK-001', status: 'accepted'}]});
  expect((await agent.client.listResources()).resources.map(it => it.uri)).toEqual([
    'roundhouse://screen/worker-task-001',
    'roundhouse://task/TASK-001',
    'roundhouse://log',
  ]);
  expect(agent.err).toBe('');
});

test.each([
  ['legacy', '2025-11-25'],
  ['auto', '2026-07-28'],
] as const)('an agent that speaks %s is served in the protocol of %s', async (era, spoken) => {
  await using machine = new Machine();
  const shop = machine.repository();
  await using agent = await Agent.start({cwd: shop.root, env: machine.env, era});
  expect(agent.client.getNegotiatedProtocolVersion()).toBe(spoken);
  expect(await agent.calls('show_task', {task_id: '9'})).toMatchObject({data: {error: {code: 'task-unknown'}}});
  await agent.does('create_task', {title: 'tidy'});
  expect(await agent.does('list_events')).toMatchObject({events: [{actor: 'mcp:smoke'}]});
});

test('an agent in the pane of a worker has the tools of workers, and is refused the others', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'look', '--script', 'env > env.txt; mv env.txt told.txt', '--script', 'sleep 60');
  await shop.does('spawn-worker', '1');
  const lines = (await shop.fileIn(shop.worktree(1), 'told.txt')).split('\n');
  const told = Object.fromEntries(lines.filter(it => it.startsWith('ROUNDHOUSE_')).map(it => it.split('=')));
  await using agent = await Agent.start({cwd: shop.worktree(1), env: {...machine.env, ...told}});
  expect(await agent.tools()).toContain('request_review');
  expect(await agent.tools()).not.toContain('spawn_worker');
  expect(await agent.does('show_task')).toMatchObject({id: 'TASK-001', status: 'in_progress'});
  expect(await agent.calls('create_task', {title: 'more'})).toMatchObject({
    isError: true,
    text: 'actor-refused: worker:worker-task-001 may not create-task\na worker may act on its own task only; ask the planner with request-input',
  });
});

test('an agent reaches another repository by any folder in it', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const bakery = machine.repository('bakery');
  bakery.writes('src/oven.txt', 'hot\n');
  await using agent = await Agent.start({cwd: shop.root, env: machine.env});
  await agent.does('create_task', {title: 'bake', repo_path: join(bakery.root, 'src')});
  expect(await bakery.does('list-tasks')).toMatchObject({tasks: [{title: 'bake'}]});
  expect(await agent.does('list_tasks')).toMatchObject({tasks: []});
});

test('an agent goes on after the server was killed, and after it was shut down', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await using agent = await Agent.start({cwd: shop.root, env: machine.env});
  await agent.does('create_task', {title: 'tidy'});
  const {server} = shop;
  process.kill(server, 'SIGKILL');
  await hasEnded(server);
  expect(await agent.does('list_tasks')).toMatchObject({tasks: [{title: 'tidy'}]});
  await shop.shutsDown();
  expect(await agent.does('list_tasks')).toMatchObject({tasks: [{title: 'tidy'}]});
});

test('a wait that an agent gives up leaves nothing behind, and others are answered meanwhile', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await using agent = await Agent.start({cwd: shop.root, env: machine.env});
  await shop.does('open-session', '--name', 'logs', '--', 'sh', '-c', 'sleep 60');
  const enough = new AbortController();
  const waiting = agent.client.callTool(
    {name: 'wait_session', arguments: {name: 'logs', until: ['gone'], timeout: 600}},
    {signal: enough.signal},
  );
  expect(await agent.does('list_sessions', {active_only: true})).toMatchObject({sessions: [{name: 'logs'}]});
  enough.abort('enough');
  await expect(waiting).rejects.toThrow('enough');
  const refused = await agent.calls('wait_session', {name: 'logs', until: ['gone'], timeout: 0});
  expect(refused).toMatchObject({isError: true, data: {error: {code: 'wait-timeout'}}});
});

test('a repository in which nothing can be written is refused with what to do', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  shop.writes('.roundhouse', 'a file in the place of the folder\n');
  await using agent = await Agent.start({cwd: shop.root, env: machine.env});
  expect(await agent.calls('list_tasks')).toMatchObject({
    isError: true,
    data: {error: {code: 'state-unwritable', hint: expect.stringContaining('permissions')}},
  });
});

test('it ends when its standard input does, and standard output holds nothing but the protocol', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const child = spawn(launcher, ['serve-mcp'], {cwd: shop.root, env: machine.env, stdio: ['pipe', 'pipe', 'inherit']});
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const clientInfo = {name: 'by hand', version: '1'};
  const hello = {protocolVersion: '2025-06-18', capabilities: {}, clientInfo};
  child.stdin.write(`${JSON.stringify({jsonrpc: '2.0', id: 1, method: 'initialize', params: hello})}\n`);
  child.stdin.write('this is no JSON\n');
  child.stdin.write(`${JSON.stringify({jsonrpc: '2.0', id: 2, method: 'tools/list', params: {}})}\n`);
  await until('the tools are listed', () => out.includes('"id":2'));
  child.stdin.end();
  await until('it has ended', () => child.exitCode !== null);
  expect(child.exitCode).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines.map(it => (JSON.parse(it) as {jsonrpc: string}).jsonrpc)).toEqual(['2.0', '2.0']);
});

test('Tab knows tasks and sessions where a server runs, and starts none where none does', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  expect(await shop.run('candidates', 'tasks')).toMatchObject({exit: 0, out: ''});
  expect(existsSync(shop.paths.home)).toBe(false);
  await shop.does('create-task', 'tidy');
  await shop.does('open-session', '--name', 'logs', '--', 'sh', '-c', 'sleep 60');
  await shop.does('ask', 'which port?');
  expect(await shop.run('candidates', 'questions')).toMatchObject({out: 'INT-001\twhich port?\n'});
  expect(await shop.run('candidates', 'leases')).toMatchObject({exit: 0, out: ''});
  expect(await shop.run('candidates', 'tasks')).toMatchObject({exit: 0, out: 'TASK-001\ttidy\n'});
  expect(await shop.run('candidates', 'sessions')).toMatchObject({out: expect.stringMatching(/^logs\t\w+\n$/u)});
  expect(await shop.run('candidates', 'nonsense')).toMatchObject({exit: 0, out: ''});
  const {out} = await shop.run('completion', 'bash');
  expect(out).toContain('complete -o default -F _roundhouse roundhouse rh');
});
