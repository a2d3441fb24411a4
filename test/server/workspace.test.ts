import {mkdirSync, readlinkSync, symlinkSync} from 'node:fs';
import {join, relative} from 'node:path';
import {expect, test, vi} from 'vitest';
import type {Fault} from '../../src/core/fault.ts';
import {ask, gitAt, gitDirOf, identityOf} from '../../src/server/git.ts';
import {baseOf, planWorktree, slugOf, Worktrees, type Plan} from '../../src/server/workspace.ts';
import {openRepository, type Repository} from './repository.ts';

const task = (n: number, title = 'tidy the flags') => ({id: `TASK-00${n}`, title});

/** Plan a task's worktree on what is checked out. */
const planned = async (it: Repository, of = task(1)): Promise<Plan> =>
  planWorktree(it.root, of, {base: await baseOf(it.root), dir: join(it.home, 'worktrees')});

/** Plan and make it. */
const added = async (it: Repository, of = task(1)): Promise<Plan> => {
  const plan = await planned(it, of);
  await new Worktrees(it.root).add(plan, true);
  return plan;
};

test.concurrent('work starts from the branch that is checked out', async () => {
  using it = openRepository();
  it.git('switch', '--quiet', '-c', 'topic');
  expect(await baseOf(it.root)).toEqual({ref: 'topic', commit: it.git('rev-parse', 'HEAD')});
});

test.concurrent('a repository without a commit has nothing to start from', async () => {
  using it = openRepository('shop', {isEmpty: true});
  await expect(baseOf(it.root)).rejects.toMatchObject({code: 'repository-empty', details: {path: it.root}});
});

test.concurrent('a detached head is no branch to start from', async () => {
  using it = openRepository();
  it.git('switch', '--quiet', '--detach');
  const commit = it.git('rev-parse', 'HEAD').slice(0, 12);
  await expect(baseOf(it.root)).rejects.toMatchObject({code: 'repository-detached', details: {commit}});
});

test.concurrent('changes that are not committed are named, the first three of them', async () => {
  using it = openRepository();
  for (const name of ['b', 'c', 'd', 'größe e']) it.write(name, 'x');
  it.commit('more');
  for (const name of ['a.txt', 'b', 'c', 'größe e']) it.write(name, 'changed');
  await expect(baseOf(it.root)).rejects.toMatchObject({
    code: 'repository-dirty',
    details: {files: ['a.txt', 'b', 'c'], count: 4},
  });
});

test.concurrent('of a file that was renamed only real names are told', async () => {
  using it = openRepository();
  it.git('mv', 'a.txt', 'renamed.txt');
  const told = await baseOf(it.root).catch((thrown: unknown) => (thrown as Fault).details['files']);
  expect((told as readonly string[]).filter(name => name !== 'a.txt' && name !== 'renamed.txt')).toEqual([]);
});

test.concurrent.each(['untracked.txt', '.roundhouse/config.yaml', '.roundhouse/state/events.jsonl'])(
  'an untracked %s does not stand in the way',
  async path => {
    using it = openRepository();
    it.write(path, 'x');
    await expect(baseOf(it.root)).resolves.toMatchObject({ref: 'main'});
  },
);

test.concurrent('a change in our own folder does not stand in the way', async () => {
  using it = openRepository();
  it.write('.roundhouse/config.yaml', 'a: 1\n');
  it.commit('config');
  it.write('.roundhouse/config.yaml', 'a: 2\n');
  await expect(baseOf(it.root)).resolves.toMatchObject({ref: 'main'});
});

test.concurrent.each(['main', 'HEAD', 'v1', 'HEAD~0'])(
  'a person may start from %s, whatever is checked out',
  async asked => {
    using it = openRepository();
    it.git('tag', '-m', 'v1', 'v1');
    it.git('switch', '--quiet', '--detach');
    it.write('a.txt', 'changed');
    expect(await baseOf(it.root, asked)).toEqual({ref: asked, commit: it.git('rev-parse', 'HEAD')});
  },
);

test.concurrent.each(['mian', '--all', '', 'HEAD:a.txt'])('there is nothing to start from at %j', async asked => {
  using it = openRepository();
  await expect(baseOf(it.root, asked)).rejects.toMatchObject({code: 'base-unknown', details: {base: asked}});
});

