/** Codex, made ready. @see https://developers.openai.com/codex/config-reference */
import type {Ready, Server} from './setup.ts';

export const codex: Ready = ({model, trusts = [], isTrusted = false, isLoggedOut = false, server}) => {
  const tables = [
    [
      // Most of its models work in code mode; "gpt-5.5" has plain tools.
      'model = "gpt-6-sol"',
      // Without a provider of its own it wants a login at OpenAI.
      ...(isLoggedOut ? [] : ['model_provider = "scripted"']),
      'check_for_update_on_startup = false',
      `approval_policy = "${isTrusted ? 'never' : 'on-request'}"`,
      `sandbox_mode = "${isTrusted ? 'danger-full-access' : 'workspace-write'}"`,
    ],
    // With a daemon, tools and MCP servers have the environment of whoever started that, and outlive the pane.
    ['[features]', 'daemon_auto_start = false', 'default_mode_request_user_input = true'],
    ['[model_providers.scripted]', 'name = "scripted"', `base_url = "${model}/v1"`, 'wire_api = "responses"'],
    ['[analytics]', 'enabled = false'],
    ...trusts.map(path => [`[projects.${toml(path)}]`, 'trust_level = "trusted"']),
    ...(server === undefined ? [] : [tableOf(server, isTrusted)]),
  ];
  return {
    files: {'.codex/config.toml': `${tables.map(it => it.join('\n')).join('\n\n')}\n`},
    env: {},
    argv: ['codex', '--no-daemon'],
    headless: (prompt, id) => {
      const flags = ['--json', '--skip-git-repo-check'];
      return ['codex', 'exec', ...(id === undefined ? [] : ['resume', id]), ...flags, prompt];
    },
  };
};

const tableOf = ({name, argv: [command = '', ...args]}: Server, isTrusted: boolean): readonly string[] => [
  `[mcp_servers.${name}]`,
  `command = ${toml(command)}`,
  `args = ${toml(args)}`,
  `default_tools_approval_mode = "${isTrusted ? 'approve' : 'auto'}"`,
];

/** Strings and lists of them are written in TOML as in JSON. */
const toml = (value: string | readonly string[]): string => JSON.stringify(value);
