/** Questions in their panel: seen as they come, answered in place. */
import {story} from '../kit/story.ts';

story('a question shows at the bottom and in the inbox, and is answered in place', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await user.attaches({cols: 140, rows: 30});
  await agent('worker-task-001').runs('ask "tabs or spaces?" --option tabs --option spaces --priority high');
  await user.sees('i inbox (1)', {in: 'status bar'});
  await user.presses('C-b i');
  await user.sees('for the planner', {in: 'screen'});
  await user.sees('! tabs or spaces?', {in: 'screen'});
  await user.sees('options: tabs | spaces', {in: 'screen'});
  await user.presses('a');
  await user.types('spaces');
  await user.presses('Enter');
  await user.sees('INT-001 is answered', {in: 'status bar'});
  await user.sees('answered, not read yet', {in: 'screen'});
  await user.presses('Esc');
  await user.seesNot('inbox (1)', {in: 'status bar'});
});

story('the urgent stands first; j and k go through all; Enter goes to who asks', async ({user, agent}) => {
  await user.runs('create-task first --script true');
  await user.runs('create-task second --script true');
  await user.runs('spawn-worker 1');
  await user.runs('spawn-worker 2');
  await agent('worker-task-001').runs('ask "what colour?" --priority low');
  await agent('worker-task-002').runs('ask "which port?"');
  await user.attaches({cols: 140, rows: 30});
  await user.presses('C-b i');
  await user.sees('▸which port?', {in: 'screen'});
  await user.presses('j');
  await user.sees('▸what colour?', {in: 'screen'});
  await user.presses('j');
  await user.sees('▸what colour?', {in: 'screen'});
  await user.presses('k');
  await user.presses('Enter');
  await user.cursorIsIn('worker-task-002');
});

story('an empty inbox says so, and on a narrow screen it lies over the panes', async ({user}) => {
  await user.attaches({cols: 80, rows: 24});
  await user.presses('C-b i');
  await user.sees('nobody asks anything', {in: 'screen'});
  await user.presses('a');
  await user.sees('nobody asks anything', {in: 'status bar'});
  await user.presses('1');
  await user.sees('1 Board', {in: 'screen'});
  await user.presses('3');
  await user.sees('3 Inbox', {in: 'screen'});
  await user.presses('Esc');
  await user.seesNot('3 Inbox', {in: 'screen'});
});
