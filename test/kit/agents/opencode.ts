/** OpenCode, made ready. It has no question of trust, and asks for nothing unless told to. @see https://opencode.ai/docs/config */
import type {Ready} from './setup.ts';

export const opencode: Ready = ({model, isTrusted = false, isLoggedOut = false, server}) => ({
  files: {
    '.config/opencode/opencode.json': {
      $schema: 'https://opencode.ai/config.json',
      ...(!isLoggedOut && providerOf(model)),
      autoupdate: false,
      share: 'disabled',
      permission: isTrusted ? {} : {bash: 'ask', edit: 'ask'},
      ...(server !== undefined && {mcp: {[server.name]: {type: 'local', command: server.argv, enabled: true}}}),
    },
  },
  env: {OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1'},
  argv: ['opencode'],
  headless: (prompt, id) => {
    const resumed = id === undefined ? [] : ['--session', id];
    return ['opencode', 'run', ...resumed, '--format', 'json', prompt];
  },
});

const providerOf = (model: string) => ({
  model: 'scripted/scripted',
  small_model: 'scripted/scripted',
  provider: {
    scripted: {
      // A part of the program: nothing is fetched for it.
      npm: '@ai-sdk/openai-compatible',
      name: 'Scripted',
      options: {baseURL: `${model}/v1`, apiKey: 'scripted'},
      models: {scripted: {name: 'Scripted', tool_call: true, limit: {context: 128_000, output: 8192}}},
    },
  },
});
