/** Where our files live, as pure functions of root, environment and user. */

/** The folders and files of one repository. */
export const pathsOf = (root: string) => {
  const home = `${root}/.roundhouse`;
  const state = `${home}/state`;
  return {
    home,
    config: `${home}/config.yaml`,
    prompts: `${home}/prompts`,
    state,
    lock: `${state}/server.lock`,
    log: `${state}/server.log`,
    bin: `${state}/bin`,
    views: `${state}/views.json`,
    discussions: `${home}/discussions`,
    comments: `${state}/comments.json`,
    ignore: `${home}/.gitignore`,
  };
};

/** The longest path a socket may have, bytes; `sockaddr_un` holds 104 on macOS and 108 on Linux. */
export const MAX_SOCKET_BYTES = 100;

/**
 * The folder for sockets. Not `$XDG_RUNTIME_DIR`: logind removes that at logout, and servers outlive logins.
 *
 * @param env `ROUNDHOUSE_SOCKET_DIR` overrides
 * @param uid the numeric user id
 */
export const socketDirOf = (env: Readonly<Record<string, string | undefined>>, uid: number): string =>
  env['ROUNDHOUSE_SOCKET_DIR'] ?? `/tmp/roundhouse-${uid}`;

/** The user's own folder of configuration. @see the XDG Base Directory Specification */
const userHomeOf = (env: Readonly<Record<string, string | undefined>>): string => {
  const {XDG_CONFIG_HOME = '', HOME = ''} = env;
  return `${XDG_CONFIG_HOME.startsWith('/') ? XDG_CONFIG_HOME : `${HOME}/.config`}/roundhouse`;
};

/** The user's own configuration. */
export const userConfigOf = (env: Readonly<Record<string, string | undefined>>): string =>
  `${userHomeOf(env)}/config.yaml`;

/** The user's own rules for the looks of agents, a file a kind. They go before ours. */
export const userRulesOf = (env: Readonly<Record<string, string | undefined>>): string => `${userHomeOf(env)}/rules`;

/**
 * Our folder for what belongs to the machine, not to a repository.
 *
 * @see the XDG Base Directory Specification
 */
export const hostStateOf = (env: Readonly<Record<string, string | undefined>>): string => {
  const {XDG_STATE_HOME = '', HOME = ''} = env;
  return `${XDG_STATE_HOME.startsWith('/') ? XDG_STATE_HOME : `${HOME}/.local/state`}/roundhouse`;
};

/** The leases of the machine. */
export const leasesPathOf = (env: Readonly<Record<string, string | undefined>>): string =>
  `${hostStateOf(env)}/leases.json`;

/** What the person has answered when asked whether a repository's commands may run. */
export const consentsPathOf = (env: Readonly<Record<string, string | undefined>>): string =>
  `${hostStateOf(env)}/consents`;

/**
 * The folders that agents read the person's own skills from: Codex (0.169, and all before it) and Claude Code, which
 * OpenCode reads too. Codex also reads `~/.agents/skills`, and would list twice what stands in both.
 */
export const userSkillsOf = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const {HOME = '', CODEX_HOME = '', CLAUDE_CONFIG_DIR = ''} = env;
  return [CODEX_HOME || `${HOME}/.codex`, CLAUDE_CONFIG_DIR || `${HOME}/.claude`].map(it => `${it}/skills`);
};

/** The folders that agents read a repository's skills from: the shared one, and Claude Code's. */
export const repositorySkillsOf = (root: string): readonly string[] =>
  ['.agents', '.claude'].map(it => `${root}/${it}/skills`);

/** The default folder of worktrees: beside the repository. */
export const worktreesDirOf = (root: string): string => `${root}-worktrees`;
