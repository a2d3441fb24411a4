/** The scripted model answers every protocol alike. */
import {request} from 'node:http';
import {expect, test} from 'vitest';
import type {Kind} from './ask.ts';
import {ask, type Answer, type Word} from './client.ts';
import {Model} from './model.ts';

const all: readonly Kind[] = ['codex', 'claude', 'opencode', 'gemini'];

const user = (text: string): Word => ({by: 'user', text});
const tool = (text: string): Word => ({by: 'tool', text});
const system = (text: string): Word => ({by: 'system', text});

/** The names agents have for their shell, and for a tool `make` of an MCP server `shop`. */
const shells: Readonly<Record<Kind, string>> = {
  codex: 'exec_command',
  claude: 'Bash',
  opencode: 'bash',
  gemini: 'run_shell_command',
};
const made: Readonly<Record<Kind, string>> = {
  codex: 'make',
  claude: 'mcp__shop__make',
  opencode: 'shop_make',
  gemini: 'mcp_shop_make',
};

const offers = (kind: Kind): readonly string[] => [shells[kind]];

test.each(all)('%s is told what a rule says, as one text', async kind => {
  await using model = await Model.open();
  model
    .when(/hello/u)
    .thinks('somebody greets')
    .says('hello ')
    .says(({groups, prompt}) => `back, ${prompt}${groups['no'] ?? ''}`);
  const {text, thought, isWhole} = await ask(model.url, kind, {said: [user('hello you')]});
  expect({text, thought, isWhole}).toEqual({text: 'hello back, hello you', thought: 'somebody greets', isWhole: true});
});

test.each(all)('%s is given calls by its own names, and goes on with what they gave', async kind => {
  await using model = await Model.open();
  model
    .when(/make (?<what>\w+)/u)
    .runs(({groups}) => `touch ${groups['what']}`)
    .calls('shop__make', ({last}) => ({title: last}))
    .says(({results}) => results.join(' and '));
  const tools = offers(kind);
  const first = await ask(model.url, kind, {said: [user('make tea')], tools});
  expect(first.calls.map(it => it.name)).toEqual([shells[kind]]);
  expect(JSON.stringify(first.calls[0]?.given)).toContain('touch tea');
  const second = await ask(model.url, kind, {said: [user('make tea'), tool('touched')], tools});
  expect(second.calls).toEqual([{name: made[kind], given: {title: 'touched'}}]);
  const third = await ask(model.url, kind, {said: [user('make tea'), tool('touched'), tool('made')], tools});
  expect(third).toMatchObject({text: 'touched and made', calls: [], isWhole: true});
});

test.each(all)('%s gets several calls in one reply, which all must give something', async kind => {
  await using model = await Model.open();
  model
    .when(/both/u)
    .together(uses => uses.runs('left').runs('right'))
    .says('both are done');
  const tools = offers(kind);
  const said = [user('both')];
  expect((await ask(model.url, kind, {said, tools})).calls).toHaveLength(2);
  expect((await ask(model.url, kind, {said: [...said, tool('1')], tools})).calls).toHaveLength(2);
  expect((await ask(model.url, kind, {said: [...said, tool('1'), tool('2')], tools})).text).toBe('both are done');
});

test.each(all)('%s is refused with status, reason and the time to wait', async kind => {
  await using model = await Model.open();
  model.when(/hello/u).fails(429, {message: 'slow down', retryAfterSeconds: 7, times: 1}).says('again');
  const {status, headers, error} = await ask(model.url, kind, {said: [user('hello')]});
  expect([status, headers.get('retry-after')]).toEqual([429, '7']);
  expect(error).toMatchObject({message: 'slow down'});
  expect((await ask(model.url, kind, {said: [user('hello')]})).text).toBe('again');
});

test.each(all)('%s is told of a failure in the middle, or of nothing when the line is cut', async kind => {
  await using model = await Model.open();
  model.when(/fail/u).says('half').fails(500, {message: 'broken'});
  model.when(/cut/u).says('half').cuts();
  const failed = await ask(model.url, kind, {said: [user('fail')]});
  expect(failed).toMatchObject({status: 200, text: 'half', isWhole: false, error: {message: 'broken'}});
  const cut = await ask(model.url, kind, {said: [user('cut')]});
  expect([cut.text, cut.isWhole, cut.error]).toEqual(['half', false, undefined]);
  expect(model.requests.map(it => it.end)).toEqual(['failed', 'cut']);
});

