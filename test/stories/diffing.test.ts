/** What a worker changed, read and commented on by keys; the comments go back to it; then merged. */
import {expect} from 'vitest';
import {story, type Actors} from '../kit/story.ts';

/** A worker has changed two files and waits for review; the person looks at the diff. */
const looksAtWork = async ({user, agent, repository}: Actors, size = {cols: 80, rows: 24}): Promise<void> => {
  repository.writes('src/flags.ts', 'const a = 1;\nconst b = 2;\nconst c = 3;\n');
  repository.commits('flags');
  await user.runs('create-task tidy --script true');
  await user.runs('spawn-worker 1');
  await agent('worker-task-001').writes('src/flags.ts', 'const a = 1;\nconst b = 20;\nconst c = 3;\n');
  await agent('worker-task-001').writes('notes.md', '# Notes\n\n日本 and größe\n');
  await agent('worker-task-001').asksForReview();
  await user.attaches(size);
  await user.presses('C-b b d');
  await user.hasOpen('dialog');
};

const notesOf = async ({user}: Actors) =>
  ((await user.runs('show-task 1')).result as {status: string; notes: {text: string}[]}) ?? {};

story('a diff opens on the whole screen, and is drawn as in the picture', async actors => {
  await looksAtWork(actors);
  await actors.user.screenIs('diff-80x24');
});

story('on a wide screen the files stand beside the lines of a diff', async actors => {
  await looksAtWork(actors, {cols: 200, rows: 50});
  await actors.user.screenIs('diff-200x50');
});

story('a diff is read without colours, and on a narrow screen', async actors => {
  await looksAtWork(actors);
  await actors.user.attaches({cols: 45, rows: 12, colours: 'none'});
  await actors.user.presses('C-b b d');
  await actors.user.presses('j j j c');
  await actors.user.types('why?');
  await actors.user.screenIs('diff-45x12-plain');
});

story('files and hunks are gone through by keys', async actors => {
  const {user} = actors;
  await looksAtWork(actors);
  await user.presses(']');
  await user.sees('▸       src/flags.ts', {in: 'dialog'});
  await user.presses('n');
  await user.sees('▸       @@', {in: 'dialog'});
  await user.presses('[ [ G');
  await user.sees('file 2 of 2 · src/flags.ts:3', {in: 'dialog'});
  await user.presses('g');
  await user.sees('file 1 of 2 · notes.md', {in: 'dialog'});
});

story('a text is searched for in a diff', async actors => {
  const {user} = actors;
  await looksAtWork(actors);
  await user.presses('/');
  await user.types('B = 20');
  await user.presses('Enter');
  await user.sees('▸     2 +const b = 20;', {in: 'dialog'});
  await user.presses('/');
  await user.types('nowhere');
  await user.presses('Enter');
  await user.sees('"nowhere" is not in it', {in: 'status bar'});
});

story('a comment is written, changed, listed and deleted', async actors => {
  const {user} = actors;
  await looksAtWork(actors);
  await user.presses('] n j j j c');
  await user.sees('src/flags.ts:2:', {in: 'dialog'});
  await user.types('why 20?');
  await user.presses('Enter');
  await user.sees('▸●    2 +const b = 20;', {in: 'dialog'});
  await user.sees('● why 20?', {in: 'dialog'});
  await user.presses('c');
  await user.types(' say it');
  await user.presses('Enter l');
  await user.sees('src/flags.ts:2: why 20? say it', {in: 'dialog'});
  await user.presses('Enter');
  await user.sees('▸●    2 +const b = 20;', {in: 'dialog'});
  await user.presses('x');
  await user.seesNot('not sent', {in: 'dialog'});
});

story('Esc leaves what is being typed, then the list, then the diff', async actors => {
  const {user} = actors;
  await looksAtWork(actors);
  await user.presses('c');
  await user.types('first');
  await user.presses('Enter j c');
  await user.types('never mind');
  await user.presses('Esc');
  await user.sees('1 not sent', {in: 'dialog'});
  await user.presses('l Esc');
  await user.hasOpen('dialog');
  await user.presses('Esc');
  await user.hasClosed('dialog');
});

story('comments that are not sent outlive the view, the client and the server', async actors => {
  const {user, server} = actors;
  await looksAtWork(actors);
  await user.presses('c');
  await user.types('keep me');
  await user.presses('Enter q');
  await user.presses('d');
  await user.sees('● keep me', {in: 'dialog'});
  await user.presses('q');
  await user.presses('Esc');
  await user.detaches();
  await server.restarts();
  await user.attaches();
  await user.presses('C-b b d');
  await user.sees('● keep me', {in: 'dialog'});
});

