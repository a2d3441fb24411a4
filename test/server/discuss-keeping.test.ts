import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Change} from '../../src/core/event.ts';
import {mintDiscussionId} from '../../src/core/id.ts';
import {hasEnded, until} from '../smoke/until.ts';
import {openHouse} from './house.ts';
import {awaiting, openTable, reply, saying, type TableHouse} from './table.ts';

const waits = {ann: {does: `${awaiting('go')}${saying(reply())}`}, bob: {says: reply({position: 'Yes, keep it'})}};
/** Days may be short; the clock of the house ticks every five seconds. */
const MINUTES = 60_000;

/** A discussion in which bob has replied, and ann has not. */
const halfway = async (table: TableHouse): Promise<string> => {
  const id = await table.begins('x');
  await until('bob has replied', () => table.record(id).replies.length === 1);
  return id;
};

const interrupted = {
  status: 'failed',
  stop_reason: 'interrupted',
  rounds: [{replies: expect.arrayContaining([expect.objectContaining({participant: 'bob', status: 'ok'})]) as unknown}],
  synthesis: {single_view: 'bob', missing_participants: ['ann'], agreements: []},
};

test.concurrent('a server that is ended keeps what was said', async () => {
  await using table = await openTable(waits);
  const id = await halfway(table);
  await table.restarts();
  expect(table.record(id)).toMatchObject({status: 'failed', stop_reason: 'interrupted', counts: {agreements: 0}});
  expect(await table.artifact(id)).toMatchObject(interrupted);
});

test.concurrent('a server that is killed has kept it too, and the next one says so', async () => {
  await using table = await openTable(waits);
  const id = await halfway(table);
  const kept = join(table.repository.home, 'kept');
  const state = table.repository.at('.roundhouse');
  cpSync(state, kept, {recursive: true, filter: it => !it.endsWith('.lock')});
  await table.server.stop();
  rmSync(state, {recursive: true});
  cpSync(kept, state, {recursive: true});
  await table.restarts();
  expect(table.record(id)).toMatchObject({
    status: 'failed',
    stop_reason: 'interrupted',
    replies: [{participant: 'bob'}],
  });
  const artifact = await table.artifact(id);
  expect(artifact).toMatchObject({...interrupted, errors: ['the server ended while it ran']});
  expect(artifact.ended_at).not.toBeNull();
  expect(readFileSync(table.repository.at('.roundhouse/discussions', `${id}.md`), 'utf8')).toContain('interrupted');
  expect(await table.asks(['discuss', 'again', '--panel', 'bob,bob'])).toMatchObject({exit: 0});
});

test.concurrent('one whose artifact is lost ends all the same', async () => {
  await using table = await openTable(waits);
  const id = await halfway(table);
  const kept = join(table.repository.home, 'kept');
  const state = table.repository.at('.roundhouse');
  cpSync(state, kept, {recursive: true, filter: it => !it.endsWith('.lock') && !it.includes('discussions')});
  await table.server.stop();
  rmSync(state, {recursive: true});
  cpSync(kept, state, {recursive: true});
  await table.restarts();
  expect(table.record(id)).toMatchObject({status: 'failed', stop_reason: 'interrupted'});
  expect(await table.tries('show-discussion', id)).toMatchObject({fault: {code: 'state-unreadable'}});
});

test.concurrent('where what is said cannot be kept, nobody is asked on, and the next start says how it ended', async () => {
  const hangs = {does: 'sleep 1000 & echo $! > "$DESK/child"\nwait\n'};
  await using table = await openTable({ann: hangs, bob: waits.ann});
  const asking = table.tries('discuss', 'x');
  const child = await until('ann hangs', () => table.left('child'));
  const dir = table.repository.at('.roundhouse/discussions');
  rmSync(dir, {recursive: true});
  writeFileSync(dir, 'in the way');
  writeFileSync(join(table.desk, 'go'), '');
  expect(await asking).toMatchObject({exit: 5, fault: {code: 'state-unwritable'}});
  await hasEnded(Number(child));
  rmSync(dir);
  await table.restarts();
  expect(Object.values(table.server.world.state.discussions)).toMatchObject([{stop_reason: 'interrupted'}]);
});

/** Codex, as far as a conversation goes: it is known by its id, and unknown after it was lost. */
const CODEX = `#!/bin/sh
printf '%s\\n' "$*" >> "$0.argv"
id=first-$$
if [ "$2" = resume ]; then
  id=$3
  if [ -e "$0.lost" ]; then rm "$0.lost"; echo "no rollout found for thread id $id (code -32600)" >&2; exit 1; fi
fi
echo "{\\"type\\":\\"thread.started\\",\\"thread_id\\":\\"$id\\"}"
echo '{"type":"item.completed","item":{"type":"agent_message","text":${JSON.stringify(JSON.stringify(reply()))}}}'
echo '{"type":"turn.completed","usage":{"input_tokens":10,"output_tokens":2,"cached_input_tokens":1}}'
`;

