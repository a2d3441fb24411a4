import {renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {restoreWorktree} from '../../src/server/removal.ts';
import {filesIn, open, removeLocked, workIn, type Site} from './site.ts';

/** Submodules of these tests come from folders, which git does not allow by itself. */
const settings = join(process.env['HOME'] ?? '', '.gitconfig');
writeFileSync(settings, '[protocol "file"]\n\tallow = always\n');
vi.stubEnv('GIT_CONFIG_GLOBAL', settings);

/** A worktree with a submodule that was cloned from another repository. */
const withSubmodule = (at: Site, other: Site): void => {
  at.git('submodule', '--quiet', 'add', other.it.root, 'sub');
  at.git('commit', '--quiet', '--all', '-m', 'submodule');
};

/** What a submodule may hold that is nowhere else. */
const submoduleWork: readonly (readonly [string, (at: Site) => void])[] = [
  ['a new file', at => at.it.write(at.in('sub/new.txt'), 'x\n')],
  [
    'a commit on another branch',
    at => {
      at.it.gitIn(at.in('sub'), 'commit', '--quiet', '--allow-empty', '-m', 'work');
      at.it.gitIn(at.in('sub'), 'switch', '--quiet', '-c', 'mine');
      at.it.gitIn(at.in('sub'), 'switch', '--quiet', '--detach', 'HEAD~1');
    },
  ],
  [
    'something stashed',
    at => {
      at.it.write(at.in('sub/a.txt'), 'changed\n');
      at.it.gitIn(at.in('sub'), 'stash', '--quiet');
    },
  ],
];

test.concurrent.each(submoduleWork)(
  'a submodule with %s keeps its worktree, and nothing in it is touched',
  async (_, work) => {
    using at = await open();
    using other = await open('other');
    withSubmodule(at, other);
    work(at);
    const before = filesIn(at);
    await expect(at.remove()).rejects.toMatchObject({code: 'cleanup-refused'});
    expect(filesIn(at)).toBe(before);
  },
);

test.concurrent('a worktree with a submodule that has nothing of its own goes, and comes back with it', async () => {
  using at = await open();
  using other = await open('other');
  withSubmodule(at, other);
  workIn(at);
  const before = filesIn(at);
  await at.cycle();
  expect([filesIn(at), at.git('submodule', 'status').slice(0, 1)]).toEqual([before, ' ']);
});

test.concurrent('where a submodule cannot be fetched, what was saved is back all the same, and the rest can be tried again', async () => {
  using at = await open();
  using other = await open('other');
  withSubmodule(at, other);
  workIn(at);
  const before = filesIn(at);
  const trash = await at.remove();
  const away = `${other.it.root}-away`;
  renameSync(other.it.root, away);
  await expect(restoreWorktree(at.worktrees, {...at.workspace, trash})).rejects.toMatchObject({code: 'git-failed'});
  expect(at.it.read(at.in('a.txt'))).toBe('changed\n');
  renameSync(away, other.it.root);
  await restoreWorktree(at.worktrees, {...at.workspace, trash});
  expect(filesIn(at)).toBe(before);
});

test.concurrent('where git does not remove the worktree, its submodules come back, too', async () => {
  using at = await open();
  using other = await open('other');
  withSubmodule(at, other);
  const before = filesIn(at);
  await expect(removeLocked(at)).rejects.toMatchObject({code: 'git-failed'});
  expect([filesIn(at), at.git('submodule', 'status').slice(0, 1)]).toEqual([before, ' ']);
});
