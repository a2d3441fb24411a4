import {expect, test} from 'vitest';
import {answer} from '../../src/server/dispatch.ts';
import {openHouse, type House} from './house.ts';

/** A house with a task that waits for review. */
const reviewed = async (): Promise<House> => {
  const house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['request-review', '1']);
  return house;
};

const decisionsOf = (house: House) => Object.values(house.server.world.state.decisions);
const statusOf = (house: House) => house.server.world.state.tasks['TASK-001']?.status;

test.concurrent('a ruling keeps its reason, its evidence and the commit that was looked at', async () => {
  await using house = await reviewed();
  const argv = ['record-decision', 'accept', '1', '--reason', 'good', '--evidence', 'npm test', '--evidence', 'a.txt'];
  const commit = house.repository.git('rev-parse', 'HEAD');
  expect((await house.asks(argv)).out).toMatchObject({
    id: 'DEC-001',
    kind: 'accept',
    reason: 'good',
    evidence: ['npm test', 'a.txt'],
    commit,
    by: 'user',
  });
});

test.concurrent('a waiver says what it lets pass, and moves nothing', async () => {
  await using house = await reviewed();
  const {out} = await house.asks(['record-decision', 'waive', '1', '--waives', 'the missing test']);
  expect([out['waives'], statusOf(house)]).toEqual(['the missing test', 'review_ready']);
});

test.concurrent.each([[['waive', '1']], [['accept', '1', '--waives', 'x']], [['merge', '1']], [['bless', '1']]])(
  'record-decision %j is refused, and nothing is recorded',
  async words => {
    await using house = await reviewed();
    expect(await house.asks(['record-decision', ...words])).toMatchObject({exit: 2, code: 'params-invalid'});
    expect([decisionsOf(house), statusOf(house)]).toEqual([[], 'review_ready']);
  },
);

test.concurrent('what was accepted is accepted again only at another commit, and rejected no more', async () => {
  await using house = await reviewed();
  await house.asks(['record-decision', 'accept', '1']);
  expect(await house.asks(['record-decision', 'accept', '1'])).toMatchObject({code: 'move-illegal'});
  expect(await house.asks(['record-decision', 'reject', '1'])).toMatchObject({code: 'move-illegal'});
  const path = house.server.world.state.workspaces['TASK-001']?.path ?? '';
  house.repository.gitIn(path, 'commit', '--quiet', '--allow-empty', '-m', 'later');
  expect(await house.asks(['record-decision', 'accept', '1'])).toMatchObject({exit: 0, out: {id: 'DEC-002'}});
  expect([decisionsOf(house).length, statusOf(house)]).toEqual([2, 'accepted']);
});

test.concurrent('decisions are listed by task and by kind, and shown by their number', async () => {
  await using house = await reviewed();
  await house.task('other');
  await house.asks(['record-decision', 'note', '2', '--reason', 'later']);
  await house.asks(['record-decision', 'accept', '1']);
  const ids = async (...words: readonly string[]) =>
    ((await house.asks(['list-decisions', ...words])).out['decisions'] as {id: string}[]).map(it => it.id);
  expect([await ids(), await ids('2'), await ids('--kind', 'accept'), await ids('2', '--kind', 'accept')]).toEqual([
    ['DEC-001', 'DEC-002'],
    ['DEC-001'],
    ['DEC-002'],
    [],
  ]);
  expect((await house.asks(['show-decision', '2'])).out).toMatchObject({id: 'DEC-002', kind: 'accept'});
  expect(await house.asks(['list-decisions', '9'])).toMatchObject({code: 'task-unknown'});
  expect(await house.asks(['show-decision', '9'])).toMatchObject({code: 'decision-unknown'});
});

test.concurrent('decisions are written for people as Markdown, with nothing in them that is markup', async () => {
  await using house = await reviewed();
  await house.asks(['record-decision', 'note', '1', '--reason', '# no heading,\n<b>no tag</b>, no `code`']);
  const {gone} = {gone: new AbortController().signal};
  const argv = ['list-decisions', '--format', 'markdown'];
  const {out = ''} = await answer(house.server, {argv, caller: house.user, gone});
  const [commit] = [house.repository.git('rev-parse', '--short=12', 'HEAD')];
  expect(out.split('\n')).toEqual([
    '# Decisions',
    '',
    '## DEC-001 · note · 2026-01-02T03:04:05.000Z',
    '',
    '- Task: TASK-001',
    '- By: user',
    `- Commit: \`${commit}\``,
    String.raw`- Reason: \# no heading, \<b\>no tag\</b\>, no \`code\``,
  ]);
});

test.concurrent('board, backlog and risks are written for people as Markdown', async () => {
  await using house = await openHouse();
  const {gone} = {gone: new AbortController().signal};
  const written = async (verb: string): Promise<string | undefined> =>
    (await answer(house.server, {argv: [verb, '--format', 'markdown'], caller: house.user, gone})).out;
  await house.asks(['create-task', 'tidy', '--acceptance', 'all *tests* pass']);
  await house.asks(['create-task', 'later', '--draft', '--description', 'one day', '--depends-on', '1']);
  await house.asks(['update-task', '1', '--risk', 'breaks the flags']);
  expect((await written('list-tasks'))?.split('\n')).toEqual([
    '# Tasks',
    '',
    '## ready',
    '',
    '- **TASK-001** tidy',
    String.raw`  - [ ] all \*tests\* pass`,
    '',
    '## backlog',
    '',
    '- **TASK-002** later',
    '  - one day',
    '  - After: TASK-001',
  ]);
  expect((await written('list-risks'))?.split('\n')).toEqual([
    '# Risks',
    '',
    '- **TASK-001** breaks the flags (user, 2026-01-02)',
  ]);
});

test.concurrent('a verb that is not written for people refuses Markdown', async () => {
  await using house = await openHouse();
  const {gone} = {gone: new AbortController().signal};
  const found = await answer(house.server, {argv: ['list-sessions', '--format', 'markdown'], caller: house.user, gone});
  expect(found.fault?.code).toBe('params-invalid');
});

test.concurrent('a cancelled task and a removed worktree are rulings with an outcome', async () => {
  await using house = await reviewed();
  await house.asks(['cancel-task', '1', '--reason', 'done elsewhere']);
  await house.asks(['cleanup-task', '1']);
  expect(decisionsOf(house)).toMatchObject([
    {kind: 'cancel', reason: 'done elsewhere', outcome: 'done'},
    {kind: 'cleanup', outcome: 'done'},
  ]);
});
