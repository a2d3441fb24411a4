/** The environment of a program in a pane: the person's own, less what belongs to other terminals and other agents. Pure. */
import {version} from '../core/version.ts';

type Env = Readonly<Record<string, string>>;

/** Variables of other multiplexers, of the terminal outside, of agents that would believe they are nested, and of ours. */
const FOREIGN =
  /^(?:TMUX|TMUX_PANE|STY|WINDOW|ZELLIJ.*|KITTY_.*|WEZTERM_.*|ITERM_.*|LC_TERMINAL.*|VTE_VERSION|TERM_SESSION_ID|TERMCAP|COLUMNS|LINES|CLAUDECODE|CLAUDE_PROJECT_DIR|CLAUDE_CODE_(?:ENTRYPOINT|SESSION_ID|SSE_PORT)|CODEX_(?:SANDBOX.*|THREAD_ID|SESSION_ID|TOOL_CALL_ID|CI)|OPENCODE|GEMINI_CLI|INIT_CWD|npm_(?!config_registry$).*|NODE_COMPILE_CACHE|NODE_CHANNEL_.*|ROUNDHOUSE_(?:SOCKET|SESSION|TOKEN|TASK|LEASE))$/u;

/** What a session tells its program of itself. */
export type Own = {
  readonly session: string;
  readonly socket: string;
  readonly token: string;
  /** A folder with `roundhouse` and `rh`, put first on PATH. */
  readonly bin: string;
  readonly task?: string;
  /** Where the person's SSH agent is reached, also after the next login. */
  readonly agentLink: string;
};

/**
 * Make the environment of a session.
 *
 * @param person that of the client that asked for it
 */
export const environmentOf = (person: Env, own: Own): Env => ({
  ...Object.fromEntries(Object.entries(person).filter(([name]) => !FOREIGN.test(name))),
  PATH: [own.bin, ...pathOf(person).filter(it => it !== own.bin)].join(':'),
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  TERM_PROGRAM: 'roundhouse',
  TERM_PROGRAM_VERSION: version,
  ROUNDHOUSE_SOCKET: own.socket,
  ROUNDHOUSE_SESSION: own.session,
  ROUNDHOUSE_TOKEN: own.token,
  ...(own.task === undefined ? {} : {ROUNDHOUSE_TASK: own.task}),
  ...(person['SSH_AUTH_SOCK'] === undefined ? {} : {SSH_AUTH_SOCK: own.agentLink}),
});

/** The person's own PATH: `npm start` puts the folders of its packages before it. */
const pathOf = ({PATH = '/usr/local/bin:/usr/bin:/bin', npm_lifecycle_event}: Env): readonly string[] =>
  PATH.split(':').filter(
    it => npm_lifecycle_event === undefined || !/\/(?:node_modules\/\.bin|node-gyp-bin)$/u.test(it),
  );

/** The person's shell. */
export const shellOf = ({SHELL = ''}: Readonly<Record<string, string | undefined>>): string =>
  SHELL === '' ? '/bin/sh' : SHELL;
