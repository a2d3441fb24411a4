import {expect, test} from 'vitest';
import type {Evidence, Verdict} from '../../src/core/evidence.ts';
import type {Mood} from '../../src/core/nouns/session.ts';
import {taskStatus, type TaskStatus} from '../../src/core/nouns/task.ts';
import {
  firstStanding,
  judge,
  othersThan,
  standingAfter,
  waitMsOf,
  type Facts,
  type Standing,
} from '../../src/work/mood.ts';

const at = (second: number): string => `2026-01-02T03:04:${String(second).padStart(2, '0')}.000Z`;

/** `status asks` is evidence; `status asks: why` has a reason. Each is a second younger than the one before. */
const evidence = (...texts: readonly string[]): readonly Evidence[] =>
  texts.map((text, second) => {
    const [, source = '', mood = '', why] = /^(\w+) (\w+)(?:: (.*))?$/u.exec(text) ?? [];
    return {source, mood, since: at(second), ...(why === undefined ? {} : {why})} as Evidence;
  });

const facts = (more: Partial<Facts> = {}): Facts => ({
  said: [],
  isUnread: false,
  startedAt: at(0),
  now: at(30),
  ...more,
});

const task = (status: TaskStatus, isSettingUp = false) => ({
  status,
  since: at(5),
  isSettingUp,
  why: `TASK-001 is ${status}`,
});

/** What the judge says, as `source mood`. */
const judged = (given: Facts): string => {
  const {source, mood} = judge(given);
  return `${source} ${mood}`;
};

test.each([
  ['status before all others', ['screen asks', 'title idle', 'hook idle', 'status working'], 'status working'],
  ['a conversation that is not its own before a status', ['status working', 'conversation asks'], 'conversation asks'],
  ['a hook before a title', ['title working', 'hook idle'], 'hook idle'],
  ['of title and progress the one that changed last', ['title idle', 'progress working'], 'progress working'],
  ['a title before a screen', ['screen idle', 'title working'], 'title working'],
  ['a form that is seen before an idle title', ['title idle', 'screen asks'], 'screen asks'],
  ['a form that is seen before a title that works on', ['title working', 'screen asks'], 'screen asks'],
  ['a form that is seen before an idle status', ['status idle', 'screen asks'], 'screen asks'],
  ['a status that works before a form that is seen', ['status working', 'screen asks'], 'status working'],
  ['a status that is done before a form that is seen', ['status done', 'screen asks'], 'status done'],
  ['a failure that is seen before an idle title', ['title idle', 'screen failed'], 'screen failed'],
  ['an idle status before a failure of long ago', ['screen failed', 'status idle'], 'status idle'],
  ['a title that works again before a failure', ['screen failed', 'title working'], 'title working'],
])('the judge hears %s', (_, said, wins) => {
  expect(judged(facts({said: evidence(...said)}))).toBe(wins);
});

/** What becomes of each state of a task, and of each mood that its agent tells of itself; `-` is an agent that says nothing. */
const table: Readonly<Record<TaskStatus, string>> = {
  draft: '- idle · working working · asks asks · idle idle · done done · failed failed',
  ready: '- idle · working working · asks asks · idle idle · done done · failed failed',
  in_progress: '- working · working working · asks asks · idle idle · done done · failed failed',
  needs_input: '- asks · working asks · asks asks · idle asks · done asks · failed asks',
  review_ready: '- done · working done · asks asks · idle done · done done · failed done',
  in_review: '- done · working done · asks asks · idle done · done done · failed done',
  accepted: '- idle · working working · asks asks · idle idle · done done · failed failed',
  rejected: '- failed · working failed · asks asks · idle failed · done failed · failed failed',
  merged: '- idle · working working · asks asks · idle idle · done done · failed failed',
  blocked: '- failed · working failed · asks asks · idle failed · done failed · failed failed',
  done: '- idle · working working · asks asks · idle idle · done done · failed failed',
  cancelled: '- idle · working working · asks asks · idle idle · done done · failed failed',
  archived: '- idle · working working · asks asks · idle idle · done done · failed failed',
};

test.each(taskStatus.options)('a worker whose task is %s is in the mood that the table says', status => {
  const [process] = evidence('process idle');
  const moods = ['-', 'working', 'asks', 'idle', 'done', 'failed'].map(told => {
    const said = told === '-' ? [] : evidence(`status ${told}`);
    return `${told} ${judge(facts({task: task(status), said, process})).mood}`;
  });
  expect(moods.join(' · ')).toBe(table[status]);
});

test('a worker whose worktree is being set up is starting, whatever the set-up shows', () => {
  const said = evidence('status asks', 'screen working');
  expect(judged(facts({said, task: task('in_progress', true)}))).toBe('task starting');
});

