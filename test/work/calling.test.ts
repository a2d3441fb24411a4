import {expect, test} from 'vitest';
import type {TaskId} from '../../src/core/id.ts';
import type {Interrupt} from '../../src/core/nouns/interrupt.ts';
import type {Session} from '../../src/core/nouns/session.ts';
import type {Task} from '../../src/core/nouns/task.ts';
import {emptyState} from '../../src/core/state.ts';
import {judge, wordsOf, type Episode, type Gaze, type Rules} from '../../src/work/calling.ts';

const noon = new Date(2026, 0, 2, 12, 0);
const usual: Rules = {notify: 'auto', notify_on: 'asks,done,failed'};
const here: Gaze = {client: 1, isFocused: true, sees: ['planner'], form: 'osc777'};
const away: Gaze = {...here, isFocused: false};
const plain: Gaze = {...away, client: 2, form: 'bell'};
const looking: Gaze = {...here, sees: ['planner', 'worker-task-001']};

type Case = {
  readonly gazes?: readonly Gaze[];
  readonly rules?: Partial<Rules>;
  readonly now?: Date;
  readonly calledAt?: number;
  readonly mood?: Episode['mood'];
};

const verdictOf = ({gazes = [], rules = {}, now = noon, mood = 'asks', ...more}: Case) =>
  judge({session: 'worker-task-001', mood, ...more}, {gazes, rules: {...usual, ...rules}, now});

const way = (client: number, form: Gaze['form']) => ({client, form});
const told = (ways: readonly ReturnType<typeof way>[], onDesktop = false) => ({is: 'now', ways, onDesktop});
const over = (why: string) => ({is: 'over', why});
const later = (seconds: number) => ({is: 'later', ms: seconds * 1000});

test.each<[string, Case, ReturnType<typeof told | typeof over | typeof later>]>([
  ['one who looks at it needs no call', {gazes: [looking]}, over('seen')],
  ['who looks at it at one terminal is not called at another', {gazes: [looking, plain]}, over('seen')],
  [
    'what is on a screen that nobody is at is not seen',
    {gazes: [{...looking, isFocused: false}]},
    told([way(1, 'osc777')]),
  ],
  ['one who looks at another session is called at the terminal', {gazes: [here]}, told([way(1, 'osc777')])],
  ['all terminals are told, each in its form', {gazes: [away, plain]}, told([way(1, 'osc777'), way(2, 'bell')])],
  ['where nobody is attached, the desktop is told', {}, told([], true)],
  ['a bell nobody sits at has no words, so the desktop says them', {gazes: [plain]}, told([way(2, 'bell')], true)],
  [
    'one who sits at a terminal hears its bell',
    {gazes: [plain, {...here, form: 'bell'}]},
    told([way(2, 'bell'), way(1, 'bell')]),
  ],
  [
    'a chosen form goes to every terminal, and not to the desktop',
    {gazes: [away, plain], rules: {notify: 'osc9'}},
    told([way(1, 'osc9'), way(2, 'osc9')]),
  ],
  ['a chosen bell rings alone', {gazes: [away], rules: {notify: 'bell'}}, told([way(1, 'bell')])],
  ['a chosen desktop leaves terminals alone', {gazes: [here], rules: {notify: 'desktop'}}, told([], true)],
  ['a chosen desktop is not told what is seen', {gazes: [looking], rules: {notify: 'desktop'}}, over('seen')],
  ['nothing is told where notices are off', {gazes: [away], rules: {notify: 'off'}}, over('unwanted')],
  ['a mood that is not on the list calls nobody', {mood: 'done', rules: {notify_on: 'asks,failed'}}, over('unwanted')],
  ['a mood on the list calls', {mood: 'failed', gazes: [away], rules: {notify_on: 'failed'}}, told([way(1, 'osc777')])],
  ['quiet hours put a call off until their end', {rules: {quiet_hours: '11:30-12:30'}}, later(1800)],
  ['what is seen in quiet hours is over', {gazes: [looking], rules: {quiet_hours: '11:30-12:30'}}, over('seen')],
  ['after quiet hours it is told', {rules: {quiet_hours: '22:00-07:00'}}, told([], true)],
  ['a second call within ten seconds waits for their end', {calledAt: noon.getTime() - 4000}, later(6)],
  ['ten seconds later it is told', {calledAt: noon.getTime() - 10_000}, told([], true)],
  ['the longer wait counts', {calledAt: noon.getTime(), rules: {quiet_hours: '11:59-12:01'}}, later(60)],
])('%s', (_name, given, verdict) => expect(verdictOf(given)).toEqual(verdict));

const at = '2026-01-02T03:04:05.000Z';
const worker: Session = {
  name: 'worker-task-001',
  kind: 'worker',
  agent: 'shell',
  task_id: 'TASK-001' as TaskId,
  status: 'active',
  cwd: '/',
  argv: ['sh'],
  opened_at: at,
  updated_at: at,
};
const task = {id: 'TASK-001' as TaskId, title: 'move the shop', status: 'needs_input'} as Task;

const asked = {
  id: 'INT-001',
  task_id: task.id,
  audience: 'planner',
  blocking: true,
  priority: 'normal',
  question: '',
  details: [],
  options: [],
  status: 'open',
  created_at: at,
} as unknown as Interrupt;

/** The words about a session on a board with its task, and with this question of its own or of its task. */
const said = (
  mood: Episode['mood'],
  changes: Partial<Session & {title: string; why: string; question: string}> = {},
) => {
  const {title = task.title, why, question, ...more} = changes;
  const state = emptyState();
  state.tasks['TASK-001'] = {...task, title, ...(why === undefined ? {} : {status_reason: why})};
  if (question !== undefined) state.interrupts['INT-001'] = {...asked, question};
  return wordsOf({session: {...worker, ...more}, mood}, {state, repository: 'shop'});
};

test('words say who, where, about which task, and what is asked', () => {
  expect(said('asks', {question: 'which port?'})).toEqual({
    title: 'task-001 asks (shop)',
    body: 'move the shop: which port?',
  });
  expect(said('asks')).toEqual({title: 'task-001 asks (shop)', body: 'move the shop'});
  expect(said('done', {question: 'which port?'})).toEqual({title: 'task-001 is done (shop)', body: 'move the shop'});
  expect(said('failed', {why: 'step 2 failed'}).body).toBe('move the shop: step 2 failed');
  expect(
    wordsOf(
      {session: {...worker, name: 'planner', kind: 'planner'}, mood: 'failed'},
      {state: emptyState(), repository: 'shop'},
    ),
  ).toEqual({
    title: 'planner has failed (shop)',
    body: '',
  });
});

test('words are one line without anything a terminal acts on, and of bounded length, characters whole', () => {
  expect(said('asks', {question: 'a\u001b]0;x\u0007\n  b'}).body).toBe('move the shop: a·]0;x· b');
  const long = said('asks', {title: '👩‍👩‍👧'.repeat(100), name: 'n'.repeat(300)});
  expect(long.title).toBe(`${'n'.repeat(99)}…`);
  expect(long.body).toMatch(/^(?:👩‍👩‍👧)+…$/u);
  expect(long.title.length + long.body.length).toBeLessThanOrEqual(200);
  expect(long.title.length + long.body.length).toBeGreaterThan(190);
});
