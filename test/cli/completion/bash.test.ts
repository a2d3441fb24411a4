import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {mood} from '../../../src/core/nouns/session.ts';
import {completion} from '../../../src/cli/completion/script.ts';
import {verbSpecs} from '../../../src/cli/completion/spec.ts';

const folder = mkdtempSync(join(tmpdir(), 'roundhouse-completion-'));
afterAll(() => rmSync(folder, {recursive: true}));
const file = join(folder, 'script');
writeFileSync(file, completion('bash').script);

/** In place of the program: says what it was asked for. */
const program = join(folder, 'rh');
writeFileSync(program, '#!/bin/sh\nprintf "%s-one\\tfirst\\n%s-two\\tsecond\\n" "$2" "$2"\n');
chmodSync(program, 0o700);

/** What bash offers for the last of these words, as it takes them apart itself. */
const offered = (...words: readonly string[]): readonly string[] => {
  const script = [
    'source "$1"; shift',
    'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))',
    '_roundhouse "$1" "${COMP_WORDS[COMP_CWORD]}" ""',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const said = execFileSync('bash', ['--norc', '-c', script, 'bash', file, program, ...words], {encoding: 'utf8'});
  return said.split('\n').filter(Boolean);
};

test.each([
  [['spaw'], ['spawn-worker']],
  [['--ve'], ['--version']],
  [
    ['show-task', ''],
    ['tasks-one', 'tasks-two'],
  ],
  [['show-task', 'tasks-t'], ['tasks-two']],
  [['show-task', 'x', ''], []],
  [
    ['read-screen', '--history', '3', ''],
    ['sessions-one', 'sessions-two'],
  ],
  [
    ['record-decision', ''],
    ['accept', 'reject', 'waive', 'note'],
  ],
  [
    ['record-decision', 'accept', ''],
    ['tasks-one', 'tasks-two'],
  ],
  [
    ['record-decision', '--reason', 'a b', 'accept', ''],
    ['tasks-one', 'tasks-two'],
  ],
  [
    ['list-tasks', '--status', 're'],
    ['ready', 'review_ready', 'rejected'],
  ],
  [
    ['list-tasks', '--status', '=', 're'],
    ['ready', 'review_ready', 'rejected'],
  ],
  [['wait-session', 'x', '--until', '='], [...mood.options]],
  [['list-tasks', '--json', '--la'], ['--label']],
  [
    ['list-tasks', '--format', ''],
    ['table', 'yaml', 'json'],
  ],
  [
    ['create-task', 'a', '--depends-on', ''],
    ['tasks-one', 'tasks-two'],
  ],
  [['open-session', '--name', ''], []],
  [
    ['suspend', ''],
    ['sessions-one', 'sessions-two'],
  ],
  [['suspend', 'sessions-one', 'x', 'sessions-t'], ['sessions-two']],
  [['send-text', 'sessions-one', ''], []],
  [
    ['release-lease', ''],
    ['leases-one', 'leases-two'],
  ],
  [['reply', 'questions-t'], ['questions-two']],
  [['frobnicate', ''], []],
  [['completion', 'z'], ['zsh']],
])('after %j bash offers %j', (words, wanted) => {
  expect(offered(...words)).toEqual(wanted);
});

test('each verb is offered with all its flags', () => {
  const specs = verbSpecs();
  const found = specs.map(({verb}) => offered(verb, '-'));
  expect(found).toEqual(specs.map(({flags}) => flags.map(it => it.flag)));
});

test('both names of the program are completed', () => {
  expect(completion('bash').script).toMatch(/^complete .* roundhouse rh$/mu);
});
