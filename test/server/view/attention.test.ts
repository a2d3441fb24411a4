import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {performAction} from '../../../src/server/view/actions.ts';
import {openHouse, type House} from '../house.ts';
import {deskAt, presses} from './desk.ts';

const RULES = `version: 1
screen:
  - id: asks
    rows: 6
    match: 'wants (?<what>.+)\\?'
    mood: asks
    why: 'give {what}'
    answers:
      - {match: '^(?<key>\\d)\\. (?<label>.+)$', press: '{key} Enter'}
      - {label: Leave, press: Esc}
`;

/** A person at the planner, while a parrot works on a task. */
const open = async () => {
  const house = await openHouse();
  const folder = join(house.repository.home, 'config/roundhouse/rules');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'parrot.yaml'), RULES);
  house.configures('agents: {parrot: {command: [parrot, "{prompt}"]}}');
  await house.asks(['open-session', '--name', 'planner']);
  await house.asks(['spawn-worker', await house.task('sing'), '--agent', 'parrot']);
  return {house, desk: deskAt(house), [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]()};
};

const prints = (house: House, text: string): void => {
  house.pty().prints(`\u001b[2J\u001b[H${text.replaceAll('\n', '\r\n')}`);
  house.clock.passes(200);
};
const FORM = 'Polly wants a cracker?\n1. Here\n2. No';

test.concurrent('a form is answered from afar by what it offers, and the focus stays', async () => {
  await using it = await open();
  prints(it.house, FORM);
  performAction(it.desk, 'answer-here');
  expect(it.desk.view.dialog).toMatchObject({
    kind: 'pick',
    title: 'task-001 asks: give a cracker',
    choices: [{label: 'Here'}, {label: 'No'}, {label: 'Leave'}],
  });
  presses(it.desk, 'Down Enter');
  it.house.clock.passes(700);
  expect(it.house.pty().typed).toBe('2\r');
  expect(it.desk.view.dialog).toBeUndefined();
  expect(it.desk.view.layout).toEqual({kind: 'pane', pane: 1, session: 'planner'});
});

test.concurrent('the ways to answer can be looked for', async () => {
  await using it = await open();
  prints(it.house, FORM);
  performAction(it.desk, 'answer-here');
  presses(it.desk, 'l e a Enter');
  it.house.clock.passes(500);
  expect(it.house.pty().typed).toBe('\u001b');
});

test.concurrent.each([
  ['another question', 'Polly wants a house?\n1. Here\n2. No'],
  ['other answers', 'Polly wants a cracker?\n1. Never\n2. Here'],
  ['no question', 'la la'],
])('an answer to what is %s by now is not given', async (_, text) => {
  await using it = await open();
  prints(it.house, FORM);
  performAction(it.desk, 'answer-here');
  prints(it.house, text);
  presses(it.desk, 'Enter');
  it.house.clock.passes(500);
  expect(it.house.pty().typed).toBe('');
  expect(it.desk.view.notice).toMatchObject({text: 'task-001 asks something else by now'});
});

test.concurrent('an answer whose form has gone before it takes keys is not given', async () => {
  await using it = await open();
  prints(it.house, FORM);
  performAction(it.desk, 'answer-here');
  presses(it.desk, 'Enter');
  prints(it.house, 'Polly wants a house?\n1. Here\n2. No');
  it.house.clock.passes(500);
  expect(it.house.pty().typed).toBe('');
  expect(it.desk.view.notice).toMatchObject({text: 'task-001 asks something else by now'});
});

test.concurrent('a card answers the form of its worker', async () => {
  await using it = await open();
  prints(it.house, FORM);
  performAction(it.desk, 'card-answer');
  expect(it.desk.view.dialog).toMatchObject({kind: 'pick', subject: 'worker-task-001'});
});

test.concurrent('a question of the task goes before the form', async () => {
  await using it = await open();
  prints(it.house, FORM);
  await it.house.asks(['request-input', '--summary', 'which song?'], it.house.worker('TASK-001'));
  performAction(it.desk, 'answer-here');
  expect(it.desk.view.dialog).toMatchObject({kind: 'form', of: 'answer'});
});
