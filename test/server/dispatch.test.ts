import {expect, test} from 'vitest';
import {answer} from '../../src/server/dispatch.ts';
import {handlers} from '../../src/server/verbs/handlers.ts';
import {verbNames} from '../../src/protocol/names.ts';
import {entryOf} from '../../src/protocol/verbs.ts';
import {openHouse, type House} from './house.ts';

/** A verb as it is printed. */
const printed = (house: House, ...argv: readonly string[]) =>
  answer(house.server, {argv, caller: house.user, gone: new AbortController().signal});

/** A house in which a worker is at work on the first of two tasks. */
const atWork = async (): Promise<House> => {
  const house = await openHouse();
  await house.task('tidy');
  await house.task('sweep');
  await house.asks(['spawn-worker', '1']);
  return house;
};

test.concurrent('every verb of the server has what does it', () => {
  expect(Object.keys(handlers).toSorted()).toEqual(verbNames.filter(it => entryOf(it).runs === 'server').toSorted());
});

test.concurrent.each([[[]], [['--help']], [['help']]])('%j is answered with the list of verbs', async argv => {
  await using house = await openHouse();
  expect(await printed(house, ...argv)).toMatchObject({exit: 0, out: expect.stringContaining('create-task')});
});

test.concurrent('a verb with --help is not done', async () => {
  await using house = await openHouse();
  expect(await printed(house, 'create-task', 'tidy', '--help')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('Example: '),
  });
  expect(house.server.world.state.tasks).toEqual({});
});

test.concurrent('a result for people is text, and for programs JSON', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  expect(await printed(house, 'list-tasks')).toMatchObject({out: expect.stringContaining('ID        STATUS')});
  expect(await house.asks(['list-tasks'])).toMatchObject({exit: 0, out: {tasks: [{id: 'TASK-001', title: 'tidy'}]}});
});

test.concurrent.each([
  [['frobnicate'], 2, 'verb-unknown'],
  [['list-tasks', '--frobnicate'], 2, 'flag-unknown'],
  [['create-task'], 2, 'params-invalid'],
  [['show-task', '9'], 3, 'task-unknown'],
  [['close-session', 'nobody'], 3, 'session-unknown'],
  [['cleanup-task', '9'], 3, 'task-unknown'],
  [['update-task', '9', '--status', 'done'], 3, 'task-unknown'],
])('%j ends with exit code %i and the code %s', async (argv, exit, code) => {
  await using house = await openHouse();
  expect(await house.asks(argv)).toMatchObject({exit, code});
});

test.concurrent('a fault is printed for people with its hint', async () => {
  await using house = await openHouse();
  expect(await printed(house, 'show-task', '9')).toMatchObject({
    exit: 3,
    err: 'roundhouse: no task "TASK-009"\n  roundhouse list-tasks shows them',
  });
});

test.concurrent('a verb that was written with care for programs fails in JSON, too', async () => {
  await using house = await openHouse();
  const {err = ''} = await printed(house, 'show-task', '9', '--json');
  expect(JSON.parse(err)).toMatchObject({error: {code: 'task-unknown', details: {task: 'TASK-009'}}});
});

test.concurrent('what comes after -- says nothing of how a fault is printed', async () => {
  await using house = await openHouse();
  expect(await printed(house, 'send-text', 'nobody', '--', 'npm', 'test', '--json')).toMatchObject({
    err: expect.stringContaining('roundhouse: no session "nobody"'),
  });
});

test.concurrent('a verb of the command line that reaches the server is a usage error, not a bug', async () => {
  await using house = await openHouse();
  expect(await printed(house, 'doctor')).toMatchObject({exit: 2});
});

test.concurrent.each([
  [['show-task'], 'TASK-001'],
  [['show-task', '1'], 'TASK-001'],
  [['request-review'], 'TASK-001'],
])('a worker may %j, and means its own task', async (argv, id) => {
  await using house = await atWork();
  expect(await house.asks(argv, house.worker('TASK-001'))).toMatchObject({exit: 0, out: {id}});
});

test.concurrent.each([[['list-tasks']], [['list-sessions']]])('a worker may look around: %j', async argv => {
  await using house = await atWork();
  expect(await house.asks(argv, house.worker('TASK-001'))).toMatchObject({exit: 0});
});

test.concurrent.each([
  [['show-task', '2']],
  [['request-review', '2']],
  [['request-input', '2', '--summary', 'why?']],
  [['show-diff', '2']],
  [['commit-work', '2']],
  [['create-task', 'more']],
  [['update-task', '1', '--note', 'x']],
  [['cancel-task', '1']],
  [['spawn-worker', '2']],
  [['resume-task', '1']],
  [['record-decision', 'accept', '1']],
  [['cleanup-task', '1']],
  [['undo-cleanup', '1']],
  [['open-session']],
  [['close-session', 'planner']],
  [['close-worker', '1']],
  [['send-text', 'planner', 'rm']],
  [['read-screen', 'planner']],
  [['wait-session', 'planner']],
  [['list-events']],
  [['shutdown']],
])('a worker may not %j', async argv => {
  await using house = await atWork();
  expect(await house.asks(argv, house.worker('TASK-001'))).toMatchObject({exit: 4, code: 'actor-refused'});
});

test.concurrent('a worker reads its own screen, where the last lines of a failed step are', async () => {
  await using house = await atWork();
  house.pty().prints('step 1 failed\r\n');
  expect(await house.asks(['read-screen', 'worker-task-001'], house.worker('TASK-001'))).toMatchObject({exit: 0});
});

test.concurrent('a worker asks in its own name only', async () => {
  await using house = await atWork();
  await house.asks(['request-input', '--summary', 'why?', '--session-name', 'planner'], house.worker('TASK-001'));
  const [asked] = Object.values(house.server.world.state.interrupts);
  expect(asked?.session ?? 'worker-task-001').toBe('worker-task-001');
});

test.concurrent('who may act on what is recorded with who did', async () => {
  await using house = await atWork();
  await house.asks(['request-review'], house.worker('TASK-001'));
  const {out} = await house.asks(['list-events', '--limit', '1']);
  expect(out).toMatchObject({events: [{type: 'task-moved', actor: 'worker:worker-task-001', to: 'review_ready'}]});
});

test.concurrent('a worker without a task of its own must name none', async () => {
  await using house = await openHouse();
  expect(await house.asks(['show-task'])).toMatchObject({exit: 2, code: 'params-invalid'});
});

test.concurrent('a verb with its params by name is answered in JSON, and so are its faults', async () => {
  await using house = await openHouse();
  const named = (params: Record<string, unknown>) =>
    answer(house.server, {argv: ['create-task'], params, caller: house.user, gone: new AbortController().signal});
  const {out = ''} = await named({title: 'tidy', script: ['a', 'b']});
  expect(JSON.parse(out)).toMatchObject({id: 'TASK-001', script: ['a', 'b']});
  const {err = '', fault} = await named({titel: 'tidy'});
  expect(JSON.parse(err)).toMatchObject({error: {code: 'params-invalid'}});
  expect(fault).toMatchObject({code: 'params-invalid'});
});
