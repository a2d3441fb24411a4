/** Several terminals on one server: they come, go, differ in size, are slow, are broken, and cost each other nothing. */
import {story} from '../kit/story.ts';

story('a detached session keeps its screen', async ({user, agent}) => {
  await user.attaches();
  await agent('planner').prints('Reading files…');
  await user.detaches();
  await agent('planner').prints('\nand more.');
  await user.attaches();
  await user.sees('Reading files…', {in: 'pane'});
  await user.sees('and more.', {in: 'pane'});
});

story('after a detach all is as it was, also at another size', async ({user, agent}) => {
  await user.runs('create-task tidy --script true');
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b %');
  await user.presses('C-b b');
  await agent('shell-1').prints('$ make');
  await user.detaches();
  await user.attaches({cols: 120, rows: 30});
  await user.hasPanes('planner', 'shell-1');
  await user.cursorIsIn('shell-1');
  await user.sees('$ make', {in: 'pane', of: 'shell-1'});
  await user.sees('TASK-001 tidy', {in: 'board'});
  await agent('shell-1').hasSize(32, 27);
});

story('a client that is cut off loses nothing', async ({user, agent}) => {
  await user.attaches({cols: 200, rows: 50});
  await user.presses('C-b "');
  await user.isCutOff();
  await agent('shell-1').prints('on my own');
  await user.attaches({cols: 200, rows: 50});
  await user.hasPanes('planner', 'shell-1');
  await user.sees('on my own', {in: 'pane', of: 'shell-1'});
});

story('who types gives the size, the other is cropped', async ({user, colleague, agent}) => {
  await user.attaches({cols: 80, rows: 24});
  await agent('planner').hasSize(58, 21);
  await colleague.attaches({cols: 200, rows: 50});
  await colleague.types('x');
  await agent('planner').hasSize(124, 47);
  await agent('planner').prints(`\u001b[2J\u001b[H${'wide '.repeat(20)}end`);
  await colleague.sees('wide end', {in: 'pane'});
  await user.sees('wide wide', {in: 'pane'});
  await user.seesNot('end', {in: 'pane'});
  await agent('planner').prints('\n$ ');
  await user.types('y');
  await agent('planner').hasSize(58, 21);
  await user.sees('wide end', {in: 'pane'});
  await agent('planner').heard('xy');
});

story('a pane says when another client gave its session the size', async ({user, colleague}) => {
  await user.attaches({cols: 80, rows: 24});
  await colleague.attaches({cols: 200, rows: 50});
  await user.sees('part of 124×47');
  await colleague.seesNot('only');
  await user.types('x');
  await user.seesNot('part of');
  await colleague.sees('only 58×21');
  await colleague.sees(`${' '.repeat(57)}·····`, {in: 'pane'});
  await colleague.types('x');
  await colleague.seesNot('·····', {in: 'pane'});
});

story(
  'who comes, or is resized, takes the size from nobody who typed; who leaves gives it back',
  async ({user, colleague, agent}) => {
    await user.attaches({cols: 80, rows: 24});
    await user.types('x');
    await colleague.attaches({cols: 200, rows: 50});
    await colleague.resizes(150, 40);
    await agent('planner').hasSize(58, 21);
    await colleague.sees('This is the planner', {in: 'pane'});
    await user.detaches();
    await agent('planner').hasSize(90, 37);
  },
);

story('the line with the cursor in it keeps its end when the terminal gets narrower', async ({user, agent}) => {
  await user.attaches({cols: 120, rows: 24});
  await agent('planner').prints(`\u001b[2J\u001b[H${'wide '.repeat(12)}end`);
  await user.resizes(70, 24);
  await user.sees('wide end', {in: 'pane'});
});

story('each client has its own view', async ({user, colleague}) => {
  await user.attaches({cols: 120, rows: 30});
  await colleague.attaches({cols: 120, rows: 30});
  await user.presses('C-b T');
  await user.types('mine');
  await colleague.hasClosed('dialog');
  await colleague.seesNot('mine');
  await colleague.presses('C-b z');
  await user.hasOpen('agents');
  await user.presses('Enter Enter');
  await user.sees('TASK-001 mine', {in: 'board'});
  await colleague.presses('C-b z');
  await colleague.sees('TASK-001 mine', {in: 'board'});
});

story('a slow client costs the others nothing and gets the newest state later', async ({user, colleague, agent}) => {
  await user.attaches();
  await colleague.attaches();
  await colleague.stopsReading();
  await agent('planner').prints('\u001b[2J\u001b[Hfirst');
  for (const word of Array.from({length: 50}, (_, at) => `word ${at} `)) await agent('planner').prints(word);
  await agent('planner').prints('\u001b[2J\u001b[Hnewest');
  await user.sees('newest', {in: 'pane'});
  await colleague.seesNot('newest', {in: 'pane'});
  await colleague.wasSentAtMost(1);
  await colleague.readsAgain();
  await colleague.sees('newest', {in: 'pane'});
  await colleague.seesNot('word', {in: 'pane'});
});

story('a slow client that leaves is gone', async ({user, colleague, agent}) => {
  await user.attaches();
  await colleague.attaches();
  await colleague.stopsReading();
  await agent('planner').prints('words');
  await colleague.isCutOff();
  await agent('planner').prints(' and more');
  await user.sees('words and more', {in: 'pane'});
});

