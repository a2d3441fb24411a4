/** What changes by itself as time passes, and what a flood of output does not change. */
import {story} from '../kit/story.ts';

const CLEAR = '\u001b[2J\u001b[H';

story('ages grow in minutes and hours', async ({user, clock}) => {
  await user.attaches();
  await user.sees('○ planner    <1m', {in: 'agents'});
  await clock.passes('6 min');
  await user.sees('○ planner     5m', {in: 'agents'});
  await clock.passes('3 h');
  await user.sees('○ planner     3h', {in: 'agents'});
});

story('a program that holds its picture back shows it whole', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${CLEAR}before`);
  await agent('planner').prints(`\u001b[?2026h${CLEAR}half`);
  await agent('planner').prints(` and half\u001b[?2026l`);
  await user.sees('half and half', {in: 'pane'});
});

story('a program that dies while it holds its picture back is shown all the same', async ({user, agent, clock}) => {
  await user.attaches();
  await agent('planner').prints(`${CLEAR}before`);
  await agent('planner').prints(`\u001b[?2026h${CLEAR}half`);
  await clock.passes('1 s');
  await user.sees('half', {in: 'pane'});
});

story('a flood ends with its last line on the screen', async ({user, agent}) => {
  await user.attaches();
  for (const at of Array.from({length: 40}, (_, n) => n))
    await agent('planner').prints(`${'flood '.repeat(400)}\n${at}\n`);
  await agent('planner').prints('the end');
  await user.sees('the end', {in: 'pane'});
});

story('a notice stays until the next key', async ({user, clock}) => {
  await user.attaches();
  await user.presses('C-b a');
  await clock.passes('1 h');
  await user.sees('no other agent waits for you', {in: 'status bar'});
  await user.types('x');
  await user.sees('C-b  c worker', {in: 'status bar'});
});

story('figures on a card follow the work', async ({user, agent, clock}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 200, rows: 50});
  await agent('worker-task-001').writes('flags.txt', 'one\ntwo\n');
  await agent('worker-task-001').prints('written');
  await clock.passes('3 s');
  await user.sees('+2 −0', {in: 'board'});
});

story('a worktree that is removed behind our back is noticed', async ({user, clock, repository}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  repository.losesWorktree('task-001');
  await clock.passes('6 s');
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b b d');
  await user.sees('TASK-001', {in: 'status bar'});
});
