/** Real agents as workers: told their task, answered, branched off, sent messages, asked without a pane. */
import {delimiter} from 'node:path';
import {expect, test} from 'vitest';
import {readsAtWork} from '../../src/core/agents.ts';
import {builtIn} from '../../src/server/agents/agent.ts';
import {manners} from '../kit/agents/manners.ts';
import {absenceOf, binOf, kinds} from '../kit/agents/packages.ts';
import {prepare} from '../kit/agents/setup.ts';
import type {Kind} from '../kit/model/ask.ts';
import {Model} from '../kit/model/model.ts';
import {Machine} from '../smoke/machine.ts';
import {untilSeen} from '../smoke/until.ts';

const all = kinds.map(kind => ({kind, absence: absenceOf(kind)}));
for (const {absence} of all) if (absence !== undefined) process.stderr.write(`skipped: ${absence}\n`);

/** A machine on which one agent is installed, as the worker; it trusts the repository and its worktrees, or nothing. */
const machineWith = (kind: Kind, model: Model, {isTrusting = true} = {}): Machine => {
  const machine = new Machine();
  const root = `${machine.folder}/shop`;
  const trusts = [root, ...['1', '2'].map(it => `${root}-worktrees/task-00${it}`)];
  const {env} = prepare(kind, {folder: machine.folder, model: model.url, trusts: isTrusting ? trusts : []});
  const PATH = [binOf(kind), machine.env['PATH']].join(delimiter);
  // The machine's own folder of settings is another one than that which was prepared.
  const OPENCODE_CONFIG = `${machine.folder}/home/.config/opencode/opencode.json`;
  Object.assign(machine.env, {...env, ...machine.env, PATH, OPENCODE_CONFIG});
  machine.configures(`worker_agent: ${kind}\n`);
  return machine;
};

/** Tokens of the shorter answer at the least. */
const WORDS = 3;
const patient = {timeout: 180_000};

test.for(all)('$kind is told its task, and the answer when it goes on', patient, async ({kind, absence}, {skip}) => {
  skip(absence !== undefined, absence);
  await using model = await Model.open();
  model.when(/You are the worker on TASK-001[\s\S]*Paint the door/u).says('How many coats?');
  model.when(/goes on where you stopped[\s\S]*two coats/u).says('Two coats it is.');
  await using machine = machineWith(kind, model);
  const shop = machine.repository();
  await shop.does('create-task', 'paint', '--prompt', 'Paint the door.');
  await shop.does('spawn-worker', '1');
  await shop.sees(model.answers(/Paint the door/u, {withinMs: 60_000}));
  // Gemini keeps a conversation when its turn is over.
  await shop.does('wait-session', 'worker-task-001', '--until', 'done', '--until', 'idle', '--timeout', '25');
  await shop.does('request-input', '1', '--summary', 'how many coats?');
  await shop.does('reply', '1', 'two coats');
  const {ask} = await shop.sees(model.answers(/two coats/u, {withinMs: 60_000}));
  expect(ask.turn).toBe(2);
  expect(model.unscripted).toEqual([]);
  const {usage} = await untilSeen('what both turns have used', () => shop.does('list-usage'), {
    isRight: it => (it.usage[0]?.output ?? 0) >= 2 * WORDS,
  });
  expect(usage).toMatchObject([{session: 'worker-task-001', agent: kind}]);
  expect(usage[0]?.input).toBeGreaterThan(1000);
});

const branching = all.filter(({kind}) => builtIn[kind].forks);

