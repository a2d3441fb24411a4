import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {agentOf, builtIn} from '../../../src/server/agents/agent.ts';
import type {Agent, Means, Site, Talk} from '../../../src/server/agents/kind.ts';
import {openRepository} from '../repository.ts';

const site = (more: Partial<Site> = {}): Site => ({
  root: '/r',
  commonDir: '/r/.git',
  cwd: '/w/task-001',
  state: '/r/.roundhouse/state',
  program: '/bin/roundhouse',
  env: {HOME: '/home/me'},
  ...more,
});
const talk = (more: Partial<Talk> = {}): Talk => ({
  conversation: 'c0ffee',
  isResumed: false,
  prompt: 'Do it.',
  promptPath: '/p.md',
  ...more,
});
const plain: Means = {autoApprove: false};
const free: Means = {autoApprove: true, model: 'big', sandbox: 'read-only'};

const {codex, claude, opencode, gemini} = builtIn;

test('codex is given our tools, where a commit may write, and the prompt as its last word', () => {
  const {argv, env} = codex.launch(site(), {talk: talk(), means: plain});
  expect(env).toBeUndefined();
  expect(argv).toEqual([
    'codex',
    '-c',
    'features.daemon_auto_start=false',
    '-c',
    'mcp_servers.roundhouse={command="/bin/roundhouse",args=["serve-mcp"],' +
      'env_vars=["ROUNDHOUSE_SOCKET","ROUNDHOUSE_SESSION","ROUNDHOUSE_TOKEN","ROUNDHOUSE_TASK"],' +
      'default_tools_approval_mode="approve"}',
    '-c',
    'sandbox_workspace_write.writable_roots=["/r/.git/objects","/r/.git/refs","/r/.git/logs","/r/.git/worktrees/task-001"]',
    'Do it.',
  ]);
});

test('codex as planner needs no other folder than the repository', () => {
  const {argv} = codex.launch(site({cwd: '/r'}), {talk: talk(), means: plain});
  expect(argv.join(' ')).not.toContain('writable_roots');
});

test('model, sandbox and approval are words of the command line', () => {
  expect(codex.launch(site(), {talk: talk(), means: free}).argv.slice(7)).toEqual([
    '--model',
    'big',
    '--sandbox',
    'read-only',
    '-a',
    'never',
    'Do it.',
  ]);
  expect(claude.launch(site(), {talk: talk(), means: free}).argv.slice(5)).toEqual([
    '--settings',
    '{"permissions":{"allow":["mcp__roundhouse","Bash","Edit","Write","Read","WebFetch","WebSearch","NotebookEdit"]}}',
    '--model',
    'big',
    '--permission-mode',
    'plan',
    'Do it.',
  ]);
  expect(opencode.launch(site(), {talk: talk(), means: free}).argv).toEqual([
    'opencode',
    '--model',
    'big',
    '--auto',
    '--prompt',
    'Do it.',
  ]);
});

test('nothing is approved that the person did not say', () => {
  for (const agent of [codex, claude, opencode])
    expect(agent.launch(site(), {talk: talk(), means: plain}).argv.join(' ')).not.toMatch(
      /never|bypass|danger|"Bash"|--auto/u,
    );
});

test('a conversation goes on by its id', () => {
  const start = {talk: talk({isResumed: true, prompt: ''}), means: plain};
  expect(codex.launch(site(), start).argv.slice(-2)).toEqual(['resume', 'c0ffee']);
  expect(claude.launch(site(), start).argv.slice(0, 3)).toEqual(['claude', '--resume', 'c0ffee']);
  expect(opencode.launch(site(), start).argv).toEqual(['opencode', '--session', 'c0ffee']);
});

test('a conversation begins as a branch of another', () => {
  const start = {talk: talk({fork: 'beef'}), means: plain};
  expect(codex.launch(site(), start).argv.slice(-3)).toEqual(['fork', 'beef', 'Do it.']);
  expect(codex.launch(site(), start).argv.slice(-5, -3)).toEqual(['-C', '/w/task-001']);
  expect(claude.launch(site(), start).argv.slice(1, 6)).toEqual([
    '--session-id',
    'c0ffee',
    '--resume',
    'beef',
    '--fork-session',
  ]);
  const mine = agentOf('mine', {
    mine: {command: ['m', '{prompt}'], fork: ['m', '--of', '{fork}', '{prompt}'], reads_messages: false},
  });
  expect(mine.launch(site(), start).argv).toEqual(['m', '--of', 'beef', 'Do it.']);
  expect(mine.launch(site(), {talk: talk(), means: plain}).argv).toEqual(['m', 'Do it.']);
});

test('claude and gemini are told the id of a new conversation', () => {
  using it = openRepository();
  expect(claude.launch(site(), {talk: talk(), means: plain}).argv.slice(1, 3)).toEqual(['--session-id', 'c0ffee']);
  const {argv} = gemini.launch(site({state: it.home}), {talk: talk(), means: plain});
  expect(argv).toEqual(['gemini', '--session-id', 'c0ffee']);
});

