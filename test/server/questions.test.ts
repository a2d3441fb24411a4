/** Questions from asking to the answer's arrival. */
import {expect, test, vi} from 'vitest';
import {openHouse, type House} from './house.ts';

const questions = (house: House) => Object.values(house.server.world.state.interrupts);
const question = (house: House, id = 'INT-001') => house.server.world.state.interrupts[id];
const taskOf = (house: House) => house.server.world.state.tasks['TASK-001'];

/** A house with a task, on which a worker is at work. */
const atWork = async (): Promise<House> => {
  const house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  return house;
};

test.concurrent('a question that nothing waits for leaves its task at work', async () => {
  await using house = await atWork();
  const argv = ['ask', '80 or 8080?', '--option', '80', '--option', '8080', '--priority', 'high'];
  expect(await house.asks(argv, house.worker('TASK-001'))).toMatchObject({
    exit: 0,
    out: {
      id: 'INT-001',
      task_id: 'TASK-001',
      session: 'worker-task-001',
      audience: 'planner',
      blocking: false,
      priority: 'high',
      options: ['80', '8080'],
      status: 'open',
    },
  });
  expect(taskOf(house)?.status).toBe('in_progress');
});

test.concurrent('the same question asked again is the one that is open', async () => {
  await using house = await atWork();
  const worker = house.worker('TASK-001');
  for (const argv of [
    ['request-input', '--summary', 'which port?'],
    ['request-input', '--summary', 'which port?'],
    ['request-input', '--summary', 'and which host?'],
  ])
    expect(await house.asks(argv, worker)).toMatchObject({exit: 0});
  expect(questions(house).map(it => it.question)).toEqual(['which port?', 'and which host?']);
});

test.concurrent('a task goes on when the last question it waits for is answered, and not before', async () => {
  await using house = await atWork();
  const worker = house.worker('TASK-001');
  await house.asks(['request-input', '--summary', 'which port?'], worker);
  await house.asks(['request-input', '--summary', 'and which host?'], worker);
  expect(await house.asks(['reply', '1', '8080'])).toMatchObject({out: {status: 'resolved'}});
  expect([taskOf(house)?.status, house.ptys.length]).toEqual(['needs_input', 1]);
  expect(await house.asks(['reply', 'int-2', 'localhost'])).toMatchObject({out: {status: 'applied'}});
  expect([taskOf(house)?.status, house.ptys.length]).toEqual(['in_progress', 2]);
  expect(questions(house).map(it => it.status)).toEqual(['applied', 'applied']);
});

test.concurrent('a held answer waits until the task is resumed, and counts as read only then', async () => {
  await using house = await atWork();
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  expect(await house.asks(['reply', '1', '8080', '--hold'])).toMatchObject({out: {status: 'resolved'}});
  expect(taskOf(house)?.status).toBe('needs_input');
  await house.asks(['resume-task', '1']);
  expect([taskOf(house)?.status, taskOf(house)?.notes, question(house)?.status]).toEqual([
    'in_progress',
    [],
    'applied',
  ]);
});

test.concurrent('an answer counts as read only when a prompt held it, not when it was given', async () => {
  await using house = await atWork();
  await house.asks(['ask', 'tabs or spaces?'], house.worker('TASK-001'));
  expect(await house.asks(['reply', '1', 'spaces'])).toMatchObject({out: {status: 'resolved'}});
  // The next prompt of the same task has it.
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['reply', '2', '8080']);
  expect(questions(house).map(it => it.status)).toEqual(['applied', 'applied']);
});

test.concurrent('an answer is given once; another takes its place only if asked for, and only while it is unread', async () => {
  await using house = await atWork();
  await house.asks(['ask', 'tabs or spaces?'], house.worker('TASK-001'));
  await house.asks(['reply', '1', 'tabs']);
  expect(await house.asks(['reply', '1', 'spaces'])).toMatchObject({code: 'question-answered'});
  expect(await house.asks(['reply', '1', 'spaces', '--replace'])).toMatchObject({out: {reply: {text: 'spaces'}}});
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['reply', '2', '8080']);
  expect(await house.asks(['reply', '1', 'tabs', '--replace'])).toMatchObject({code: 'question-closed'});
});

test.concurrent('who waits for the answer gets it as the answer, and it counts as read', async () => {
  await using house = await atWork();
  const waiting = house.asks(['ask', 'tabs or spaces?', '--wait', '60'], house.worker('TASK-001'));
  await vi.waitFor(() => expect(question(house)).toBeDefined());
  await house.asks(['reply', '1', 'spaces']);
  expect(await waiting).toMatchObject({out: {status: 'applied', reply: {text: 'spaces'}}});
});

