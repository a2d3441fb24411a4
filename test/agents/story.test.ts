/**
 * The day of real agents: Codex plans, Claude Code works, each finds our tools by itself; everything is killed in the middle,
 * and the same conversations go on.
 */
import {delimiter} from 'node:path';
import {expect, test} from 'vitest';
import type {TaskStatus} from '../../src/core/nouns/task.ts';
import {absenceOf, binOf} from '../kit/agents/packages.ts';
import {prepare} from '../kit/agents/setup.ts';
import type {Kind} from '../kit/model/ask.ts';
import {Model} from '../kit/model/model.ts';
import {Machine} from '../smoke/machine.ts';
import type {Repository} from '../smoke/repository.ts';
import {hasEnded, untilSeen} from '../smoke/until.ts';

const needed: readonly Kind[] = ['codex', 'claude'];
const absence = needed.map(absenceOf).find(it => it !== undefined);
if (absence !== undefined) process.stderr.write(`skipped: ${absence}\n`);

/** A machine on which both agents are installed, and speak to a scripted model. */
const machineWith = (model: Model): {readonly machine: Machine; readonly shop: Repository} => {
  const machine = new Machine();
  const root = `${machine.folder}/shop`;
  const env = Object.assign(
    {},
    ...needed.map(kind => prepare(kind, {folder: machine.folder, model: model.url, trusts: [root]}).env),
  ) as Record<string, string>;
  const PATH = [...needed.map(binOf), machine.env['PATH']].join(delimiter);
  Object.assign(machine.env, {...env, ...machine.env, PATH});
  return {machine, shop: machine.repository()};
};

/** What the models do. */
const script = (model: Model): void => {
  model
    .when(/^You are the planner/u, {from: 'codex'})
    .calls('roundhouse__create_task', {
      title: 'paint the door',
      prompt: 'Write the colour into door.txt.',
      acceptance: ['door.txt names a colour'],
    })
    .calls('roundhouse__spawn_worker', {task_id: '1'})
    .says('Claude paints the door.');
  model
    .when(/^You are the worker on TASK-001[\s\S]*door\.txt names a colour/u, {from: 'claude'})
    .writes('door.txt', 'red\n')
    .runs('git add --all && git commit --quiet --message "paint the door"')
    .calls('roundhouse__request_input', {summary: 'how many coats?', detail: ['one is thin']})
    .says('I wait for an answer.');
  model
    .when(/goes on where you stopped[\s\S]*two coats/u, {from: 'claude'})
    .runs('echo "two coats" >> door.txt && git commit --quiet --all --message "a second coat"')
    .calls('roundhouse__request_review')
    .says('The door is painted.');
  model
    .when(/^accept it$/u, {from: 'codex'})
    .calls('roundhouse__record_decision', {kind: 'accept', task_id: '1', evidence: ['I looked at it']})
    .calls('roundhouse__merge_task', {task_id: '1'})
    .says('The door is merged.');
};

const taskIs = (shop: Repository, status: TaskStatus) =>
  untilSeen(`the task is ${status}`, () => shop.does('show-task', '1'), {
    isRight: it => it.status === status,
    withinMs: 60_000,
  });

const conversations = async (shop: Repository): Promise<Readonly<Record<string, string | undefined>>> => {
  const {sessions} = await shop.does('list-sessions');
  return Object.fromEntries(sessions.map(it => [it.name, it.conversation]));
};

/** The server and all agents, at one stroke. */
const powerFails = async (shop: Repository): Promise<void> => {
  const {sessions} = await shop.does('list-sessions', '--active-only');
  const groups = sessions.map(it => it.pid ?? 0).filter(it => it > 0);
  const {server} = shop;
  for (const pid of [server, ...groups.map(it => -it)])
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by the end of another.
    }
  await Promise.all([server, ...groups].map(hasEnded));
};

test(
  'codex plans, claude works and asks, all is killed, both go on in their conversations',
  {timeout: 180_000},
  async ({skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    script(model);
    const {machine, shop} = machineWith(model);
    await using _machine = machine;
    machine.configures('planner_agent: codex\nworker_agent: claude\nworker_auto_approve: true\n');

    const screen = machine.terminal(shop.root, {cols: 160, rows: 45});
    await screen.sees('Claude paints the door.');
    const asking = await taskIs(shop, 'needs_input');
    expect(asking.interrupts).toMatchObject([{question: 'how many coats?', details: ['one is thin']}]);
    expect(asking.acceptance).toEqual(['door.txt names a colour']);
    const before = await untilSeen('both conversations are on record', () => conversations(shop), {
      isRight: it => it['planner'] !== undefined && it['worker-task-001'] !== undefined,
    });

    await powerFails(shop);
    const again = machine.terminal(shop.root, {cols: 160, rows: 45});
    await again.sees('Claude paints the door.');
    expect((await shop.does('show-task', '1')).status).toBe('needs_input');
    await shop.does('reply', '1', 'two coats');
    await taskIs(shop, 'review_ready');
    expect(await conversations(shop)).toEqual(before);

    await shop.does('send-text', 'planner', 'accept it');
    await taskIs(shop, 'merged');
    expect(shop.git('show', 'main:door.txt')).toBe('red\ntwo coats');
    expect((await shop.does('list-decisions', '1')).decisions).toMatchObject([
      {kind: 'accept', by: 'planner'},
      {kind: 'merge', by: 'planner', outcome: 'done'},
    ]);
    // Each conversation was one: what was said before the end of all was still known.
    expect((await model.hears(/goes on where you stopped/u)).ask.turn).toBe(2);
    expect((await model.hears(/^accept it$/u)).ask.turn).toBe(2);
    expect(model.unscripted).toEqual([]);
  },
);
