/** The end of the day by keys, and the next morning. */
import {story} from '../kit/story.ts';

story('what is suspended says so in its pane, and Enter lets it go on', async ({user}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 120, rows: 30});
  await user.runs('suspend');
  await user.sees('‖ planner', {in: 'agents'});
  await user.sees('‖ task-001', {in: 'agents'});
  await user.sees('planner is suspended · Enter lets it go on', {in: 'pane'});
  await user.presses('Enter');
  await user.sees('planner goes on', {in: 'status bar'});
  await user.sees('‖ task-001', {in: 'agents'});
});

story('who comes the next morning finds everything going on', async ({user}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches();
  await user.runs('suspend');
  await user.presses('C-b d');
  await user.attaches({cols: 120, rows: 30});
  await user.sees('planner', {in: 'agents'});
  await user.sees('task-001', {in: 'agents'});
  await user.seesNot('‖');
});

story('C-b Z suspends all after a question, and C-b w chooses among all sessions', async ({user}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b w');
  await user.sees('task-001', {in: 'dialog'});
  await user.types('tidy');
  await user.presses('Enter');
  await user.cursorIsIn('worker-task-001');
  await user.presses('C-b Z');
  await user.sees('Suspend all?', {in: 'dialog'});
  await user.presses('y');
  await user.sees('worker-task-001, planner suspended', {in: 'status bar'});
  await user.sees('‖ planner', {in: 'agents'});
});
