/**
 * Gemini CLI, by its command line and environment: nothing of the person's own configuration is touched. Facts: Gemini CLI
 * 0.61, seen by running it.
 */
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {given} from '../../core/given.ts';
import type {Spent} from '../../core/usage.ts';
import {at, numberAt, textAt, type Headless} from './headless.ts';
import {partOf, readSettings, type Settings} from './jsonc.ts';
import {filesLike, linesWith} from './lines.ts';
import {modelled, textOf, type Agent, type Kept, type Site, type Start} from './kind.ts';

/** Settings that go over all others; what an administrator has put there stays. */
const SYSTEM =
  process.platform === 'darwin'
    ? '/Library/Application Support/GeminiCli/settings.json'
    : '/etc/gemini-cli/settings.json';

const systemSettings = (path: string): Settings =>
  existsSync(path) ? readSettings(readFileSync(path, 'utf8'), path) : {};

/** It takes servers of tools from files only. */
const settingsFile = ({state, program, env}: Site): string => {
  const own = systemSettings(env['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] ?? SYSTEM);
  const roundhouse = {command: program, args: ['serve-mcp'], trust: true};
  const path = join(state, 'agents/gemini.json');
  mkdirSync(join(state, 'agents'), {recursive: true, mode: 0o700});
  const settings = {...own, mcpServers: {...partOf(own, 'mcpServers'), roundhouse}};
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, {mode: 0o600});
  return path;
};

const TRUSTED = {GEMINI_CLI_TRUST_WORKSPACE: 'true'};

const launch = (site: Site, {talk, means}: Start) => {
  const {model, sandbox, autoApprove, isTrusted = false} = means;
  const mode = sandbox === 'read-only' ? 'plan' : autoApprove ? 'yolo' : undefined;
  return {
    // It would run in a child of its own that outlives its terminal.
    env: {
      GEMINI_CLI_SYSTEM_SETTINGS_PATH: settingsFile(site),
      GEMINI_CLI_NO_RELAUNCH: 'true',
      ...(isTrusted ? TRUSTED : {}),
    },
    argv: [
      'gemini',
      ...(talk.isResumed ? ['--resume', talk.conversation] : ['--session-id', talk.conversation]),
      ...(model === undefined ? [] : ['--model', model]),
      ...(mode === undefined ? [] : ['--approval-mode', mode]),
    ],
    // On its command line it would act on it while it still asks whether the folder is trusted.
    ...given({typed: textOf(talk)}),
    // It wants to begin anew when the answer to that has changed what it may do.
    again: 199,
  };
};

/** A message is written again when its tools have run, and files of a conversation that went on may hold the same ones. */
const spentIn = async ({conversation, env}: Kept): Promise<Spent | undefined> => {
  const chats = join(env['HOME'] ?? '', `.gemini/tmp/*/chats/session-*-${conversation.slice(0, 8)}.jsonl`);
  const answers = new Map<string, unknown>();
  const paths = filesLike(chats);
  for (const path of paths)
    for await (const line of linesWith(path, ['"tokens"'])) answers.set(textAt(line, 'id') ?? '', at(line, 'tokens'));
  const sum = (name: string): number => [...answers.values()].reduce<number>((all, it) => all + numberAt(it, name), 0);
  return paths.length === 0
    ? undefined
    : {input: sum('input'), output: sum('output') + sum('thoughts'), cached: sum('cached')};
};

/** `gemini -p`: one line of JSON for each piece. It knows no schema. */
const headless: Headless = {
  format: 'json',
  knowsSchemas: false,
  launch: (_, {conversation, means}) => ({
    env: {GEMINI_CLI_NO_RELAUNCH: 'true'},
    argv: [
      'gemini',
      '--output-format',
      'stream-json',
      ...(conversation === undefined ? [] : ['--resume', conversation]),
      ...(means.model === undefined ? [] : ['--model', means.model]),
      ...(means.sandbox === 'read-only' ? ['--approval-mode', 'plan'] : []),
    ],
  }),
  read: (said, line) => {
    const type = textAt(line, 'type');
    if (type === 'init') return {...said, ...given({conversation: textAt(line, 'session_id')})};
    if (type === 'message' && textAt(line, 'role') === 'assistant')
      return {...said, text: `${said.text ?? ''}${textAt(line, 'content') ?? ''}`};
    if (type !== 'result') return said;
    const usage = {input: numberAt(line, 'stats', 'input_tokens'), output: numberAt(line, 'stats', 'output_tokens')};
    const failure = textAt(line, 'status') === 'success' ? undefined : (textAt(line, 'error', 'message') ?? 'an error');
    return {...said, usage, ...given({failure})};
  },
};

export const gemini: Agent = {
  ...modelled,
  kind: 'gemini',
  program: {name: 'gemini', install: 'npm install -g @google/gemini-cli', tried: '0.61.0'},
  names: 'ours',
  forks: false,
  spentIn,
  launch,
  headless,
};
