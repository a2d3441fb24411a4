/** Several things at once: keys faster than the work they start, people who come together. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

story('two people who attach at once to a new server both see the planner', async ({user, colleague}) => {
  await Promise.all([user.attaches(), colleague.attaches()]);
  await user.sees('This is the planner');
  await colleague.sees('This is the planner');
});

story('two splits in one breath open two shells', async ({user}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b % C-b "');
  await user.hasPanes('planner', 'shell-1', 'shell-2');
});

story('Enter pressed twice starts the planner once', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').exits();
  await user.presses('Enter Enter');
  await user.sees('This is the planner', {in: 'pane'});
  await agent('planner').runsOn();
});

story(
  'a worker that is started twice in one breath starts once, and the second is told why not',
  async ({user, agent}) => {
    await user.runs('create-task tidy --script true');
    await user.attaches({cols: 140, rows: 40});
    await user.presses('C-b b c c');
    await agent('worker-task-001').runsOn();
    const {result} = await user.runs('list-sessions --active-only');
    expect(result).toMatchObject({sessions: [{name: 'planner'}, {name: 'worker-task-001'}]});
  },
);

story('accepting twice in one breath records one decision', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').asksForReview();
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b b A y A y');
  const {result} = await user.runs('show-task 1');
  expect(result['decisions']).toHaveLength(1);
});

story('two tasks written in one breath get two numbers', async ({user}) => {
  await user.attaches({cols: 140, rows: 40});
  await user.types('\u0002Tfirst\r\r\u0002Tsecond\r\r');
  await user.sees('TASK-001 first', {in: 'board'});
  await user.sees('TASK-002 second', {in: 'board'});
});

story('a session with a strange name is not there', async ({user}) => {
  await user.attaches({show: 'constructor'});
  await user.wasLetGo('refused');
});

story('a verb on a session with a strange name says that there is none', async ({user}) => {
  await user.attaches();
  expect(await user.runs('close-session __proto__')).toMatchObject({exit: 3, fault: 'session-unknown'});
  expect(await user.runs('wait-session constructor')).toMatchObject({exit: 3, fault: 'session-unknown'});
  expect(await user.runs('show-task constructor')).toMatchObject({exit: 3, fault: 'task-unknown'});
});

story('a worker that is closed while it is zoomed can be left', async ({user}) => {
  await user.runs('create-task tidy --script true');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c Enter');
  await user.presses('C-b o C-b z');
  await user.hasPanes('worker-task-001');
  await user.presses('C-b x Enter');
  await user.sees('task-001 ended', {in: 'pane'});
  await user.presses('C-b Esc Enter');
  await user.sees('planner', {in: 'pane'});
});
