import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {answer} from '../../src/server/dispatch.ts';
import {hasEnded, until} from '../smoke/until.ts';
import {awaiting, openTable, reply, saying, type TableHouse} from './table.ts';

const keeps = {says: reply({reasons: ['it works']})};
const drops = {says: reply({position: 'Drop it', stance: 'against', recommendation: 'Drop it'})};
const hangs = {does: 'sleep 1000 & echo $! > "$DESK/child"\nwait\n'};

/** The program that a hanging agent has started. */
const childOf = ({desk}: TableHouse): number => Number(readFileSync(join(desk, 'child'), 'utf8'));

const heard = (table: TableHouse, id: string, name: string): Promise<unknown> =>
  until(`${name} has replied`, () => table.record(id).replies.some(it => it.participant === name));

test.concurrent('what all say is agreed, what one says is not, and every word is kept', async () => {
  await using table = await openTable({ann: keeps, bob: {says: reply({position: 'Yes, keep it'})}});
  const found = await table.asks(['discuss', 'Do we keep the parser?']);
  expect(found).toMatchObject({
    exit: 0,
    out: {
      status: 'done',
      stop_reason: 'round_one_complete',
      topic: 'Do we keep the parser?',
      session: 'main',
      opened_by: 'user',
      panel: [{name: 'ann', agent: 'ann'}, {name: 'bob'}],
      replies: [{status: 'ok', stance: 'for'}, {status: 'ok'}],
      counts: {agreements: 1, disagreements: 0, risks: 0},
      synthesis: {agreements: ['Keep it'], recommendations: [{text: 'Keep it', supported_by: ['ann', 'bob']}]},
    },
  });
  const id = String(found.out['id']);
  expect(id).toMatch(/^run-20260102T030405\d{6}Z$/u);
  const artifact = await table.artifact();
  expect(artifact).toMatchObject({
    version: '2.1',
    run_id: id,
    moderator: 'rule',
    participants: ['ann', 'bob'],
    timeout_sec: 300,
    errors: [],
    rounds: [{index: 1, prompt_role: 'initial', replies: [{participant: 'ann', exit_code: 0}, {participant: 'bob'}]}],
  });
  expect(artifact.rounds[0]?.replies.map(it => it.text.trim())).toEqual([
    JSON.stringify(keeps.says),
    JSON.stringify(reply({position: 'Yes, keep it'})),
  ]);
  expect(table.asked('ann')[0]).toContain(`You are ann.\n\n${artifact.rounds[0]?.prompt}`);
  expect(table.files()).toEqual(['.gitignore', `${id}.json`, `${id}.md`]);
  expect(table.repository.git('status', '--porcelain', '.roundhouse/discussions')).toBe('');
});

test.concurrent('all are asked at the same time: each waits for the other', async () => {
  const meets = (own: string, other: string) => ({
    does: `: > "$DESK/${own}"\n${awaiting(other)}${saying(reply())}`,
  });
  await using table = await openTable({ann: meets('a', 'b'), bob: meets('b', 'a')});
  expect(await table.asks(['discuss', 'x', '--timeout', '8'])).toMatchObject({out: {synthesis: {confidence: 'high'}}});
});

test.concurrent('one that hangs is ended in time, nothing is agreed without it, and it is named', async () => {
  await using table = await openTable({ann: hangs, bob: keeps});
  const found = await table.asks(['discuss', 'x', '--timeout', '0.5', '--follow-up-once']);
  expect(found).toMatchObject({
    exit: 0,
    out: {status: 'done', stop_reason: 'follow_up_not_needed', counts: {agreements: 0, disagreements: 0}},
  });
  await hasEnded(childOf(table));
  expect(await table.artifact()).toMatchObject({
    rounds: [
      {
        replies: [
          {participant: 'ann', status: 'timeout', parsed: null},
          {participant: 'bob', status: 'ok'},
        ],
      },
    ],
    synthesis: {single_view: 'bob', missing_participants: ['ann'], agreements: [], confidence: 'low'},
    errors: ['ann, round 1: timeout, it did not answer in time'],
  });
});