test.for(branching)(
  'a worker of $kind that branches off another knows what was said there, and works in its own folder',
  patient,
  async ({kind, absence}, {skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    model.when(/Paint the door/u).says('It is red now.');
    model.when(/Paint the fence/u).says('Red as well.');
    await using machine = machineWith(kind, model);
    const shop = machine.repository();
    await shop.does('create-task', 'paint', '--prompt', 'Paint the door.');
    await shop.does('create-task', 'more', '--prompt', 'Paint the fence.');
    await shop.does('spawn-worker', '1');
    await shop.sees(model.answers(/Paint the door/u, {withinMs: 60_000}));
    const conversationOf = async (name: string) =>
      untilSeen(`${name} has a conversation`, async () => (await shop.does('list-sessions')).sessions, {
        isRight: it => it.find(session => session.name === name)?.conversation !== undefined,
      });
    await conversationOf('worker-task-001');
    await shop.does('spawn-worker', '2', '--fork', 'worker-task-001');
    const {ask} = await shop.sees(model.answers(/Paint the fence/u, {withinMs: 60_000}));
    // Claude Code says behind it where it was before.
    expect([ask.turn, ask.cwd?.split(' ')[0]]).toEqual([2, `${shop.root}-worktrees/task-002`]);
    const found = await conversationOf('worker-task-002');
    expect(new Set(found.map(it => it.conversation)).size).toBe(2);
  },
);

test.for(all)(
  '$kind answers a question without a pane, however long it is and how it begins',
  patient,
  async ({kind, absence}, {skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    model.when(/--help me[\s\S]*which port/u).says('8080');
    await using machine = machineWith(kind, model);
    const shop = machine.repository();
    const question = `--help me: ${'no '.repeat(40_000)}which port?`;
    expect(await shop.does('consult', '--', question)).toMatchObject({status: 'answered', text: '8080'});
  },
);

/** Messages at once: whoever reads only at rest has a turn for each. */
const manyFor = (kind: Kind): number => (readsAtWork(kind) ? 40 : 5);

test.for(all)(
  '$kind gets each of many messages that come at once, whole and by itself',
  patient,
  async ({kind, absence}, {skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    model.when(/Paint the door/u).says('It is red now.');
    model.when(/^message \d+ of many$/u).says('I see.');
    await using machine = machineWith(kind, model);
    const shop = machine.repository();
    await shop.does('create-task', 'paint', '--prompt', 'Paint the door.');
    await shop.does('spawn-worker', '1');
    await shop.sees(model.answers(/Paint the door/u, {withinMs: 60_000}));
    const texts = Array.from({length: manyFor(kind)}, (_, n) => `message ${n} of many`);
    const sent = await Promise.all(texts.map(it => shop.does('send-text', 'worker-task-001', it, '--timeout', '150')));
    expect(new Set(sent.map(it => it.outcome))).toEqual(new Set(['delivered']));
    // What comes while Codex works is sent beside other messages, each for itself.
    const missing = () => texts.filter(it => model.turns.at(-1)?.body.includes(JSON.stringify(it)) !== true);
    await untilSeen('the model has been sent each, whole', async () => missing(), {
      isRight: it => it.length === 0,
      withinMs: 60_000,
    });
  },
);

const asking = all.filter(({kind}) => manners[kind].trust !== undefined);

test.for(asking)(
  '$kind asks whether its folder is trusted, and does its task when a person has said so',
  patient,
  async ({kind, absence}, {skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    model.when(/Paint the door/u).says('It is red now.');
    await using machine = machineWith(kind, model, {isTrusting: false});
    const shop = machine.repository();
    const screen = machine.terminal(shop.root, {cols: 160, rows: 45});
    await screen.sees('planner');
    await shop.does('create-task', 'paint', '--prompt', 'Paint the door.');
    await shop.does('spawn-worker', '1');
    await shop.does('wait-session', 'worker-task-001', '--until', 'asks', '--timeout', '25');
    expect(model.turns).toEqual([]);
    screen.types('\u0002A');
    await screen.sees('task-001 asks');
    // What Claude Code offers first is to leave.
    screen.types(kind === 'codex' ? '\r' : 'trust\r');
    await shop.sees(model.answers(/Paint the door/u, {withinMs: 60_000}));
  },
);
