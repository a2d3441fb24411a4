import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Caller} from '../../../src/server/caller.ts';
import {openHouse, type House} from '../house.ts';

const RULES = `version: 3
agent_versions: ['1.0']
titles:
  - {id: flies, match: '^flies', mood: working}
  - {id: sits, match: '^sits', mood: idle}
screen:
  - {id: cage, rows: 3, match: 'cage is covered', freeze: true}
  - id: asks
    rows: 6
    match: 'wants (?<what>.+)\\?'
    mood: asks
    why: 'give {what}'
    way_out: give it a cracker
    answers: [{match: '^(?<key>\\d)\\. (?<label>.+)$', press: '{key} Enter'}]
  - {id: sings, rows: 3, match: 'la la', mood: working}
`;

/** A house where a parrot, whose looks are known, works on a task. */
const withParrot = async () => {
  const house = await openHouse();
  const folder = join(house.repository.home, 'config/roundhouse/rules');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'parrot.yaml'), RULES);
  house.configures('agents: {parrot: {command: [parrot, "{prompt}"]}}');
  const task = await house.task('sing');
  await house.asks(['spawn-worker', task, '--agent', 'parrot']);
  return house;
};

const NAME = 'worker-task-001';
const told = (house: House, name = NAME) => house.server.world.signals.sessions[name];
const moodOf = (house: House, name = NAME) => told(house, name)?.mood;
/** Time for the terminal to be looked at. */
const looks = (house: House): void => house.clock.passes(200);
const prints = (house: House, text: string): void => {
  house.pty().prints(`\u001b[2J\u001b[H${text.replaceAll('\n', '\r\n')}`);
  looks(house);
};
const reports = (house: House, text: string): void => house.pty().prints(`\u001b]7501;${text}\u001b\\`);
const calls = (house: House, title: string): void => house.pty().prints(`\u001b]2;${title}\u0007`);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const explained = async (house: House, name = NAME) => (await house.asks(['explain-session', name])).out;

test.concurrent('an agent starts until it shows something that is known', async () => {
  await using house = await withParrot();
  looks(house);
  expect(moodOf(house)).toBe('starting');
  prints(house, 'hello');
  expect(moodOf(house)).toBe('starting');
  prints(house, 'la la la');
  expect(moodOf(house)).toBe('working');
});

test.concurrent('an agent that shows nothing for a minute says so', async () => {
  await using house = await withParrot();
  house.clock.passes(61_000);
  expect(told(house)).toMatchObject({
    mood: 'starting',
    mood_why: expect.stringMatching(/nothing that it showed in 6\d s/u),
  });
  expect(await explained(house)).toMatchObject({way_out: expect.stringContaining('close-session')});
});

test.concurrent('a status report is told at once, with its reason', async () => {
  await using house = await withParrot();
  reports(house, 'state=working:app=parrot');
  expect(moodOf(house)).toBe('working');
  reports(house, `state=blocked:kind=permission:msg=${base64('approve Bash: rm -rf build')}`);
  expect(told(house)).toMatchObject({mood: 'asks', mood_why: 'approve Bash: rm -rf build'});
  reports(house, 'state=error');
  expect(moodOf(house)).toBe('failed');
});

test.concurrent('rest is told when it has lasted', async () => {
  await using house = await withParrot();
  reports(house, 'state=working');
  reports(house, 'state=idle');
  house.clock.passes(1100);
  expect(moodOf(house)).toBe('working');
  house.clock.passes(200);
  expect(moodOf(house)).toBe('idle');
});

test.concurrent('rest between two steps of work is not told', async () => {
  await using house = await withParrot();
  const moods: unknown[] = [];
  reports(house, 'state=working');
  house.server.world.listen({
    onSignals: signals => moods.push(...signals.flatMap(it => ('mood' in it ? [it.mood] : []))),
  });
  for (let step = 0; step < 5; step++) {
    reports(house, 'state=idle');
    house.clock.passes(900);
    reports(house, 'state=working');
    house.clock.passes(900);
  }
  expect(moods).toEqual([]);
});

