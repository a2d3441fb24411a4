/** The end of the day, and the next morning. */
import {expect, test} from 'vitest';
import {openHouse, type House} from './house.ts';

const statuses = (house: House) =>
  Object.fromEntries(Object.values(house.server.world.state.sessions).map(it => [it.name, it.status]));
const taskOf = (house: House) => house.server.world.state.tasks['TASK-001'];
const programs = (house: House, from = 0) => house.ptys.slice(from).map(it => it.options.env?.['ROUNDHOUSE_SESSION']);

/** A planner, a worker at work, and a shell of the person. */
const busy = async (): Promise<House> => {
  const house = await openHouse();
  await house.asks(['open-session', '--name', 'logs', '--', 'tail', '-f', 'log']);
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['launch']);
  return house;
};

test.concurrent('suspending ends all programs, and nothing else follows from it', async () => {
  await using house = await busy();
  expect(await house.asks(['suspend'])).toMatchObject({exit: 0});
  expect(statuses(house)).toEqual({planner: 'suspended', 'worker-task-001': 'suspended', logs: 'suspended'});
  expect([taskOf(house)?.status, taskOf(house)?.notes]).toEqual(['in_progress', []]);
  expect(house.ptys.every(it => it.signals.includes('SIGHUP'))).toBe(true);
});

test.concurrent('the next launch brings the planner first, then the others in the order they came', async () => {
  await using house = await busy();
  await house.asks(['suspend']);
  await house.restarts();
  expect(statuses(house)).toEqual({planner: 'suspended', 'worker-task-001': 'suspended', logs: 'suspended'});
  const before = house.ptys.length;
  expect(await house.asks(['launch'])).toMatchObject({out: {troubles: []}});
  expect(programs(house, before)).toEqual(['planner', 'logs', 'worker-task-001']);
  expect(statuses(house)).toEqual({planner: 'active', 'worker-task-001': 'active', logs: 'active'});
  expect(taskOf(house)?.status).toBe('in_progress');
});

test.concurrent('planner and workers go on in their own conversations, the planner first', async () => {
  await using house = await openHouse();
  const words = ['{conversation}', '{prompt}'];
  const talker = {command: ['talker', ...words], resume: ['talker', '--resume', ...words]};
  house.configures(JSON.stringify({planner_agent: 'talker', worker_agent: 'talker', agents: {talker}}));
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['launch']);
  const [worker, planner] = house.ptys.map(it => it.options.argv[1]);
  await house.asks(['suspend']);
  await house.restarts();
  await house.asks(['launch']);
  expect(house.ptys.slice(2).map(it => it.options.argv.slice(0, 3))).toEqual([
    ['talker', '--resume', planner],
    ['talker', '--resume', worker],
  ]);
});

test.concurrent('an agent that was kept goes on in its conversation, and says what it may do now', async () => {
  await using house = await openHouse();
  house.configures('worker_agent: claude\nworker_auto_approve: true\nworker_model: big\n');
  house.installs('claude');
  await house.asks(['create-task', 'tidy']);
  await house.asks(['spawn-worker', '1']);
  await house.asks(['close-worker', '1', '--keep-terminal-running']);
  const kept = () => house.server.world.state.sessions['kept-task-001'];
  const {conversation = ''} = kept() ?? {};
  expect(kept()?.auto_approve).toBe(true);
  await house.asks(['suspend', 'kept-task-001']);
  house.configures('worker_agent: claude\n');
  await house.asks(['resume', 'kept-task-001']);
  const {argv} = house.pty().options;
  expect(argv.slice(0, 3)).toEqual(['claude', '--resume', conversation]);
  expect(argv.at(-1)).toBe('{"permissions":{"allow":["mcp__roundhouse"]}}');
  expect(kept()).toMatchObject({status: 'active', conversation, auto_approve: false, was_worker: true});
});

test.concurrent('one session is suspended, and goes on when asked, while the others live', async () => {
  await using house = await busy();
  await house.asks(['suspend', 'worker-task-001']);
  // Who only comes back does not wake it.
  await house.asks(['launch']);
  expect(statuses(house)).toEqual({planner: 'active', 'worker-task-001': 'suspended', logs: 'active'});
  expect(await house.asks(['resume', 'worker-task-001'])).toMatchObject({
    out: {sessions: [{name: 'worker-task-001', status: 'active'}]},
  });
});

test.concurrent('steps that were done are not done again', async () => {
  await using house = await busy();
  await house.asks(['record-step', '1'], house.worker('TASK-001'));
  await house.asks(['suspend']);
  await house.asks(['launch']);
  expect(taskOf(house)?.step).toBe(1);
});

test.concurrent('what cannot go on stays suspended, and the others go on', async () => {
  await using house = await busy();
  await house.asks(['suspend']);
  house.broken = 'tail';
  expect((await house.asks(['launch'])).out['troubles']).toEqual([
    '"logs" stays suspended: cannot start a process for "logs" (fork failed: EAGAIN)',
  ]);
  expect(statuses(house)).toEqual({planner: 'active', 'worker-task-001': 'active', logs: 'suspended'});
});

test.concurrent('closing a suspended worker gives its task back to the board', async () => {
  await using house = await busy();
  await house.asks(['suspend']);
  await house.asks(['close-worker', '1']);
  expect([statuses(house)['worker-task-001'], taskOf(house)?.status]).toEqual(['closed', 'ready']);
});

test.concurrent('a task is told where to go when its worker is closed', async () => {
  await using house = await busy();
  expect(await house.asks(['close-session', 'worker-task-001', '--task-status', 'review_ready'])).toMatchObject({
    out: {status: 'closed'},
  });
  expect(taskOf(house)?.status).toBe('review_ready');
});

test.concurrent.each([
  [['close-session', 'logs', '--task-status', 'ready'], 'params-invalid'],
  [['close-session', 'worker-task-001', '--task-status', 'done'], 'params-invalid'],
  [['suspend', 'nobody'], 'session-unknown'],
  [['resume', 'nobody'], 'session-unknown'],
])('%j is refused with %s, and all programs live on', async (argv, code) => {
  await using house = await busy();
  expect(await house.asks(argv)).toMatchObject({code});
  expect(statuses(house)).toEqual({planner: 'active', 'worker-task-001': 'active', logs: 'active'});
});

test.concurrent('a mood is explained by the record, the task or the process', async () => {
  await using house = await busy();
  const explained = async (name: string) => (await house.asks(['explain-session', name])).out;
  house.clock.passes(2000);
  expect(await explained('worker-task-001')).toMatchObject({source: 'task', why: 'TASK-001 is in_progress'});
  expect(await explained('logs')).toMatchObject({source: 'process', why: 'at its prompt, and nothing came for 2 s'});
  await house.asks(['suspend', 'logs']);
  expect(await explained('logs')).toMatchObject({mood: 'suspended', source: 'record'});
  expect(await house.asks(['explain-session', 'nobody'])).toMatchObject({code: 'session-unknown'});
});
