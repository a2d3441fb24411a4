import {rmSync, unlinkSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, test} from 'vitest';
import type {TaskId} from '../../src/core/id.ts';
import {openHouse, type House} from './house.ts';
import {pictureOf} from './picture.ts';

const statusOf = (house: House, id = 'TASK-001') => house.server.world.state.tasks[id]?.status;
const pathOf = (house: House, id = 'TASK-001') => house.server.world.state.workspaces[id]?.path ?? '';
const decisionsOf = (house: House) => Object.values(house.server.world.state.decisions);

/** Commit a file in the worktree of a task. */
const works = ({repository}: House, path: string, text = 'work\n'): string => {
  repository.write(join(path, `${basename(path)}.txt`), text);
  repository.gitIn(path, 'add', '-A');
  repository.gitIn(path, 'commit', '--quiet', '-m', 'work');
  return repository.gitIn(path, 'rev-parse', 'HEAD');
};

/** A house in which a task waits for review, with one commit. */
const reviewed = async (): Promise<House & {commit: string}> => {
  const house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  const commit = works(house, pathOf(house));
  await house.asks(['request-review', '1']);
  house.pty().exits({code: 0});
  return Object.assign(house, {commit});
};

const accepted = async (): Promise<House & {commit: string}> => {
  const house = await reviewed();
  await house.asks(['record-decision', 'accept', '1', '--reason', 'it is tidy']);
  return house;
};

test.concurrent('accepted work is merged into the branch it began at, and the ruling has both commits', async () => {
  await using house = await accepted();
  const before = house.repository.git('rev-parse', 'main');
  const merge = {into: 'main', mode: 'ff-only', before, after: house.commit};
  expect(await house.asks(['merge-task', '1'])).toMatchObject({
    exit: 0,
    out: {kind: 'merge', task_id: 'TASK-001', by: 'user', outcome: 'done', commit: house.commit, merge},
  });
  expect([statusOf(house), house.repository.git('rev-parse', 'main')]).toEqual(['merged', house.commit]);
});

test.concurrent('a merge commit names the task and the decision', async () => {
  await using house = await accepted();
  await house.asks(['merge-task', '1', '--mode', 'no-ff']);
  expect(house.repository.git('log', '-1', '--format=%B', 'main')).toBe(
    'Merge TASK-001: tidy\n\nAccepted by user in DEC-001.',
  );
});

test.concurrent('work that nobody accepted is not merged', async () => {
  await using house = await reviewed();
  expect(await house.asks(['merge-task', '1'])).toMatchObject({exit: 4, code: 'move-illegal'});
  expect(statusOf(house)).toBe('review_ready');
});

test.concurrent('a commit made after the acceptance is not merged until it is accepted, too', async () => {
  await using house = await accepted();
  const before = pictureOf(house.repository);
  const later = works(house, pathOf(house), 'later\n');
  expect(await house.asks(['merge-task', '1'])).toMatchObject({code: 'merge-refused'});
  expect(pictureOf(house.repository)['head']).toBe(before['head']);
  expect(house.repository.git('rev-parse', 'main')).not.toBe(later);
  expect(await house.asks(['record-decision', 'accept', '1'])).toMatchObject({exit: 0, out: {commit: later}});
  expect(await house.asks(['merge-task', '1'])).toMatchObject({exit: 0, out: {commit: later}});
});

test.concurrent('work that is in no commit is not merged past, and its files are named', async () => {
  await using house = await accepted();
  house.repository.write(join(pathOf(house), 'loose.txt'), 'x\n');
  expect(await house.asks(['merge-task', '1'])).toMatchObject({code: 'merge-refused'});
  expect(house.repository.git('log', '--oneline', 'main')).not.toContain('work');
  expect([statusOf(house), decisionsOf(house).length]).toEqual(['accepted', 1]);
});

