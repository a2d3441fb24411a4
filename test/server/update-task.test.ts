import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openHouse} from './house.ts';

test.concurrent('new steps are run from the first', async () => {
  await using house = await openHouse();
  await house.task('tidy', '--script', 'true', '--script', 'false');
  await house.asks(['spawn-worker', '1']);
  await house.asks(['request-input', '--summary', 'why?', '--step', '1'], house.worker('TASK-001'));
  expect(await house.asks(['update-task', '1', '--script', 'echo new'])).toMatchObject({out: {step: 0}});
});

test.concurrent.each(['in_progress', 'review_ready', 'accepted', 'done', 'cancelled'])(
  'a task becomes %s by the verb that does what belongs to it, and by no other',
  async status => {
    await using house = await openHouse();
    await house.task('tidy');
    expect(await house.asks(['update-task', '1', '--status', status])).toMatchObject({code: 'status-refused', exit: 4});
    expect(house.server.world.state.tasks['TASK-001']?.status).toBe('ready');
  },
);

test.concurrent('a dependency that would make a circle is refused before anything of the change is kept', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.task('sweep', '--depends-on', '1');
  const {seq} = house.server.world.state;
  expect(await house.asks(['update-task', '1', '--title', 'tidy all', '--depends-on', '2'])).toMatchObject({
    code: 'depends-cycle',
  });
  expect(house.server.world.state).toMatchObject({seq, tasks: {'TASK-001': {title: 'tidy', depends_on: []}}});
});

test.concurrent('a task is not put back on the board while its worker is alive', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  await house.asks(['spawn-worker', '1']);
  expect(await house.asks(['update-task', '1', '--status', 'ready'])).toMatchObject({code: 'status-refused'});
});

test.concurrent.each(['planner', 'worker-task-001'])('no shell takes the name %s', async name => {
  await using house = await openHouse();
  expect(await house.asks(['open-session', '--name', name])).toMatchObject({exit: 2});
});

test.concurrent('a server whose lock is gone changes nothing any more', async () => {
  await using house = await openHouse();
  await house.task('tidy');
  const state = join(house.repository.root, '.roundhouse/state');
  const before = readFileSync(join(state, 'events.jsonl'), 'utf8');
  rmSync(join(state, 'server.lock'));
  expect(await house.asks(['create-task', 'lost'])).toMatchObject({code: 'store-unwritable'});
  expect(readFileSync(join(state, 'events.jsonl'), 'utf8')).toBe(before);
});

test.concurrent('half of a scope is changed without the other', async () => {
  await using house = await openHouse();
  await house.task('tidy', '--write-scope', 'src', '--read-scope', 'docs');
  const changed = await house.asks(['update-task', '1', '--write-scope', 'test']);
  expect(changed).toMatchObject({out: {scope: {write: ['test'], read: ['docs']}}});
});

test.concurrent('a command line empties lists by name', async () => {
  await using house = await openHouse();
  await house.task('one');
  await house.task('two', '--depends-on', '1', '--acceptance', 'x', '--write-scope', 'src', '--read-scope', 'docs');
  const argv = ['update-task', '2', '--clear', 'depends_on', '--clear', 'acceptance', '--clear', 'write_scope'];
  expect(await house.asks(argv)).toMatchObject({
    out: {depends_on: [], acceptance: [], scope: {write: [], read: ['docs']}},
  });
  expect(await house.asks(['update-task', '2', '--clear', 'title'])).toMatchObject({code: 'params-invalid'});
});