test('the end of a program goes before everything', () => {
  const [record, ...said] = evidence('record gone: it is closed', 'status asks', 'screen asks');
  expect(judge(facts({record, said, task: task('needs_input')}))).toMatchObject({
    mood: 'gone',
    why: 'it is closed',
  });
});

test.each([
  ['its own', ['status asks: approve', 'screen asks: form'], 'approve'],
  ['that of another who says the same', ['status asks', 'title asks', 'screen asks: approve: ls'], 'approve: ls'],
  ['none of another who says something else', ['status failed', 'screen working: retrying'], 'it says that it failed'],
])('who wins has a reason: %s', (_, said, why) => {
  expect(judge(facts({said: evidence(...said)})).why).toBe(why);
});

test.each([
  ['blocked permission', 'asks for permission'],
  ['blocked question agent/1', 'asks a question'],
  ['blocked auth', 'not logged in'],
])('a status of "%s" without words %s', (rule, why) => {
  expect(judge(facts({said: [{source: 'status', mood: 'asks', since: at(1), rule}]})).why).toBe(why);
});

test('the way out is that of who says the same', () => {
  const said: readonly Evidence[] = [
    {source: 'status', mood: 'failed', since: at(1)},
    {source: 'screen', mood: 'failed', since: at(1), why: 'usage limit', way_out: 'wait'},
  ];
  expect(judge(facts({said}))).toMatchObject({source: 'status', why: 'usage limit', way_out: 'wait'});
});

test('an agent that has shown nothing yet is starting, whatever its task says', () => {
  const [process] = evidence('process idle');
  expect(judge(facts({isUnread: true, process, task: task('in_progress')}))).toMatchObject({
    mood: 'starting',
    why: 'it has just been started',
  });
});

test('an agent that has shown nothing for a minute has a reason and a way out', () => {
  const verdict = judge(facts({isUnread: true, now: '2026-01-02T03:05:00.000Z'}));
  expect(verdict).toMatchObject({
    mood: 'starting',
    why: 'nothing that it showed in 60 s is known',
    way_out: expect.stringContaining('close-session'),
  });
});

test('what else was said comes in the order of its weight', () => {
  const [process, ...said] = evidence('process idle', 'screen idle', 'title working', 'status asks');
  const given = facts({said, process});
  expect(othersThan(judge(given), given).map(it => it.source)).toEqual(['title', 'screen', 'process']);
});

const standing = (mood: Mood, more: Partial<Standing> = {}): Standing => ({...firstStanding, mood, ...more});
const verdict = (text: string): Verdict => ({...evidence(text)[0], why: ''}) as Verdict;
const finished = standing('done', {isFinished: true});

test.each([
  ['done is told', standing('working'), 'status done', 'done'],
  ['done that is seen is idle', standing('working'), 'status done watched', 'idle'],
  ['done stays done until it is seen', finished, 'status idle', 'done'],
  ['done is idle once it is seen', finished, 'status done watched', 'idle'],
  ['what was seen stays seen', {...finished, mood: 'idle', isSeen: true}, 'status done', 'idle'],
  ['work that is interrupted is idle', standing('working'), 'status idle', 'idle'],
  ['an answer that ends the work is the end of it', standing('asks'), 'screen idle', 'done'],
  ['a shell that is back at its prompt is idle', standing('working'), 'process idle', 'idle'],
  ['an agent that starts is idle', standing('starting'), 'title idle', 'idle'],
  ['a task stays done when it is seen', finished, 'task done watched', 'done'],
  ['a program that is at its prompt without a task is idle', finished, 'process idle', 'idle'],
  ['new work is not finished', finished, 'status working', 'working'],
] as const)('%s', (...[, before, said, mood]) => {
  const isWatched = said.endsWith(' watched');
  expect(standingAfter(before, verdict(said.replace(' watched', '')), isWatched).mood).toBe(mood);
});

test('what is seen while it works is not seen at its end', () => {
  const working = standingAfter(firstStanding, verdict('status working'), true);
  expect(standingAfter(working, verdict('status done'), false)).toEqual({
    mood: 'done',
    isFinished: true,
    isSeen: false,
  });
});

test.each([
  ['status idle', 'working', 1200],
  ['status idle', 'asks', 1200],
  ['status idle', 'failed', 1200],
  ['status idle', 'starting', 1200],
  ['process idle', 'starting', 0],
  ['process idle', 'working', 1200],
  ['status idle', 'done', 0],
  ['status working', 'idle', 0],
  ['status done', 'working', 0],
  ['screen asks', 'working', 0],
  ['screen asks', 'idle', 0],
  ['screen asks', 'starting', 0],
] as const)('"%s" after %s is waited with for %i ms', (said, told, ms) => {
  expect(waitMsOf(verdict(said), told)).toBe(ms);
});