test.concurrent('a merge that fails is a failure: told, recorded, and nothing else', async () => {
  await using house = await accepted();
  house.repository.write('task-001.txt', 'mine\n');
  const before = pictureOf(house.repository);
  expect(await house.asks(['merge-task', '1'])).toMatchObject({exit: 4, code: 'merge-failed'});
  expect([statusOf(house), pictureOf(house.repository)]).toEqual(['accepted', before]);
  expect(decisionsOf(house).at(-1)).toMatchObject({
    kind: 'merge',
    outcome: 'failed',
    reason: expect.stringContaining('task-001.txt') as unknown,
    merge: {into: 'main', mode: 'ff-only'},
  });
});

test.concurrent('a merge that failed may be tried again', async () => {
  await using house = await accepted();
  house.repository.write('task-001.txt', 'mine\n');
  await house.asks(['merge-task', '1']);
  unlinkSync(house.repository.at('task-001.txt'));
  expect(await house.asks(['merge-task', '1'])).toMatchObject({exit: 0});
});

test.concurrent('a merge waits for whoever holds the index, and fails once when that takes too long', async () => {
  await using house = await accepted();
  house.repository.write('.git/index.lock', '');
  expect(await house.asks(['merge-task', '1'])).toMatchObject({code: 'merge-failed'});
  expect(decisionsOf(house).map(it => it.kind)).toEqual(['accept', 'merge']);
  unlinkSync(house.repository.at('.git/index.lock'));
  expect(await house.asks(['merge-task', '1'])).toMatchObject({exit: 0});
});

test.concurrent('that work is merged is not said by hand', async () => {
  await using house = await accepted();
  expect(await house.asks(['update-task', '1', '--status', 'merged'])).toMatchObject({code: 'status-refused'});
});

test.concurrent('a worker does not merge its own work', async () => {
  await using house = await accepted();
  const worker = house.worker('TASK-001');
  for (const argv of [
    ['merge-task', '1'],
    ['record-decision', 'accept', '1'],
    ['send-comments', '1', '--comment', 'x'],
  ])
    expect(await house.asks(argv, worker)).toMatchObject({code: 'actor-refused'});
});

test.concurrent('of two merges at once of the same work one is done, and one is told that it is merged', async () => {
  await using house = await accepted();
  const both = await Promise.all([house.asks(['merge-task', '1']), house.asks(['merge-task', '1'])]);
  expect(both.map(it => it.code)).toEqual([undefined, 'move-illegal']);
});

test.concurrent('merges of several tasks at once go one after the other', async () => {
  await using house = await openHouse({slots: 3});
  for (const n of [1, 2, 3]) {
    await house.task(`task ${n}`);
    await house.asks(['spawn-worker', String(n)]);
    works(house, pathOf(house, `TASK-00${n}`));
    await house.asks(['request-review', String(n)]);
    await house.asks(['record-decision', 'accept', String(n)]);
  }
  const all = await Promise.all([1, 2, 3].map(n => house.asks(['merge-task', String(n), '--mode', 'no-ff'])));
  expect(all.map(it => it.exit)).toEqual([0, 0, 0]);
  expect(house.repository.git('ls-tree', '--name-only', 'main').split('\n')).toEqual([
    'a.txt',
    'task-001.txt',
    'task-002.txt',
    'task-003.txt',
  ]);
});

test.concurrent('work goes into another branch where that is asked for', async () => {
  await using house = await accepted();
  house.repository.git('branch', 'release');
  expect(await house.asks(['merge-task', '1', '--into', 'release'])).toMatchObject({out: {merge: {into: 'release'}}});
  expect(house.repository.git('rev-parse', 'release')).toBe(house.commit);
  expect(house.repository.git('rev-parse', 'main')).not.toBe(house.commit);
});

test.concurrent('work that began at no branch is merged only where somebody says into which', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1', '--base', 'HEAD']);
  works(house, pathOf(house));
  await house.asks(['request-review', '1']);
  await house.asks(['record-decision', 'accept', '1']);
  expect(await house.asks(['merge-task', '1'])).toMatchObject({code: 'merge-refused'});
  expect(await house.asks(['merge-task', '1', '--into', 'main'])).toMatchObject({exit: 0});
});