test.concurrent('where nobody can be heard there is no second round, and each has its reason', async () => {
  await using table = await openTable(
    {
      ann: {does: 'echo "not logged in" >&2\nexit 3\n'},
      bob: {does: 'true\n'},
      cat: {does: saying(reply({position: ' ', recommendation: 'none'}))},
    },
    '',
  );
  table.configures(
    table.repository
      .read('../config/roundhouse/config.yaml')
      .replace('}}\n', '}, dan: {command: [no-such-program, "{prompt}"]}}\n'),
  );
  const found = await table.asks(['discuss', 'x', '--panel', 'ann,bob,cat,dan', '--follow-up-once']);
  expect(found).toMatchObject({exit: 5, out: {status: 'failed', stop_reason: 'all_participants_failed', round: 1}});
  expect((await table.artifact()).rounds[0]?.replies).toMatchObject([
    {status: 'failed', error: 'not logged in', exit_code: 3},
    {status: 'empty', error: 'it said nothing'},
    {status: 'empty'},
    {status: 'missing', error: 'no program "no-such-program": install it', exit_code: null},
  ]);
  expect(table.asked('ann')).toHaveLength(1);
});

test.concurrent('an answer in words counts, after it was asked for once more', async () => {
  await using table = await openTable({
    ann: {does: 'echo "No, drop it."\necho "Risk: high: it is slow"\n'},
    bob: keeps,
  });
  await table.asks(['discuss', 'x']);
  expect((await table.artifact()).rounds[0]?.replies[0]).toMatchObject({
    status: 'ok',
    stance: 'against',
    is_loose: true,
    text: 'No, drop it.\nRisk: high: it is slow',
    parsed: {position: 'No, drop it.', risks: [{text: 'it is slow', severity: 'high'}], recommendation: ''},
  });
  expect(table.asked('ann')).toHaveLength(2);
  expect(table.asked('ann')[1]).toContain('does not fit');
});

test.concurrent('one that answers as asked when it is reminded is taken at its second word', async () => {
  const does = `case "$1" in *"does not fit"*) ${saying(reply())};; *) echo "keep it";; esac\n`.replace('\n;;', '\n;;');
  await using table = await openTable({ann: {does}, bob: keeps});
  await table.asks(['discuss', 'x']);
  expect((await table.artifact()).rounds[0]?.replies[0]).toMatchObject({
    is_loose: false,
    parsed: {position: 'Keep it'},
  });
});

test.concurrent('a conversation in use is refused at once, by name; another one is free', async () => {
  await using table = await openTable({
    ann: {does: `case "$1" in *wait*) ${awaiting('go')};; esac\n${saying(reply())}`},
    bob: keeps,
  });
  const id = await table.begins('please wait');
  const second = await table.tries('discuss', 'me too');
  expect(second).toMatchObject({
    exit: 4,
    fault: {code: 'discussion-running', details: {discussion: id, session: 'main'}},
  });
  expect(second.fault?.hint).toContain('retry');
  expect(await table.tries('forget-conversation')).toMatchObject({fault: {code: 'discussion-running'}});
  expect(await table.tries('discuss', 'another', '--session', 'side')).toMatchObject({
    out: {status: 'done', session: 'side'},
  });
  expect(table.record(id).status).toBe('running');
  writeFileSync(join(table.desk, 'go'), '');
  await table.server.world.settled();
  expect(table.record(id)).toMatchObject({status: 'done'});
  expect(await table.asks(['discuss', 'me too'])).toMatchObject({exit: 0});
});

test.concurrent('two at once on one conversation: one is held, one refused', async () => {
  await using table = await openTable({ann: keeps, bob: keeps});
  const both = await Promise.all([table.tries('discuss', 'one'), table.tries('discuss', 'two')]);
  expect(both.map(it => it.fault?.code ?? String(it.out['status'])).toSorted()).toEqual(['discussion-running', 'done']);
});