test.each(all)('%s waits at a gate until it is opened', async kind => {
  await using model = await Model.open();
  model.when(/hello/u).says('one ').waits('go').says('two');
  const state: {answer?: Answer} = {};
  const asking = ask(model.url, kind, {said: [user('hello')]}).then(it => (state.answer = it));
  await model.reaches('go');
  expect(state.answer).toBeUndefined();
  model.opens('go');
  expect((await asking).text).toBe('one two');
});

test.each(all)('%s that hangs up is noticed', async kind => {
  await using model = await Model.open();
  model.when(/hello/u).says('one').hangs();
  const line = new AbortController();
  const asking = ask(model.url, kind, {said: [user('hello')], signal: line.signal});
  await model.hears(/hello/u);
  line.abort();
  await expect(asking).rejects.toThrow(/abort/u);
  expect((await model.loses(/hello/u)).end).toBe('gone');
});

test.each(all)('%s gets a title for what has no tools, whatever the rules say', async kind => {
  await using model = await Model.open();
  model.when(/hello/u).says('never');
  expect((await ask(model.url, kind, {said: [user('a title for hello')], tools: []})).text).toBe('A scripted session');
  expect([model.turns, model.requests.map(it => it.ask.isAside)]).toEqual([[], [true]]);
});

test.each(all)('rules can be for %s alone, for a number in the conversation, and for instructions', async kind => {
  await using model = await Model.open();
  model.when(/hello/u, {from: all[(all.indexOf(kind) + 1) % all.length]}).says('to another');
  model.onTurn(2).says('the second');
  model.when(/hello/u, {system: /be (?:brief|short)/u, from: kind}).says('briefly');
  model.when(/hello/u, {from: kind}).says('at length');
  const textOf = async (...said: readonly Word[]): Promise<string> => (await ask(model.url, kind, {said})).text;
  expect(await textOf(user('hello'))).toBe('at length');
  expect(await textOf(system('be brief'), user('hello'))).toBe('briefly');
  expect(await textOf(user('hello'), user('hello'))).toBe('the second');
});

test.each(all)('what no rule of %s is for is said, and told', async kind => {
  await using model = await Model.open();
  expect((await ask(model.url, kind, {said: [user('hello')]})).text).toBe('No rule of the script fits: hello');
  expect(model.unscripted).toEqual(['hello']);
});

test('what agents write in a name of a person is no prompt, and is found among the instructions', async () => {
  await using model = await Model.open();
  model.when(/^hello$/u).says(({cwd}) => `in ${cwd}`);
  const about = '<environment_context>\n  <cwd>/work/shop</cwd>\n</environment_context>';
  const {text} = await ask(model.url, 'codex', {said: [user(about), user('hello'), tool('x')]});
  expect(text).toBe('in /work/shop');
  expect(model.requests[0]?.ask).toMatchObject({
    prompt: 'hello',
    turn: 1,
    system: expect.stringContaining('/work/shop'),
  });
});

test('what is pasted at length is the prompt, without the tag that Claude Code puts around it', async () => {
  await using model = await Model.open();
  model.when(/^make tea\nand toast$/u).says('made');
  const pasted = '<pasted_content id="6d8a">\nmake tea\nand toast\n</pasted_content id="6d8a">';
  expect((await ask(model.url, 'claude', {said: [user(pasted)]})).text).toBe('made');
});

test('Codex in code mode is given JavaScript, patches among it', async () => {
  await using model = await Model.open();
  model.when(/write/u).writes('tea.txt', 'hot\n').asks('More?').says('done');
  const tools = ['exec'];
  const {calls} = await ask(model.url, 'codex', {said: [user('write')], tools});
  const patch = '*** Begin Patch\n*** Add File: tea.txt\n+hot\n*** End Patch\n';
  expect(calls).toEqual([{name: 'exec', given: `text(await tools.apply_patch(${JSON.stringify(patch)}));\n`}]);
  const next = await ask(model.url, 'codex', {said: [user('write'), tool('ok')], tools});
  expect(next.calls).toMatchObject([{name: 'request_user_input', given: {questions: [{question: 'More?'}]}}]);
});

