/** How the real programs say their answers, line by line: as they were seen to. */
import {expect, test} from 'vitest';
import {builtIn} from '../../../src/server/agents/agent.ts';
import type {Headless} from '../../../src/server/agents/headless.ts';
import type {Said} from '../../../src/work/answers.ts';

const {codex, claude, opencode, gemini} = builtIn;
const site = {root: '/shop', cwd: '/shop', commonDir: '/shop/.git', state: '/shop', program: '/rh', env: {}};
const fold = (headless: Headless | undefined, lines: readonly unknown[]): Said | undefined =>
  lines.reduce<Said | undefined>((said, line) => headless?.read(said ?? {}, line), {});

test('codex', () => {
  expect(
    fold(codex.headless, [
      {type: 'thread.started', thread_id: 'id-1'},
      {type: 'turn.started'},
      {type: 'item.completed', item: {id: 'item_0', type: 'reasoning', text: 'thinking'}},
      {type: 'item.completed', item: {id: 'item_1', type: 'agent_message', text: 'first'}},
      {type: 'item.completed', item: {id: 'item_2', type: 'agent_message', text: 'hello'}},
      {type: 'turn.completed', usage: {input_tokens: 7, cached_input_tokens: 2, output_tokens: 3}},
    ]),
  ).toEqual({conversation: 'id-1', text: 'hello', usage: {input: 7, cached: 2, output: 3}});
  expect(fold(codex.headless, [{type: 'turn.failed', error: {message: 'no quota'}}])).toEqual({failure: 'no quota'});
});

test('claude', () => {
  const usage = {input_tokens: 7, cache_read_input_tokens: 2, output_tokens: 3};
  expect(
    fold(claude.headless, [
      {type: 'system', subtype: 'init', session_id: 'id-1'},
      {type: 'assistant', message: {content: []}, session_id: 'id-1'},
      {type: 'result', result: 'hello', session_id: 'id-1', usage, total_cost_usd: 0.5, structured_output: {a: 1}},
    ]),
  ).toEqual({
    conversation: 'id-1',
    text: 'hello',
    data: {a: 1},
    usage: {input: 9, cached: 2, output: 3, cost_usd: 0.5},
  });
  expect(
    fold(claude.headless, [{type: 'result', subtype: 'success', is_error: true, result: 'API Error: 529'}]),
  ).toMatchObject({failure: 'API Error: 529'});
});

test('opencode', () => {
  const step = {
    type: 'step_finish',
    sessionID: 's',
    part: {cost: 0.1, tokens: {input: 5, output: 2, cache: {read: 1}}},
  };
  expect(
    fold(opencode.headless, [
      {type: 'step_start', sessionID: 's'},
      {type: 'text', sessionID: 's', part: {text: 'hel'}},
      step,
      {type: 'text', sessionID: 's', part: {text: 'lo'}},
      step,
    ]),
  ).toEqual({conversation: 's', text: 'hello', usage: {input: 12, output: 4, cached: 2, cost_usd: 0.2}});
  expect(fold(opencode.headless, [{type: 'error', error: {name: 'APIError', data: {message: 'no'}}}])).toMatchObject({
    failure: 'no',
  });
});

test('gemini', () => {
  expect(
    fold(gemini.headless, [
      {type: 'init', session_id: 's'},
      {type: 'message', role: 'user', content: 'say'},
      {type: 'message', role: 'assistant', content: 'hel', delta: true},
      {type: 'message', role: 'assistant', content: 'lo', delta: true},
      {type: 'result', status: 'success', stats: {input_tokens: 5, output_tokens: 2}},
    ]),
  ).toEqual({conversation: 's', text: 'hello', usage: {input: 5, output: 2}});
  expect(fold(gemini.headless, [{type: 'result', status: 'error', error: {message: 'no'}}])).toMatchObject({
    failure: 'no',
  });
});

test.each([codex, claude, opencode, gemini])('what $kind says otherwise means nothing', ({headless}) => {
  for (const line of [undefined, null, 5, 'text', [], {}, {type: 'new-thing', item: null}])
    expect(headless?.read({text: 'x'}, line)).toEqual({text: 'x'});
});

test.each([
  ['codex', ['sandbox_mode="read-only"']],
  ['claude', ['--disallowedTools', 'Bash,Edit,Write,NotebookEdit']],
  ['gemini', ['--approval-mode', 'plan']],
] as const)('%s that may only read is started so', (kind, words) => {
  const means = {sandbox: 'read-only', autoApprove: false} as const;
  const {argv = []} = builtIn[kind].headless?.launch(site, {prompt: '', promptPath: '', means}) ?? {};
  expect(argv.join(' ')).toContain(words.join(' '));
});
