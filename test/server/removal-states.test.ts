import {spawnSync} from 'node:child_process';
import {chmodSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {forgetWorktree, mendRemoval, removeWorktree, restoreWorktree} from '../../src/server/removal.ts';
import {open, workIn, type Site} from './site.ts';

/** Submodules of these tests come from folders, which git does not allow by itself. */
const settings = join(process.env['HOME'] ?? '', '.gitconfig');
writeFileSync(settings, '[protocol "file"]\n\tallow = always\n');
vi.stubEnv('GIT_CONFIG_GLOBAL', settings);

/** Every file of a worktree with what it holds, git's own left out. */
const filesIn = (at: Site): string =>
  spawnSync('find', ['.', '-name', '.git', '-prune', '-o', '-type', 'f', '-exec', 'sha256sum', '{}', '+'], {
    cwd: at.workspace.path,
    encoding: 'utf8',
  })
    .stdout.split('\n')
    .toSorted()
    .join('\n');

const commitIn = (at: Site, text: string): string => {
  at.it.write(at.in('work.txt'), text);
  at.git('add', '-A');
  at.git('commit', '--quiet', '-m', text.trim());
  return at.git('rev-parse', 'HEAD');
};

/** States a worktree may be in, each by what brings it there. */
const states: readonly (readonly [string, (at: Site) => void])[] = [
  ['has uncommitted, staged, deleted and untracked files', workIn],
  ['has commits of its own', at => void commitIn(at, 'work\n')],
  [
    'has commits and changes on top of them',
    at => {
      commitIn(at, 'work\n');
      workIn(at);
    },
  ],
  ['has a single ignored file', at => at.it.write(at.in('out.env'), 'S=1\n')],
  [
    'stands on a commit that is on no branch',
    at => {
      at.git('switch', '--quiet', '--detach');
      commitIn(at, 'off the branch\n');
    },
  ],
  [
    'stands on another branch',
    at => {
      at.git('switch', '--quiet', '-c', 'other');
      commitIn(at, 'other\n');
      workIn(at);
    },
  ],
  [
    'gave its branch to another worktree',
    at => {
      workIn(at);
      at.git('switch', '--quiet', '--detach');
      at.it.git('worktree', 'add', '--quiet', join(at.it.home, 'elsewhere'), at.workspace.branch);
    },
  ],
  [
    'has files that git was told to take for unchanged',
    at => {
      at.git('update-index', '--assume-unchanged', 'a.txt');
      at.git('update-index', '--skip-worktree', 'b.txt');
      at.it.write(at.in('a.txt'), 'mine\n');
      at.it.write(at.in('b.txt'), 'mine, too\n');
    },
  ],
  [
    'has files that must not be written',
    at => {
      at.it.write(at.in('fixed/a.txt'), 'fixed\n', 0o444);
      chmodSync(at.in('b.txt'), 0o444);
      chmodSync(at.in('fixed'), 0o555);
    },
  ],
  ['has a file that is a folder elsewhere', at => at.it.write(at.in('a.txt.d/deep/x'), 'x\n')],
];

test.concurrent.each(states)(
  'a worktree that %s comes back with the same files on the same commit',
  async (_, bring) => {
    using at = await open();
    at.it.write(at.in('.gitignore'), 'out/\n*.env\n');
    at.git('commit', '--quiet', '--all', '-m', 'ignore');
    bring(at);
    const before = [filesIn(at), at.git('rev-parse', 'HEAD')];
    await at.cycle();
    expect([filesIn(at), at.git('rev-parse', 'HEAD')]).toEqual(before);
  },
);

test.concurrent.each(states)('of a worktree that %s nothing is lost to git when it is gone', async (_, bring) => {
  using at = await open();
  bring(at);
  const head = at.git('rev-parse', 'HEAD');
  await at.remove();
  expect(at.it.git('for-each-ref', '--count=1', `--contains=${head}`)).not.toBe('');
});

test.concurrent('what is needed to bring a worktree back is told before anything is taken away', async () => {
  using at = await open();
  workIn(at);
  const seen: boolean[] = [];
  const record = (): Promise<void> => {
    seen.push(at.it.read(at.in('a.txt')) === 'changed\n');
    return Promise.resolve();
  };
  const trash = await removeWorktree(at.worktrees, at.workspace, {at: new Date(0), record});
  expect(seen).toEqual([true]);
  expect(at.it.git('rev-parse', '--verify', trash.ref ?? '')).not.toBe('');
});

test.concurrent('a removal that fails is told to be off, and all is put back', async () => {
  using at = await open();
  workIn(at);
  const before = filesIn(at);
  at.it.git('worktree', 'lock', at.workspace.path);
  await expect(at.remove()).rejects.toMatchObject({code: 'git-failed'});
  expect([filesIn(at), at.recorded]).toEqual([before, []]);
});

/** A server that ends when the worktree is about to go. */
const cutShort = async (at: Site): Promise<NonNullable<Site['workspace']['trash']>> => {
  const end = new Error('the server ends');
  await expect(
    removeWorktree(at.worktrees, at.workspace, {
      at: new Date(0),
      record: trash => {
        at.recorded.push(trash);
        return Promise.reject(end);
      },
    }),
  ).rejects.toBe(end);
  const [trash] = at.recorded;
  if (trash === undefined) throw new Error('nothing was recorded');
  return trash;
};

test.concurrent('a removal that was cut short before anything went changes nothing', async () => {
  using at = await open();
  workIn(at);
  const before = filesIn(at);
  const trash = await cutShort(at);
  expect(await mendRemoval(at.worktrees, {...at.workspace, trash}, new Date(1))).toBe(false);
  expect(filesIn(at)).toBe(before);
});

test.concurrent('a worktree that was emptied and not removed gets back what was in it', async () => {
  using at = await open();
  workIn(at);
  const before = filesIn(at);
  const trash = await cutShort(at);
  at.git('reset', '--hard', '--quiet');
  at.git('clean', '-d', '--quiet', '-f');
  expect(await mendRemoval(at.worktrees, {...at.workspace, trash}, new Date(1))).toBe(false);
  expect(filesIn(at)).toBe(before);
});

test.concurrent('what was written into a half emptied worktree since is kept, too', async () => {
  using at = await open();
  workIn(at);
  const trash = await cutShort(at);
  at.git('reset', '--hard', '--quiet');
  at.it.write(at.in('a.txt'), 'written since\n');
  await mendRemoval(at.worktrees, {...at.workspace, trash}, new Date(1));
  expect(at.it.read(at.in('a.txt'))).toBe('changed\n');
  const refs = at.it.git('for-each-ref', '--format=%(refname)', 'refs/roundhouse').split('\n');
  expect(refs.map(it => at.it.git('show', `${it}:a.txt`))).toContain('written since');
});

test.concurrent('a removal that was cut short after the worktree had gone is done, and can be undone', async () => {
  using at = await open();
  workIn(at);
  const before = filesIn(at);
  const trash = await cutShort(at);
  at.git('reset', '--hard', '--quiet');
  at.git('clean', '-d', '--quiet', '-f');
  at.it.git('worktree', 'remove', at.workspace.path);
  expect(await mendRemoval(at.worktrees, {...at.workspace, trash}, new Date(1))).toBe(true);
  await restoreWorktree(at.worktrees, {...at.workspace, trash});
  expect(filesIn(at)).toBe(before);
});

test.concurrent('an undo that was cut short between the folder and what was saved goes on', async () => {
  using at = await open();
  workIn(at);
  const before = filesIn(at);
  const trash = await at.remove();
  await at.worktrees.add(at.workspace, true);
  await restoreWorktree(at.worktrees, {...at.workspace, trash});
  expect(filesIn(at)).toBe(before);
});

test.concurrent('a worktree whose folder was deleted by hand is let go of, its branch with its commits kept', async () => {
  using at = await open();
  const head = commitIn(at, 'work\n');
  rmSync(at.workspace.path, {recursive: true});
  const trash = await forgetWorktree(at.worktrees, at.workspace);
  expect(trash).toEqual({head, branch_removed: false});
  await restoreWorktree(at.worktrees, {...at.workspace, trash});
  expect(at.git('rev-parse', 'HEAD')).toBe(head);
});

test.concurrent('a commit that only a folder deleted by hand stood on is kept', async () => {
  using at = await open();
  at.git('switch', '--quiet', '--detach');
  const head = commitIn(at, 'off the branch\n');
  rmSync(at.workspace.path, {recursive: true});
  await forgetWorktree(at.worktrees, at.workspace);
  expect(at.it.git('for-each-ref', '--format=%(refname)', `--contains=${head}`)).toBe(
    `refs/roundhouse/trash/lost-${head.slice(0, 12)}`,
  );
});

test.concurrent('a branch that went on since something uncommitted was saved is left as it is', async () => {
  using at = await open();
  const head = commitIn(at, 'work\n');
  workIn(at);
  const before = filesIn(at);
  const trash = await at.remove();
  at.it.git('branch', '--force', at.workspace.branch, at.it.commit('later'));
  await restoreWorktree(at.worktrees, {...at.workspace, trash});
  expect([filesIn(at), at.git('rev-parse', 'HEAD')]).toEqual([before, head]);
});

/** A worktree with a submodule that was cloned from another repository. */
const withSubmodule = (at: Site, other: Site): void => {
  at.git('submodule', '--quiet', 'add', other.it.root, 'sub');
  at.git('commit', '--quiet', '--all', '-m', 'submodule');
};

/** What a submodule may hold that is nowhere else. */
const submoduleWork: readonly (readonly [string, (at: Site) => void])[] = [
  ['a changed file', at => at.it.write(at.in('sub/a.txt'), 'changed\n')],
  ['a new file', at => at.it.write(at.in('sub/new.txt'), 'x\n')],
  ['a commit', at => void at.it.gitIn(at.in('sub'), 'commit', '--quiet', '--allow-empty', '-m', 'work')],
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

test.concurrent('a removal that fails brings submodules back, too', async () => {
  using at = await open();
  using other = await open('other');
  withSubmodule(at, other);
  const before = filesIn(at);
  at.it.git('worktree', 'lock', at.workspace.path);
  await expect(at.remove()).rejects.toMatchObject({code: 'git-failed'});
  expect(filesIn(at)).toBe(before);
});

test.concurrent('a file that may be run by nobody comes back as readable as git keeps it', async () => {
  using at = await open();
  at.it.write(at.in('new.sh'), 'x\n', 0o755);
  await at.cycle();
  expect(statSync(at.in('new.sh')).mode & 0o111).not.toBe(0);
});
