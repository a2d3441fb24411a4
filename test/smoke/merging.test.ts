/** Accepted work on its way into the base branch, by the built program: merged, refused, cleaned up. */
import {chmodSync, existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {writeInto} from './repository.ts';

test('accepted work is merged one after the other, and what cannot be merged is told and left as it was', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'write flags', '--script', 'echo tidy > flags.txt');
  await shop.does('create-task', 'write prices', '--script', 'echo 3.20 > prices.txt');
  await Promise.all([shop.does('spawn-worker', '1'), shop.does('spawn-worker', '2')]);
  await Promise.all(['1', '2'].map(it => shop.does('wait-session', `worker-task-00${it}`, '--until', 'done')));
  await shop.does('record-decision', 'accept', '1', '--evidence', 'flags.txt');
  await shop.does('record-decision', 'accept', '2');

  const first = await shop.does('merge-task', '1');
  expect(first).toMatchObject({kind: 'merge', outcome: 'done', merge: {into: 'main', mode: 'ff-only'}});
  expect(shop.git('rev-parse', 'main')).toBe(first.merge?.after);
  expect(existsSync(join(shop.root, 'flags.txt'))).toBe(true);

  const before = shop.git('rev-parse', 'main');
  expect(await shop.complaint('merge-task', '2')).toEqual({
    exit: 4,
    lines: [
      'roundhouse: TASK-002 was not merged into main: main has commits that the work does not have, so this is no fast-forward',
      '  rebase the work and accept it again, or add --mode no-ff for a merge commit; nothing was changed, and TASK-002 stays accepted',
    ],
  });
  expect([shop.git('rev-parse', 'main'), shop.git('status', '--porcelain')]).toEqual([before, '?? .roundhouse/']);
  await shop.does('merge-task', '2', '--mode', 'no-ff');
  expect(shop.git('log', '-1', '--format=%s')).toBe('Merge TASK-002: write prices');

  expect((await shop.does('list-tasks')).tasks.map(it => it.flags)).toEqual([['cleanup_needed'], ['cleanup_needed']]);
  await shop.does('close-worker', '1');
  expect(await shop.does('cleanup-task', '1')).toMatchObject({status: 'removed', trash: {branch_removed: true}});
  expect((await shop.does('show-task', '1')).status).toBe('done');
  const {decisions} = await shop.does('list-decisions');
  expect(decisions.map(it => `${it.kind} ${it.outcome ?? ''}`.trim())).toEqual([
    'accept',
    'accept',
    'merge done',
    'merge failed',
    'merge done',
    'cleanup done',
  ]);
  expect((await shop.run('list-decisions', '1', '--format', 'markdown')).out).toContain('- Evidence: flags.txt');
});

test('a server killed in the middle of a removal leaves a worktree that the next one makes whole again', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'write flags', '--script', 'echo tidy > flags.txt');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  await shop.does('record-decision', 'accept', '1');
  await shop.does('close-worker', '1');
  writeInto(shop.worktree(1), 'flags.txt', 'not committed\n');
  writeInto(shop.worktree(1), 'notes.txt', 'not committed either\n');
  // Git asks this hook when the worktree is emptied by a reset: after all was saved, before it is gone.
  const hook = '.git/hooks/reference-transaction';
  writeInto(shop.root, hook, `#!/bin/sh\nif [ "$1" = committed ] && grep -q HEAD; then kill -9 ${shop.server}; fi\n`);
  chmodSync(join(shop.root, hook), 0o755);
  expect((await shop.complaint('cleanup-task', '1')).lines[0]).toContain('the connection to the server was lost');
  rmSync(join(shop.root, hook));
  const task = await shop.does('show-task', '1');
  expect(task).toMatchObject({status: 'accepted', workspace: {status: 'present'}});
  expect(task.notes.at(-1)?.text).toContain('removal of its worktree was cut short');
  expect(readFileSync(join(shop.worktree(1), 'flags.txt'), 'utf8')).toBe('not committed\n');
  expect(readFileSync(join(shop.worktree(1), 'notes.txt'), 'utf8')).toBe('not committed either\n');
  expect(await shop.does('cleanup-task', '1')).toMatchObject({status: 'removed'});
  expect(await shop.does('undo-cleanup', '1')).toMatchObject({status: 'present'});
  expect(readFileSync(join(shop.worktree(1), 'notes.txt'), 'utf8')).toBe('not committed either\n');
});
