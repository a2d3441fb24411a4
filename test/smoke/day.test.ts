/** A day's work with an agent of one's own: it asks, waits, is suspended, loses its machine, and goes on where it was. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {TaskStatus} from '../../src/core/nouns/task.ts';
import {Machine} from './machine.ts';
import type {Repository} from './repository.ts';
import {isRunning, until, untilSeen} from './until.ts';

/** Plays an agent: asks while it works, then needs an answer, and finishes when it is told that. */
const AGENT = `#!/bin/sh
echo "$1 $2" >> "$0.log"
case $1 in
new)
  roundhouse ask "which colour?" --wait 60 --json > asked.json
  roundhouse request-input --summary "ship it?" --detail "all is ready" ;;
resume)
  grep -q "Answer to" "$3" || exec cat
  cp "$3" told.md
  git add --all
  git commit --quiet --message done
  roundhouse request-review ;;
esac
exec cat
`;

const taskIs = (shop: Repository, status: TaskStatus) =>
  untilSeen(`the task is ${status}`, () => shop.does('show-task', '1'), {isRight: it => it.status === status});

/** A task whose worker has had one answer while it worked, and waits for the next. */
const asking = async (machine: Machine): Promise<Repository> => {
  const shop = machine.repository();
  await shop.does('create-task', 'paint', '--prompt', 'Paint it.', '--acceptance', 'it shines');
  await shop.does('spawn-worker', '1');
  await untilSeen('it asks', () => shop.does('list-inbox'), {isRight: it => it.questions.length === 1});
  await shop.does('reply', '1', 'blue');
  await taskIs(shop, 'needs_input');
  return shop;
};

test('a worker asks and goes on, waits for the planner, and everything survives a night and a crash', async () => {
  await using machine = new Machine();
  const {log} = machine.hasAgent(AGENT, {worker_agent: 'mine'});
  const shop = await asking(machine);
  expect(await shop.does('show-question', '1')).toMatchObject({status: 'applied', reply: {text: 'blue', by: 'user'}});

  await shop.does('suspend');
  const {server} = shop;
  process.kill(server, 'SIGKILL');
  await until('the server is gone', () => !isRunning(server));

  const {out} = await shop.run();
  expect(out).toContain('worker-task-001');
  const {sessions} = await shop.does('list-sessions', '--active-only');
  expect(Object.fromEntries(sessions.map(it => [it.name, `${it.status} ${it.agent}`]))).toEqual({
    planner: 'active shell',
    'worker-task-001': 'active mine',
  });
  await until('it went on', () => log().length === 2);
  await shop.does('reply', '2', 'yes, today');
  await taskIs(shop, 'review_ready');
  const [first = '', ...others] = log();
  const goesOn = first.replace('new', 'resume');
  expect([first.split(' ')[0], others]).toEqual(['new', [goesOn, goesOn]]);
});

test('an answer is in the prompt of the worker that goes on, in the same conversation', async () => {
  await using machine = new Machine();
  const {log} = machine.hasAgent(AGENT, {worker_agent: 'mine'});
  const shop = await asking(machine);
  await shop.does('reply', '2', 'yes, today');
  await taskIs(shop, 'review_ready');
  expect(await shop.fileIn(shop.worktree(1), 'told.md')).toContain('Answer to INT-002 "ship it?":\nyes, today');
  expect(new Set(log().map(line => line.split(' ')[1])).size).toBe(1);
  expect(await shop.does('show-question', '2')).toMatchObject({status: 'applied'});
});

test('a worker of steps that goes on does again only what was under way', async () => {
  await using machine = new Machine();
  const shop = machine.repository();
  await shop.does('create-task', 'count', '--script', 'echo one >> log.txt', '--script', 'test -e go');
  await shop.does('spawn-worker', '1');
  await shop.does('wait-session', 'worker-task-001', '--until', 'asks');
  await shop.does('suspend', 'worker-task-001');
  writeFileSync(join(shop.worktree(1), 'go'), '');
  await shop.does('resume', 'worker-task-001');
  await shop.showing('worker-task-001', 'TASK-001 is needs_input: nothing is run');
  expect(await shop.does('show-task', '1')).toMatchObject({status: 'needs_input', step: 1});
  await shop.does('reply', '1', 'it is there now');
  await shop.does('wait-session', 'worker-task-001', '--until', 'done');
  await shop.does('suspend', 'worker-task-001');
  await shop.does('resume', 'worker-task-001');
  await shop.showing('worker-task-001', 'TASK-001 is review_ready: nothing is run');
  expect(readFileSync(join(shop.worktree(1), 'log.txt'), 'utf8')).toBe('one\n');
});
