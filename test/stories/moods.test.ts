/** What agents say of themselves, and what a person sees of it. */
import {story} from '../kit/story.ts';

const says = (state: string, message = ''): string =>
  `\u001b]7501;state=${state}:msg=${Buffer.from(message).toString('base64')}\u001b\\`;

story('what is done is marked until one goes there', async ({user, agent}) => {
  await user.runs('open-session --name logs');
  await user.attaches({cols: 140, rows: 40});
  await agent('logs').prints(says('working'));
  await user.sees('◐ logs', {in: 'agents'});
  await agent('logs').prints(says('done'));
  await user.sees('✓ logs', {in: 'agents'});
  await user.sees('a waiting (1)', {in: 'status bar'});
  await user.presses('C-b a');
  await user.cursorIsIn('logs');
  await user.sees('○ logs', {in: 'agents'});
  await user.seesNot('waiting (', {in: 'status bar'});
});

story('what is done before the eyes of a person is not marked', async ({user, agent}) => {
  await user.attaches({cols: 140, rows: 40});
  await agent('planner').prints(says('working'));
  await agent('planner').prints(says('done'));
  await user.sees('○ planner', {in: 'agents'});
});

story('what is done behind another window is marked until that is left', async ({user, agent}) => {
  await user.attaches({cols: 140, rows: 40});
  await user.terminalSays('\u001b[O');
  await agent('planner').prints(says('working'));
  await agent('planner').prints(says('done'));
  await user.sees('✓ planner', {in: 'agents'});
  await user.terminalSays('\u001b[I');
  await user.sees('○ planner', {in: 'agents'});
});

story('who only looks on has not seen it', async ({user, colleague, agent}) => {
  await user.runs('open-session --name logs');
  await user.attaches({cols: 140, rows: 40});
  await colleague.attaches({cols: 140, rows: 40, show: 'logs', watching: true});
  await agent('logs').prints(says('working'));
  await agent('logs').prints(says('done'));
  await user.sees('✓ logs', {in: 'agents'});
});

story('C-b a goes round: who asks, who is done, who failed', async ({user, agent}) => {
  for (const name of ['one', 'two', 'three']) await user.runs(`open-session --name ${name}`);
  await user.attaches({cols: 140, rows: 40});
  await agent('one').prints(says('error', 'no more credits'));
  await agent('two').prints(says('done'));
  await agent('three').prints(says('blocked', 'approve: rm -rf build'));
  await user.sees('a waiting (3)', {in: 'status bar'});
  await user.presses('C-b a');
  await user.cursorIsIn('three');
  await user.presses('C-b a');
  await user.cursorIsIn('two');
  await user.presses('C-b a');
  await user.cursorIsIn('three');
  await user.presses('C-b a');
  await user.cursorIsIn('one');
});

story('where nobody waits, C-b a goes round through all, and says so', async ({user, agent}) => {
  await user.runs('open-session --name logs');
  await user.attaches({cols: 140, rows: 40});
  await agent('logs').prints(says('working'));
  await user.presses('C-b a');
  await user.cursorIsIn('logs');
  await user.sees('no other agent waits for you; logs is working', {in: 'status bar'});
  await user.presses('C-b a');
  await user.cursorIsIn('planner');
});

story('why an agent waits stands in the list of sessions', async ({user, agent}) => {
  await user.runs('open-session --name logs');
  await user.attaches({cols: 140, rows: 40});
  await agent('logs').prints(says('blocked', 'approve: rm -rf build'));
  await user.presses('C-b w');
  await user.sees('asks · approve: rm -rf build', {in: 'dialog'});
});

story('a form that nobody knows is answered in its pane', async ({user, agent}) => {
  await user.runs('open-session --name logs');
  await user.attaches({cols: 140, rows: 40});
  await agent('logs').prints(says('blocked', 'approve: rm -rf build'));
  await user.presses('C-b A');
  await user.sees('logs asks: approve: rm -rf build', {in: 'status bar'});
  await user.cursorIsIn('planner');
});
