/** Text from agents, tasks and files is shown and never acted upon. */
import {story} from '../kit/story.ts';

const ATTACK =
  '\u001b]0;owned\u0007\u001b]52;c;b3duZWQ=\u0007\u001b[2J\u001b[6n\u009b31m\u001bP+q544e\u001b\\\u202eevil';

story('a hostile task title is shown harmlessly', async ({user}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b T');
  await user.pastes(`title ${ATTACK}`);
  await user.sees('title ·', {in: 'dialog'});
  await user.presses('Enter Enter');
  await user.sees('TASK-001 title ·', {in: 'board'});
  await user.presses('C-b c');
  await user.sees('title ·', {in: 'dialog'});
  await user.presses('Esc');
  await user.presses('C-b b s');
  await user.gotOnlyPictures();
});

story('hostile output stays in its pane', async ({user, agent}) => {
  await user.attaches({cols: 120, rows: 30});
  await agent('planner').prints(
    `${ATTACK}\u001b[?1049h\u001b[?1000h\u001b[31mred\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\`,
  );
  await agent('planner').prints('\u001b[500;500Hcorner\u001b[!p\u001bc\u001b(0qqq\u000e');
  await user.sees('○ planner', {in: 'agents'});
  await user.sees('no tasks yet', {in: 'board'});
  await user.gotOnlyPictures();
});

story('a hostile diff is shown harmlessly', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').writes(`fi\u001b[31mle.txt`, `${ATTACK}\n`);
  await user.attaches();
  await user.presses('C-b b d');
  await user.sees('evil', {in: 'dialog'});
  await user.gotOnlyPictures();
});

story('a hostile question is shown harmlessly', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').asks(`which${ATTACK}`);
  await user.attaches({cols: 140, rows: 40});
  await user.clicks('task-001');
  await user.presses('C-b A');
  await user.sees('which·', {in: 'dialog'});
  await user.gotOnlyPictures();
});

story('wide and combined characters stand in their cells', async ({user, agent}) => {
  await user.runs('create-task "日本語 👩‍👩‍👧 é ½"');
  await user.attaches({cols: 80, rows: 24});
  await agent('planner').prints('\u001b[2J\u001b[H日本語 👩‍👩‍👧 e\u0301 | wide\n한국어 🇩🇪 | ✓');
  await user.presses('C-b z');
  await user.screenIs('wide-characters');
  await user.presses('C-b b');
  await user.sees('日本語 👩‍👩‍👧 é ½', {in: 'board'});
});

story('a notice of a program is passed on with its session', async ({user, agent}) => {
  await user.attaches({answers: '\u001bP>|iTerm2 3.5.10\u001b\\\u001b[?62c'});
  await agent('planner').prints('\u001b]777;notify;Codex;needs you\u0007');
  await user.wasNotified('planner: Codex: needs you');
  await user.gotOnlyPictures();
});

story('a title of a program is not passed on as it is, and of many bells one', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[2J\u001b[H\u0007\u0007\u0007\u001b]2;my title\u0007\u001b[c\u001b[6n');
  await agent('planner').heard('\u001b[?62;22;52c\u001b[1;1R');
  await user.heardBells(1);
  await user.gotOnlyPictures();
});
