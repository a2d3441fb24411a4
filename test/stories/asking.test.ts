/** A worker that asks: it is marked, one goes there, one answers, it goes on. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

story('a worker that asks is marked everywhere', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 140, rows: 40});
  await agent('worker-task-001').asks('which port?');
  await user.sees('● task-001', {in: 'agents'});
  await user.sees('asks', {in: 'agents'});
  await user.sees('asks', {in: 'board'});
  await user.sees('a waiting (1)', {in: 'status bar'});
  await user.cursorIsIn('planner');
});

story('C-b a goes to the worker that asks, C-b A answers it and it goes on', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c Enter');
  await agent('worker-task-001').asks('which port?');
  await user.presses('C-b a');
  await user.cursorIsIn('worker-task-001');
  await user.presses('C-b A');
  await user.sees('which port?', {in: 'dialog'});
  await user.types('8080');
  await user.presses('Enter');
  await user.sees('TASK-001 goes on', {in: 'status bar'});
  await user.sees('◐ task-001', {in: 'agents'});
  await agent('worker-task-001').runsOn();
  const {result} = await user.runs('show-task 1');
  expect(result).toMatchObject({
    status: 'in_progress',
    notes: [],
    interrupts: [{question: 'which port?', status: 'applied', reply: {text: '8080', by: 'user'}}],
  });
});

story('C-b a brings a worker on the screen that is not there', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches();
  await user.hasPanes('planner');
  await agent('worker-task-001').asks('which port?');
  await user.hasPanes('planner');
  await user.presses('C-b a');
  await user.cursorIsIn('worker-task-001');
});

story('C-b a says so when nobody waits', async ({user}) => {
  await user.attaches();
  await user.presses('C-b a');
  await user.sees('no other agent waits for you', {in: 'status bar'});
});

story('C-b A says so when nothing is asked', async ({user}) => {
  await user.attaches();
  await user.presses('C-b A');
  await user.sees('nothing is asked', {in: 'status bar'});
  await user.hasClosed('dialog');
});

story('the one who waits longest is first', async ({user, agent, clock}) => {
  await user.runs('create-task first --script true');
  await user.runs('create-task second --script true');
  await user.runs('spawn-worker 1');
  await user.runs('spawn-worker 2');
  await agent('worker-task-002').asks('me first?');
  await clock.passes('1 min');
  await agent('worker-task-001').asks('me too?');
  await user.attaches({cols: 140, rows: 40});
  await user.sees('a waiting (2)', {in: 'status bar'});
  await user.presses('C-b a');
  await user.cursorIsIn('worker-task-002');
  await user.presses('C-b a');
  await user.cursorIsIn('worker-task-001');
});

story('a worker may not act on the task of another', async ({user, agent}) => {
  await user.runs('create-task first --script true');
  await user.runs('create-task second --script true');
  await user.runs('spawn-worker 1');
  const refused = await agent('worker-task-001').runs('request-review 2');
  expect(refused).toMatchObject({fault: 'actor-refused'});
});

story('a planner whose command has ended is idle after a while', async ({user, agent, clock}) => {
  await user.attaches();
  await agent('planner').isAtWork();
  await agent('planner').prints('compiling…');
  await user.sees('◐ planner', {in: 'agents'});
  await agent('planner').isAtWork(false);
  await agent('planner').prints('$ ');
  await clock.passes('5 s');
  await user.sees('○ planner', {in: 'agents'});
});

story('a message is not typed into what a person has begun, and is when they have sent it', async ({user, agent}) => {
  await user.attaches({cols: 120, rows: 30});
  await agent('planner').echoes();
  await user.presses('h a l f');
  const {exit} = await user.runs('send-text planner other --timeout 0');
  expect(exit).toBe(6);
  await user.presses('Enter');
  await user.runs('send-text planner other');
  await agent('planner').heard('half\rother\r');
});
