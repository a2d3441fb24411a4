import {expect, test} from 'vitest';
import {verbSpecs} from '../../../src/cli/completion/spec.ts';
import {verbNames} from '../../../src/protocol/names.ts';
import {entryOf} from '../../../src/protocol/verbs.ts';

const specOf = (verb: string) => verbSpecs().find(it => it.verb === verb);
const valueOf = (verb: string, flag: string) => specOf(verb)?.flags.find(it => it.flag === flag)?.value;

test('every verb that people are shown can be completed', () => {
  expect(verbSpecs().map(it => it.verb)).toEqual(verbNames.filter(it => entryOf(it).hidden !== true));
});

test.each([
  ['update-task', '--status', {kind: 'choices', choices: expect.arrayContaining(['ready', 'done'])}],
  ['wait-session', '--until', {kind: 'choices', choices: expect.arrayContaining(['asks', 'gone'])}],
  ['create-task', '--depends-on', {kind: 'tasks'}],
  ['request-input', '--session-name', {kind: 'sessions'}],
  ['open-session', '--cwd', {kind: 'folders'}],
  ['open-session', '--name', {kind: 'any'}],
  ['create-task', '--draft', undefined],
  ['list-tasks', '--json', undefined],
])('%s %s takes what it says', (verb, flag, value) => {
  expect(valueOf(verb, flag)).toEqual(value);
});

test.each([
  ['show-task', [{value: {kind: 'tasks'}, many: false}]],
  [
    'record-decision',
    [
      {value: {kind: 'choices', choices: expect.arrayContaining(['accept', 'note'])}, many: false},
      {value: {kind: 'tasks'}, many: false},
    ],
  ],
  [
    'send-text',
    [
      {value: {kind: 'sessions'}, many: false},
      {value: {kind: 'any'}, many: true},
    ],
  ],
  ['suspend', [{value: {kind: 'sessions'}, many: true}]],
  ['list-tasks', []],
])('the words of %s are known', (verb, words) => {
  expect(specOf(verb)?.words).toEqual(words);
});

test('a word that comes first is no flag as well', () => {
  expect(specOf('show-task')?.flags.map(it => it.flag)).not.toContain('--task-id');
});
