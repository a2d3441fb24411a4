/** Tasks and workers by keys: written, started, looked at, ruled on, closed. */
import {expect} from 'vitest';
import {story} from '../kit/story.ts';

/** The planner's greeting holds a path; on golden screens it is cleared away. */
const PROMPT = '\u001b[2J\u001b[H$ ';

story('a task written by keys is on the board', async ({user, agent}) => {
  await user.attaches({cols: 120, rows: 30});
  await agent('planner').prints(PROMPT);
  await user.presses('C-b T');
  await user.types('tidy the flags');
  await user.presses('Enter');
  await user.types('npm test && npm run lint');
  await user.screenIs('new-task-form');
  await user.presses('Enter');
  await user.hasClosed('dialog');
  await user.sees('TASK-001 is on the board', {in: 'status bar'});
  await user.sees('TASK-001 tidy the flags', {in: 'board'});
  const {result} = await user.runs('show-task 1');
  expect(result).toMatchObject({title: 'tidy the flags', script: ['npm test && npm run lint'], status: 'ready'});
});

story('a form that is left writes nothing', async ({user}) => {
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b T');
  await user.types('never');
  await user.presses('Esc');
  await user.hasClosed('dialog');
  await user.sees('no tasks yet', {in: 'board'});
});

story('a worker starts on a ready task, its pane appears and the focus stays', async ({user, agent}) => {
  await user.runs('create-task "tidy the flags" --script "npm test"');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b c');
  await user.sees('TASK-001', {in: 'dialog'});
  await user.presses('Enter');
  await user.sees('worker-task-001 started', {in: 'status bar'});
  await user.hasPanes('planner', 'worker-task-001');
  await user.cursorIsIn('planner');
  await agent('worker-task-001').prints('── step 1 of 1: npm test');
  await user.sees('step 1 of 1', {in: 'pane', of: 'worker-task-001'});
  await user.sees('◐ task-001', {in: 'agents'});
  await user.sees('in progress', {in: 'board'});
});

story('a new task and its worker are made in one go', async ({user, agent}) => {
  await user.attaches();
  await user.presses('C-b c Enter');
  await user.types('say hello');
  await user.presses('Enter');
  await user.types('echo hello');
  await user.presses('Enter');
  await user.hasPanes('planner', 'worker-task-001');
  await agent('worker-task-001').runsOn();
});

story('c on a card starts a worker on that task', async ({user, agent}) => {
  await user.runs('create-task first --script true');
  await user.runs('create-task second --script true');
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b b j c');
  await agent('worker-task-002').runsOn();
  await agent('worker-task-001').wasNeverStarted();
  await user.cursorIsHidden();
});

story('a worker that cannot start says why', async ({user}) => {
  await user.runs('create-task "no steps"');
  await user.attaches();
  await user.presses('C-b c Enter');
  await user.sees('TASK-001', {in: 'status bar'});
  await user.hasPanes('planner');
});

story('a dirty repository is asked about before a worker starts', async ({user, agent, repository}) => {
  await user.runs('create-task tidy --script true');
  repository.writes('README.md', '# another shop\n');
  await user.attaches();
  await user.presses('C-b c Enter');
  await user.sees('Start from the last commit all the same?', {in: 'dialog'});
  await user.presses('Enter');
  await agent('worker-task-001').runsOn();
  await user.hasPanes('planner', 'worker-task-001');
});

story('x closes a worker after a question', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches();
  await user.clicks('task-001');
  await user.presses('C-b x');
  await user.sees('Close worker-task-001?', {in: 'dialog'});
  await user.presses('Enter');
  await user.sees('worker-task-001 closed', {in: 'status bar'});
  await agent('worker-task-001').hasEnded();
  const {result} = await user.runs('show-task 1');
  expect(result).toMatchObject({status: 'ready', workspace: {status: 'present'}});
});

story('Esc to the question whether to close leaves all as it was', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches();
  await user.clicks('task-001');
  await agent('planner').prints(PROMPT);
  await agent('worker-task-001').prints('busy');
  await user.screenIs('worker-80x24');
  await user.presses('C-b x');
  await user.screenIs('close-question');
  await user.presses('Esc');
  await user.screenIs('worker-80x24');
  await agent('worker-task-001').runsOn();
});

story('A on a card in review shows what must hold, and records the decision', async ({user, agent}) => {
  await user.runs('create-task tidy --script true --acceptance "all tests pass"');
  await user.runs('create-task after --script true --depends-on 1');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 140, rows: 40});
  await agent('worker-task-001').writes('flags.txt', 'tidy\n');
  await agent('worker-task-001').asksForReview();
  await user.sees('review', {in: 'board'});
  await user.sees('✓ task-001', {in: 'agents'});
  await user.presses('C-b b g A');
  await user.sees('Accept TASK-001?', {in: 'dialog'});
  await user.sees('1 file(s), +1 −0', {in: 'dialog'});
  await user.sees('must hold: all tests pass', {in: 'dialog'});
  await user.presses('y');
  await user.sees('changes that no', {in: 'dialog'});
  await user.presses('y');
  await user.sees('TASK-001: accept recorded as', {in: 'status bar'});
  await user.sees('accepted', {in: 'board'});
  const {result} = await user.runs('show-task 1');
  expect(result).toMatchObject({status: 'accepted', decisions: [{kind: 'accept', task_id: 'TASK-001'}]});
  expect(await user.runs('spawn-worker 2')).toMatchObject({exit: 0});
});

story('R on a card in review rejects the work, and n does not', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').asksForReview();
  await user.attaches({cols: 140, rows: 40});
  await user.presses('C-b b R n');
  await user.hasClosed('dialog');
  await user.sees('review', {in: 'board'});
  await user.presses('R Enter');
  await user.sees('TASK-001: reject recorded as', {in: 'status bar'});
  await user.sees('▸TASK-001 tidy                ✗', {in: 'board'});
});

story('d shows what a worker changed, and Esc leaves it', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').writes('flags.txt', 'one\ntwo\n');
  await user.attaches();
  await user.presses('C-b b d');
  await user.sees('flags.txt · new · +2 −0', {in: 'dialog'});
  await user.sees('+two', {in: 'dialog'});
  await user.presses('Esc');
  await user.hasClosed('dialog');
  await user.hasOpen('board');
});

story('a long diff is read by pages', async ({user, agent}) => {
  const lines = Array.from({length: 100}, (_, at) => `line ${at + 1}`).join('\n');
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').writes('long.txt', `${lines}\n`);
  await user.attaches();
  await user.presses('C-b b d');
  await user.seesNot('+line 50', {in: 'dialog'});
  await user.presses('Space Space');
  await user.sees('+line 50', {in: 'dialog'});
  await user.presses('G');
  await user.sees('+line 100', {in: 'dialog'});
  await user.presses('g');
  await user.sees('+line 1', {in: 'dialog'});
});
