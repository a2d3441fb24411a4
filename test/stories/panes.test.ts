/** Panes: split, zoomed, arranged, gone through, closed. */
import {story} from '../kit/story.ts';

story('a split opens a shell beside and gives it the focus', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.hasPanes('planner', 'shell-1');
  await user.cursorIsIn('shell-1');
  await user.types('ls');
  await agent('shell-1').heard('ls');
  await agent('planner').heardNothing();
  await user.presses('C-b "');
  await user.hasPanes('planner', 'shell-1', 'shell-2');
  await user.cursorIsIn('shell-2');
});

story('arrows go to the pane that lies there', async ({user}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.presses('C-b "');
  await user.presses('C-b Left');
  await user.cursorIsIn('planner');
  await user.presses('C-b Right C-b Up');
  await user.cursorIsIn('shell-1');
  await user.presses('C-b Down');
  await user.cursorIsIn('shell-2');
  await user.presses('C-b Down');
  await user.cursorIsIn('shell-2');
  await user.presses('C-b o');
  await user.cursorIsIn('planner');
  await user.presses('C-b ;');
  await user.cursorIsIn('shell-2');
});

story('a zoomed pane has the whole screen, and the same pane is small again', async ({user, agent}) => {
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b "');
  await agent('shell-1').prints('$ ');
  await agent('planner').prints('\u001b[2J\u001b[H$ ');
  await user.presses('C-b Esc');
  await user.screenIs('split-120x30');
  await user.presses('C-b z');
  await user.hasPanes('shell-1');
  await agent('shell-1').hasSize(120, 29);
  await user.presses('C-b z');
  await user.screenIs('split-120x30');
  await agent('shell-1').hasSize(66, 13);
});

story('a terminal of another size gives every agent on the screen another size', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.presses('C-b "');
  await user.resizes(120, 30);
  await agent('planner').hasSize(33, 27);
  await agent('shell-1').hasSize(32, 13);
  await agent('shell-2').hasSize(32, 13);
});

story('the next layout arranges the panes anew', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.presses('C-b Space');
  await agent('planner').hasSize(124, 23);
  await user.presses('C-b Space');
  await agent('planner').hasSize(62, 47);
  await user.hasPanes('planner', 'shell-1');
  await user.cursorIsIn('shell-1');
});

story('a pane that is taken off the screen keeps its session', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.presses('C-b X');
  await user.hasPanes('planner');
  await user.cursorIsIn('planner');
  await agent('shell-1').runsOn();
  await agent('shell-1').prints('still here');
  await user.presses('C-b n');
  await user.hasPanes('shell-1');
  await user.sees('still here', {in: 'pane'});
  await user.presses('C-b 0');
  await user.hasPanes('planner');
});

story('a click gives a pane the focus and types nothing', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.clicks({x: 40, y: 10});
  await user.cursorIsIn('planner');
  await agent('planner').heardNothing();
  await agent('shell-1').heardNothing();
});

story('a click on an agent goes to it', async ({user}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.runs('open-session --name logs -- tail -f app.log');
  await user.clicks('logs');
  await user.cursorIsIn('logs');
});

story('a pane whose program has ended closes with Enter', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await agent('shell-1').exits();
  await user.sees('shell-1 ended with code 0', {in: 'pane', of: 'shell-1'});
  await user.types('x');
  await user.hasPanes('planner', 'shell-1');
  await user.presses('Enter');
  await user.hasPanes('planner');
  await user.cursorIsIn('planner');
});

story('a planner that exits can be started again with Enter', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('old words');
  await agent('planner').exits(1);
  await user.sees('planner ended with code 1 · Enter starts it anew', {in: 'pane'});
  await user.presses('Enter');
  await user.sees('This is the planner', {in: 'pane'});
  await user.seesNot('old words');
  await user.types('ls');
  await agent('planner').heard('ls');
});

story('many splits in a small terminal do no harm', async ({user}) => {
  await user.attaches({cols: 40, rows: 10});
  await user.presses('C-b % C-b % C-b % C-b "');
  await user.presses('C-b " C-b " C-b "');
  await user.presses('C-b Space C-b Space C-b Space C-b z C-b z C-b X C-b X');
  await user.hasOpen('status bar');
});

story('a shell that is renamed stays in its pane, also for who comes later', async ({user}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.presses('C-b , C-u');
  await user.types('logs');
  await user.presses('Enter');
  await user.hasPanes('planner', 'logs');
  await user.sees('its name is logs now');
  await user.presses('C-b d');
  await user.runs('rename-session logs output');
  await user.attaches({cols: 200, rows: 50});
  await user.hasPanes('planner', 'output');
});
