/**
 * OpenCode, by its command line and environment: nothing of the person's own configuration is touched. Facts: OpenCode
 * 1.18.33, seen by running it.
 */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {given} from '../../core/given.ts';
import {sqlite} from '../../store/sqlite.ts';
import type {Spent, Usage} from '../../core/usage.ts';
import {partOf, readSettings, type Settings} from './jsonc.ts';
import {numberAt, textAt, type Headless} from './headless.ts';
import {modelled, promptWord, textOf, type Agent, type Kept, type Running, type Site, type Start} from './kind.ts';

const READ_ONLY = {edit: 'deny', bash: 'deny'};

const VARIABLE = 'OPENCODE_CONFIG_CONTENT';

/** Settings of one run; what the person has set this way stays. One word for all permissions is what the others begin with. */
const configured = (env: Site['env'], permission: Settings, mcp: Settings = {}): Record<string, string> => {
  const own = readSettings(env[VARIABLE] ?? '', VARIABLE);
  const all = typeof own['permission'] === 'string' ? {'*': own['permission']} : partOf(own, 'permission');
  const settings = {...own, permission: {...all, ...permission}, mcp: {...partOf(own, 'mcp'), ...mcp}};
  return {[VARIABLE]: JSON.stringify(settings)};
};

const launch = ({program, env}: Site, {talk, means}: Start) => {
  const {model, sandbox, autoApprove} = means;
  const permission = {'roundhouse_*': 'allow', ...(sandbox === 'read-only' ? READ_ONLY : {})};
  const roundhouse = {type: 'local', command: [program, 'serve-mcp'], enabled: true};
  const prompt = promptWord(talk);
  return {
    env: configured(env, permission, {roundhouse}),
    // A conversation that goes on takes no prompt from the command line: it is lost without a word.
    ...(talk.isResumed ? given({typed: textOf(talk)}) : {}),
    argv: [
      'opencode',
      ...(talk.isResumed ? ['--session', talk.conversation] : []),
      ...(model === undefined ? [] : ['--model', model]),
      ...(autoApprove ? ['--auto'] : []),
      ...(prompt === '' || talk.isResumed ? [] : ['--prompt', prompt]),
    ],
  };
};

/**
 * Its conversations are in a database. That of an agent is the one begun in its folder after its start; where there are more,
 * somebody else may have begun them, and none is taken.
 */
const conversationOf = ({cwd, env, startedAt}: Running): string | undefined => {
  const query = 'select id from session where directory = ? and parent_id is null and time_created >= ? limit 2';
  const found = rowsOf(env, query, cwd, startedAt);
  const [only] = found.map(it => String(it['id']));
  return found.length === 1 ? only : undefined;
};

/** What its database answers; nothing where there is none. */
const rowsOf = (
  {XDG_DATA_HOME = '', HOME = ''}: Kept['env'],
  query: string,
  ...values: readonly (string | number)[]
): readonly Record<string, unknown>[] => {
  const path = join(XDG_DATA_HOME === '' ? `${HOME}/.local/share` : XDG_DATA_HOME, 'opencode/opencode.db');
  if (!existsSync(path)) return [];
  const {DatabaseSync} = sqlite();
  using database = new DatabaseSync(path, {readOnly: true, timeout: 100});
  return database.prepare(query).all(...values);
};

/** It keeps sums. Those of its sub-agents are in conversations of their own. */
const spentIn = async ({conversation, env}: Kept): Promise<Spent | undefined> => {
  const [row] = rowsOf(env, 'select * from session where id = ?', conversation);
  if (row === undefined) return undefined;
  const cached = numberAt(row, 'tokens_cache_read');
  return {
    input: numberAt(row, 'tokens_input') + cached + numberAt(row, 'tokens_cache_write'),
    output: numberAt(row, 'tokens_output') + numberAt(row, 'tokens_reasoning'),
    cached,
    cost_usd: numberAt(row, 'cost'),
  };
};

const failureIn = (line: unknown): string =>
  textAt(line, 'error', 'data', 'message') ?? textAt(line, 'error', 'name') ?? 'an error';

/** Each step tells its own tokens; what it read from a cache, and put there, beside the others. */
const added = ({input, output, cached = 0, cost_usd = 0}: Usage = {input: 0, output: 0}, line: unknown): Usage => {
  const tokens = (...path: readonly string[]): number => numberAt(line, 'part', 'tokens', ...path);
  return {
    input: input + tokens('input') + tokens('cache', 'read') + tokens('cache', 'write'),
    output: output + tokens('output') + tokens('reasoning'),
    cached: cached + tokens('cache', 'read'),
    cost_usd: cost_usd + numberAt(line, 'part', 'cost'),
  };
};

/** `opencode run`: one line of JSON for each part of the answer. It knows no schema. */
const headless: Headless = {
  format: 'json',
  knowsSchemas: false,
  launch: ({env}, {conversation, means}) => ({
    env: configured(env, READ_ONLY),
    argv: [
      'opencode',
      'run',
      '--format',
      'json',
      ...(conversation === undefined ? [] : ['--session', conversation]),
      ...(means.model === undefined ? [] : ['--model', means.model]),
    ],
  }),
  read: (said, line) => {
    const known = {...said, ...given({conversation: textAt(line, 'sessionID')})};
    const type = textAt(line, 'type');
    if (type === 'text') return {...known, text: `${said.text ?? ''}${textAt(line, 'part', 'text') ?? ''}`};
    if (type === 'error') return {...known, failure: failureIn(line)};
    if (type !== 'step_finish') return known;
    return {...known, usage: added(said.usage, line)};
  },
};

export const opencode: Agent = {
  ...modelled,
  kind: 'opencode',
  program: {name: 'opencode', install: 'npm install -g opencode-ai', tried: '1.18.33'},
  names: 'its-own',
  // Its branch works in the folder of the conversation it is from, and takes no prompt.
  forks: false,
  conversationOf,
  spentIn,
  launch,
  headless,
};
