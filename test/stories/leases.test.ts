/** Heavy work: who may run it now, who waits, seen and dealt with by keys. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

const PROMPT = '\u001b[2J\u001b[H$ ';
const build = {repo: '/home/story/bank', session: 'worker-task-007', purpose: 'cargo build'};
const lint = {repo: '/home/story/bank', session: 'heavy-4242', purpose: 'npm run lint'};

story(
  'the panel of leases shows the machine, who holds a lease and who waits, in all repositories',
  async ({user, agent, machine}) => {
    await user.runs('create-task tidy --script true');
    await user.runs('spawn-worker 1');
    await user.attaches({cols: 200, rows: 50});
    await agent('planner').prints(PROMPT);
    await user.presses('C-b e');
    await user.sees('nothing heavy runs', {in: 'leases'});
    await machine.hasAnother(build);
    await machine.hasAnother(lint);
    expect(await agent('worker-task-001').runs('acquire-lease --purpose "npm test"')).toMatchObject({
      exit: 5,
      result: {queue_position: 1, reason: '2 of 2 lease(s) are held'},
    });
    await user.sees('2 of 2', {in: 'leases'});
    await user.sees('task-007 cargo build', {in: 'leases'});
    await user.sees('1 task-001 npm test', {in: 'leases'});
    await user.sees('lease #1', {in: 'agents'});
    await user.screenIs('leases-200x50');
  },
);

story('at 80×24 the panel of leases lies over the panes', async ({user, agent, machine}) => {
  await user.attaches({cols: 80, rows: 24});
  await agent('planner').prints(PROMPT);
  await machine.hasAnother(build);
  await user.hasClosed('leases');
  await user.presses('C-b e');
  await user.sees('1 of 2', {in: 'leases'});
  await user.screenIs('leases-80x24');
  await user.presses('1');
  await user.sees('no tasks yet', {in: 'board'});
  await user.presses('2 Esc');
  await user.hasClosed('leases');
});

story('what others do on the machine is seen without a key', async ({user, machine}) => {
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b e');
  await machine.hasAnother(build);
  await user.sees('task-007 cargo build', {in: 'leases'});
  await machine.loses(build);
  await user.seesNot('cargo build', {in: 'leases'});
  await machine.is({load_1: 7.3, memory_available_gb: 2.25});
  await user.sees('7.3', {in: 'leases'});
  await user.sees('2.3 of 16 GB', {in: 'leases'});
});

story(
  'x releases the lease under the cursor after a question, and the next in the queue may start',
  async ({user, agent, machine}) => {
    await user.runs('create-task tidy --script true');
    await user.runs('spawn-worker 1');
    await user.attaches({cols: 140, rows: 40});
    await machine.hasAnother(build);
    await machine.hasAnother(lint);
    await agent('worker-task-001').runs('acquire-lease --purpose test');
    await user.presses('C-b e j x');
    await user.sees('Release HEAVY-00000002?', {in: 'dialog'});
    await user.sees('/home/story/bank', {in: 'dialog'});
    await user.presses('n');
    expect(machine.holders).toEqual(['worker-task-007', 'heavy-4242']);
    await user.presses('x y');
    await user.sees('HEAVY-00000002 released', {in: 'status bar'});
    expect(machine.holders).toEqual(['worker-task-007']);
    expect(await agent('worker-task-001').runs('acquire-lease --purpose test')).toMatchObject({exit: 0});
    await user.sees('task-001 test', {in: 'leases'});
  },
);

story('who only waits has nothing to release', async ({user, agent, machine}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b e x');
  await user.sees('nobody holds a lease', {in: 'status bar'});
  await machine.hasAnother(build);
  await machine.hasAnother(lint);
  await agent('worker-task-001').runs('acquire-lease --purpose test');
  await user.presses('G x');
  await user.sees('it only waits; there is nothing to release', {in: 'status bar'});
  await user.hasClosed('dialog');
});

story('a session that waits for a lease says so in its pane', async ({user, agent, machine}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 140, rows: 40});
  await user.clicks('task-001');
  await machine.hasAnother(build);
  await machine.hasAnother(lint);
  await agent('worker-task-001').runs('acquire-lease --purpose test');
  await user.sees('waits for a lease (1 of 1)');
  await machine.loses(build);
  await agent('worker-task-001').runs('acquire-lease --purpose test');
  await user.seesNot('waits for a lease');
  await user.seesNot('#1', {in: 'agents'});
});

story('a click chooses a lease, and the wheel goes through them', async ({user, machine}) => {
  await user.attaches({cols: 140, rows: 40});
  await machine.hasAnother(build);
  await machine.hasAnother(lint);
  await user.presses('C-b e');
  await user.clicks('heavy-4242');
  await user.sees('▸heavy-4242', {in: 'leases'});
  await user.wheels('up', 1, {in: 'leases'});
  await user.sees('▸task-007', {in: 'leases'});
});

story('the panel stays the one that was chosen, also after a detach', async ({user}) => {
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b e Esc');
  await user.detaches();
  await user.attaches({cols: 140, rows: 40});
  await user.sees('2 Leases', {in: 'leases'});
  await user.presses('C-b Tab');
  await user.cursorIsHidden();
  await user.presses('1');
  await user.sees('1 Board', {in: 'board'});
});

story('a heavy step is written on the board like any other', async ({user, agent}) => {
  const {result} = await user.runs('create-task tidy --script "heavy: npm test"');
  expect(result).toMatchObject({script: ['heavy: npm test']});
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').runsOn();
});

story('a server that dies leaves no lease behind', async ({user, agent, server, machine}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').runs('acquire-lease --purpose test');
  expect(machine.holders).toEqual(['worker-task-001']);
  await server.dies();
  expect(machine.holders).toEqual([]);
});
