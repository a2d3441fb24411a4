/** The kit tells what went wrong, and waits for what is under way. */
import {expect, test} from 'vitest';
import type {Fail} from './agent.ts';
import {Agent} from './agent.ts';
import {bytesOf, mouseBytes} from './keys.ts';
import {boxed, reportOf} from './report.ts';
import {Screen} from './screen.ts';
import {User} from './user.ts';
import {StoryWorld} from './world.ts';

const fail: Fail = (sentence, lookedFor = []) => {
  throw new Error([sentence, ...lookedFor].join('\n'));
};

test('a report holds the sentence, the screen with its cursor, the messages, the log and the way to repeat it', () => {
  const text = reportOf({
    sentence: 'the user sees "x" in the pane',
    lookedFor: ['nothing'],
    screens: [{name: 'the user', rows: ['ab', 'cd'], cursor: {x: 1, y: 1}}],
    messages: ['the user presses x'],
    log: ['{"what":"server started"}'],
    story: 'a name',
  });
  expect(text.split('\n')).toEqual([
    'the user sees "x" in the pane',
    'nothing',
    '',
    'the screen of the user:',
    '┌─▼┐',
    '│ab│',
    '▶cd│',
    '└──┘',
    '',
    'the last messages:',
    '  the user presses x',
    '',
    'the last lines of the log:',
    '  {"what":"server started"}',
    '',
    'again: vitest run --config test/vitest.config.ts -t "a name"',
  ]);
});

test('a box without a cursor has no marks', () => expect(boxed(['ab'])).toEqual(['┌──┐', '│ab│', '└──┘']));

test.each([
  ['C-b', '\u0002'],
  ['M-x', '\u001bx'],
  ['Esc', '\u001b'],
  ['"', '"'],
])('the chord %s is sent as %j', (chord, bytes) => expect(bytesOf(chord)).toBe(bytes));

test('a chord that no key makes is refused', () => expect(() => bytesOf('Enterr')).toThrow('is no key'));

test('the mouse counts from 1 on the wire', () => expect(mouseBytes(0, {x: 0, y: 2}, true)).toBe('\u001b[<0;1;3m'));

test('a screen tells text, looks and what disturbed it', () => {
  using screen = new Screen({cols: 8, rows: 2});
  screen.feed(Buffer.from('\u001b[1;31mab\u001b[0;7mc\u001b[0;2md\u001b[0m 日'));
  expect(screen.text()).toEqual(['abcd 日 ', '        ']);
  expect(screen.styles()).toEqual(['RRid', '']);
  expect(screen.disturbances).toEqual([]);
  screen.feed(Buffer.from('\u001b]0;title\u0007\u001b[6n'));
  expect(screen.disturbances).toEqual([
    'the title "title"',
    'a question, answered "\\u001b[1;8R"',
    'the bytes "\\u001b]0;title"',
    'the bytes "\\u001b[6n"',
  ]);
});

test('a look that finds nothing says what was looked for, and where', async () => {
  await using world = await StoryWorld.open();
  using user = new User(world, 'Ann', fail);
  await user.attaches();
  await expect(user.sees('nowhere', {in: 'agents'})).rejects.toThrow('Ann sees "nowhere" in the agents\n');
  await expect(user.seesNot('planner', {in: 'agents'})).rejects.toThrow('Ann does not see "planner" in the agents');
  await expect(user.sees('x', {in: 'dialog'})).rejects.toThrow('Ann has something in the dialog to look at');
  await expect(user.cursorAt(0, 0)).rejects.toThrow("Ann's cursor is at 0,0\nit is at ");
});

test('an agent that was never started is named, with those that were', async () => {
  await using world = await StoryWorld.open();
  using user = new User(world, 'Ann', fail);
  await user.attaches();
  await expect(new Agent(world, 'nobody', fail).prints('x')).rejects.toThrow('there are: planner');
});

test('what is under way is waited for', async () => {
  await using world = await StoryWorld.open();
  const done: string[] = [];
  const {server} = world.life;
  server.world.background('a while', async () => {
    await server.worktrees.inTurn(() => Promise.resolve());
    server.ports.after(100, () => done.push('timer'));
  });
  await world.settled();
  expect(done).toEqual(['timer']);
});
