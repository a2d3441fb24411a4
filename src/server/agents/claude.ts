/**
 * Claude Code, by its command line alone: nothing of the person's own configuration is touched. Facts: Claude Code 2.1.329,
 * seen by running it.
 */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {given} from '../../core/given.ts';
import type {Spent} from '../../core/usage.ts';
import {at, numberAt, textAt, type Headless} from './headless.ts';
import {filesLike, linesWith} from './lines.ts';
import {modelled, promptWord, type Agent, type Kept, type Site, type Start} from './kind.ts';

/** Its bypass of all questions is refused to root; rules that allow are not. */
const EVERYTHING = ['Bash', 'Edit', 'Write', 'Read', 'WebFetch', 'WebSearch', 'NotebookEdit'];

const launch = ({program}: Site, {talk, means}: Start) => {
  const {model, sandbox, autoApprove} = means;
  const tools = {mcpServers: {roundhouse: {type: 'stdio', command: program, args: ['serve-mcp']}}};
  const allow = ['mcp__roundhouse', ...(autoApprove ? EVERYTHING : [])];
  const prompt = promptWord(talk);
  return {
    argv: [
      'claude',
      ...(talk.isResumed ? ['--resume', talk.conversation] : ['--session-id', talk.conversation]),
      ...(talk.fork === undefined ? [] : ['--resume', talk.fork, '--fork-session']),
      '--mcp-config',
      JSON.stringify(tools),
      // After the list that `--mcp-config` takes there must be an option.
      '--settings',
      JSON.stringify({permissions: {allow}}),
      ...(model === undefined ? [] : ['--model', model]),
      ...(sandbox === 'read-only' ? ['--permission-mode', 'plan'] : []),
      ...(prompt === '' ? [] : [prompt]),
    ],
  };
};

/** All that was sent: it counts what it read from its cache, and what it put there, for itself. */
const sentIn = (usage: unknown): number =>
  ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'].reduce(
    (sum, name) => sum + numberAt(usage, name),
    0,
  );

/**
 * An answer has a line for each of its parts, with the same figures in all. What a branch has copied of the conversation it is
 * from is older than its file. What all has cost is told when the program ends.
 */
const spentIn = async ({conversation, env}: Kept): Promise<Spent | undefined> => {
  const home = env['CLAUDE_CONFIG_DIR'] ?? join(env['HOME'] ?? '', '.claude');
  const path = filesLike(join(home, `projects/*/${conversation}.jsonl`)).at(-1);
  if (path === undefined) return undefined;
  const {birthtimeMs} = statSync(path);
  const answers = new Map<string, unknown>();
  let cost: number | undefined;
  for await (const line of linesWith(path, ['"usage"', '"cost-state"'])) {
    if (textAt(line, 'type') === 'cost-state') cost = numberAt(line, 'totalCostUSD');
    const isOwn = Date.parse(textAt(line, 'timestamp') ?? '') >= Math.floor(birthtimeMs);
    const id = textAt(line, 'message', 'id');
    if (isOwn && id !== undefined) answers.set(id, at(line, 'message', 'usage'));
  }
  const sum = (count: (usage: unknown) => number): number =>
    [...answers.values()].reduce<number>((all, it) => all + count(it), 0);
  return {
    input: sum(sentIn),
    output: sum(it => numberAt(it, 'output_tokens')),
    cached: sum(it => numberAt(it, 'cache_read_input_tokens')),
    ...given({cost_usd: cost}),
  };
};

/** Its planning mode is for plans, not for answers; and nobody trusts a repository by asking a question in it. */
const READ_ONLY = [
  '--disallowedTools',
  'Bash,Edit,Write,NotebookEdit',
  '--settings',
  JSON.stringify({disableAllHooks: true}),
];

/** `claude -p`: one line of JSON for each thing that happens, and the answer in the last one. */
const headless: Headless = {
  format: 'json',
  knowsSchemas: true,
  launch: (_, {conversation, schema, means}) => ({
    argv: [
      'claude',
      '-p',
      '--output-format',
      'stream-json',
      '--verbose',
      ...(conversation === undefined ? [] : ['--resume', conversation]),
      ...(means.model === undefined ? [] : ['--model', means.model]),
      ...(means.sandbox === 'read-only' ? READ_ONLY : []),
      ...(schema === undefined ? [] : ['--json-schema', JSON.stringify(schema.value)]),
    ],
  }),
  read: (said, line) => {
    const conversation = textAt(line, 'session_id');
    const known = {...said, ...given({conversation})};
    if (textAt(line, 'type') !== 'result') return known;
    const text = textAt(line, 'result');
    const tokens = (name: string): number => numberAt(line, 'usage', name);
    const usage = {
      input: sentIn(at(line, 'usage')),
      output: tokens('output_tokens'),
      cached: tokens('cache_read_input_tokens'),
      cost_usd: numberAt(line, 'total_cost_usd'),
    };
    // It calls a failure of the model a success, too.
    if (at(line, 'is_error') === true)
      return {...known, usage, failure: text ?? textAt(line, 'errors', '0') ?? 'it could not answer'};
    return {...known, usage, ...given({text, data: at(line, 'structured_output')})};
  },
};

export const claude: Agent = {
  ...modelled,
  kind: 'claude',
  program: {name: 'claude', install: 'npm install -g @anthropic-ai/claude-code', tried: '2.1.329'},
  names: 'ours',
  forks: true,
  spentIn,
  launch,
  headless,
};