const withCodex = async (): Promise<{table: TableHouse; argv: () => readonly string[]; loses: () => void}> => {
  const table = await openTable({bob: {says: reply({position: 'No, drop it', stance: 'against'})}});
  const path = join(table.desk, 'codex');
  writeFileSync(path, CODEX, {mode: 0o755});
  const config = readFileSync(join(table.repository.home, 'config/roundhouse/config.yaml'), 'utf8');
  table.configures(config.replace('agents: {', `agents: {codex: {program: ${path}}, `).replace('bob\n', 'codex,bob\n'));
  return {
    table,
    argv: () =>
      readFileSync(`${path}.argv`, 'utf8')
        .trim()
        .split('\n')
        .filter(it => it.includes('exec')),
    loses: () => writeFileSync(`${path}.lost`, ''),
  };
};

const conversationIn = async (table: TableHouse): Promise<string | undefined> => {
  const {out} = await table.tries('show-conversation');
  return (out['participants'] as Record<string, {conversation: string}>)['codex']?.conversation;
};

test.concurrent('an agent of your own that can go on does so, in a conversation that we name', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: {says: reply()}});
  const script = table.repository.at('own.sh');
  table.repository.write('own.sh', `echo "$1 $2" >> ${table.desk}/own.calls\n${saying(reply())}`);
  const word = (way: string) => `[/bin/sh, ${script}, ${way}, "{conversation}", "{prompt}"]`;
  const old = readFileSync(join(table.repository.home, 'config/roundhouse/config.yaml'), 'utf8');
  const own = `own: {command: ${word('new')}, resume: ${word('on')}}`;
  table.configures(old.replace('agents: {', `agents: {${own}, `).replace('discuss_panel: ', 'discuss_panel: own,'));
  await table.asks(['discuss', '--topic', 'Parser?']);
  await table.asks(['discuss', '--topic', 'And now?']);
  const [first = '', second = ''] = (table.left('own.calls') ?? '').split('\n');
  expect(first).toMatch(/^new [\da-f-]{36}$/u);
  expect(second).toBe(first.replace('new', 'on'));
});

test.concurrent('each goes on in its own conversation: in the second round, and in the next discussion', async () => {
  const {table, argv} = await withCodex();
  await using _ = table;
  await table.asks(['discuss', 'x', '--follow-up-once']);
  const id = (await conversationIn(table)) ?? 'none';
  expect(id).toMatch(/^first-\d+$/u);
  await table.asks(['discuss', 'y']);
  await table.asks(['discuss', 'z', '--session', 'side']);
  expect(argv().map(it => it.includes(`resume ${id}`))).toEqual([false, true, true, false]);
  expect(await table.artifact()).toMatchObject({usage: {input: 10, output: 2, cached: 1}});
  expect((await table.tries('show-conversation')).out).toMatchObject({
    session: 'main',
    participants: {codex: {agent: 'codex', conversation: id}},
    last_status: 'done',
    last_stop_reason: 'round_one_complete',
  });
});

test.concurrent('a conversation that is forgotten begins anew; what was said stays', async () => {
  const {table, argv} = await withCodex();
  await using _ = table;
  await table.asks(['discuss', 'x']);
  expect(await table.asks(['forget-conversation'])).toMatchObject({out: {session: 'main', forgotten: ['codex']}});
  expect(await table.asks(['forget-conversation'])).toMatchObject({out: {forgotten: []}});
  expect(await conversationIn(table)).toBeUndefined();
  await table.asks(['discuss', 'y']);
  expect(argv().filter(it => it.includes('resume'))).toEqual([]);
  expect((await table.asks(['list-discussions'])).out).toMatchObject({total: 2});
});

test.concurrent('a conversation that the agent has lost begins anew, and that is said', async () => {
  const {table, argv, loses} = await withCodex();
  await using _ = table;
  await table.asks(['discuss', 'x']);
  const old = (await conversationIn(table)) ?? '';
  loses();
  expect(await table.asks(['discuss', 'y'])).toMatchObject({exit: 0, out: {replies: [{status: 'ok'}, {status: 'ok'}]}});
  expect((await table.artifact()).errors).toEqual([
    `codex: its conversation ${old} is unknown to codex; it began anew`,
  ]);
  expect(argv().map(it => it.includes('resume'))).toEqual([false, true, false]);
  expect(await conversationIn(table)).not.toBe(old);
});

