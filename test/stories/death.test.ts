/** The server ends, by a verb or by an accident, and starts anew. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

story('a server that dies loses programs and nothing else', async ({user, agent, server}) => {
  await user.runs('create-task first --script true');
  await user.runs('create-task second --script true');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c Enter');
  await agent('worker-task-001').writes('flags.txt', 'half done\n');
  await agent('planner').prints('old words');
  await server.dies();
  await user.attaches({cols: 140, rows: 40});
  await user.sees('TASK-001 first', {in: 'board'});
  await user.sees('TASK-002 second', {in: 'board'});
  await user.sees('This is the planner', {in: 'pane', of: 'planner'});
  await user.seesNot('old words');
  await user.sees('– task-001', {in: 'agents'});
  const {result} = await user.runs('show-task 1');
  expect(result).toMatchObject({
    status: 'ready',
    notes: [{by: 'system', text: 'session "worker-task-001" was lost with its server; the worktree is kept'}],
    workspace: {status: 'present'},
    diff: {files: 1},
  });
});

story('what the start mended is told to who comes first', async ({user, colleague, server}) => {
  await user.runs('create-task first --script true');
  await server.dies();
  await user.attaches();
  await user.sees('replayed after an unclean end', {in: 'status bar'});
  await colleague.attaches();
  await colleague.seesNot('replayed');
});

story('a worker starts again on a task whose worker was lost', async ({user, agent, server}) => {
  await user.runs('create-task first --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').writes('flags.txt', 'half done\n');
  await server.dies();
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c Enter');
  await agent('worker-task-001').runsOn();
  const {result} = await user.runs('show-diff 1');
  expect(result).toMatchObject({files: [{path: 'flags.txt', added: 1}]});
});

story('a question outlives the server that heard it', async ({user, agent, server}) => {
  await user.runs('create-task first --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').asks('which port?');
  await server.dies();
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b b a');
  await user.sees('which port?', {in: 'dialog'});
  await user.types('8080');
  await user.presses('Enter');
  await agent('worker-task-001').runsOn();
  await user.sees('TASK-001 goes on', {in: 'status bar'});
});

story('a server that restarts keeps board and layout', async ({user, server}) => {
  await user.runs('create-task first --script true');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c Enter');
  await user.hasPanes('planner', 'worker-task-001');
  await server.restarts();
  await user.attaches({cols: 140, rows: 40});
  await user.hasPanes('planner', 'worker-task-001');
  await user.sees('no process runs in it', {in: 'pane', of: 'worker-task-001'});
  await user.sees('TASK-001 first', {in: 'board'});
  await user.resizes(45, 20);
  await user.sees('Enter leaves it');
});

story('Q ends all programs and the server after a question', async ({user, agent, server}) => {
  await user.attaches();
  await user.presses('C-b Q');
  await user.sees('All programs are ended.', {in: 'dialog'});
  await user.presses('Enter');
  await agent('planner').hasEnded();
  await user.wasLetGo('shutdown');
  await server.hasEnded();
});

story('a server that nobody needs ends by itself', async ({user, agent, clock, server}) => {
  await user.attaches();
  await agent('planner').exits();
  await user.detaches();
  await clock.passes('9 min');
  await user.attaches();
  await agent('planner').exits();
  await user.detaches();
  await clock.passes('11 min');
  await server.hasEnded();
});

story('a worker that ends too early leaves its task ready', async ({user, agent}) => {
  await user.runs('create-task first --script true');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c Enter');
  await agent('worker-task-001').exits(3);
  await user.sees('task-001 ended with code 3', {in: 'pane', of: 'worker-task-001'});
  await user.sees('ready', {in: 'board'});
  const {result} = await user.runs('show-task 1');
  expect(result).toMatchObject({
    status: 'ready',
    notes: [{text: expect.stringContaining('the worker ended (code 3)')}],
  });
});
