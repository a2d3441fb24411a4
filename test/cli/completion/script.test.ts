import {expect, test} from 'vitest';
import {fishScript} from '../../../src/cli/completion/fish.ts';
import {completion} from '../../../src/cli/completion/script.ts';
import type {VerbSpec} from '../../../src/cli/completion/spec.ts';
import {zshScript} from '../../../src/cli/completion/zsh.ts';

/** A verb with what is awkward to write down in a shell. */
const odd: VerbSpec = {
  verb: 'show-task',
  summary: `What's "in": a \\ task`,
  words: [
    {value: {kind: 'tasks'}, many: false},
    {value: {kind: 'sessions'}, many: true},
  ],
  flags: [
    {flag: '--how', what: `it's [so]: \\`, value: {kind: 'choices', choices: ['a', 'b']}},
    {flag: '--json', what: 'JSON'},
  ],
};

test('zsh is told what is in brackets and after colons as it is', () => {
  const script = zshScript([odd]);
  expect(script).toContain(String.raw`'show-task:What'\''s "in"\: a \ task'`);
  expect(script).toContain(String.raw`'*--how=[it'\''s \[so\]\: \\]:value:(a b)' '*--json[JSON]'`);
  expect(script).toContain(`'1:task: _roundhouse_candidates tasks' '*:session: _roundhouse_candidates sessions'`);
});

test('zsh is told once a verb what takes all words that are left', () => {
  const lines = completion('zsh')
    .script.split('\n')
    .filter(it => it.includes(') _arguments '));
  expect(lines.map(it => it.match(/'\*:/gu)?.length)).toEqual(lines.map(() => 1));
});

test('fish is told each flag with its values, and each word at its place', () => {
  expect(fishScript([odd]).split('\n')).toEqual(
    expect.arrayContaining([
      String.raw`complete -c roundhouse -n '__roundhouse_at' -a show-task -d 'What\'s "in": a \\ task'`,
      String.raw`complete -c roundhouse -n '__fish_seen_subcommand_from show-task' -l how -d 'it\'s [so]: \\' -r -a 'a b'`,
      "complete -c roundhouse -n '__fish_seen_subcommand_from show-task' -l json -d 'JSON'",
      "complete -c roundhouse -n '__roundhouse_at show-task 0' -a '(__roundhouse_candidates tasks)'",
      "complete -c roundhouse -n '__roundhouse_at show-task 1 more' -a '(__roundhouse_candidates sessions)'",
      'complete -c rh -w roundhouse',
    ]),
  );
});

test.each(['bash', 'zsh', 'fish'] as const)('the script for %s asks the program for names', shell => {
  const {script} = completion(shell);
  expect(script).toContain(`# roundhouse completion ${shell}`);
  expect(script).toMatch(/ candidates /u);
});