test.concurrent.each([
  ['Tidy the flags', 'tidy-the-flags'],
  ['  --- ', ''],
  ['日本語', ''],
  ['a'.repeat(60), 'a'.repeat(40)],
  ['x'.repeat(39) + ' yes', 'x'.repeat(39)],
  ['../../etc', 'etc'],
])('%j is %j in the name of a branch', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

test.concurrent.each(['größer & schöner', 'a..b~1^{}', '@{-1}', 'x.lock', `${'a'.repeat(39)}éé`])(
  '%j leaves only what the name of a branch may hold',
  title => {
    expect(slugOf(title)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u);
  },
);

test.concurrent('folder and branch are named by the task', async () => {
  using it = openRepository();
  expect(await planned(it)).toEqual({
    path: join(it.home, 'worktrees/task-001'),
    branch: 'roundhouse/task-001-tidy-the-flags',
    base_ref: 'main',
    base_commit: it.git('rev-parse', 'HEAD'),
  });
});

test.concurrent('a title without letters leaves the number', async () => {
  using it = openRepository();
  expect(await planned(it, task(1, '日本語'))).toMatchObject({branch: 'roundhouse/task-001'});
});

test.concurrent('a branch that is there already is left alone', async () => {
  using it = openRepository();
  it.git('branch', 'roundhouse/task-001-tidy-the-flags');
  it.git('branch', 'roundhouse/task-001-tidy-the-flags-2');
  expect(await planned(it)).toMatchObject({branch: 'roundhouse/task-001-tidy-the-flags-3'});
});

test.concurrent('a tag of that name is no branch', async () => {
  using it = openRepository();
  it.git('tag', 'roundhouse/task-001-tidy-the-flags');
  expect(await planned(it)).toMatchObject({branch: 'roundhouse/task-001-tidy-the-flags'});
});

test.concurrent('a folder in the way is left alone and named', async () => {
  using it = openRepository();
  const path = join(it.home, 'worktrees/task-001');
  mkdirSync(path, {recursive: true});
  await expect(planned(it)).rejects.toMatchObject({code: 'worktree-occupied', details: {path}});
});

test.concurrent.each(['shop', 'my shop', 'größe 日本', "it's"])(
  'a worktree of a repository called %j holds its files',
  async name => {
    using it = openRepository(name);
    const {path, branch} = await added(it);
    expect(it.read(join(path, 'a.txt'))).toBe('one\n');
    expect(it.gitIn(path, 'symbolic-ref', '--short', 'HEAD')).toBe(branch);
  },
);

test.concurrent('the primary worktree stays on its branch', async () => {
  using it = openRepository();
  await added(it);
  expect(it.git('status', '--porcelain', '--branch')).toBe('## main');
});

test.concurrent('a worktree starts from the commit that was chosen, not from what came after', async () => {
  using it = openRepository();
  const plan = await planned(it);
  it.write('a.txt', 'two\n');
  it.commit('second');
  await new Worktrees(it.root).add(plan, true);
  expect(it.read(join(plan.path, 'a.txt'))).toBe('one\n');
});

test.concurrent('worktrees that are asked for together are all made', async () => {
  using it = openRepository();
  const worktrees = new Worktrees(it.root);
  const plans = await Promise.all([1, 2, 3, 4].map(n => planned(it, task(n))));
  await Promise.all(plans.map(plan => worktrees.add(plan, true)));
  expect(plans.filter(plan => !it.has(join(plan.path, 'a.txt')))).toEqual([]);
  expect(it.git('worktree', 'list').split('\n')).toHaveLength(5);
});

test.concurrent('work in turn does not overlap', async () => {
  using it = openRepository();
  const worktrees = new Worktrees(it.root);
  const log: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`);
    await gitAt(it.root)(['rev-parse', 'HEAD']);
    log.push(`${name} ends`);
  };
  await Promise.all([worktrees.inTurn(work('a')), worktrees.inTurn(work('b'))]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test.concurrent('work that fails does not keep the next from its turn', async () => {
  using it = openRepository();
  const worktrees = new Worktrees(it.root);
  const failing = worktrees.inTurn(() => Promise.reject(new Error('no')));
  const next = worktrees.inTurn(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test.concurrent('work that finds a lock is done again', async () => {
  using it = openRepository();
  const tries: number[] = [];
  const answers = [() => Promise.reject(new Error('could not lock config file')), () => Promise.resolve('done')];
  const work = (): Promise<string> => (answers[tries.push(1) - 1] ?? (() => Promise.resolve('too often')))();
  expect(await new Worktrees(it.root).inTurn(work)).toBe('done');
});

test.concurrent('a branch that is taken makes git fail, in its words', async () => {
  using it = openRepository();
  const plan = await planned(it);
  it.git('branch', plan.branch);
  await expect(new Worktrees(it.root).add(plan, true)).rejects.toMatchObject({
    code: 'git-failed',
    details: {command: 'worktree', reason: expect.stringContaining('already exists')},
  });
});

test.concurrent('files named by .worktreeinclude come along, with their folders', async () => {
  using it = openRepository();
  it.write('.gitignore', '.env\nnode_modules/\nconfig/local/\n');
  it.write('.worktreeinclude', '.env\nconfig/local/**\n');
  it.commit('rules');
  it.write('.env', 'KEY=1\n');
  it.write('config/local/größe 1.yaml', 'a: 1\n');
  it.write('node_modules/x/index.js', 'x');
  const {path} = await added(it);
  expect(it.read(join(path, '.env'))).toBe('KEY=1\n');
  expect(it.read(join(path, 'config/local/größe 1.yaml'))).toBe('a: 1\n');
  expect(it.has(join(path, 'node_modules'))).toBe(false);
});

test.concurrent('a program that comes along can still be run', async () => {
  using it = openRepository();
  it.write('.worktreeinclude', 'tool.sh\n');
  it.write('tool.sh', '#!/bin/sh\n', 0o755);
  const {path} = await added(it);
  expect(it.modeOf(join(path, 'tool.sh'))).toBe(0o755);
});

test.concurrent.each([
  ['that leads nowhere', 'nowhere'],
  ['to a folder', 'docs'],
  ['to a file beside it', 'a.txt'],
])('a link %s comes along as a link', async (_, target) => {
  using it = openRepository();
  it.write('docs/b.txt', 'b\n');
  it.commit('docs');
  it.write('.worktreeinclude', 'link\n');
  symlinkSync(target, it.at('link'));
  const {path} = await added(it);
  expect(readlinkSync(join(path, 'link'))).toBe(target);
});

test.concurrent('a repository within the repository does not stop the worktree', async () => {
  using it = openRepository();
  it.write('.gitignore', 'vendor/\n');
  it.write('.worktreeinclude', 'vendor/\n');
  it.commit('rules');
  it.write('vendor/lib/x.c', 'x');
  it.git('init', '--quiet', 'vendor/lib');
  await expect(added(it)).resolves.toMatchObject({base_ref: 'main'});
});

test.concurrent('a tracked file that .worktreeinclude names is as it was committed', async () => {
  using it = openRepository();
  it.write('.worktreeinclude', '*.txt\n');
  it.write('untracked.txt', 'u\n');
  const plan = await planned(it);
  it.write('a.txt', 'changed\n');
  await new Worktrees(it.root).add(plan, true);
  expect(it.read(join(plan.path, 'a.txt'))).toBe('one\n');
  expect(it.read(join(plan.path, 'untracked.txt'))).toBe('u\n');
});

test.concurrent('our own folder never comes along', async () => {
  using it = openRepository();
  it.write('.worktreeinclude', '*\n');
  it.write('.roundhouse/state/db.json', '{}');
  const {path} = await added(it);
  expect(it.has(join(path, '.roundhouse'))).toBe(false);
});

test.concurrent('we are not led to the configuration of another repository from the folder of a worktree', async () => {
  using it = openRepository();
  const {path} = await added(it);
  it.gitIn(it.home, 'clone', '--quiet', '--bare', it.root, 'evil');
  it.write(join(it.home, 'evil.sh'), `#!/bin/sh\ntouch ${it.home}/ran\n`, 0o700);
  it.gitIn(it.home, '-C', 'evil', 'config', 'core.fsmonitor', join(it.home, 'evil.sh'));
  it.write('.git/worktrees/task-001/commondir', `${join(it.home, 'evil')}\n`);
  await gitAt(path)(['status']);
  expect(it.has(join(it.home, 'ran'))).toBe(false);
  it.gitIn(path, 'status');
  expect(it.has(join(it.home, 'ran'))).toBe(true);
});

test.concurrent.each(['gitdir: /etc/worktrees/..', 'gitdir: /etc', 'nothing'])(
  'a worktree has no git folder where its file says %j',
  said => {
    using it = openRepository();
    it.write(join(it.home, 'tree/.git'), `${said}\n`);
    expect(gitDirOf(join(it.home, 'tree'))).toBeUndefined();
  },
);

test('the git folder of a worktree may be named from there, and a person may be named by variables', async () => {
  using it = openRepository();
  const {path} = await added(it);
  it.write(join(path, '.git'), `gitdir: ${relative(path, join(it.root, '.git/worktrees/task-001'))}\n`);
  expect(gitDirOf(path)).toBe(join(it.root, '.git/worktrees/task-001'));
  vi.stubEnv('GIT_AUTHOR_NAME', 'Ann');
  await gitAt(path)(['-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '--allow-empty', '--message', 'm']);
  vi.stubEnv('GIT_AUTHOR_NAME', undefined);
  expect(await gitAt(path)(['log', '-1', '--format=%an'])).toBe('Ann');
});

test.concurrent('our own commits bear our name where the person has none', async () => {
  using it = openRepository();
  expect(await identityOf(gitAt(it.root))).toEqual([
    '-c',
    'user.name=roundhouse',
    '-c',
    'user.email=roundhouse@localhost',
  ]);
});

test.concurrent('our own commits bear the name of the person', async () => {
  using it = openRepository();
  it.git('config', 'user.email', 'me@example.org');
  expect(await identityOf(gitAt(it.root))).toEqual([]);
});

test.concurrent("git's last words come with the fault", async () => {
  using it = openRepository();
  await expect(gitAt(it.root)(['switch', 'mian'])).rejects.toMatchObject({
    code: 'git-failed',
    message: 'git switch failed: fatal: invalid reference: mian',
  });
});

test.concurrent('a question whose answer is no has no answer', async () => {
  using it = openRepository();
  expect(await ask(gitAt(it.root), ['rev-parse', '--verify', 'refs/heads/mian'])).toBeUndefined();
});
