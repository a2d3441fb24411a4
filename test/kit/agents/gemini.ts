/** Gemini CLI, made ready. @see https://geminicli.com/docs/reference/configuration/ */
import type {Ready} from './setup.ts';

export const gemini: Ready = ({model, trusts = [], isTrusted = false, isLoggedOut = false, server}) => {
  const [command, ...args] = server?.argv ?? [];
  const freely = isTrusted ? ['--yolo'] : [];
  return {
    files: {
      '.gemini/settings.json': {
        // Without it the address alone selects a kind of login that fails.
        security: {auth: {selectedType: 'gemini-api-key'}},
        privacy: {usageStatisticsEnabled: false},
        telemetry: {enabled: false},
        general: {enableAutoUpdate: false, enableAutoUpdateNotification: false},
        ...(server !== undefined && {mcpServers: {[server.name]: {command, args, trust: isTrusted}}}),
      },
      '.gemini/trustedFolders.json': Object.fromEntries(trusts.map(path => [path, 'TRUST_FOLDER'])),
    },
    env: {
      GOOGLE_GEMINI_BASE_URL: model,
      ...(!isLoggedOut && {GEMINI_API_KEY: 'scripted'}),
      // Else it runs in a child that outlives a closed terminal.
      GEMINI_CLI_NO_RELAUNCH: 'true',
    },
    argv: ['gemini', ...freely],
    headless: (prompt, id) => {
      const resumed = id === undefined ? [] : ['--resume', id];
      return ['gemini', ...freely, ...resumed, '--output-format', 'stream-json', '-p', prompt];
    },
  };
};
