/** Repositories as they may be found: each either works, or is refused in a sentence that says what to do. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {complaintOf} from './repository.ts';

test('outside of a repository every command says so', async () => {
  await using machine = new Machine();
  const nowhere = machine.find(machine.folder);
  const refusal = {
    exit: 3,
    lines: [
      `roundhouse: not inside a git repository: ${machine.folder}`,
      '  go to a repository, or make one here with: git init',
    ],
  };
  expect(await nowhere.complaint('list-tasks')).toEqual(refusal);
  expect(await nowhere.complaint('create-task', 'tidy')).toEqual(refusal);
  expect(await nowhere.complaint()).toEqual(refusal);
  expect(await nowhere.complaint('init')).toEqual(refusal);
});

test('a bare repository is refused, from anywhere in it', async () => {
  await using machine = new Machine();
  const shop = machine.repository('shop.git', {commits: false, bare: true});
  const refusal = {
    exit: 4,
    lines: [
      `roundhouse: a bare repository has no files to work on: ${shop.root}`,
      '  clone it, and start roundhouse in the clone',
    ],
  };
  expect(await shop.complaint('list-tasks')).toEqual(refusal);
  expect(await machine.find(join(shop.root, 'refs')).complaint('list-tasks')).toEqual(refusal);
});

test('who starts in a folder below, or in a linked worktree, comes to the same board, planner and server', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  const {server} = shop;
  shop.git('worktree', 'add', '--quiet', join(machine.folder, 'linked'));
  mkdirSync(join(shop.root, 'a/b'), {recursive: true});
  for (const path of [join(shop.root, 'a/b'), join(machine.folder, 'linked')].map(it => machine.find(it))) {
    expect((await path.run()).out).toMatch(/^planner +active/mu);
    expect(await path.does('list-tasks')).toMatchObject({tasks: [{id: 'TASK-001', title: 'tidy'}]});
  }
  expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'planner', cwd: shop.root}]});
  expect(shop.server).toBe(server);
});

test('a detached head is refused as a base, unless one asks for it', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  shop.git('checkout', '--quiet', '--detach');
  await shop.does('create-task', 'tidy', '--script', 'true');
  expect(await shop.complaint('spawn-worker', '1')).toEqual({
    exit: 4,
    lines: [
      `roundhouse: no branch is checked out (HEAD is detached at ${shop.git('rev-parse', 'HEAD').slice(0, 12)})`,
      '  git switch BRANCH, or start from this commit all the same: spawn-worker --base HEAD',
    ],
  });
  expect(await shop.does('list-tasks')).toMatchObject({tasks: [{status: 'ready'}]});
  await shop.does('spawn-worker', '1', '--base', 'HEAD');
  expect(await shop.does('wait-session', 'worker-task-001', '--until', 'done')).toMatchObject({mood: 'done'});
});

test('a repository without a commit has a board, and says why it has no workers', async () => {
  await using machine = new Machine();
  const shop = machine.repository('shop', {commits: false});
  await shop.does('create-task', 'tidy', '--script', 'true');
  const refusal = {
    exit: 4,
    lines: [
      `roundhouse: no commit yet, so a worktree has nothing to start from: ${shop.root}`,
      '  make a first commit: git commit --allow-empty -m "first commit"',
    ],
  };
  expect(await shop.complaint('spawn-worker', '1')).toEqual(refusal);
  expect(await shop.complaint('spawn-worker', '1', '--base', 'HEAD')).toEqual(refusal);
  shop.git('commit', '--quiet', '--allow-empty', '--message', 'first commit');
  expect(await shop.does('spawn-worker', '1')).toMatchObject({status: 'active'});
});

test('changes that are not committed are named before a worker starts without them', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy', '--script', 'cat README.md > seen.txt');
  shop.writes('README.md', '# another shop\n');
  expect(await shop.complaint('spawn-worker', '1')).toEqual({
    exit: 4,
    lines: [
      'roundhouse: 1 changed file(s) are not committed, and a worker would not see them: README.md',
      '  commit or stash them, or start from the last commit all the same: spawn-worker --base HEAD',
    ],
  });
  await shop.does('spawn-worker', '1', '--base', 'HEAD');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  expect(await shop.fileIn(shop.worktree(1), 'seen.txt')).toBe('# shop\n');
  expect(readFileSync(join(shop.root, 'README.md'), 'utf8')).toBe('# another shop\n');
});

test('a base that does not exist is named', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy', '--script', 'true');
  expect(await shop.complaint('spawn-worker', '1', '--base', 'develop')).toEqual({
    exit: 3,
    lines: ['roundhouse: no branch, tag or commit "develop"', '  git branch --all shows the branches'],
  });
});

test('spaces, quotes and letters of any language are fine in paths, titles and files', async () => {
  await using machine = new Machine();
  const shop = machine.repository("Tee & Töpfe 'n' 茶");
  await shop.does('create-task', 'Grüner Tee für 茶館', '--script', 'echo "3,20 €" > "grüner tee.txt"');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  const diff = await shop.does('show-diff', '1');
  expect(diff.files).toEqual([{path: 'grüner tee.txt', added: 1, removed: 0}]);
  expect(diff.patch).toContain('+3,20 €');
  await shop.does('record-decision', 'accept', '1');
  await shop.does('close-worker', '1');
  expect(await shop.does('cleanup-task', '1')).toMatchObject({status: 'removed'});
  expect(await shop.does('undo-cleanup', '1')).toMatchObject({status: 'present', path: shop.worktree(1)});
  const terminal = machine.terminal(shop.root, {cols: 120, rows: 30});
  await terminal.sees('This is the planner', 'TASK-001 Grüner Tee für');
  terminal.types('roundhouse list-tasks\r');
  await terminal.sees('TASK-001  done');
});

test('a diff names files as people write them', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'grüner Tee', '--script', 'echo "3,20 €" > "grüner tee.txt"');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  expect((await shop.does('show-diff', '1')).patch).toContain('+++ b/grüner tee.txt');
});

test('a state folder that cannot be made is named, with the reason', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  shop.writes('.roundhouse/state', 'a file in its place\n');
  const refusal = {
    exit: 5,
    lines: [
      `roundhouse: cannot write the state folder ${shop.paths.state} (EEXIST)`,
      '  check its owner, its permissions and whether the file system is mounted read-only',
    ],
  };
  expect(await shop.complaint('list-tasks')).toEqual(refusal);
  expect(await shop.complaint('create-task', 'tidy')).toEqual(refusal);
  expect(readFileSync(shop.paths.state, 'utf8')).toBe('a file in its place\n');
});

test.each(['db.json', 'events.jsonl'])('a newer %s is refused, and not touched', async name => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  await shop.shutsDown();
  const files = ['db.json', 'events.jsonl'].map(it => join(shop.paths.state, it));
  const path = join(shop.paths.state, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"version":2', '"version":99'));
  const before = files.map(it => readFileSync(it));
  expect(await shop.complaint('create-task', 'tidy')).toEqual({
    exit: 4,
    lines: [
      `roundhouse: ${path} was written by a newer roundhouse (format 99; this one knows 2)`,
      '  use the newer roundhouse; nothing was changed',
    ],
  });
  expect(files.map(it => readFileSync(it))).toEqual(before);
  expect(shop.holder).toBeUndefined();
});

test('a board that cannot be read is never begun anew', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy');
  await shop.shutsDown();
  const path = join(shop.paths.state, 'db.json');
  writeFileSync(path, '{"version":1,');
  const {exit, lines} = await shop.complaint('list-tasks');
  expect({exit, count: lines.length}).toEqual({exit: 5, count: 2});
  expect(lines[0]).toContain(`cannot read ${path}`);
  expect(lines[1]).toMatch(/^ {2}nothing was changed; restore one of these files/u);
  expect(readFileSync(path, 'utf8')).toBe('{"version":1,');
});

test('a machine without git is told to install it, by what needs it and by doctor', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'tidy', '--script', 'true');
  await shop.shutsDown();
  const tools = {PATH: machine.bareTools()};
  const refused = await shop.runWith(tools, 'spawn-worker', '1');
  expect(complaintOf(refused)).toEqual({
    exit: 5,
    lines: ['roundhouse: git cannot be run', '  install git, and see that it is on PATH'],
  });
  const {out} = await shop.runWith(tools, 'doctor');
  expect(out).toContain('✗ git git cannot be run (install git, and see that it is on PATH)');
});
