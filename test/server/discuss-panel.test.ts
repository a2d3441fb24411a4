import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openHouse} from './house.ts';
import {openTable, reply, saying} from './table.ts';

const pair = {ann: {says: reply()}, bob: {says: reply()}};

test.concurrent.each([
  [[], 'none of codex, claude, opencode, gemini is installed', 'npm install -g @openai/codex'],
  [['claude'], 'only claude is installed', 'npm install -g @openai/codex'],
])('with %j installed it is said what to install', async (installed, reason, hint) => {
  await using house = await openHouse();
  house.installs('talker', ...installed);
  const {signal: gone} = new AbortController();
  const {answer} = await import('../../src/server/dispatch.ts');
  const found = await answer(house.server, {argv: ['discuss', 'x', '--json'], caller: house.user, gone});
  expect(found).toMatchObject({exit: 4, fault: {code: 'panel-small', details: {reason}}});
  expect(found.fault?.hint).toContain(hint);
  expect(found.fault?.hint?.includes('claude-code')).toBe(installed.length === 0);
});

test.concurrent.each([
  ['ann', 'panel-small'],
  ['ann, ', 'panel-small'],
  ['ann,,', 'panel-small'],
  ['ann,shell', 'panel-invalid'],
  ['ann,=bob', 'panel-invalid'],
  ['a=ann,a=bob', 'panel-invalid'],
  ['ann,bob:--yolo', 'panel-invalid'],
  ['a b=ann,bob', 'panel-invalid'],
  ['ann,nobody', 'agent-unknown'],
])('a panel of %j is refused, and nothing is begun', async (panel, code) => {
  await using table = await openTable(pair);
  expect(await table.asks(['discuss', 'x', '--panel', panel])).toMatchObject({code});
  expect(table.server.world.state.discussions).toEqual({});
  expect(table.files()).toEqual([]);
  expect(await table.asks(['discuss', 'x'])).toMatchObject({exit: 0});
});

test.concurrent('one agent may sit there twice, and seats may have names', async () => {
  await using table = await openTable(pair);
  const found = await table.asks(['discuss', 'x', '--panel', 'ann,ann', '--panel', 'sceptic=bob:large']);
  expect(found.out).toMatchObject({
    panel: [
      {name: 'ann', agent: 'ann'},
      {name: 'ann-2', agent: 'ann'},
      {name: 'sceptic', agent: 'bob', model: 'large'},
    ],
  });
  expect(table.asked('bob')[0]).toContain('You are sceptic.');
});

test.concurrent('the panel reads files, the handoff of a task and what was changed', async () => {
  await using table = await openTable(pair);
  const task = await table.task('tidy the cellar');
  table.repository.write('plan.md', 'first the shelves\n```\ncode\n```\n');
  const found = await table.asks([
    'discuss',
    'x',
    '--context',
    'plan.md',
    '--task',
    task,
    '--diff',
    '--session',
    'one',
  ]);
  expect(found).toMatchObject({code: 'worktree-missing'});
  await table.asks(['discuss', 'x', '--context', 'plan.md', '--task', task]);
  const [first = ''] = table.asked('ann');
  for (const part of ['first the shelves', '# TASK-001 tidy the cellar', '````']) expect(first).toContain(part);
  await table.asks(['discuss', 'x', '--diff']);
  expect(table.asked('ann')[1]).toContain('+first the shelves');
  expect((await table.artifact()).contexts).toMatchObject([{kind: 'diff', name: 'shop against HEAD'}]);
});

test.concurrent('what is too long for a prompt is cut, and said to be', async () => {
  await using table = await openTable(pair, 'max_prompt_chars: 1000\n');
  table.repository.write('long.md', 'x'.repeat(5000));
  table.repository.write('short.md', 'short');
  await table.asks(['discuss', 'x', '--context', 'long.md', '--context', 'short.md']);
  expect((await table.artifact()).contexts).toEqual([
    {kind: 'file', name: 'long.md', characters: 5000, given: 995},
    {kind: 'file', name: 'short.md', characters: 5, given: 5},
  ]);
  expect(table.asked('ann')[0]).toContain('[cut: the first 995 of 5000 characters; the whole is in /');
});

test.concurrent('a file that cannot be read is refused before anybody is asked', async () => {
  await using table = await openTable(pair);
  writeFileSync(table.repository.at('bin'), 'a\0b');
  for (const [path, reason] of [
    ['nowhere.md', 'no such file'],
    ['.', 'it is no file'],
    ['bin', 'it is no text'],
  ] as const) {
    const found = await table.tries('discuss', 'x', '--context', path);
    expect(found.fault).toMatchObject({code: 'params-invalid', message: `discuss: --context ${path}: ${reason}`});
  }
  expect(table.asked('ann')).toEqual([]);
});

test.concurrent('an agent may read what it is asked in a file, and a comma too many names nobody', async () => {
  await using table = await openTable({ann: {says: reply()}});
  const script = join(table.desk, 'cid.sh');
  writeFileSync(script, `cat "$1" > "${table.desk}/cid.read"\n${saying(reply())}`);
  table.configures(
    `agents: {ann: {command: [/bin/sh, ${table.desk}/ann.sh, "{prompt}"]}, cid: {command: [/bin/sh, ${script}, "{prompt_file}"]}}\n`,
  );
  const found = await table.asks(['discuss', 'Keep it?', '--panel', 'ann,cid,']);
  expect(found).toMatchObject({exit: 0, out: {replies: [{status: 'ok'}, {status: 'ok'}]}});
  expect(table.left('cid.read')).toContain('Keep it?');
});

test.concurrent('a reply is not waited for longer than a day', async () => {
  await using table = await openTable(pair);
  expect(await table.asks(['discuss', 'x', '--timeout', '3000000'])).toMatchObject({code: 'params-invalid'});
});