test.concurrent('work that a person merged by hand is recorded as merged', async () => {
  await using house = await accepted();
  house.repository.git('merge', '--quiet', house.commit);
  expect(await house.asks(['merge-task', '1'])).toMatchObject({out: {merge: {before: house.commit}}});
  expect(statusOf(house)).toBe('merged');
});

test.concurrent('work whose worktree was deleted by hand is merged from its branch', async () => {
  await using house = await accepted();
  rmSync(pathOf(house), {recursive: true});
  house.clock.passes(6000);
  await house.server.world.settled();
  expect(await house.asks(['merge-task', '1'])).toMatchObject({exit: 0, out: {merge: {after: house.commit}}});
});

test.concurrent('merged work is cleaned up and done, its branch gone, and all of that can be undone', async () => {
  await using house = await accepted();
  await house.asks(['merge-task', '1']);
  expect(await house.asks(['cleanup-task', '1'])).toMatchObject({out: {status: 'removed'}});
  expect([statusOf(house), house.repository.git('branch', '--list', 'roundhouse/*')]).toEqual(['done', '']);
  expect(await house.asks(['undo-cleanup', '1'])).toMatchObject({out: {status: 'present'}});
  expect(house.repository.gitIn(pathOf(house), 'rev-parse', 'HEAD')).toBe(house.commit);
});

test.concurrent('a merged task whose worktree was deleted by hand is done after a cleanup', async () => {
  await using house = await accepted();
  await house.asks(['merge-task', '1']);
  rmSync(pathOf(house), {recursive: true});
  expect(await house.asks(['cleanup-task', '1'])).toMatchObject({exit: 0});
  expect([statusOf(house), decisionsOf(house).at(-1)?.kind]).toEqual(['done', 'cleanup']);
});

test.concurrent('of two cleanups at once of one task one is done, and one is told that nothing is left', async () => {
  await using house = await accepted();
  const both = await Promise.all([house.asks(['cleanup-task', '1']), house.asks(['cleanup-task', '1'])]);
  expect(both.map(it => it.code ?? 'done').toSorted()).toEqual(['done', 'worktree-missing']);
  expect(decisionsOf(house).filter(it => it.kind === 'cleanup')).toHaveLength(1);
});

test.concurrent('accepted and merged work with a worktree left says that it waits to be cleaned up', async () => {
  await using house = await accepted();
  const flags = async () => [
    ((await house.asks(['list-tasks'])).out['tasks'] as {flags: unknown}[])[0]?.flags,
    (await house.asks(['show-task', '1'])).out['flags'],
  ];
  expect(await flags()).toEqual([['cleanup_needed'], ['cleanup_needed']]);
  await house.asks(['merge-task', '1']);
  expect(await flags()).toEqual([['cleanup_needed'], ['cleanup_needed']]);
  await house.asks(['cleanup-task', '1']);
  expect(await flags()).toEqual([[], []]);
});

test.concurrent('a removal that the end of the server cut short is mended when the next one starts', async () => {
  await using house = await accepted();
  house.repository.write(join(pathOf(house), 'loose.txt'), 'x\n');
  const git = (...args: readonly string[]): string => house.repository.gitIn(pathOf(house), ...args);
  git('add', '-A');
  const ref = git('commit-tree', git('write-tree'), '-p', 'HEAD', '-m', 'saved');
  git('reset', '--hard', '--quiet');
  const saved = {type: 'workspace-saved', workspace_id: 'TASK-001' as TaskId} as const;
  await house.server.world.commit('system', [{...saved, trash: {ref, head: house.commit, branch_removed: false}}]);
  await house.restarts();
  expect(house.repository.read(join(pathOf(house), 'loose.txt'))).toBe('x\n');
  expect(house.server.world.state.workspaces['TASK-001']).not.toHaveProperty('trash');
});