story('a client that sends garbage is closed and nobody else notices', async ({user, stranger, agent}) => {
  await user.attaches();
  await stranger.sends('GET / HTTP/1.1\r\nHost: roundhouse\r\n\r\n');
  await stranger.isCutOff();
  await stranger.sends('\u0000\u0000\u0000\u0006\u0000{not}');
  await stranger.isCutOff();
  await stranger.sends(new Uint8Array(8));
  await stranger.isCutOff();
  await agent('planner').prints('calm');
  await user.sees('calm', {in: 'pane'});
});

story('a hello that makes no sense is cut off or heard out, and harms nobody', async ({user, stranger, agent}) => {
  await user.attaches();
  for (const words of [
    {role: 'attach', terminal: {cols: -1, rows: 1e9}},
    {role: 'attach', terminal: {cols: 'wide', rows: null}},
    {role: 'attach', terminal: {cols: 80.5, rows: 24}, show: 'constructor'},
    {role: 'attach', terminal: {cols: 80, rows: 24, colours: 'octarine'}, env: null},
    {role: 'nobody', cwd: 7, env: 'none'},
  ]) {
    await stranger.says({
      type: 'hello',
      protocol: 1,
      version: '0',
      pid: 4_999_998,
      features: [],
      cwd: '/',
      env: {},
      ...words,
    });
    await stranger.says({type: 'request', id: 1, argv: [7, null]});
    await stranger.says({type: 'resize', cols: -5, rows: 1e9});
    await stranger.leaves();
  }
  await agent('planner').prints('calm');
  await user.sees('calm', {in: 'pane'});
  await user.types('x');
  await agent('planner').heard('x');
});

story('a message of a kind that is not known yet is skipped', async ({user, stranger}) => {
  await user.attaches();
  await stranger.says({type: 'teleport', to: 'Mars'});
  await stranger.sends('\u0000\u0000\u0000\u0003\u0009ab');
  await stranger.isHeardOut();
});

story('attaching inside one of its own panes is refused', async ({user, agent, stranger}) => {
  await user.attaches();
  await stranger.attachesFrom(agent('planner'));
  await stranger.isTold('terminal-nested');
  await stranger.isCutOff();
});

story('a client that only watches sees all and changes nothing', async ({user, colleague, agent}) => {
  await user.attaches({cols: 120, rows: 30});
  await colleague.attaches({cols: 80, rows: 24, watching: true});
  await colleague.sees('read-only', {in: 'status bar'});
  await agent('planner').hasSize(66, 27);
  await colleague.types('rm -rf .');
  await colleague.presses('Enter C-c C-b C-b');
  await colleague.pastes('text');
  await colleague.terminalSays('\u001b[I\u001b[O');
  await colleague.presses('C-b c C-b x');
  await colleague.sees('this terminal only looks · C-b ? shows what can be done', {in: 'status bar'});
  await colleague.presses('Enter');
  await colleague.hasClosed('dialog');
  await user.types('y');
  await agent('planner').heard('y');
  await agent('planner').prints(Array.from({length: 60}, (_, at) => `line ${at}`).join('\n'));
  await colleague.wheels('up', 20);
  await colleague.sees('line 0', {in: 'pane'});
  await colleague.presses('q');
  await colleague.sees('line 59', {in: 'pane'});
  await colleague.presses('C-b [ V y');
  await colleague.hasCopied('line 59\n');
  await colleague.seesNot('pastes it here');
  await colleague.detaches();
});

story('a program that has the mouse or the whole screen gets nothing from who only watches', async ({user, agent}) => {
  await user.attaches({watching: true});
  await agent('planner').prints('\u001b[?1049h\u001b[?1000h\u001b[?1006h');
  await user.wheels('up');
  await user.clicks({x: 40, y: 10});
  await agent('planner').prints('\u001b[?1000l');
  await user.wheels('down');
  await agent('planner').heard('');
});

story('who takes over has the screen, and the others are told', async ({user, colleague, agent}) => {
  await user.attaches();
  await colleague.attaches({cols: 100, rows: 30, takeover: true});
  await user.wasLetGo('taken-over');
  await colleague.types('x');
  await agent('planner').heard('x');
});

story('a session alone has the whole terminal, and its client leaves the layout as it was', async ({user, agent}) => {
  await user.runs('open-session --name logs -- tail -f app.log');
  await user.attaches({cols: 80, rows: 24, show: 'logs'});
  await agent('logs').hasSize(80, 24);
  await agent('logs').prints(`\u001b[2J\u001b[24;76Hlast`);
  await user.sees(`${' '.repeat(75)}last`);
  await user.resizes(60, 20);
  await agent('logs').hasSize(60, 20);
  await user.presses('C-b 0 C-b n C-b z C-b b C-b c');
  await user.types('a');
  await user.presses('C-b C-b');
  await agent('logs').heard('a\u0002');
  await user.presses('C-b %');
  await user.sees('this terminal has one session alone · C-b ? shows', {in: 'status bar'});
  await user.presses('C-b ?');
  await user.sees('C-b d', {in: 'dialog'});
  await user.seesNot('split', {in: 'dialog'});
  await user.presses('Esc');
  await user.detaches();
  await user.attaches();
  await user.hasPanes('planner');
});

story('a client with a session alone goes when that ends', async ({user, agent}) => {
  await user.runs('open-session --name logs -- tail -f app.log');
  await user.attaches({show: 'logs'});
  await agent('logs').exits(0);
  await user.wasLetGo('ended');
  await user.attaches({show: 'logs'});
  await user.wasLetGo('refused');
});
