/** Choosing, searching and copying text in what a pane has shown. */
import {story} from '../kit/story.ts';

const fresh = '\u001b[2J\u001b[3J\u001b[H';
const lines = (from: number, to: number): string =>
  Array.from({length: to - from + 1}, (_, at) => `line ${from + at}.`).join('\r\n');

story('words and lines are chosen and copied by keys', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}alpha beta-gamma\r\ndelta epsilon\r\n$ `);
  await user.presses('C-b [ k k 0 w v e y');
  await user.hasCopied('beta');
  await user.sees('copied 4 characters', {in: 'status bar'});
  await user.presses('C-b [ k k 0 v y');
  await user.sees('copied 1 character ·', {in: 'status bar'});
  await user.presses('C-b [ k k V j y');
  await user.hasCopied('alpha beta-gamma\ndelta epsilon\n');
  await user.sees('copied 2 lines', {in: 'status bar'});
  await agent('planner').heardNothing();
  await user.presses('C-b ]');
  await agent('planner').heard('alpha beta-gamma\rdelta epsilon\r');
});

story('what was copied is pasted where it is seen, also out of copy mode', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${lines(1, 100)}`);
  await user.presses('C-b [ V y C-b [ g C-b ]');
  await agent('planner').heard('line 100.\r');
  await user.seesNot('↑', {in: 'screen'});
});

story('a rectangle is chosen across lines', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}one two\r\nsix ten\r\nsun sky\r\n$ `);
  await user.presses('C-b [ k k k 0 w C-v j j l l y');
  await user.hasCopied('two\nten\nsky');
});

story('a line that the edge of the pane broke is copied whole', async ({user, agent}) => {
  await user.attaches();
  const long = 'abcdefghij'.repeat(15);
  await agent('planner').prints(`${fresh}${long}\r\n$ `);
  await user.presses('C-b [ k V y');
  await user.hasCopied(`${long}\n`);
});

story('a search marks and counts its matches, goes on and wraps', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}Needle one\r\n${lines(1, 100)}\r\nneedle two\r\n${lines(1, 50)}`);
  await user.presses('C-b /');
  await user.types('needle');
  await user.sees('?needle  2 of 2', {in: 'pane'});
  await user.presses('Enter');
  await user.sees('needle two', {in: 'pane'});
  await user.sees('planner · ↑40 · 2 of 2 · needle', {in: 'screen'});
  await user.presses('n');
  await user.sees('Needle one', {in: 'pane'});
  await user.presses('n');
  await user.sees('2 of 2, wrapped · needle', {in: 'screen'});
  await user.presses('N');
  await user.sees('1 of 2, wrapped · needle', {in: 'screen'});
  await user.presses('v e y');
  await user.hasCopied('Needle');
});

story('where one stands is seen without borders and in a narrow pane too', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${lines(1, 100)}`);
  await user.presses('C-b z C-b / 9 Enter');
  await user.sees(' ↑0 · 20 of 20 · 9 ', {in: 'pane'});
  await user.presses('q C-b z C-b % C-b Left C-b / 5 Enter');
  await user.sees('planner · ↑0 · 20 of 20 · 5', {in: 'screen'});
});

story('matches are seen without colours', async ({user, agent}) => {
  await user.attaches({cols: 60, rows: 10, colours: 'none'});
  await agent('planner').prints(`${fresh}a needle\r\nand a needle\r\n$ `);
  await user.presses('C-b /');
  await user.types('needle');
  await user.presses('Enter v e');
  await user.screenIs('search-60x10-plain');
});

story('a search with capitals finds only these, and Escape gives up where it began', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}Needle\r\n${lines(1, 100)}\r\nneedle\r\n$ `);
  await user.presses('C-b /');
  await user.types('Needle');
  await user.sees('1 of 1', {in: 'pane'});
  await user.presses('Esc');
  await user.seesNot('Needle', {in: 'pane'});
  await user.sees('$ ', {in: 'pane'});
  await user.presses('C-b /');
  await user.types('nowhere');
  await user.sees('0 of 0', {in: 'pane'});
});

story('a long text to look for is cut, its cursor and the count are seen', async ({user, agent}) => {
  await user.attaches({cols: 45, rows: 12});
  await agent('planner').prints(`${fresh}${'long '.repeat(12)}tail\r\n$ `);
  await user.presses('C-b /');
  await user.types(`${'long '.repeat(12)}tail`);
  await user.sees('?…ng long long long long long tail  1 of 1', {in: 'pane'});
  await user.cursorAt(35, 9);
  await user.presses('C-a');
  await user.sees('?long long long long long long lon…  1 of 1', {in: 'pane'});
  await user.cursorAt(2, 9);
});

