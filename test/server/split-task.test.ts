import {expect, test} from 'vitest';
import {openHouse} from './house.ts';

test.concurrent('the parts take the place of the whole, with its contract, and what waited for it waits for them', async () => {
  await using house = await openHouse();
  await house.task('tidy', '--acceptance', 'all tests pass', '--label', 'cleanup', '--write-scope', 'src/**');
  await house.task('ship', '--depends-on', '1');
  expect(await house.asks(['split-task', '1', 'parse', 'print', '--reason', 'too large'])).toMatchObject({
    exit: 0,
    out: {
      task: {id: 'TASK-001', status: 'cancelled', status_reason: 'split into TASK-003, TASK-004: too large'},
      parts: [
        {
          id: 'TASK-003',
          title: 'parse',
          status: 'ready',
          part_of: 'TASK-001',
          acceptance: ['all tests pass'],
          labels: ['cleanup'],
          scope: {write: ['src/**']},
          script: [],
        },
        {id: 'TASK-004', title: 'print'},
      ],
    },
  });
  const {tasks, decisions} = house.server.world.state;
  expect(tasks['TASK-002']?.depends_on.map(it => it.task)).toEqual(['TASK-003', 'TASK-004']);
  expect(decisions['DEC-001']).toMatchObject({kind: 'cancel', task_id: 'TASK-001'});
});

test.concurrent('the worker of what is split is ended, its questions are withdrawn, its worktree stays', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['request-input', '--summary', 'all of it?'], house.worker('TASK-001'));
  await house.asks(['split-task', '1', 'parse', 'print']);
  const {sessions, interrupts, workspaces} = house.server.world.state;
  expect([sessions['worker-task-001']?.status, interrupts['INT-001']?.status, workspaces['TASK-001']?.status]).toEqual([
    'closed',
    'cancelled',
    'present',
  ]);
});

test.concurrent.each([
  [['split-task', '1', 'parse'], 'params-invalid'],
  [['split-task', '9', 'parse', 'print'], 'task-unknown'],
])('%j is refused with %s', async (argv, code) => {
  await using house = await openHouse();
  await house.task('tidy');
  expect(await house.asks(argv)).toMatchObject({code});
  expect(Object.keys(house.server.world.state.tasks)).toEqual(['TASK-001']);
});

test.concurrent('what is over cannot be split', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['cancel-task', '1']);
  expect(await house.asks(['split-task', '1', 'parse', 'print'])).toMatchObject({code: 'move-illegal'});
});

test.concurrent('risks are listed with their tasks, until those are over', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['update-task', '1', '--risk', 'the parser is old']);
  await house.asks(['update-task', '1', '--note', 'no risk']);
  expect((await house.asks(['list-risks'])).out['risks']).toMatchObject([
    {task_id: 'TASK-001', risk: 'the parser is old'},
  ]);
  expect((await house.asks(['show-handoff', '1'])).out['text']).toContain('## Risks');
  await house.asks(['cancel-task', '1']);
  expect((await house.asks(['list-risks'])).out['risks']).toEqual([]);
  expect((await house.asks(['list-risks', '--all'])).out['risks']).toHaveLength(1);
});
