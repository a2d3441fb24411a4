import {expect, test} from 'vitest';
import {commandLines, SETUP_FAILED, setupHeading, tellFailure} from '../../src/core/setup.ts';

test.each<[readonly string[], readonly string[]]>([
  [['npm ci'], ['$ npm ci']],
  [
    ['npm ci', 'make'],
    ['$ npm ci', '$ make'],
  ],
  [['cp a b\nmake\n'], ['$ cp a b', '> make']],
  [['a\n\nb'], ['$ a', '> ', '> b']],
])('%j is shown as %j', (commands, lines) => {
  expect(commandLines(commands)).toEqual(lines);
});

const printed = [
  `${setupHeading(0, 2)} npm ci`,
  'added 9 packages',
  '',
  `${setupHeading(1, 2)} cp a b`,
  '> make',
  'cp: no a',
  '',
  'make: nothing to do',
  '',
  `${SETUP_FAILED} exit status 2`,
];
const failure = {command: 'cp a b\nmake\n', how: 'exit status 2'};

test('a failed set-up is told in a line, with what was printed last', () => {
  expect(tellFailure(failure, {printed, path: '/log'}).reason).toBe(
    'its set-up failed: cp a b (exit status 2): make: nothing to do',
  );
});

test('the note holds the whole command, and what it printed, not what came before it', () => {
  expect(tellFailure(failure, {printed, path: '/log'}).note.split('\n')).toEqual([
    'set-up failed: cp a b',
    'make',
    'ended with: exit status 2',
    'last lines:',
    'cp: no a',
    'make: nothing to do',
    'all of it: /log',
  ]);
});

test('of a command that printed much, the last twenty lines are told', () => {
  const many = [`${setupHeading(0, 1)} yes`, ...Array.from({length: 100}, (_, at) => `line ${at}`)];
  const {note} = tellFailure({command: 'yes', how: 'SIGINT'}, {printed: many, path: '/log'});
  const lines = note.split('\n').filter(it => it.startsWith('line '));
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([20, 'line 80', 'line 99']);
});

test('a command that printed nothing is told alone', () => {
  const silent = [`${setupHeading(0, 1)} false`, '', `${SETUP_FAILED} exit status 1`];
  const {reason} = tellFailure({command: 'false', how: 'exit status 1'}, {printed: silent, path: '/log'});
  expect(reason).toBe('its set-up failed: false (exit status 1)');
});
