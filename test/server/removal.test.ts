import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readlinkSync, rmSync, unlinkSync} from 'node:fs';
import {expect, test, vi} from 'vitest';
import {Fault} from '../../src/core/fault.ts';
import {removeWorktree, restoreWorktree} from '../../src/server/removal.ts';
import {hasBranch, id, now, open, workIn, type Site} from './site.ts';

const ref = 'refs/roundhouse/trash/task-003-20260102T030405678Z';

test.concurrent('a worktree without changes goes, and its branch with it', async () => {
  using at = await open();
  expect(await at.remove()).toEqual({head: at.workspace.base_commit, branch_removed: true});
  expect([at.it.has(at.workspace.path), hasBranch(at)]).toEqual([false, false]);
  expect(at.it.git('for-each-ref', 'refs/roundhouse')).toBe('');
});

test.concurrent('what is not committed is saved under a name that tells task and time', async () => {
  using at = await open();
  workIn(at);
  expect(await at.remove()).toMatchObject({ref});
  expect(at.it.has(at.workspace.path)).toBe(false);
  expect(at.it.git('ls-tree', '-r', '--name-only', '-z', ref).split('\0').filter(Boolean)).toEqual([
    '.gitignore',
    'a.txt',
    'bytes.bin',
    'link',
    'new/größe 1.sh',
    'run.sh',
    'staged.txt',
  ]);
});

test.concurrent('the saved commit stands on the branch it was made in', async () => {
  using at = await open();
  workIn(at);
  const {head} = await at.remove();
  expect(at.it.git('rev-parse', `${ref}^`)).toBe(head);
});

test.concurrent('what was saved comes back as it was', async () => {
  using at = await open();
  workIn(at);
  const tree = (): string => at.git('status', '--porcelain', '-z', '--untracked-files=all');
  await at.cycle();
  expect(at.it.read(at.in('a.txt'))).toBe('changed\n');
  expect(at.it.read(at.in('staged.txt'))).toBe('staged, then changed\n');
  expect(at.it.read(at.in('new/größe 1.sh'))).toBe('untracked\n');
  expect(readlinkSync(at.in('link'))).toBe('a.txt');
  expect(
    tree()
      .split('\0')
      .filter(Boolean)
      .map(it => it.slice(3))
      .toSorted(),
  ).toEqual(['a.txt', 'b.txt', 'bytes.bin', 'link', 'new/größe 1.sh', 'run.sh', 'staged.txt']);
});

test.concurrent('a file that was deleted is still deleted when the worktree is back', async () => {
  using at = await open();
  unlinkSync(at.in('b.txt'));
  await at.cycle();
  expect(at.it.has(at.in('b.txt'))).toBe(false);
});

test.concurrent('what may be run, and what may not, is as it was', async () => {
  using at = await open();
  workIn(at);
  await at.cycle();
  expect([at.it.modeOf(at.in('run.sh')) & 0o100, at.it.modeOf(at.in('new/größe 1.sh')) & 0o100]).toEqual([0, 0o100]);
});

test.concurrent('a worktree that comes back is on its branch, as are its commits', async () => {
  using at = await open();
  at.it.write(at.in('work.txt'), 'w\n');
  at.git('add', '-A');
  at.git('commit', '--quiet', '-m', 'work');
  const head = at.git('rev-parse', 'HEAD');
  await at.cycle();
  expect(at.git('symbolic-ref', '--short', 'HEAD')).toBe('roundhouse/task-003');
  expect(at.git('rev-parse', 'HEAD')).toBe(head);
});

test.concurrent('a branch with commits of its own stays', async () => {
  using at = await open();
  at.git('commit', '--quiet', '--allow-empty', '-m', 'work');
  expect(await at.remove()).toMatchObject({branch_removed: false});
  expect(hasBranch(at)).toBe(true);
});

test.concurrent('a branch that was merged goes', async () => {
  using at = await open();
  at.git('commit', '--quiet', '--allow-empty', '-m', 'work');
  at.it.git('merge', '--quiet', '--ff-only', at.workspace.branch);
  expect(await at.remove()).toMatchObject({branch_removed: true});
  expect(hasBranch(at)).toBe(false);
});

