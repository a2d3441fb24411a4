import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {TaskId} from '../../src/core/id.ts';
import type {Workspace} from '../../src/core/nouns/workspace.ts';
import {commitAll, differenceOf, figuresOf, filesOf} from '../../src/server/difference.ts';
import {openRepository, type Repository} from './repository.ts';

const id = 'TASK-001' as TaskId;

/** The primary worktree as if it were a task's: the difference knows no other. */
const workspaceOf = (it: Repository, path = it.root): Workspace => ({
  id,
  task_id: id,
  mode: 'task',
  path,
  branch: 'main',
  base_ref: 'main',
  base_commit: it.git('rev-parse', 'HEAD'),
  status: 'present',
  updated_at: '2026-01-02T03:04:05.000Z',
});

/** A repository with some files, and what it holds as base. */
const start = () => {
  const it = openRepository();
  it.write('gone.txt', '1\n2\n3\n');
  it.write('image.bin', Buffer.from([0, 1, 2, 255]));
  it.commit('base');
  return {it, workspace: workspaceOf(it), [Symbol.dispose]: () => it[Symbol.dispose]()};
};

test.concurrent('a worktree that is as its base has no difference', async () => {
  using on = start();
  expect(await differenceOf(on.workspace)).toEqual({files: [], patch: ''});
});

test.concurrent('commits, changes, deletions, binary and untracked files are all part of the difference', async () => {
  using on = start();
  on.it.write('committed.txt', 'a\nb\n');
  on.it.commit('work');
  on.it.write('a.txt', 'one\ntwo\n');
  on.it.git('rm', '--quiet', 'gone.txt');
  on.it.write('image.bin', Buffer.from([0, 9]));
  on.it.write('sub/größe 1.txt', 'x\n');
  expect((await differenceOf(on.workspace)).files).toEqual([
    {path: 'a.txt', added: 1, removed: 0},
    {path: 'committed.txt', added: 2, removed: 0},
    {path: 'gone.txt', added: 0, removed: 3},
    {path: 'image.bin', added: 0, removed: 0},
    {path: 'sub/größe 1.txt', added: 1, removed: 0},
  ]);
});

test.concurrent('the patch makes the base what the worktree is', async () => {
  using on = start();
  on.it.write('a.txt', 'one\ntwo\n');
  on.it.write('new.txt', 'x\n');
  const {patch} = await differenceOf(on.workspace);
  const clone = join(on.it.home, 'clone');
  on.it.git('clone', '--quiet', on.it.root, clone);
  on.it.write(join(on.it.home, 'work.patch'), `${patch}\n`);
  on.it.gitIn(clone, 'apply', join(on.it.home, 'work.patch'));
  expect([on.it.read(join(clone, 'a.txt')), on.it.read(join(clone, 'new.txt'))]).toEqual(['one\ntwo\n', 'x\n']);
});

test.concurrent('ignored files are no part of the difference', async () => {
  using on = start();
  on.it.write('.gitignore', 'out/\n');
  on.it.write('out/x', 'x');
  expect((await differenceOf(on.workspace)).files.map(it => it.path)).toEqual(['.gitignore']);
});

test.concurrent('the index stays as it was', async () => {
  using on = start();
  on.it.write('staged.txt', 'x\n');
  on.it.git('add', 'staged.txt');
  on.it.write('untracked.txt', 'x\n');
  const index = on.it.at('.git/index');
  const before = readFileSync(index);
  await differenceOf(on.workspace);
  await figuresOf(on.workspace);
  expect(readFileSync(index).equals(before)).toBe(true);
});

test.concurrent('the difference does not depend on how the person likes to see one', async () => {
  using on = start();
  on.it.git('config', 'diff.external', 'false');
  on.it.git('config', 'color.ui', 'always');
  on.it.git('config', 'diff.noprefix', 'true');
  on.it.write('a.txt', 'two\n');
  const {patch} = await differenceOf(on.workspace);
  expect(patch).toContain('--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two');
});

test.concurrent('the figures of the card are sums over the files', async () => {
  using on = start();
  on.it.write('b.txt', '1\n2\n');
  on.it.commit('work');
  on.it.write('a.txt', 'uno\n');
  on.it.write('c.txt', '1\n');
  expect((await figuresOf(on.workspace)).figures).toEqual({added: 4, removed: 1, files: 3, commits: 1});
});

test.concurrent('a linked worktree has its own difference', async () => {
  using on = start();
  const path = join(on.it.home, 'linked one');
  on.it.git('worktree', 'add', '--quiet', '-b', 'linked', path);
  on.it.write(join(path, 'new.txt'), 'x\n');
  on.it.write('elsewhere.txt', 'x\n');
  expect((await differenceOf(workspaceOf(on.it, path))).files).toEqual([{path: 'new.txt', added: 1, removed: 0}]);
});

test.concurrent.each([
  ['', []],
  ['1\t2\ta.txt\0', [{path: 'a.txt', added: 1, removed: 2}]],
  ['-\t-\timage.bin\0', [{path: 'image.bin', added: 0, removed: 0}]],
  [
    '1\t0\ta\tb\u00000\t7\tc\u0000',
    [
      {path: 'a\tb', added: 1, removed: 0},
      {path: 'c', added: 0, removed: 7},
    ],
  ],
])('%j is read as %j', (numstat, files) => {
  expect(filesOf(numstat)).toEqual(files);
});

test.concurrent('all that is there is committed under the title', async () => {
  using on = start();
  on.it.write('new.txt', 'x\n');
  on.it.git('rm', '--quiet', 'gone.txt');
  const commit = await commitAll(on.workspace, 'tidy "the" flags');
  expect(on.it.git('log', '-1', '--format=%H %s %ae')).toBe(`${commit} tidy "the" flags roundhouse@localhost`);
  expect(on.it.git('status', '--porcelain')).toBe('');
});

test.concurrent('where nothing changed there is no commit', async () => {
  using on = start();
  expect(await commitAll(on.workspace, 'tidy')).toBeUndefined();
});

test.concurrent.each([
  ['echo lint says no >&2; exit 1', 'git commit failed: lint says no'],
  ['exit 3', 'git commit failed: exit code 1'],
])('a commit that the hook %j refuses ends with its words', async (hook, message) => {
  using on = start();
  on.it.write('.git/hooks/pre-commit', `#!/bin/sh\n${hook}\n`, 0o755);
  on.it.write('new.txt', 'x\n');
  await expect(commitAll(on.workspace, 'tidy')).rejects.toMatchObject({code: 'git-failed', message});
});
