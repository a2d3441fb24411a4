import {chmodSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {forgetWorktree, mendRemoval, removeWorktree, restoreWorktree} from '../../src/server/removal.ts';
import {filesIn, open, removeLocked, workIn, type Site} from './site.ts';

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

test.concurrent.each(states)('of a worktree that %s all is put back when git does not remove it', async (_, bring) => {
  using at = await open();
  bring(at);
  const before = filesIn(at);
  await expect(removeLocked(at)).rejects.toMatchObject({code: 'git-failed'});
  expect([filesIn(at), at.recorded.at(-1)]).toEqual([before, undefined]);
  expect(at.recorded).toHaveLength(2);
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

test.concurrent('a file that may be run by nobody comes back as readable as git keeps it', async () => {
  using at = await open();
  at.it.write(at.in('new.sh'), 'x\n', 0o755);
  await at.cycle();
  expect(statSync(at.in('new.sh')).mode & 0o111).not.toBe(0);
});
