/** Where keys go: to the focused pane and nowhere else, and never there while something else has them. */
import {story} from '../kit/story.ts';

story('what is typed goes to the focused pane only, C-c and Esc, too', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.types('grün 🙂');
  await user.presses('Enter C-c Esc Up');
  await agent('shell-1').heard('grün 🙂\r\u0003\u001b\u001b[A');
  await agent('planner').heardNothing();
});

story('a program in application mode hears its own arrows', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[?1h');
  await user.presses('Up');
  await agent('planner').heard('\u001bOA');
});

story('no key reaches a pane while a dialog has them', async ({user, agent}) => {
  await user.attaches();
  await user.presses('C-b T');
  await user.types('abc');
  await user.presses('C-c');
  await user.presses('C-b x');
  await user.types('zzz');
  await user.presses('Esc');
  await user.presses('C-b ?');
  await user.types('split');
  await user.presses('Esc');
  await agent('planner').heardNothing();
});

story('no key reaches a pane while the palette has them', async ({user, agent}) => {
  await user.attaches();
  await user.presses('C-b :');
  await user.types('list');
  await user.pastes('pasted');
  await user.sees('listpasted', {in: 'dialog'});
  await user.presses('Esc');
  await agent('planner').heardNothing();
});

story('no key reaches a pane while the board has them', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b b');
  await user.cursorIsHidden();
  await user.types('jkuvw');
  await user.pastes('pasted');
  await agent('planner').heardNothing();
  await user.presses('Esc');
  await user.types('back');
  await agent('planner').heard('back');
});

story('keys typed in one burst go where the keys before have sent them', async ({user, agent}) => {
  await user.attaches();
  await user.types('a\u0002Ttitle\u0003b');
  await agent('planner').heard('ab');
  await user.hasClosed('dialog');
});

story('the prefix twice sends the prefix', async ({user, agent}) => {
  await user.attaches();
  await user.presses('C-b C-b');
  await agent('planner').heard('\u0002');
});

story('the prefix alone waits for its key, and Esc calls it off', async ({user, agent, clock}) => {
  await user.attaches();
  await user.presses('C-b');
  await clock.passes('10 s');
  await user.presses('Esc');
  await user.types('x');
  await agent('planner').heard('x');
});

story('an unbound key after the prefix says so', async ({user, agent}) => {
  await user.attaches();
  await user.presses('C-b u');
  await user.sees('C-b u is not bound', {in: 'status bar'});
  await agent('planner').heardNothing();
  await user.types('x');
  await user.seesNot('is not bound', {in: 'status bar'});
  await agent('planner').heard('x');
});

story('the palette filters, and runs a verb with words', async ({user}) => {
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b :');
  await user.types('create');
  await user.sees('create-task', {in: 'dialog'});
  await user.seesNot('shutdown', {in: 'dialog'});
  await user.types('-task "tidy the flags" --label chore');
  await user.presses('Enter');
  await user.hasClosed('dialog');
  await user.sees('TASK-001 is on the board', {in: 'status bar'});
  await user.sees('TASK-001 tidy the flags', {in: 'board'});
});

story('the palette completes a verb and waits for its words', async ({user}) => {
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b :');
  await user.types('show-t');
  await user.presses('Enter');
  await user.sees('/ show-task', {in: 'dialog'});
  await user.types('7');
  await user.presses('Enter');
  await user.sees('no task "TASK-007"', {in: 'status bar'});
});

story('the palette does what keys do', async ({user}) => {
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b :');
  await user.types('zoom');
  await user.presses('Enter');
  await user.hasClosed('agents');
});

story('the palette says what is wrong with a command', async ({user}) => {
  await user.attaches({cols: 120, rows: 30});
  await user.presses('C-b :');
  await user.types('create-task --nonsense x');
  await user.presses('Enter');
  await user.sees('--nonsense', {in: 'status bar'});
});