story('a drag with the mouse copies, and the pane is live again', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}take this text here\r\n$ `);
  await user.drags('this', 'text');
  await user.hasCopied('this text');
  await user.sees('copied 9 characters', {in: 'status bar'});
  await agent('planner').heardNothing();
  await user.types('x');
  await agent('planner').heard('x');
});

story('two clicks copy a word, three a line', async ({user, agent, clock}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}see src/core/keys.ts: it binds\r\n$ `);
  await user.clicks('core');
  await user.clicks('core');
  await user.hasCopied('src/core/keys.ts');
  await clock.passes('1 s');
  await user.clicks('core');
  await user.clicks('core');
  await user.clicks('core');
  await user.hasCopied('see src/core/keys.ts: it binds\n');
});

story('a drag while scrolled back stays there, and the choice is seen until the next key', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${lines(1, 100)}`);
  await user.wheels('up', 10);
  await user.drags('line 60.', 'line 61.');
  await user.hasCopied('line 60.\nline 61.');
  await user.sees('line 60.', {in: 'pane'});
  await user.seesNot('line 100.', {in: 'pane'});
});

story('what is chosen stays on its text while the program goes on', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${lines(1, 100)}`);
  await user.presses('C-b [ k V');
  await agent('planner').prints(`\r\n${lines(101, 150)}`);
  await user.presses('y');
  await user.hasCopied('line 99.\n');
});

story('a program that wants the mouse gets it, and with Alt the text is chosen', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}\u001b[?1002h\u001b[?1006hpick me`);
  await user.drags('pick', 'me');
  await agent('planner').heard('\u001b[<0;1;1M\u001b[<32;7;1M\u001b[<0;7;1m');
  await user.hasCopied('');
});

story('the output of the last command is copied where the shell marks it', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(
    `${fresh}\u001b]133;A\u0007$ \u001b]133;B\u0007ls\r\n\u001b]133;C\u0007one\r\ntwo\r\n\u001b]133;D;0\u0007\u001b]133;A\u0007$ `,
  );
  await user.presses('C-b y');
  await user.hasCopied('one\ntwo\n');
});

/** A prompt, a command, and what it prints, marked as shells do. */
const command = (output: string): string => `\u001b]133;A\u0007$ \u001b]133;B\u0007run\r\n\u001b]133;C\u0007${output}`;
const prompt = '\u001b]133;D;0\u0007\u001b]133;A\u0007$ \u001b]133;B\u0007';

story('of a command that still runs the output so far is copied', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${command('one\r\ntwo\r\n')}`);
  await user.presses('C-b y');
  await user.hasCopied('one\ntwo\n');
});

story('output that ends inside of a line is copied without the prompt behind it', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${command('one\r\ntwo')}${prompt}`);
  await user.presses('C-b y');
  await user.hasCopied('one\ntwo');
});

story('a command that printed nothing copies nothing', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}${command('')}${prompt}`);
  await user.presses('C-b y');
  await user.sees('the last command printed nothing', {in: 'status bar'});
  await user.hasCopied('');
  await agent('planner').prints(`${fresh}${prompt}`);
  await user.presses('C-b y');
  await user.sees('no output of a command is here', {in: 'status bar'});
});

story('the last fenced block of code is copied without its fences', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}so:\r\n  \`\`\`ts\r\n  const a = 1;\r\n    a;\r\n  \`\`\`\r\ndone\r\n$ `);
  await user.presses('C-b Y');
  await user.hasCopied('const a = 1;\n  a;\n');
});

story('where nothing is marked, it is said', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`${fresh}$ `);
  await user.presses('C-b y');
  await user.sees('the shell here marks no commands · C-b [ copies any text', {in: 'status bar'});
  await user.presses('C-b Y');
  await user.sees('no fenced block', {in: 'status bar'});
});

story('what a program puts into the clipboard gets there', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(`\u001b]52;c;${Buffer.from('from vim').toString('base64')}\u0007`);
  await user.hasCopied('from vim');
  await user.presses('C-b ]');
  await agent('planner').heard('from vim');
});

story('a border is dragged, and moved by keys', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await agent('shell-1').hasSize(61, 47);
  await user.presses('C-b C-Left');
  await agent('shell-1').hasSize(65, 47);
  await agent('planner').prints(`${fresh}0123456789!`);
  await user.drags('┬', '!');
  await agent('planner').hasSize(10, 47);
});
