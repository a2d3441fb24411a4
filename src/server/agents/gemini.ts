/**
 * Gemini CLI, by its command line and environment: nothing of the person's own configuration is touched. Facts: Gemini CLI
 * 0.61, seen by running it.
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promptWord, type Agent, type Site, type Start} from './kind.ts';

/** Settings that go over all others; what an administrator has put there stays. */
const SYSTEM = '/etc/gemini-cli/settings.json';

const given = (path: string): Record<string, Record<string, unknown>> => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** It takes servers of tools from files only. */
const settingsFile = ({state, program, env}: Site): string => {
  const own = given(env['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] ?? SYSTEM);
  const roundhouse = {command: program, args: ['serve-mcp'], trust: true};
  const path = join(state, 'agents/gemini.json');
  mkdirSync(join(state, 'agents'), {recursive: true, mode: 0o700});
  const settings = {...own, mcpServers: {...own['mcpServers'], roundhouse}};
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, {mode: 0o600});
  return path;
};

const launch = (site: Site, {talk, means}: Start) => {
  const {model, sandbox, autoApprove} = means;
  const prompt = promptWord(talk);
  const mode = sandbox === 'read-only' ? 'plan' : autoApprove ? 'yolo' : undefined;
  return {
    // It would run in a child of its own that outlives its terminal.
    env: {GEMINI_CLI_SYSTEM_SETTINGS_PATH: settingsFile(site), GEMINI_CLI_NO_RELAUNCH: 'true'},
    argv: [
      'gemini',
      ...(talk.isResumed ? ['--resume', talk.conversation] : ['--session-id', talk.conversation]),
      ...(model === undefined ? [] : ['--model', model]),
      ...(mode === undefined ? [] : ['--approval-mode', mode]),
      ...(prompt === '' ? [] : ['--prompt-interactive', prompt]),
    ],
  };
};

export const gemini: Agent = {
  kind: 'gemini',
  program: {name: 'gemini', install: 'npm install -g @google/gemini-cli', tried: '0.61.0'},
  isHeavy: true,
  readsMessages: true,
  takesPrompt: true,
  names: 'ours',
  launch,
};