story('comments are sent as one message and one note, and the worker goes on', async actors => {
  const {user, agent} = actors;
  await looksAtWork(actors);
  await agent('worker-task-001').echoes();
  await user.presses('c');
  await user.types('no notes');
  await user.presses('Enter ] n j j j c');
  await user.types('why `date`?');
  await user.presses('Enter s');
  await user.sees('2 comments sent to the worker of TASK-001', {in: 'status bar'});
  await user.hasClosed('dialog');
  const text = [
    'Comments on the work of TASK-001:',
    '- notes.md: no notes',
    '- src/flags.ts:2 "const b = 20;": why `date`?',
  ];
  // A shell takes what is typed for commands, so to a shell it is a remark.
  await agent('worker-task-001').heard(`${text.map(it => `# ${it}`).join('\r')}\r`);
  expect(await notesOf(actors)).toMatchObject({status: 'in_progress', notes: [{text: text.join('\n')}]});
  await user.presses('d');
  await user.seesNot('not sent', {in: 'dialog'});
});

story('comments for a worker that has ended wait for the next one', async actors => {
  const {user, agent} = actors;
  await looksAtWork(actors);
  await agent('worker-task-001').exits();
  await user.presses('c');
  await user.types('no notes');
  await user.presses('Enter s');
  await user.sees('1 comment noted on TASK-001, for its next worker', {in: 'status bar'});
  expect(await notesOf(actors)).toMatchObject({status: 'ready'});
  expect(await user.runs('spawn-worker 1')).toMatchObject({exit: 0});
});

story('without a comment there is nothing to send', async actors => {
  await looksAtWork(actors);
  await actors.user.presses('s');
  await actors.user.sees('there is no comment to send', {in: 'status bar'});
});

story('who only watches reads the diff and writes nothing', async actors => {
  const {user, colleague} = actors;
  await looksAtWork(actors);
  await user.presses('q');
  await colleague.attaches({watching: true});
  await colleague.presses('C-b b d');
  await colleague.presses('j c x s');
  await colleague.sees('file 1 of 2', {in: 'dialog'});
  expect(await notesOf(actors)).toMatchObject({status: 'review_ready', notes: []});
});

story('a diff fits the screen again after a change of its size', async actors => {
  const {user} = actors;
  await looksAtWork(actors);
  await user.presses('G');
  await user.resizes(60, 10);
  await user.sees('▸  const c = 3;', {in: 'dialog'});
});

story('a diff of 50,000 lines opens, and is gone through by pages', async actors => {
  const {user, agent} = actors;
  await user.runs('create-task long --script true');
  await user.runs('spawn-worker 1');
  const text = Array.from({length: 50_000}, (_, at) => `line ${at + 1}`).join('\n');
  await agent('worker-task-001').writes('long.txt', `${text}\n`);
  await user.attaches();
  await user.presses('C-b b d');
  await user.presses('G');
  await user.sees('+line 50000', {in: 'dialog'});
  await user.presses('PageUp');
  await user.sees('+line 49980', {in: 'dialog'});
  await user.presses('g j');
  await user.sees('2 of 50002', {in: 'dialog'});
});

story('M merges accepted work after a question that says what will happen', async actors => {
  const {user, agent, repository} = actors;
  await looksAtWork(actors);
  await user.presses('q M');
  await user.sees('TASK-001 is review_ready: only accepted work is merged', {in: 'status bar'});
  await agent('worker-task-001').runs('commit-work');
  await user.presses('A y');
  await user.sees('accept recorded', {in: 'status bar'});
  await user.presses('M');
  await user.sees('Merge TASK-001 into main?', {in: 'dialog'});
  await user.sees('1 commit(s), 2 file(s), +4 −1', {in: 'dialog'});
  await user.presses('y');
  await user.sees('TASK-001 is merged: main is at', {in: 'status bar'});
  expect(repository.reads('notes.md')).toContain('# Notes');
  await user.sees('cleanup needed', {in: 'board'});
});

story('D on accepted work says that it is not merged', async actors => {
  const {user, agent} = actors;
  await looksAtWork(actors);
  await agent('worker-task-001').runs('commit-work');
  await user.presses('q A y');
  await user.presses('D');
  await user.sees('It is not merged: its branch stays, and the task is done.', {in: 'dialog'});
});

story('work that is no fast-forward is merged by a merge commit after one more question', async actors => {
  const {user, agent, repository} = actors;
  await looksAtWork(actors);
  await agent('worker-task-001').runs('commit-work');
  await user.presses('q A y');
  repository.writes('other.txt', 'gone on\n');
  repository.commits('gone on');
  await user.presses('M y');
  await user.sees('Merge with a merge commit instead?', {in: 'dialog'});
  await user.presses('y');
  await user.sees('TASK-001 is merged', {in: 'status bar'});
});