test.concurrent('one that is cancelled keeps what was said, and ends what runs', async () => {
  await using table = await openTable({ann: hangs, bob: keeps});
  const id = await table.begins('x');
  await heard(table, id, 'bob');
  await until('ann has begun', () => table.asked('ann').length === 1);
  expect(await table.artifact(id)).toMatchObject({status: 'running', rounds: [{replies: [{participant: 'bob'}]}]});
  expect(await table.tries('cancel-discussion')).toMatchObject({
    exit: 0,
    out: {id, status: 'failed', stop_reason: 'cancelled', synthesis: {single_view: 'bob'}},
  });
  await hasEnded(childOf(table));
  expect(await table.artifact(id)).toMatchObject({
    status: 'failed',
    rounds: [
      {
        replies: [
          {participant: 'ann', status: 'cancelled'},
          {participant: 'bob', status: 'ok'},
        ],
      },
    ],
  });
  expect(await table.tries('cancel-discussion', id)).toMatchObject({fault: {code: 'discussion-ended'}});
  expect(await table.tries('cancel-discussion')).toMatchObject({fault: {code: 'discussion-unknown'}});
});

test.concurrent('a caller who leaves ends nothing', async () => {
  await using table = await openTable({ann: {does: `${awaiting('go')}${saying(reply())}`}, bob: keeps});
  const gone = new AbortController();
  const asking = answer(table.server, {argv: ['discuss', 'x'], caller: table.user, gone: gone.signal});
  await until('it runs', () => Object.keys(table.server.world.state.discussions).length === 1);
  gone.abort();
  writeFileSync(join(table.desk, 'go'), '');
  await asking;
  expect(Object.values(table.server.world.state.discussions)).toMatchObject([{status: 'done'}]);
});

test.concurrent('a worker may not begin one', async () => {
  await using table = await openTable({ann: keeps, bob: drops});
  const task = await table.task('tidy');
  expect(await table.asks(['discuss', 'x'], table.worker(task))).toMatchObject({code: 'actor-refused'});
});

test.concurrent('a person reads it in 80 columns, and nothing in it acts on a terminal', async () => {
  const long = 'a reason that goes on and on, '.repeat(9);
  await using table = await openTable({
    ann: {says: reply({reasons: [long], risks: [{text: long, severity: 'high'}], position: `Yes \u001B[31m${long}`})},
    bob: drops,
  });
  await table.asks(['discuss', long]);
  for (const verb of ['show-discussion', 'list-discussions', 'show-conversation']) {
    const {signal: gone} = new AbortController();
    const {out = ''} = await answer(table.server, {argv: [verb], caller: table.user, gone, cols: 80});
    expect(out.split('\n').filter(line => line.length > 80)).toEqual([]);
    expect(out).not.toContain('\u001B');
    expect(out.length).toBeGreaterThan(40);
  }
});

test.concurrent('as Markdown it is for people, and what agents say is no markup', async () => {
  await using table = await openTable({ann: {says: reply({position: 'Keep *it* <b>'})}, bob: drops});
  await table.asks(['discuss', 'Keep # it?']);
  const [, json = '', markdown = ''] = table.files();
  const written = readFileSync(table.repository.at('.roundhouse/discussions', markdown), 'utf8');
  expect(json.replace('.json', '.md')).toBe(markdown);
  for (const part of [
    '# Keep \\# it?',
    '## Synthesis',
    '### Disagreements',
    'ann: for; bob: against',
    'Keep \\*it\\* \\<b\\>',
  ])
    expect(written).toContain(part);
  const {signal: gone} = new AbortController();
  const argv = ['show-discussion', '--format', 'markdown'];
  expect((await answer(table.server, {argv, caller: table.user, gone})).out).toBe(written.trimEnd());
});
