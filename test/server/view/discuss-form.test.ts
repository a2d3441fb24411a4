import {expect, test} from 'vitest';
import {parseArgv} from '../../../src/protocol/argv.ts';
import {discussArgv} from '../../../src/server/view/forms.ts';

const read = (...typed: readonly string[]) => parseArgv(discussArgv(typed)).params;

test('a topic alone is discussed by the configured panel, and goes on by itself', () => {
  expect(read('--tabs or spaces?', '', 'n', '')).toEqual({topic: '--tabs or spaces?', no_wait: true});
});

test('what is filled in is passed on', () => {
  expect(read('parser?', 'codex, claude:opus  gemini', 'yes', 'docs/a.md "my notes.md" task-3 diff')).toEqual({
    topic: 'parser?',
    no_wait: true,
    panel: ['codex,claude:opus,gemini'],
    follow_up_once: true,
    context: ['docs/a.md', 'my notes.md'],
    task: 'TASK-003',
    diff: true,
  });
});
