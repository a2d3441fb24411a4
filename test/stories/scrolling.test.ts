/** Looking back at what has scrolled away, and pasting. */
import {story} from '../kit/story.ts';

const lines = (from: number, to: number): string =>
  Array.from({length: to - from + 1}, (_, at) => `line ${from + at}.`).join('\n');

story('the wheel scrolls back, and at the bottom the pane is live again', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`\u001b[2J\u001b[H${lines(1, 100)}`);
  await user.wheels('up', 10);
  await user.sees('↑30', {in: 'screen'});
  await user.sees('line 50.', {in: 'pane'});
  await user.seesNot('line 100.', {in: 'pane'});
  await user.cursorIsHidden();
  await user.wheels('down', 10);
  await user.sees('line 100.', {in: 'pane'});
  await user.seesNot('↑', {in: 'screen'});
  await user.cursorIsIn('planner');
});

story('after the wheel, keys that scroll go on, and what is typed goes to the program', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`\u001b[2J\u001b[H${lines(1, 100)}`);
  await user.wheels('up', 10);
  await user.presses('PageUp Up');
  await agent('planner').heardNothing();
  await user.seesNot('line 50.', {in: 'pane'});
  await user.types('x');
  await user.sees('line 100.', {in: 'pane'});
  await agent('planner').heard('x');
});

story('copy mode has the keys: pages, ends, and nothing gets to the program', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`\u001b[2J\u001b[H${lines(1, 100)}`);
  await user.presses('C-b [ PageUp g');
  await user.sees('line 1.', {in: 'pane'});
  await user.presses('PageDown j x z');
  await user.seesNot('line 1.', {in: 'pane'});
  await user.presses('q');
  await user.sees('line 100.', {in: 'pane'});
  await agent('planner').heardNothing();
  await user.types('x');
  await agent('planner').heard('x');
});

story('what is looked at stays while the program goes on', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`\u001b[2J\u001b[H${lines(1, 100)}`);
  await user.wheels('up', 5);
  await user.sees('line 70.', {in: 'pane'});
  await user.sees('line 85.', {in: 'pane'});
  await agent('planner').prints(`\n${lines(101, 110)}`);
  await user.sees('line 70.', {in: 'pane'});
  await user.sees('line 85.', {in: 'pane'});
  await user.seesNot('line 90.', {in: 'pane'});
});

story('the wheel over a full-screen program becomes arrows', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[?1049h');
  await user.wheels('up');
  await agent('planner').heard('\u001b[A\u001b[A\u001b[A');
});

story('each pane scrolls for itself', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await agent('planner').prints(lines(1, 100));
  await agent('shell-1').prints(lines(1, 100));
  await user.wheels('up', 3, {in: 'pane', of: 'planner'});
  await user.seesNot('line 100.', {in: 'pane', of: 'planner'});
  await user.sees('line 100.', {in: 'pane', of: 'shell-1'});
  await user.cursorIsIn('shell-1');
});

story('a paste is bracketed when the program asked for it', async ({user, agent}) => {
  await user.attaches();
  await user.pastes('one\ntwo');
  await agent('planner').heard('one\rtwo');
  await agent('planner').prints('\u001b[?2004h');
  await user.pastes('one\ntwo');
  await agent('planner').heard('\u001b[200~one\rtwo\u001b[201~');
});

story('a paste holds nothing that acts on the terminal', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[?2004h');
  await user.pastes('rm -rf \u0003\u009b201~\u001b[A\u001b[200~x');
  await agent('planner').heard('\u001b[200~rm -rf 201~[A[200~x\u001b[201~');
});

story('a text that is sent cannot end its own brackets', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[?2004h');
  await agent('planner').echoes();
  await user.runs(['send-text', 'planner', 'one\u001b[201~two\u001b[20\u001b[201~1~']);
  await agent('planner').heard('\u001b[200~onetwo[201~\u001b[201~\r');
});

story('a large paste arrives whole', async ({user, agent}) => {
  const text = 'words and words. '.repeat(20_000);
  await user.attaches();
  await user.pastes(text);
  await agent('planner').heard(text);
});
