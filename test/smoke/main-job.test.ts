/** The main job from the command line: tasks, workers in worktrees, questions, decisions, and nothing lost. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Machine} from './machine.ts';
import {writeInto} from './repository.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const COMMIT = /^[0-9a-f]{40}$/u;

test('two workers do their tasks side by side, and their work is looked at, accepted, removed and brought back', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'write flags', '--script', 'echo tidy > flags.txt', '--script', 'cat flags.txt');
  await shop.does('create-task', 'write prices', '--script', 'echo 3.20 > prices.txt', '--acceptance', 'one price');
  await Promise.all([shop.does('spawn-worker', '1'), shop.does('spawn-worker', '2')]);
  await Promise.all(['1', '2'].map(it => shop.does('wait-session', `worker-task-00${it}`, '--until', 'done')));

  const diff = await shop.does('show-diff', 'TASK-001');
  expect(diff).toMatchObject({task_id: 'TASK-001', files: [{path: 'flags.txt', added: 1, removed: 0}]});
  expect(diff.base).toBe(shop.git('rev-parse', 'main'));
  expect(diff.patch).toContain('+tidy');
  expect(existsSync(join(shop.root, 'flags.txt'))).toBe(false);

  const decision = await shop.does('record-decision', 'accept', '1', '--reason', 'as wanted');
  expect(decision).toMatchObject({id: 'DEC-001', kind: 'accept', task_id: 'TASK-001', reason: 'as wanted', by: 'user'});
  expect(decision.commit).toBe(shop.git('-C', shop.worktree(1), 'rev-parse', 'HEAD'));
  expect(await shop.does('close-worker', '1')).toMatchObject({name: 'worker-task-001', status: 'closed'});

  writeInto(shop.worktree(1), 'notes.txt', 'not committed\n');
  const removed = await shop.does('cleanup-task', '1');
  expect(removed).toMatchObject({status: 'removed', trash: {branch_removed: false}});
  expect(existsSync(shop.worktree(1))).toBe(false);
  expect(shop.git('cat-file', '-p', `${removed.trash?.ref}:notes.txt`)).toBe('not committed');
  expect(await shop.does('undo-cleanup', '1')).toMatchObject({status: 'present', path: shop.worktree(1)});
  expect(readFileSync(join(shop.worktree(1), 'notes.txt'), 'utf8')).toBe('not committed\n');
  expect(readFileSync(join(shop.worktree(1), 'flags.txt'), 'utf8')).toBe('tidy\n');
});

test('a worker commits its work once, titled with the task, on a branch of its own', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'Tidy the flags', '--script', 'echo tidy > flags.txt');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  const {workspace} = await shop.does('show-task', '1');
  expect(workspace).toMatchObject({branch: 'roundhouse/task-001-tidy-the-flags', base_ref: 'main', status: 'present'});
  expect(shop.git('log', '--format=%s', 'main..roundhouse/task-001-tidy-the-flags')).toBe('Tidy the flags');
  expect(shop.git('status', '--porcelain')).toBe('?? .roundhouse/');
});

test('a step that fails asks, and after it was mended and answered the work goes on from that step', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const steps = ['echo one >> log.txt', 'echo looking; test -f mended || exit 3', 'echo three >> log.txt'];
  await shop.does('create-task', 'three steps', ...steps.flatMap(step => ['--script', step]));
  await shop.does('spawn-worker', '1');
  expect(await shop.does('wait-session', 'worker-task-001', '--until', 'asks')).toMatchObject({mood: 'asks'});

  const asking = await shop.does('show-task', '1');
  expect(asking).toMatchObject({status: 'needs_input', step: 1, owner_session: 'worker-task-001'});
  expect(asking.interrupts).toMatchObject([{id: 'INT-001', status: 'open', session: 'worker-task-001'}]);
  const [asked] = asking.interrupts;
  expect(asked?.question).toBe(`step 2 of 3 failed: ${steps[1]}`);
  expect(asked?.details.slice(0, 3)).toEqual([`command: ${steps[1]}`, 'ended with: exit status 3', 'last lines:']);
  expect(asked?.details.slice(3)).toContain('looking');

  writeInto(shop.worktree(1), 'mended', '');
  expect(await shop.does('resume-task', '1', '--note', 'mended by hand')).toMatchObject({status: 'in_progress'});
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  expect(readFileSync(join(shop.worktree(1), 'log.txt'), 'utf8')).toBe('one\nthree\n');
  const done = await shop.does('show-task', '1');
  expect(done).toMatchObject({status: 'review_ready', notes: [{text: 'mended by hand', by: 'user'}]});
  expect(done.interrupts).toMatchObject([{status: 'applied', reply: {kind: 'answer', text: 'mended by hand'}}]);
});

test('the pane of a worker that asked is a shell in its worktree', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'fails', '--script', 'false');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'asks');
  expect(await shop.does('send-text', 'worker-task-001', 'pwd > where; mv where where.txt')).toMatchObject({
    session: 'worker-task-001',
  });
  expect(await shop.fileIn(shop.worktree(1), 'where.txt')).toBe(`${shop.worktree(1)}\n`);
});

test('a task that waits for others is not started, and they are named', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'first', '--script', 'true');
  await shop.does('create-task', 'second', '--script', 'true');
  await shop.does('create-task', 'third', '--script', 'true', '--depends-on', '1', '--depends-on', 'task-2');
  expect(await shop.complaint('spawn-worker', '3')).toEqual({
    exit: 4,
    lines: [
      'roundhouse: no worker for TASK-003: it waits for TASK-001 (ready), TASK-002 (ready)',
      '  roundhouse record-decision accept TASK, once that work is in order',
    ],
  });
  for (const task of ['1', '2']) {
    await shop.does('spawn-worker', task);
    await shop.does('wait-session', `worker-task-00${task}`, '--until', 'done');
    await shop.does('record-decision', 'accept', task);
  }
  expect(await shop.does('spawn-worker', '3')).toMatchObject({task_id: 'TASK-003'});
});

test('every verb prints JSON of one noun, or a list of them, with times in UTC', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const task = await shop.does('create-task', 'say hi', '--script', 'echo hi > hi', '--label', 'small');
  expect(task).toMatchObject({id: 'TASK-001', status: 'ready', script: ['echo hi > hi'], labels: ['small']});
  expect([task.created_at, task.updated_at]).toEqual([expect.stringMatching(INSTANT), expect.stringMatching(INSTANT)]);
  const session = await shop.does('spawn-worker', 'task-1', '--agent', 'shell');
  expect(session).toMatchObject({name: 'worker-task-001', kind: 'worker', agent: 'shell', status: 'active'});
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  expect(await shop.does('list-tasks')).toMatchObject({tasks: [{id: 'TASK-001', status: 'review_ready'}]});
  expect(await shop.does('list-sessions')).toMatchObject({sessions: [{name: 'worker-task-001', mood: 'done'}]});
  const screen = await shop.does('read-screen', 'worker-task-001');
  expect(screen).toMatchObject({session: 'worker-task-001', cols: 80, rows: 24});
  expect(screen.lines.join('\n')).toContain('review is asked for');
  const {events} = await shop.does('list-events', '--subject', 'TASK-001', '--limit', '1000');
  expect(events.map(it => it.seq)).toEqual(events.map(it => it.seq).toSorted((a, b) => a - b));
  expect(events[0]).toMatchObject({type: 'task-created', actor: 'user', at: expect.stringMatching(INSTANT)});
  const doctor = await shop.does('doctor');
  expect(doctor).toMatchObject({ok: true, server: {pid: shop.server, version: '0.1.0'}});
  expect(await shop.does('shutdown')).toEqual({stopped: ['worker-task-001']});
  expect(await shop.does('shutdown')).toEqual({stopped: []});
});

test('--json keeps the exit code: a refusal is one object on standard error', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const {exit, out, err} = await shop.run('show-task', '7', '--json');
  expect({exit, out}).toEqual({exit: 3, out: ''});
  expect(JSON.parse(err)).toEqual({
    error: {
      code: 'task-unknown',
      message: 'no task "TASK-007"',
      hint: 'roundhouse list-tasks shows them',
      details: {task: 'TASK-007'},
    },
  });
});

test('init says what it made, and makes nothing twice', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  const created = ['.roundhouse', '.roundhouse/state', '.roundhouse/.gitignore'];
  expect(await shop.does('init')).toEqual({root: shop.root, created});
  expect(await shop.does('init')).toEqual({root: shop.root, created: []});
  expect(shop.git('status', '--porcelain', '--untracked-files=all')).toBe('?? .roundhouse/.gitignore');
  expect(shop.git('rev-parse', 'HEAD')).toMatch(COMMIT);
});