test.concurrent('a question on the screen is told as soon as the screen is read', async () => {
  await using house = await withParrot();
  calls(house, 'flies');
  expect(moodOf(house)).toBe('working');
  prints(house, 'Polly wants a cracker?\n1. Here\n2. No');
  expect(told(house)).toMatchObject({mood: 'asks', mood_why: 'give a cracker'});
});

test.concurrent('a screen is not read in the middle of a picture', async () => {
  await using house = await withParrot();
  house.pty().prints('\u001b[?2026hPolly wants a cracker?');
  house.clock.passes(300);
  expect(moodOf(house)).toBe('starting');
  house.pty().prints('\u001b[2J\u001b[Hla la\u001b[?2026l');
  house.clock.passes(300);
  expect(moodOf(house)).toBe('working');
});

test.concurrent('a screen that never rests is read all the same', async () => {
  await using house = await withParrot();
  for (let frame = 0; frame < 40; frame++) {
    house.pty().prints(`\u001b[Hla la ${frame}`);
    house.clock.passes(20);
  }
  expect(moodOf(house)).toBe('working');
});

test.concurrent('a viewer over a question leaves the question', async () => {
  await using house = await withParrot();
  prints(house, 'Polly wants a cracker?');
  prints(house, 'cage is covered');
  expect(moodOf(house)).toBe('asks');
});

test.concurrent('a question that is scrolled to is not read: the live bottom is', async () => {
  await using house = await withParrot();
  prints(house, `Polly wants a cracker?\n${'\n'.repeat(40)}la la`);
  expect(moodOf(house)).toBe('working');
});

test.concurrent('work that comes to rest is done until somebody sees it', async () => {
  await using house = await withParrot();
  calls(house, 'flies');
  calls(house, 'sits');
  house.clock.passes(1300);
  expect(told(house)).toMatchObject({mood: 'done', mood_seen: false});
  house.server.moods.saw(NAME);
  expect(told(house)).toMatchObject({mood: 'idle', mood_seen: true});
});

test.concurrent('who waits for done is told also when somebody looked on', async () => {
  await using house = await withParrot();
  reports(house, 'state=working');
  const waiting = house.asks(['wait-session', NAME, '--until', 'done']);
  reports(house, 'state=done');
  house.server.moods.saw(NAME);
  expect(await waiting).toMatchObject({exit: 0});
  expect(await house.asks(['wait-session', NAME, '--until', 'done'])).toMatchObject({exit: 0, out: {mood: 'idle'}});
});

test.concurrent('who waits for done is not told of an agent that has done nothing', async () => {
  await using house = await withParrot();
  reports(house, 'state=idle');
  house.server.moods.saw(NAME);
  const waiting = house.asks(['wait-session', NAME, '--until', 'done', '--timeout', '1']);
  house.clock.passes(1100);
  expect(await waiting).toMatchObject({code: 'wait-timeout'});
});

test.concurrent('a mood has the same age while only its reason changes', async () => {
  await using house = await withParrot();
  reports(house, `state=blocked:msg=${base64('one')}`);
  const {mood_since} = told(house) ?? {};
  house.clock.passes(5000);
  reports(house, `state=blocked:msg=${base64('two')}`);
  expect(told(house)).toMatchObject({mood: 'asks', mood_why: 'two', mood_since});
});

test.concurrent('a question of the task is the reason to ask', async () => {
  await using house = await withParrot();
  reports(house, 'state=working');
  await house.asks(['request-input', '--summary', 'which song?'], house.worker('TASK-001'));
  expect(told(house)).toMatchObject({mood: 'asks', mood_why: 'which song?'});
});

test.concurrent('a worker whose task waits for review is done, though it still says goodbye', async () => {
  await using house = await withParrot();
  reports(house, 'state=working');
  await house.asks(['request-review'], house.worker('TASK-001'));
  expect(told(house)).toMatchObject({mood: 'done', mood_why: 'TASK-001 is review_ready'});
});

test.concurrent('what wins is explained, with what else was said and by which rules', async () => {
  await using house = await withParrot();
  calls(house, 'sits');
  reports(house, 'state=working');
  prints(house, 'Polly wants a cracker?');
  house.clock.passes(4000);
  expect(await explained(house)).toMatchObject({
    mood: 'working',
    source: 'status',
    rule: 'working',
    age_seconds: 4,
    others: [
      {source: 'title', mood: 'idle', rule: 'parrot:sits'},
      {source: 'screen', mood: 'asks', rule: 'parrot:asks', why: 'give a cracker', way_out: 'give it a cracker'},
      {source: 'process', mood: 'idle'},
    ],
    rules: {version: 3, agent_versions: ['1.0'], path: expect.stringContaining('rules/parrot.yaml')},
  });
});

