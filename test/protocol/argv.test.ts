import {expect, test} from 'vitest';
import {Fault} from '../../src/core/fault.ts';
import {checkParams, commandOf, flagOf, kindOf, parseArgv} from '../../src/protocol/argv.ts';
import {flag, many, number, text} from '../../src/protocol/entry.ts';

/** The fault that reading this command line ends with. */
const faultOf = (argv: readonly string[]): Fault | undefined => {
  try {
    parseArgv(argv);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
};

const paramsOf = (line: string): Record<string, unknown> => parseArgv(line.split(' ')).params;

test.each([
  ['show-task 3', {task_id: 'TASK-003'}],
  ['show-task task-3', {task_id: 'TASK-003'}],
  ['show-task --task-id 3', {task_id: 'TASK-003'}],
  ['show-task --task_id=3', {task_id: 'TASK-003'}],
  ['list-sessions --active-only', {active_only: true}],
  ['list-events --after 12 --limit=3', {after: 12, limit: 3}],
  ['create-task tidy --script a --script b', {title: 'tidy', script: ['a', 'b']}],
  ['create-task --script=a=b tidy', {title: 'tidy', script: ['a=b']}],
  ['create-task -- --tidy', {title: '--tidy'}],
  ['send-text planner echo a b', {name: 'planner', text: ['echo', 'a', 'b']}],
  ['send-text planner -- --json', {name: 'planner', text: ['--json']}],
  ['open-session --name logs -- tail -f app.log', {name: 'logs', command: ['tail', '-f', 'app.log']}],
  ['wait-session planner --until done,failed --until asks', {name: 'planner', until: ['done', 'failed', 'asks']}],
  ['record-decision accept 12', {kind: 'accept', task_id: 'TASK-012'}],
  ['create-task a --script -1', {title: 'a', script: ['-1']}],
  ['request-review', {}],
] as const)('%s is read as %j', (line, params) => {
  expect(paramsOf(line)).toEqual(params);
});

test.each([
  [['list-tasks'], 'text'],
  [['list-tasks', '--json'], 'json'],
  [['list-tasks', '--format', 'json'], 'json'],
  [['list-tasks', '--format', 'yaml'], 'yaml'],
  [['list-tasks', '--format', 'table'], 'text'],
  [['list-tasks', '--format', 'table', '--json'], 'json'],
] as const)('%j is answered as %s', (argv, format) => {
  expect(parseArgv(argv).format).toBe(format);
});

test('another format is refused', () => {
  expect(faultOf(['list-sessions', '--format', 'xml'])?.message).toBe(
    'list-sessions: --format is table, yaml or json, not "xml"',
  );
});

test.each([
  [['show-task'], {yes: false, help: false}],
  [['show-task', '--yes'], {yes: true, help: false}],
  [['show-task', '--help'], {help: true}],
  [['show-task', '-h'], {help: true}],
  [['create-task', '--help'], {help: true}],
])('%j means %j', (argv, command) => {
  expect(parseArgv(argv)).toMatchObject(command);
});

test.each([
  [['lst-tasks'], {verb: 'lst-tasks', nearest: 'list-tasks'}],
  [['frobnicate'], {verb: 'frobnicate'}],
  [[], {verb: ''}],
  [['toString'], {verb: 'toString'}],
])('%j has no such verb, and the nearest is named', (argv, details) => {
  expect(faultOf(argv)).toMatchObject({code: 'verb-unknown', details});
});

test.each([
  [['list-tasks', '--statsu', 'ready'], {verb: 'list-tasks', flag: '--statsu', nearest: '--status'}],
  [['list-tasks', '--jsno'], {verb: 'list-tasks', flag: '--jsno', nearest: '--json'}],
  [['list-tasks', '--frobnicate=1'], {verb: 'list-tasks', flag: '--frobnicate'}],
  [['list-tasks', '-x'], {verb: 'list-tasks', flag: '-x'}],
  [['list-tasks', '--constructor'], {verb: 'list-tasks', flag: '--constructor'}],
])('%j has no such flag, and the nearest is named', (argv, details) => {
  const fault = faultOf(argv);
  expect(fault?.code).toBe('flag-unknown');
  expect(fault?.details).toMatchObject(details);
});

test.each([
  [['create-task'], ['title is missing']],
  [['create-task', ''], ['title: too small: expected string to have >=1 characters']],
  [['list-tasks', '--status'], ['--status needs a value']],
  [['cleanup-task', '1', '2'], ['too many words: "2"']],
  [['list-events', '--limit', 'many'], [expect.stringContaining('--limit: ')]],
  [['list-events', '--limit', '-1'], [expect.stringContaining('--limit: ')]],
  [['wait-session', 'planner', '--until', 'tired'], [expect.stringContaining('--until: ')]],
])('%j is refused: %j', (argv, problems) => {
  expect(faultOf(argv)).toMatchObject({code: 'params-invalid', exit: 2, details: {problems}});
});

test('every problem is told at once', () => {
  expect(faultOf(['request-input', '--step', 'x'])?.details['problems']).toEqual([
    '--summary is missing',
    expect.stringContaining('--step: '),
  ]);
});

test('params that are no words are checked by the same rules', () => {
  expect(checkParams('show-task', {task_id: '3'})).toEqual({task_id: 'TASK-003'});
  expect(() => checkParams('record-decision', {kind: 'merge'})).toThrow('task id is missing');
});

test.each([
  [flag('x'), 'flag'],
  [many('x'), 'list'],
  [text('x'), 'value'],
  [number('x'), 'value'],
])('a field is written as its kind', (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

test('a flag is its field in kebab-case', () => {
  expect(flagOf('recommended_next_step')).toBe('--recommended-next-step');
});

test('params given by name are read as they are: lists stay lists, also empty ones', () => {
  expect(commandOf('update-task', {task_id: '3', script: ['a=b', '--c'], label: []})).toEqual({
    verb: 'update-task',
    params: {task_id: 'TASK-003', script: ['a=b', '--c'], label: []},
    format: 'json',
    yes: false,
    help: false,
  });
});

test('among params by name, yes answers questions, and null is what was left out', () => {
  expect(commandOf('cancel-task', {task_id: '3', yes: true, reason: null})).toMatchObject({
    params: {task_id: 'TASK-003'},
    yes: true,
  });
});

test.each([
  ['frobnicate', {}, 'no verb "frobnicate"'],
  ['show-task', {task: '3'}, 'show-task: no argument "task"; it has task_id'],
  ['doctor', {a: 1, b: 2}, 'doctor: no argument "a"; it has none; no argument "b"; it has none'],
  [
    'create-task',
    {script: 'a'},
    'create-task: title is missing; script: invalid input: expected array, received string',
  ],
])('%s with params %j is refused', (verb, given, message) => {
  expect(() => commandOf(verb, given)).toThrow(message);
});
