/** What the real programs keep of their conversations, as it was seen on disk. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {builtIn} from '../../../src/server/agents/agent.ts';
import type {Agent} from '../../../src/server/agents/kind.ts';
import {openHouse} from '../house.ts';
import {openRepository} from '../repository.ts';

const {codex, claude, opencode, gemini} = builtIn;
const ID = 'c0ffee00-0000-4000-8000-000000000000';

/** What an agent has used, by files of its home: lines of JSON, or of half a line. */
const spent = async (agent: Agent, files: Readonly<Record<string, readonly unknown[]>>) => {
  using it = openRepository();
  for (const [path, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(it.home, path)), {recursive: true});
    const written = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line)));
    writeFileSync(join(it.home, path), `${written.join('\n')}\n`);
  }
  return await agent.spentIn?.({conversation: ID, env: {HOME: it.home}});
};

test.each([codex, claude, opencode, gemini])('$kind keeps nothing of a conversation that never was', async agent => {
  expect(await spent(agent, {})).toBeUndefined();
});

test('codex tells tokens with each answer, how full the context is, and the limits of the account', async () => {
  const record = (usage: object) => ({payload: {type: 'token_usage_record', usage}});
  const count = (rate_limits: object) => ({
    payload: {
      type: 'token_count',
      info: {
        total_token_usage: {input_tokens: 9999, output_tokens: 99},
        last_token_usage: {total_tokens: 50_000},
        model_context_window: 200_000,
      },
      rate_limits,
    },
  });
  expect(
    await spent(codex, {
      [`.codex/sessions/2026/11/21/rollout-2026-11-21T10-00-00-${ID}.jsonl`]: [
        {type: 'session_meta', payload: {forked_from_id: 'older'}},
        record({input_tokens: 100, cached_input_tokens: 20, output_tokens: 5}),
        count({primary: null}),
        record({input_tokens: 200, cached_input_tokens: 150, output_tokens: 7}),
        count({primary: {used_percent: 12.5, window_minutes: 300, resets_at: 1_795_310_000}, secondary: null}),
        '{"payload":{"type":"token_usage_record","usa',
      ],
    }),
  ).toEqual({
    input: 300,
    output: 12,
    cached: 170,
    context_percent: 25,
    limits: [{window_minutes: 300, used_percent: 12.5, resets_at: '2026-11-22T01:13:20.000Z'}],
  });
});

test('claude tells the same figures with each part of an answer, and of a branch also those of what it is from', async () => {
  const usage = {input_tokens: 10, cache_creation_input_tokens: 5, cache_read_input_tokens: 85, output_tokens: 7};
  const part = (id: string, timestamp: string) => ({type: 'assistant', timestamp, message: {id, usage}});
  const now = new Date(Date.now() + 1000).toISOString();
  expect(
    await spent(claude, {
      [`.claude/projects/-w-task-001/${ID}.jsonl`]: [
        part('msg_0', '2026-01-01T00:00:00.000Z'),
        part('msg_1', now),
        part('msg_1', now),
        part('msg_2', now),
        {type: 'cost-state', sessionId: ID, totalCostUSD: 0.25},
      ],
    }),
  ).toEqual({input: 200, output: 14, cached: 170, cost_usd: 0.25});
});

test('gemini writes a message again when its tools have run, and into another file when it goes on', async () => {
  const message = (id: string, output: number) => ({id, tokens: {input: 100, output, cached: 30, thoughts: 2}});
  expect(
    await spent(gemini, {
      '.gemini/tmp/shop/chats/session-2026-11-21T10-00-c0ffee00.jsonl': [
        {sessionId: ID},
        message('a', 1),
        message('a', 3),
      ],
      '.gemini/tmp/shop/chats/session-2026-11-21T11-00-c0ffee00.jsonl': [
        {sessionId: ID},
        message('a', 3),
        message('b', 4),
      ],
    }),
  ).toEqual({input: 200, output: 11, cached: 60});
});

test('opencode keeps sums', async () => {
  using it = openRepository();
  mkdirSync(join(it.home, '.local/share/opencode'), {recursive: true});
  const {DatabaseSync} = process.getBuiltinModule('node:sqlite');
  using database = new DatabaseSync(join(it.home, '.local/share/opencode/opencode.db'));
  const columns = ['tokens_input', 'tokens_output', 'tokens_reasoning', 'tokens_cache_read', 'tokens_cache_write'];
  database.exec(`create table session (id text, cost real, ${columns.map(name => `${name} integer`).join(', ')})`);
  database.prepare('insert into session values (?, 0.5, 10, 3, 2, 80, 5)').run(ID);
  expect(await opencode.spentIn?.({conversation: ID, env: {HOME: it.home}})).toEqual({
    input: 95,
    output: 5,
    cached: 80,
    cost_usd: 0.5,
  });
});

test.concurrent('all sessions with a conversation are listed, also those that have ended, and others by name', async () => {
  await using house = await openHouse();
  house.configures('worker_agent: claude\n');
  house.installs('claude');
  await house.asks(['open-session', '--name', 'logs']);
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  expect((await house.asks(['list-usage'])).out).toEqual({usage: []});
  const {conversation = ''} = house.server.world.state.sessions['worker-task-001'] ?? {};
  const folder = join(house.repository.home, '.claude/projects/-w');
  mkdirSync(folder, {recursive: true});
  const message = {id: 'msg_1', usage: {input_tokens: 3, output_tokens: 2}};
  const timestamp = new Date(Date.now() + 1000).toISOString();
  writeFileSync(join(folder, `${conversation}.jsonl`), `${JSON.stringify({timestamp, message})}\n`);
  await house.asks(['close-worker', '1']);
  const row = {session: 'worker-task-001', agent: 'claude', conversation, input: 3, output: 2, cached: 0};
  expect((await house.asks(['list-usage'])).out).toEqual({usage: [row]});
  expect((await house.asks(['list-usage', 'logs'])).out).toEqual({usage: []});
  expect(await house.asks(['list-usage', 'nobody'])).toMatchObject({code: 'session-unknown'});
});