test.concurrent('a program that failed is explained by its last words', async () => {
  await using house = await withParrot();
  prints(house, 'error: no such bird');
  house.pty().exits({code: 2});
  await house.server.world.settled();
  expect(await explained(house)).toMatchObject({
    mood: 'gone',
    source: 'record',
    why: 'it is closed: ended with code 2: error: no such bird',
    way_out: expect.stringContaining('read-screen'),
  });
  expect(told(house)?.mood_why).toContain('no such bird');
});

test.concurrent('a session that is opened again knows nothing of its former life', async () => {
  await using house = await withParrot();
  reports(house, 'state=blocked');
  house.pty().exits({code: 0});
  await house.server.world.settled();
  await house.asks(['spawn-worker', '1', '--agent', 'parrot']);
  expect(moodOf(house)).toBe('starting');
});

test.concurrent('a hook is heard, before the title and after a status', async () => {
  await using house = await withParrot();
  calls(house, 'flies');
  const worker = house.worker('TASK-001');
  await house.asks(['report-mood', 'asks', '--why', 'approve: ls'], worker);
  expect(told(house)).toMatchObject({mood: 'asks', mood_why: 'approve: ls', mood_source: 'hook'});
  reports(house, 'state=working');
  expect(moodOf(house)).toBe('working');
});

test.concurrent('a hook speaks for its own session, and a person for any', async () => {
  await using house = await withParrot();
  await house.asks(['open-session', '--name', 'logs']);
  const said = (words: readonly string[], caller?: Caller) => house.asks(['report-mood', ...words], caller);
  const worker = house.worker('TASK-001');
  expect((await said(['asks', '--name', 'logs'], worker)).code).toBe('actor-refused');
  expect((await said(['asks'])).code).toBe('params-invalid');
  expect((await said(['asks', '--name', 'nobody'])).code).toBe('session-unknown');
  expect((await said(['done', '--name', NAME])).out).toMatchObject({name: NAME, mood: 'done', mood_source: 'hook'});
});

test.concurrent('an agent in a shell is heard until the shell is at its prompt', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  reports(house, 'state=blocked:kind=permission');
  expect(moodOf(house, 'logs')).toBe('asks');
  house.pty().prints('\u001b]133;A\u0007$ ');
  house.clock.passes(1500);
  expect(moodOf(house, 'logs')).toBe('idle');
});

test.concurrent('an agent in a shell without marks is heard until the foreground is the shell again', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  const busy = {now: true};
  house.pty().isBusy = () => busy.now;
  reports(house, 'state=working');
  looks(house);
  busy.now = false;
  house.pty().prints('$ ');
  house.clock.passes(1500);
  expect(moodOf(house, 'logs')).toBe('idle');
});

test.concurrent('rules that cannot be used are in the log, and the agent runs without', async () => {
  await using house = await openHouse();
  const folder = join(house.repository.home, 'config/roundhouse/rules');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'parrot.yaml'), 'version: none\n');
  house.configures('agents: {parrot: {command: [parrot, "{prompt}"]}}');
  const task = await house.task('sing');
  await house.asks(['spawn-worker', task, '--agent', 'parrot']);
  looks(house);
  expect(moodOf(house)).toBe('working');
  expect(house.repository.read('.roundhouse/state/server.log')).toContain('rules cannot be used');
});

test.concurrent('a loop of short commands is work, and a shell that rests is idle', async () => {
  await using house = await openHouse();
  await house.asks(['open-session', '--name', 'logs']);
  const busy = {now: true};
  house.pty().isBusy = () => busy.now;
  prints(house, 'one');
  for (let step = 0; step < 5; step++) {
    busy.now = false;
    house.clock.passes(700);
    house.pty().prints('more\r\n');
  }
  expect(moodOf(house, 'logs')).toBe('working');
  house.clock.passes(1500);
  expect(moodOf(house, 'logs')).toBe('idle');
});