story('help shows all keys, and filters them', async ({user}) => {
  await user.attaches({cols: 80, rows: 24});
  await user.presses('C-b ?');
  await user.sees('C-b c', {in: 'dialog'});
  await user.types('layout');
  await user.seesNot('C-b c', {in: 'dialog'});
  await user.presses('C-u');
  await user.types('arrangement');
  await user.sees('C-b Space', {in: 'dialog'});
  await user.sees('1 match', {in: 'dialog'});
  await user.presses('C-u');
  await user.sees('C-b c', {in: 'dialog'});
});

story('help shows keys on the smallest screen', async ({user}) => {
  await user.attaches({cols: 20, rows: 6});
  await user.presses('C-b ?');
  await user.sees('▸ C-b c', {in: 'dialog'});
});

story('help that nothing matches says so', async ({user}) => {
  await user.attaches();
  await user.presses('C-b ?');
  await user.types('teleport');
  await user.sees('nothing matches', {in: 'dialog'});
  await user.presses('Enter');
  await user.hasClosed('dialog');
});

story('a program is told of the focus when it asked for it', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[?1004h');
  await user.types('\u001b[O\u001b[I');
  await agent('planner').heard('\u001b[O\u001b[I');
});

story('a program that wants the mouse gets it in its own cells', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('\u001b[?1000h\u001b[?1006h');
  await user.clicks({x: 25, y: 4});
  await agent('planner').heard('\u001b[<0;5;4M\u001b[<0;5;4m');
});

story('an answer of the terminal is never typed into a pane', async ({user, agent}) => {
  await user.attaches();
  await user.types('\u001b[?62;4c\u001b]11;rgb:0000/0000/0000\u001b\\\u001b[12;40R');
  await agent('planner').heardNothing();
});

story('a click chooses a card, and another on it opens the pane of its worker', async ({user, agent}) => {
  await user.runs('create-task first --script true');
  await user.runs('create-task second --script true');
  await user.runs('spawn-worker 2');
  await user.attaches({cols: 140, rows: 40});
  await agent('worker-task-002').prints('hello of two');
  await user.clicks('second');
  await user.presses('s');
  await user.sees('TASK-002', {in: 'dialog'});
  await user.presses('Esc');
  await user.clicks('second');
  await user.cursorIsIn('worker-task-002');
});

story(
  'the keys are those of the configuration, and what is wrong in it is said with its line',
  async ({user, agent, repository}) => {
    repository.writes(
      '.roundhouse/config.yaml',
      'keys:\n  prefix: C-a\n  after_prefix:\n    v: split-rigth\n    i: zoom-pane\n',
    );
    await user.attaches({cols: 140, rows: 40});
    await user.sees('keys.after_prefix.v: there is no action "split-rigth"; did you mean', {in: 'status bar'});
    await user.sees('.roundhouse/config.yaml line 4', {in: 'status bar'});
    await user.presses('C-b');
    await agent('planner').heard('\u0002');
    await user.presses('C-a i');
    await user.seesNot('agents', {in: 'screen'});
    await user.presses('C-a C-a');
    await agent('planner').heard('\u0001');
  },
);

story('an action without a key is shown nowhere', async ({user, repository}) => {
  repository.writes('.roundhouse/config.yaml', 'keys:\n  after_prefix: {c: none}\n');
  await user.attaches();
  await user.sees(' C-b  x close  b board', {in: 'status bar'});
  await user.presses('C-b ?');
  await user.types('worker');
  await user.seesNot('new worker', {in: 'dialog'});
  await user.presses('Esc C-b :');
  await user.types('new-worker');
  await user.sees('new worker: pick a ready task', {in: 'dialog'});
});

story('in copy mode the prefix twice is the key of copy mode', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints(Array.from({length: 100}, (_, at) => `line ${at}.`).join('\r\n'));
  await user.presses('C-b [ C-b C-b');
  await user.sees('↑20', {in: 'screen'});
  await agent('planner').heardNothing();
});

story('what is looked for is given up as in emacs too', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('needle');
  await user.presses('C-b /');
  await user.types('nee');
  await user.presses('C-g');
  await user.seesNot('?nee', {in: 'pane'});
  await user.presses('q');
  await agent('planner').heardNothing();
});