test.concurrent('what is old is listed, and removed when that is said; what is live stays', async () => {
  await using table = await openTable(waits);
  await table.tries('discuss', 'old', '--panel', 'bob,bob', '--session', 'old');
  const [, stray = ''] = table.files();
  table.clock.passes(3 * MINUTES);
  const live = await halfway(table);
  table.clock.passes(3 * MINUTES);
  const lost = 'run-20200101T000000000000Z.json';
  const path = table.repository.at('.roundhouse/discussions', lost);
  writeFileSync(path, '{}');
  utimesSync(path, 0, 0);
  const before = [table.files(), JSON.stringify(table.server.world.state)];
  const dry = await table.tries('gc', '--max-age-days', '0.003');
  expect(dry.out).toMatchObject({
    applied: false,
    discussions: [{topic: 'old', id: stray.replace('.json', '')}],
    conversations: [{session: 'old'}],
    strays: [lost],
  });
  expect([table.files(), JSON.stringify(table.server.world.state)]).toEqual(before);
  const done = await table.tries('gc', '--max-age-days', '0', '--apply');
  expect(done.out).toMatchObject({...dry.out, applied: true, max_age_days: 0});
  expect(table.files()).toEqual(['.gitignore', `${live}.json`, `${live}.md`]);
  expect(Object.keys(table.server.world.state.discussions)).toEqual([live]);
  expect(Object.values(table.server.world.state.conversations).map(it => it.session)).toEqual(['main']);
  await table.restarts();
  expect((await table.tries('list-discussions')).out).toMatchObject({total: 1});
  expect((await table.tries('gc', '--max-age-days', '0', '--apply')).out).toMatchObject({discussions: [{id: live}]});
});

/** A thousand discussions that are over, and no file of any. */
const thousand = (): readonly Change[] =>
  Array.from({length: 1000}, (_, n) => n).flatMap((n): readonly Change[] => {
    const id = mintDiscussionId(new Date(Date.UTC(2025, 0, 1) + n * 60_000), () => false);
    const panel = [
      {name: 'ann', agent: 'ann'},
      {name: 'bob', agent: 'bob'},
    ];
    const opened = {id, session: `s${n % 10}`, conversation_key: '0'.repeat(64), panel, follow_up_enabled: false};
    return [
      {
        type: 'discussion-opened',
        discussion: {...opened, topic: `topic ${n} of the ${n % 3 === 0 ? 'Parser' : 'cellar'}`},
      },
      {type: 'discussion-moved', discussion_id: id, from: 'running', to: 'done', stop_reason: 'round_one_complete'},
    ];
  });

test.concurrent('a thousand are listed and filtered by what is in memory', async () => {
  await using house = await openHouse();
  await house.server.world.commit('user', thousand());
  const list = async (...words: readonly string[]) => {
    const {out} = await house.asks(['list-discussions', ...words]);
    return out as {discussions: readonly {topic: string}[]; total: number};
  };
  const all = await list('--limit', '0');
  expect([all.total, all.discussions.length, all.discussions[0]?.topic]).toEqual([
    1000,
    1000,
    'topic 999 of the Parser',
  ]);
  const found = await list('--filter', 'parser s7', '--status', 'done');
  expect([found.total, found.discussions.length]).toEqual([33, 33]);
  expect((await list('--session', 's3')).discussions).toHaveLength(50);
  expect((await list('--status', 'running')).total).toBe(0);
  await house.restarts();
  expect((await list()).total).toBe(1000);
});

test.concurrent('what was said in words is kept, though the agent is asked for JSON and hangs then', async () => {
  await using table = await openTable({
    ann: {says: reply()},
    bob: {does: `[ -e "$DESK/once" ] && sleep 60\n: > "$DESK/once"\necho 'Against: it breaks the parser.'`},
  });
  const {out} = await table.tries('discuss', 'x', '--timeout', '1');
  expect(out).toMatchObject({replies: [{status: 'ok'}, {status: 'ok', position: 'Against: it breaks the parser.'}]});
});

test.concurrent('words with very many backticks are kept', async () => {
  await using table = await openTable({
    ann: {says: reply()},
    bob: {
      does: `node -e 'process.stdout.write(JSON.stringify({...${JSON.stringify(reply())}, position: "\\u0060 ".repeat(200_000)}))'`,
    },
  });
  expect(await table.tries('discuss', 'x')).toMatchObject({exit: 0});
  expect((await table.artifact()).rounds[0]?.replies[1]?.text.length).toBeGreaterThan(400_000);
});

test.concurrent('nothing is written where a repository leads elsewhere', async () => {
  await using table = await openTable({ann: {says: reply()}, bob: {says: reply()}});
  const elsewhere = join(table.desk, 'elsewhere');
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, table.repository.at('.roundhouse/discussions'));
  expect(await table.tries('discuss', 'x')).toMatchObject({fault: {code: 'store-unwritable'}});
  expect(readdirSync(elsewhere)).toEqual([]);
});