test.concurrent('who waits too long learns that the question is still open', async () => {
  await using house = await atWork();
  const waiting = house.asks(['ask', 'tabs or spaces?', '--wait', '60'], house.worker('TASK-001'));
  const timer = setInterval(() => house.clock.passes(10_000), 1);
  expect(await waiting).toMatchObject({exit: 0, out: {status: 'open'}});
  clearInterval(timer);
});

test.concurrent('the inbox shows what is urgent first, then what waits longest', async () => {
  await using house = await atWork();
  const worker = house.worker('TASK-001');
  for (const [words, priority] of [
    ['a?', 'low'],
    ['b?', 'normal'],
    ['c?', 'high'],
    ['d?', 'normal'],
  ] as const) {
    house.clock.passes(1000);
    await house.asks(['ask', words, '--priority', priority], worker);
  }
  const {out} = await house.asks(['list-inbox']);
  expect((out['questions'] as {question: string}[]).map(it => it.question)).toEqual(['c?', 'b?', 'd?', 'a?']);
});

test.concurrent('a worker reaches a person through the planner: to ask one by itself is refused, and nothing is asked, unless it may', async () => {
  await using house = await atWork();
  const worker = house.worker('TASK-001');
  expect(await house.asks(['ask', 'who are you?', '--audience', 'human'], worker)).toMatchObject({
    code: 'audience-refused',
  });
  expect(questions(house)).toEqual([]);
  await house.asks(['config', 'set', 'workers_may_ask_people', 'true']);
  expect(await house.asks(['ask', 'who are you?', '--audience', 'human'], worker)).toMatchObject({
    out: {audience: 'human'},
  });
});

test.concurrent('what a human is asked no agent may answer: it is refused, and the question stays open', async () => {
  await using house = await openHouse();
  const planner = {...house.user, actor: 'planner', session: 'planner'} as const;
  expect(await house.asks(['ask', 'ship it?'], planner)).toMatchObject({out: {audience: 'human', session: 'planner'}});
  for (const agent of [planner, {...house.user, actor: 'mcp:codex'} as const])
    expect(await house.asks(['reply', '1', 'yes'], agent)).toMatchObject({code: 'audience-refused'});
  expect(question(house)).toMatchObject({status: 'open'});
  expect(await house.asks(['reply', '1', 'yes'])).toMatchObject({out: {reply: {text: 'yes', by: 'user'}}});
});

test.concurrent('a worker sees its own questions only, and answers none', async () => {
  await using house = await atWork();
  await house.asks(['ask', 'mine?'], house.worker('TASK-001'));
  await house.asks(['ask', 'not mine?', '--audience', 'human']);
  const worker = house.worker('TASK-001');
  expect(await house.asks(['show-question', '1'], worker)).toMatchObject({out: {question: 'mine?'}});
  expect(await house.asks(['show-question', '2'], worker)).toMatchObject({code: 'actor-refused'});
  expect(await house.asks(['reply', '1', 'yes'], worker)).toMatchObject({code: 'actor-refused'});
});

test.concurrent.each([
  [['reply', '9', 'yes'], 'question-unknown'],
  [['show-question', 'INT-9'], 'question-unknown'],
  [['ask', 'why?', '--task-id', '9'], 'task-unknown'],
  [['reply', '1'], 'params-invalid'],
])('%j is refused with %s', async (argv, code) => {
  await using house = await openHouse();
  expect(await house.asks(argv)).toMatchObject({code});
});

test.concurrent('questions of a task that is cancelled need no answer any more', async () => {
  await using house = await atWork();
  await house.asks(['request-input', '--summary', 'which port?'], house.worker('TASK-001'));
  await house.asks(['ask', 'and the host?'], house.worker('TASK-001'));
  await house.asks(['cancel-task', '1']);
  expect(questions(house).map(it => it.status)).toEqual(['cancelled', 'cancelled']);
});

test.concurrent('who is gone, or has the answer already, does not keep the server waiting', async () => {
  await using house = await atWork();
  await house.asks(['ask', 'tabs or spaces?'], house.worker('TASK-001'));
  const {questions: asked} = house.server;
  const open = question(house);
  if (open === undefined) throw new Error('nothing was asked');
  expect(await asked.answerTo(open, 3_600_000, AbortSignal.abort())).toMatchObject({status: 'open'});
  await house.asks(['reply', '1', 'spaces']);
  expect(await asked.answerTo(open, 3_600_000, new AbortController().signal)).toMatchObject({status: 'applied'});
});