test('Codex without code mode is given its plain tools, patches as text', async () => {
  await using model = await Model.open();
  model.when(/write/u).edits('tea.txt', {old: 'hot', fresh: 'cold'});
  const {calls} = await ask(model.url, 'codex', {said: [user('write')], tools: ['exec_command', 'apply_patch']});
  const patch = '*** Begin Patch\n*** Update File: tea.txt\n@@\n-hot\n+cold\n*** End Patch\n';
  expect(calls).toEqual([{name: 'apply_patch', given: patch}]);
});

test('a command of Codex that runs on is asked for the rest, which is no step of the script', async () => {
  await using model = await Model.open();
  model
    .when(/run/u)
    .runs('slow')
    .says(({last}) => last);
  const tools = ['exec'];
  const said = [user('run'), tool('Script running with cell ID 7\nWall time 30 s\nOutput:\n')];
  expect((await ask(model.url, 'codex', {said, tools})).calls).toMatchObject([{name: 'wait', given: {cell_id: '7'}}]);
  const after = [...said, tool('Script completed\nWall time 31 s\nOutput:\nslept\n')];
  expect((await ask(model.url, 'codex', {said: after, tools})).text).toBe('slept');
});

test.each([
  ['allow', '<block>no</block>'],
  ['block', '<block>yes</block>'],
] as const)('the second opinion that Claude Code wants can be to %s', async (verdict, expected) => {
  await using model = await Model.open({verdict});
  const said = [user('Respond with <block>yes</block> or <block>no</block>')];
  expect((await ask(model.url, 'claude', {said, tools: []})).text).toContain(expected);
});

test('many conversations at once do not mix', async () => {
  await using model = await Model.open();
  model.when(/count (?<n>\d+)/u).says(({groups}) => groups['n'] ?? '');
  const asking = Array.from({length: 40}, (_, n) =>
    ask(model.url, all[n % all.length] ?? 'codex', {said: [user(`count ${n}`)]}),
  );
  expect((await Promise.all(asking)).map(it => it.text)).toEqual(asking.map((_, n) => String(n)));
});

test('a value is given as text, and to Claude Code by the tool it has for that', async () => {
  await using model = await Model.open();
  model.when(/sum/u).answers({sum: 4});
  const said = [user('sum')];
  expect((await ask(model.url, 'codex', {said})).text).toBe('{"sum":4}');
  const tools = ['StructuredOutput'];
  const {calls} = await ask(model.url, 'claude', {said, tools});
  expect(calls).toEqual([{name: 'StructuredOutput', given: {sum: 4}}]);
  const given = [...said, tool('Structured output provided successfully')];
  expect((await ask(model.url, 'claude', {said: given, tools})).text).toBe('{"sum":4}');
});

test('a tool can be used by its own name', async () => {
  await using model = await Model.open();
  model.when(/look/u).uses('Glob', {pattern: '*.ts'});
  const {calls} = await ask(model.url, 'claude', {said: [user('look')], tools: ['Glob']});
  expect(calls).toEqual([{name: 'Glob', given: {pattern: '*.ts'}}]);
});

test('whom an agent wants to reach besides is refused, and told', async () => {
  await using model = await Model.open();
  const {promise, resolve} = Promise.withResolvers<number | undefined>();
  const asking = request(model.url, {method: 'CONNECT', path: 'example.org:443'});
  asking.on('connect', ({statusCode}) => resolve(statusCode)).end();
  expect(await promise).toBe(403);
  expect(model.strays).toEqual(['example.org:443']);
});

test('a wait that fails tells all requests', async () => {
  await using model = await Model.open();
  model.when(/hello/u).says('hello');
  await ask(model.url, 'claude', {said: [user('hello')]});
  await expect(model.hears(/tea/u, {withinMs: 1})).rejects.toThrow('claude "hello": whole');
});