test('claude is given our tools for this run only', () => {
  const {argv} = claude.launch(site(), {talk: talk(), means: plain});
  expect(JSON.parse(argv[argv.indexOf('--mcp-config') + 1] ?? '')).toEqual({
    mcpServers: {roundhouse: {type: 'stdio', command: '/bin/roundhouse', args: ['serve-mcp']}},
  });
});

test('opencode is given our tools beside what the person has set for the run', () => {
  const own = {mcp: {mine: {type: 'local'}}, theme: 'x', permission: 'ask'};
  const {env} = opencode.launch(site({env: {OPENCODE_CONFIG_CONTENT: JSON.stringify(own)}}), {
    talk: talk(),
    means: plain,
  });
  expect(JSON.parse(env?.['OPENCODE_CONFIG_CONTENT'] ?? '')).toEqual({
    theme: 'x',
    permission: {'*': 'ask', 'roundhouse_*': 'allow'},
    mcp: {
      mine: {type: 'local'},
      roundhouse: {type: 'local', command: ['/bin/roundhouse', 'serve-mcp'], enabled: true},
    },
  });
});

test('gemini, and opencode when it goes on, are told what to do when they are ready for it', () => {
  using it = openRepository();
  const typed = (agent: Agent, more: Partial<Talk> = {}) =>
    agent.launch(site({state: it.home}), {talk: talk(more), means: plain}).typed;
  expect([typed(gemini), typed(gemini, {isResumed: true}), typed(gemini, {prompt: ''})]).toEqual([
    'Do it.',
    'Do it.',
    undefined,
  ]);
  expect([typed(opencode), typed(opencode, {isResumed: true})]).toEqual([undefined, 'Do it.']);
});

test.each(['{"a": }', '[]', '"x"'])('settings that cannot be read are not replaced: %s', text => {
  using it = openRepository();
  const start = {talk: talk(), means: plain};
  const fault = expect.objectContaining({code: 'agent-settings-unreadable'});
  expect(() => opencode.launch(site({env: {OPENCODE_CONFIG_CONTENT: text}}), start)).toThrow(fault);
  it.write('system.json', text);
  const env = {GEMINI_CLI_SYSTEM_SETTINGS_PATH: it.at('system.json')};
  expect(() => gemini.launch(site({state: it.home, env}), start)).toThrow(fault);
});

test('gemini is given our tools in a file of ours, with what an administrator has set', () => {
  using it = openRepository();
  it.write(
    'system.json',
    '{"mcpServers":{"theirs":{"command":"http://x"}}, // theirs\n /* none */ "ui":{"hideBanner":true},}',
  );
  const env = {GEMINI_CLI_SYSTEM_SETTINGS_PATH: it.at('system.json')};
  const launch = gemini.launch(site({state: it.home, env}), {talk: talk(), means: {autoApprove: true}});
  expect(launch.argv).toContain('yolo');
  const path = join(it.home, 'agents/gemini.json');
  expect(launch.env).toEqual({GEMINI_CLI_SYSTEM_SETTINGS_PATH: path, GEMINI_CLI_NO_RELAUNCH: 'true'});
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    ui: {hideBanner: true},
    mcpServers: {
      theirs: {command: 'http://x'},
      roundhouse: {command: '/bin/roundhouse', args: ['serve-mcp'], trust: true},
    },
  });
});

test.each([codex, claude, opencode])('a prompt that begins as an option does is none: $kind', agent => {
  expect(agent.launch(site(), {talk: talk({prompt: '--help me'}), means: plain}).argv.at(-1)).toBe(' --help me');
});

test.each([codex, claude, opencode])('a prompt that no command line takes is read from its file: $kind', agent => {
  const {argv} = agent.launch(site(), {talk: talk({prompt: 'x'.repeat(200_000)}), means: plain});
  expect(argv.at(-1)).toBe('Read what you are told, whole, in /p.md');
});

test('the conversation of opencode is the one begun in its folder after its start', () => {
  using it = openRepository();
  const folder = join(it.home, '.local/share/opencode');
  mkdirSync(folder, {recursive: true});
  const {DatabaseSync} = process.getBuiltinModule('node:sqlite');
  using database = new DatabaseSync(join(folder, 'opencode.db'));
  database.exec('create table session (id text, directory text, parent_id text, time_created integer)');
  const insert = database.prepare('insert into session values (?, ?, ?, ?)');
  const find = () => opencode.conversationOf?.({pid: 1, cwd: '/w', env: {HOME: it.home}, startedAt: 100});
  for (const row of [
    ['old', '/w', null, 99],
    ['elsewhere', '/v', null, 100],
    ['child', '/w', 'mine', 102],
  ] as const)
    insert.run(...row);
  expect(find()).toBeUndefined();
  insert.run('mine', '/w', null, 101);
  expect(find()).toBe('mine');
  insert.run('foreign', '/w', null, 103);
  expect(find()).toBeUndefined();
});
