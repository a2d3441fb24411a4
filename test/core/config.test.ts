import {expect, test} from 'vitest';
import {environmentSource, settle, type Source} from '../../src/core/config.ts';

const source = (origin: Source['origin'], values: Source['values']): Source => ({
  origin,
  values,
  where: key => `${origin} line of ${key}`,
});

test('without any source each setting has its default, or none', () => {
  const {settings, list, problems} = settle([]);
  expect(settings).toEqual({
    slots: 2,
    discuss_timeout: 300,
    planner_agent: 'shell',
    worker_agent: 'shell',
    planner_auto_approve: false,
    worker_auto_approve: false,
    trust_folders: false,
    max_prompt_chars: 60_000,
    linger_ms: 600_000,
    lease_ttl_seconds: 1800,
    workers_may_ask_people: false,
    notify: 'auto',
    notify_on: 'asks,done,failed',
  });
  expect(list.every(it => it.origin === 'default' && it.where === undefined)).toBe(true);
  expect(problems).toEqual([]);
});

test('a later source goes before an earlier one, key by key, and each value says where it was set', () => {
  const {settings, list} = settle([
    source('user', {slots: 3, lease_ttl_seconds: 60}),
    source('repository', {slots: 4}),
    environmentSource({ROUNDHOUSE_SLOTS: '5', ROUNDHOUSE_LINGER_MS: '', HOME: '/h'}),
  ]);
  expect(settings).toMatchObject({slots: 5, lease_ttl_seconds: 60, linger_ms: 600_000});
  expect(list.filter(it => it.origin !== 'default')).toEqual([
    {key: 'slots', value: 5, origin: 'environment', where: 'ROUNDHOUSE_SLOTS'},
    {key: 'lease_ttl_seconds', value: 60, origin: 'user', where: 'user line of lease_ttl_seconds'},
  ]);
});

test.each<[Record<string, unknown>, string]>([
  [{slots: 0}, 'user line of slots: slots: too small: expected number to be >=1'],
  [{slots: 'many'}, 'user line of slots: slots: invalid input: expected number, received nan'],
  [
    {quiet_hours: 'at night'},
    'user line of quiet_hours: quiet_hours: two different times of the day, as in 22:00-07:00',
  ],
  [{notify_on: 'idle'}, 'user line of notify_on: notify_on: some of asks, done, failed, with commas between'],
  [
    {notify: 'loud'},
    'user line of notify: notify: invalid option: expected one of "auto"|"osc9"|"osc99"|"osc777"|"bell"|"desktop"|"off"',
  ],
  [{slot: 3}, 'user line of slot: no setting "slot"; did you mean slots?'],
  [{colour: 'red'}, 'user line of colour: no setting "colour"'],
])('%j is told with its place, and the default counts', (values, problem) => {
  const {settings, problems} = settle([source('user', values)]);
  expect([settings.slots, problems]).toEqual([2, [problem]]);
});

test.each([
  ['npm ci', ['npm ci']],
  [
    ['npm ci', 'heavy: make\n  all\n'],
    ['npm ci', 'heavy: make\n  all\n'],
  ],
])('the set-up %j is the list of commands %j, as they stand there', (value, commands) => {
  const {settings, list, problems} = settle([source('repository', {worktree_setup: value})]);
  expect([settings.worktree_setup, problems]).toEqual([commands, []]);
  expect(list.find(it => it.key === 'worktree_setup')).toMatchObject({value: commands, origin: 'repository'});
});

test.each<[unknown, string]>([
  [{run: 'npm ci'}, 'not a list of commands'],
  [['npm ci', '  '], 'an empty command'],
  [['npm ci', 7], 'invalid input: expected string, received number'],
  ['npm ci \u202e# ko', 'characters that cannot be seen'],
  ['npm ci\u200b', 'characters that cannot be seen'],
  ['npm ci\rmake', 'characters that cannot be seen'],
  ['npm ci \u001b[8m; rm -rf ~', 'characters that cannot be seen'],
])('the set-up %j is refused: %s', (value, problem) => {
  const {settings, problems} = settle([source('repository', {worktree_setup: value})]);
  expect([settings.worktree_setup, problems]).toEqual([
    undefined,
    [`repository line of worktree_setup: worktree_setup: ${problem}`],
  ]);
});

test('sections of others, and settings without a value, are passed over', () => {
  expect(settle([source('user', {keys: {prefix: 'C-a'}, slots: null})])).toMatchObject({
    settings: {slots: 2},
    problems: [],
  });
});

const reviewer = {command: ['reviewer', '--task', '{task}', '{prompt}']};

test('agents are those of the user, with what is wrong with the others', () => {
  const agents = {
    reviewer: {...reviewer, resume: ['reviewer', '--resume', '{conversation}'], reads_messages: true},
    mute: {command: ['mute']},
    'A b': reviewer,
    odd: {...reviewer, colour: 'red'},
    codex: {program: '/opt/codex', args: ['--search']},
    claude: {programme: 'x'},
  };
  const settled = settle([source('user', {agents})]);
  expect(settled.agents).toEqual({reviewer: agents.reviewer, codex: agents.codex});
  expect(settled.problems).toEqual([
    'user line of agents: agents.mute: its command has neither {prompt} nor {prompt_file}',
    'user line of agents: agents.A b: lower-case letters, digits and "-"',
    'user line of agents: agents.odd: unrecognized key: "colour"',
    'user line of agents: agents.claude: unrecognized key: "programme"',
  ]);
});

test('a repository that one clones names no programs', () => {
  const {agents, problems} = settle([source('repository', {agents: {reviewer}})]);
  expect([agents, problems]).toEqual([
    {},
    ['repository line of agents: agents: only the file of the user may name programs'],
  ]);
});

test.each(['worker_auto_approve', 'planner_sandbox', 'trust_folders'] as const)(
  'a repository that one clones does not say %s for the person',
  key => {
    const value = key === 'planner_sandbox' ? 'full' : true;
    const settled = settle([source('user', {}), source('repository', {[key]: value})]);
    expect(settled.settings[key] ?? false).toBe(false);
    expect(settled.problems).toEqual([`repository line of ${key}: ${key}: only the file of the user may say that`]);
    expect(settle([source('user', {[key]: value})]).settings[key]).toBe(value);
  },
);