test.concurrent('a branch that another base has merged stays', async () => {
  using at = await open();
  at.git('commit', '--quiet', '--allow-empty', '-m', 'work');
  at.it.git('switch', '--quiet', '-c', 'elsewhere');
  at.it.git('merge', '--quiet', '--ff-only', at.workspace.branch);
  expect(await at.remove()).toMatchObject({branch_removed: false});
});

test.concurrent('a merged branch that went comes back where it stood', async () => {
  using at = await open();
  at.git('commit', '--quiet', '--allow-empty', '-m', 'work');
  const head = at.git('rev-parse', 'HEAD');
  at.it.git('merge', '--quiet', '--ff-only', at.workspace.branch);
  await at.cycle();
  expect([hasBranch(at), at.git('rev-parse', 'HEAD')]).toEqual([true, head]);
});

test.concurrent('commits that are on no branch are not lost', async () => {
  using at = await open();
  at.git('switch', '--quiet', '--detach');
  at.git('commit', '--quiet', '--allow-empty', '-m', 'work off the branch');
  const head = at.git('rev-parse', 'HEAD');
  await at.remove().catch(() => undefined);
  expect(at.it.git('for-each-ref', `--contains=${head}`)).not.toBe('');
});

test.concurrent('a worktree in which a process lives stays, and the process is named', async () => {
  using at = await open();
  at.it.write(at.in('new.txt'), 'x\n');
  mkdirSync(at.in('sub'));
  const child = spawn('sleep', ['60'], {cwd: at.in('sub'), stdio: 'ignore'});
  await once(child, 'spawn');
  await expect(at.remove()).rejects.toMatchObject({
    code: 'cleanup-refused',
    details: {task: id, reason: `process ${child.pid} lives in it`},
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(at.it.read(at.in('new.txt'))).toBe('x\n');
});

test.concurrent('a git of our own that looks at the worktree at the moment is no reason', async () => {
  using at = await open();
  const child = spawn('git', ['cat-file', '--batch'], {cwd: at.in(), stdio: ['pipe', 'ignore', 'ignore']});
  await once(child, 'spawn');
  await at.remove();
  expect(at.it.has(at.in())).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test.concurrent('a process beside the worktree, in a folder whose name begins alike, is no reason', async () => {
  using at = await open();
  const beside = `${at.workspace.path}-notes`;
  mkdirSync(beside);
  const child = spawn('sleep', ['60'], {cwd: beside, stdio: 'ignore'});
  await once(child, 'spawn');
  await expect(at.remove()).resolves.toMatchObject({branch_removed: true});
  child.kill('SIGKILL');
  await once(child, 'exit');
});

/** Make two commits meet that change the same line: the worktree is then in the middle of it. */
const collide = (at: Site, command: readonly string[]): void => {
  at.it.write('a.txt', 'ours\n');
  at.it.commit('ours');
  at.it.write(at.in('a.txt'), 'theirs\n');
  at.git('commit', '--quiet', '--all', '-m', 'theirs');
  expect(() => at.git(...command)).toThrow('Command failed');
};

test.concurrent.each([
  ['a merge', ['merge', 'main']],
  ['a rebase', ['rebase', 'main']],
  ['a rebase', ['rebase', '--apply', 'main']],
  ['a cherry-pick', ['cherry-pick', 'main']],
])('a worktree in the middle of %s stays: git %j', async (what, command) => {
  using at = await open();
  collide(at, command);
  await expect(at.remove()).rejects.toMatchObject({
    code: 'cleanup-refused',
    details: {reason: `${what} is under way in it`, hint: `finish or abort it in ${at.workspace.path}`},
  });
});

test.concurrent('a worktree in the middle of a bisect stays', async () => {
  using at = await open();
  at.git('bisect', 'start');
  await expect(at.remove()).rejects.toMatchObject({details: {reason: 'a bisect is under way in it'}});
});

test.concurrent('a refused removal saves nothing and removes nothing', async () => {
  using at = await open();
  collide(at, ['merge', 'main']);
  await at.remove().catch(() => undefined);
  expect(at.it.git('for-each-ref', 'refs/roundhouse')).toBe('');
  expect([at.it.has(at.in('b.txt')), hasBranch(at)]).toEqual([true, true]);
});

test.concurrent('a locked worktree stays, and what was in it, too', async () => {
  using at = await open();
  workIn(at);
  at.it.git('worktree', 'lock', at.workspace.path);
  await expect(at.remove()).rejects.toMatchObject({code: 'git-failed'});
  expect(at.it.read(at.in('a.txt'))).toBe('changed\n');
});

test.concurrent('a repository that was made in the worktree is not lost, nor is what lies beside it', async () => {
  using at = await open();
  at.it.write(at.in('a.txt'), 'changed\n');
  at.it.write(at.in('inner/x.txt'), 'x\n');
  at.git('init', '--quiet', 'inner');
  at.it.gitIn(at.in('inner'), 'add', '-A');
  at.it.gitIn(at.in('inner'), 'commit', '--quiet', '-m', 'inner');
  await expect(at.remove()).rejects.toBeInstanceOf(Fault);
  expect([at.it.read(at.in('inner/x.txt')), at.it.read(at.in('a.txt'))]).toEqual(['x\n', 'changed\n']);
});

test.concurrent('what is written while a removal waits for its turn is not lost', async () => {
  using at = await open();
  workIn(at);
  const turn = Promise.withResolvers<void>();
  const before = at.worktrees.inTurn(() => turn.promise);
  const removal = at.remove().catch((thrown: unknown) => thrown);
  const isSaved = (): boolean => at.it.git('for-each-ref', 'refs/roundhouse') !== '';
  await vi.waitUntil(isSaved, {timeout: 500}).catch(() => undefined);
  at.it.write(at.in('late.txt'), 'late\n');
  turn.resolve();
  await Promise.all([before, removal]);
  const saved = at.it.git('log', '--all', '--format=', '--name-only', '--', 'late.txt');
  expect([at.it.has(at.in('late.txt')), saved === 'late.txt']).toContain(true);
});

test.concurrent('a folder that is ignored whole goes with the worktree, and does not keep it', async () => {
  using at = await open();
  at.it.write(at.in('out/big.o'), 'x');
  expect(await at.remove()).not.toHaveProperty('ref');
  expect(at.it.has(at.workspace.path)).toBe(false);
});

test.concurrent('a worktree comes back only where nothing stands', async () => {
  using at = await open();
  const trash = await at.remove();
  at.it.write(at.in('mine.txt'), 'mine\n');
  await expect(restoreWorktree(at.worktrees, {...at.workspace, trash})).rejects.toMatchObject({
    code: 'worktree-occupied',
  });
  expect(at.it.read(at.in('mine.txt'))).toBe('mine\n');
});

test.concurrent('a worktree whose folder was deleted by hand comes back from its branch', async () => {
  using at = await open();
  at.git('commit', '--quiet', '--allow-empty', '-m', 'work');
  rmSync(at.workspace.path, {recursive: true});
  await restoreWorktree(at.worktrees, {...at.workspace, status: 'missing'});
  expect(at.git('log', '-1', '--format=%s')).toBe('work');
});

test.concurrent('a worktree can go and come back again and again', async () => {
  using at = await open();
  workIn(at);
  await at.cycle();
  const later = new Date(now.getTime() + 1000);
  const trash = await removeWorktree(at.worktrees, at.workspace, {at: later, record: async () => undefined});
  await restoreWorktree(at.worktrees, {...at.workspace, trash});
  expect(at.it.read(at.in('new/größe 1.sh'))).toBe('untracked\n');
  expect(at.it.has(at.in('b.txt'))).toBe(false);
});

test.concurrent.each(['my shop', 'größe 日本'])(
  'a worktree of a repository called %j goes and comes back',
  async name => {
    using at = await open(name);
    workIn(at);
    await at.cycle();
    expect(at.it.read(at.in('a.txt'))).toBe('changed\n');
  },
);

test.concurrent('a single file that is ignored comes back, too', async () => {
  using at = await open();
  at.it.write(at.in('.gitignore'), '.env\n');
  at.it.write(at.in('.env'), 'SECRET=1\n');
  await at.cycle();
  expect(at.it.read(at.in('.env'))).toBe('SECRET=1\n');
});
