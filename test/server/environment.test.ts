import {expect, test} from 'vitest';
import {version} from '../../src/core/version.ts';
import {environmentOf, shellOf} from '../../src/server/environment.ts';

const own = {
  session: 'logs',
  socket: '/tmp/x.sock',
  token: 'secret',
  bin: '/shop/.roundhouse/state/bin',
  agentLink: '/s/agent',
};

test.each([
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'ZELLIJ',
  'ZELLIJ_SESSION_NAME',
  'KITTY_WINDOW_ID',
  'WEZTERM_PANE',
  'ITERM_SESSION_ID',
  'LC_TERMINAL',
  'LC_TERMINAL_VERSION',
  'VTE_VERSION',
  'TERM_SESSION_ID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'OPENCODE',
  'GEMINI_CLI',
  'INIT_CWD',
  'npm_lifecycle_event',
  'npm_config_prefix',
  'NODE_CHANNEL_FD',
  'NODE_COMPILE_CACHE',
  'ROUNDHOUSE_TASK',
])('%s of the terminal outside does not come in', name => {
  expect(environmentOf({[name]: 'foreign'}, own)).not.toHaveProperty(name);
});

test.each(['HOME', 'LANG', 'LC_ALL', 'EDITOR', 'ROUNDHOUSE_SLOTS', 'MY_TMUX', 'npmrc', 'LINES_MAX'])(
  '%s of the person comes in',
  name => {
    expect(environmentOf({[name]: 'mine'}, own)).toHaveProperty(name, 'mine');
  },
);

test.each([
  ['/usr/bin:/bin', '/shop/.roundhouse/state/bin:/usr/bin:/bin'],
  ['/usr/bin:/shop/.roundhouse/state/bin:/bin', '/shop/.roundhouse/state/bin:/usr/bin:/bin'],
  [undefined, '/shop/.roundhouse/state/bin:/usr/local/bin:/usr/bin:/bin'],
])('with the path %j our programs are found first, once', (path, result) => {
  expect(environmentOf(path === undefined ? {} : {PATH: path}, own)['PATH']).toBe(result);
});

test("npm's own folders do not come before the person's programs", () => {
  const person = {PATH: '/shop/node_modules/.bin:/npm/bin/node-gyp-bin:/usr/bin', npm_lifecycle_event: 'start'};
  expect(environmentOf(person, own)['PATH']).toBe('/shop/.roundhouse/state/bin:/usr/bin');
});

test("the person's own folder of packages stays where npm did not put it", () => {
  expect(environmentOf({PATH: '/shop/node_modules/.bin:/bin'}, own)['PATH']).toContain('node_modules');
});

test.each([
  [{SSH_AUTH_SOCK: '/tmp/ssh-1/agent'}, '/s/agent'],
  [{}, undefined],
])('with %j the SSH agent is reached at %s', (person, path) => {
  expect(environmentOf(person, own)['SSH_AUTH_SOCK']).toBe(path);
});

test('a session is told which it is, and what its terminal can do', () => {
  expect(environmentOf({TERM: 'dumb', COLORTERM: '', ROUNDHOUSE_TOKEN: 'of another'}, own)).toMatchObject({
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'roundhouse',
    TERM_PROGRAM_VERSION: version,
    ROUNDHOUSE_SOCKET: '/tmp/x.sock',
    ROUNDHOUSE_SESSION: 'logs',
    ROUNDHOUSE_TOKEN: 'secret',
  });
});

test('a worker is told its task', () => {
  expect(environmentOf({}, {...own, task: 'TASK-003'})).toHaveProperty('ROUNDHOUSE_TASK', 'TASK-003');
});

test.each([
  [{SHELL: '/bin/zsh'}, '/bin/zsh'],
  [{}, '/bin/sh'],
  [{SHELL: ''}, '/bin/sh'],
])('in %j the shell is %s', (env, shell) => {
  expect(shellOf(env)).toBe(shell);
});
