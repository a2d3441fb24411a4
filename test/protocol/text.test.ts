import {expect, test} from 'vitest';
import {Fault} from '../../src/core/fault.ts';
import {faultText, helpText, resultText, verbHelpText} from '../../src/protocol/text.ts';
import {verbNames} from '../../src/protocol/names.ts';
import {entryOf} from '../../src/protocol/verbs.ts';

const tasks = {
  tasks: [
    {id: 'TASK-001', status: 'ready', title: 'tidy the flags'},
    {id: 'TASK-1000', status: 'in_progress', title: 'a\u001b[31mb', owner_session: 'worker-task-1000'},
  ],
};
const table = {verb: 'list-tasks', format: 'text'} as const;

test('a list is a table with its columns aligned, and nothing a terminal would act on', async () => {
  expect(await resultText(table, tasks)).toBe(
    [
      'ID         STATUS       TITLE           OWNER SESSION     FLAGS',
      'TASK-001   ready        tidy the flags',
      'TASK-1000  in_progress  a·[31mb         worker-task-1000',
    ].join('\n'),
  );
});

test('a table is cut to the width of the terminal', async () => {
  expect((await resultText(table, tasks, 20)).split('\n').filter(it => it.length > 20)).toEqual([]);
});

test('characters that are two cells wide keep the columns aligned', async () => {
  const wide = {tasks: [{id: 'TASK-001', status: 'ready', title: '日本', owner_session: 'w'}, ...tasks.tasks]};
  const [head = '', row = ''] = (await resultText(table, wide)).split('\n');
  expect(row.indexOf('w') + 2).toBe(head.indexOf('OWNER'));
});

test('an empty list says so', async () => {
  expect(await resultText(table, {tasks: []})).toBe('no tasks');
});

test('an event shows what it is about, and where that went', async () => {
  const events = [
    {seq: 3, at: 'now', actor: 'user', type: 'task-moved', task_id: 'TASK-001', from: 'ready', to: 'done'},
  ];
  expect(await resultText({verb: 'list-events', format: 'text'}, {events})).toContain('TASK-001 → done');
});

test('one noun is its fields, the empty ones left out', async () => {
  const decision = {id: 'DEC-001', kind: 'accept', task_id: 'TASK-001', reason: undefined, refs: []};
  expect(await resultText({verb: 'record-decision', format: 'text'}, decision)).toBe(
    ['id             DEC-001', 'kind           accept', 'task id        TASK-001'].join('\n'),
  );
});

test('JSON is the result as it is', async () => {
  expect(await resultText({verb: 'list-tasks', format: 'json'}, tasks)).toBe(JSON.stringify(tasks));
});

test('YAML is the result as people read it', async () => {
  expect(await resultText({verb: 'shutdown', format: 'yaml'}, {stopped: ['planner']})).toBe('stopped:\n  - planner');
});

test.each([
  [['planner', 'logs'], 'stopped planner, logs'],
  [[], 'stopped'],
])('the end of %j is told in words', async (stopped, words) => {
  expect(await resultText({verb: 'shutdown', format: 'text'}, {stopped})).toBe(words);
});

test('a fault is its message, and its hint below', async () => {
  expect(faultText(new Fault('task-unknown', {task: 'TASK-009'}), false)).toBe(
    'roundhouse: no task "TASK-009"\n  roundhouse list-tasks shows them',
  );
});

test('a fault without a hint is one line', async () => {
  expect(faultText(new Fault('frame-malformed', {reason: 'x'}), false)).not.toContain('\n');
});

test('a fault for programs is code, message, hint and details', async () => {
  expect(JSON.parse(faultText(new Fault('task-unknown', {task: 'TASK-009'}), true))).toEqual({
    error: {
      code: 'task-unknown',
      message: 'no task "TASK-009"',
      hint: 'roundhouse list-tasks shows them',
      details: {task: 'TASK-009'},
    },
  });
});

test('what was typed is not obeyed by the terminal that shows the fault', async () => {
  expect(faultText(new Fault('task-unknown', {task: '\u001b[2J'}), false)).not.toContain('\u001b');
});

test('help names every verb that is not hidden, with its summary', async () => {
  const shown = verbNames.filter(it => entryOf(it).hidden !== true);
  expect(shown.filter(it => !helpText().includes(`${it.padEnd(18)}${entryOf(it).summary}`))).toEqual([]);
});

test('help keeps to itself what is hidden', async () => {
  expect(helpText()).not.toContain('commit-work');
});

test.each(verbNames)('the help of %s fits 80 columns, less its example and descriptions', name => {
  const [summary = '', , usage = ''] = verbHelpText(name).split('\n');
  expect([summary, usage].filter(it => it.length > 80)).toEqual([]);
});

test.each([
  ['create-task', 'roundhouse create-task TITLE [flags]'],
  ['open-session', 'roundhouse open-session [-- COMMAND…] [flags]'],
  ['show-task', 'roundhouse show-task [TASK ID]'],
  ['send-text', 'roundhouse send-text NAME TEXT… [flags]'],
  ['init', 'roundhouse init'],
] as const)('%s is written as %s', async (name, usage) => {
  expect(verbHelpText(name).split('\n')[2]).toBe(usage);
});

test.each(verbNames)('the help of %s ends with its example', name => {
  expect(verbHelpText(name).split('\n').at(-1)).toBe(`Example: ${entryOf(name).example}`);
});
