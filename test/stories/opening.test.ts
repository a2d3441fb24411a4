/** Opening the screen: what one sees first, at any size. */
import {story} from '../kit/story.ts';

const PROMPT = '\u001b[2J\u001b[H$ ';

story('the first opening shows planner, agents and board', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.sees('This is the planner', {in: 'pane'});
  await user.sees('○ planner', {in: 'agents'});
  await user.sees('no tasks yet', {in: 'board'});
  await user.sees('shop · main', {in: 'status bar'});
  await agent('planner').prints(PROMPT);
  await user.screenIs('opening-200x50');
  await user.gotOnlyPictures();
});

story('at 80×24 the board lies over the panes when it is called', async ({user, agent}) => {
  await user.attaches({cols: 80, rows: 24});
  await agent('planner').prints(PROMPT);
  await user.hasClosed('board');
  await user.screenIs('opening-80x24');
  await user.presses('C-b b');
  await user.sees('no tasks yet', {in: 'board'});
  await user.screenIs('board-80x24');
  await user.presses('Esc');
  await user.screenIs('opening-80x24');
});

story('at 45×20 the agents are a line of tabs', async ({user, agent}) => {
  await user.attaches({cols: 45, rows: 20});
  await agent('planner').prints(PROMPT);
  await user.sees('○ planner', {in: 'agents'});
  await user.screenIs('opening-45x20');
  await user.presses('C-b b');
  await user.screenIs('board-45x20');
});

story('a terminal under 20×6 is told so in a single line', async ({user, agent}) => {
  await user.attaches({cols: 19, rows: 6});
  await user.screenIs('too-small-19x6');
  await user.resizes(80, 5);
  await user.screenIs('too-small-80x5');
  await user.resizes(80, 24);
  await user.sees('○ planner', {in: 'agents'});
  await agent('planner').hasSize(58, 21);
});

story('a terminal of one cell does no harm', async ({user}) => {
  await user.attaches({cols: 1, rows: 1});
  await user.presses('C-b c');
  await user.resizes(20, 6);
  await user.resizes(80, 24);
  await user.sees('+ new task', {in: 'dialog'});
});

story('the screen follows the terminal through many sizes', async ({user, agent}) => {
  await user.attaches({cols: 120, rows: 40});
  await agent('planner').prints(`${PROMPT}echo steady`);
  await user.resizes(60, 12);
  await user.resizes(30, 8);
  await user.resizes(200, 50);
  await user.resizes(120, 40);
  await user.sees('$ echo steady', {in: 'pane'});
  await user.sees('no tasks yet', {in: 'board'});
});

story('after a resize the first picture is a whole one', async ({user, agent}) => {
  await user.attaches({cols: 80, rows: 24});
  await agent('planner').prints(`${PROMPT}echo steady`);
  await user.stopsReading();
  await user.resizes(120, 40);
  await user.wasSentAtMost(1);
  await user.sees('$ echo steady', {in: 'pane'});
  await user.sees('planner', {in: 'agents'});
  await user.sees('no tasks yet', {in: 'board'});
  await user.sees('? help', {in: 'status bar'});
});

story('the window is called after the session in front', async ({user, agent}) => {
  await user.attaches();
  await user.windowIsCalled('roundhouse · shop · planner');
  await agent('planner').prints('\u001b]2;thinking\u0007');
  await user.windowIsCalled('roundhouse · shop · thinking');
  await user.presses('C-b C');
  await user.windowIsCalled('roundhouse · shop · shell-1');
});

story('without colour the screen is plain', async ({user, agent}) => {
  await user.attaches({cols: 80, rows: 24, colours: 'none'});
  await agent('planner').prints(`${PROMPT}\u001b[31mred\u001b[0m`);
  await user.screenIs('opening-80x24-plain');
});

story('on the console signs and borders are ASCII, and what programs write is theirs', async ({user, agent}) => {
  await user.attaches({cols: 80, rows: 24, colours: '16', name: 'linux'});
  await agent('planner').prints(`${PROMPT}│ ✓ ünï`);
  await user.screenIs('opening-80x24-ascii');
});

story('a session that is named and not there is told', async ({user}) => {
  await user.attaches({show: 'nobody'});
  await user.wasLetGo('refused');
});
