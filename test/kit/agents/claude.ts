/** Claude Code, made ready. @see https://docs.claude.com/en/docs/claude-code/settings */
import type {Ready} from './setup.ts';

export const claude: Ready = ({model, trusts = [], isTrusted = false, isLoggedOut = false, server}) => {
  const [command, ...args] = server?.argv ?? [];
  // Rules, since the mode without questions is refused to root.
  const allow = ['Bash', 'Read', 'Edit', 'Write', ...(server === undefined ? [] : [`mcp__${server.name}`])];
  return {
    files: {
      '.claude.json': {
        hasCompletedOnboarding: true,
        // Else it offers to make auto mode the default.
        hasSeenAutoDefaultNudge: true,
        theme: 'dark',
        projects: Object.fromEntries(trusts.map(path => [path, {hasTrustDialogAccepted: true, allowedTools: []}])),
        ...(server !== undefined && {mcpServers: {[server.name]: {type: 'stdio', command, args}}}),
      },
      '.claude/settings.json': {permissions: {defaultMode: 'manual', ...(isTrusted && {allow})}},
    },
    env: {
      ANTHROPIC_BASE_URL: model,
      // As a subscription has it; a key would have to be confirmed.
      ...(!isLoggedOut && {CLAUDE_CODE_OAUTH_TOKEN: 'scripted'}),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    },
    argv: ['claude'],
    headless: (prompt, id) => {
      const flags = ['--output-format', 'stream-json', '--verbose'];
      return ['claude', '-p', ...(id === undefined ? [] : ['--resume', id]), ...flags, prompt];
    },
  };
};
