/** The names that agents have for the same tools: a step of a script becomes a call that the agent at hand understands. */
import {isAbsolute, join} from 'node:path';
import type {Ask, Kind, Tool} from './ask.ts';
import {codexCall} from './codex-hand.ts';
import {choicesOf, knownOf, type Known} from './known.ts';
import type {Call, Seen, Use} from './step.ts';

/** Turn a use into a call. */
export const callOf = (use: Use, ask: Ask, seen: Seen): Call => {
  const known = knownOf(use, seen);
  if (known.use === 'tool') return {name: known.name, args: known.args, namespace: offered(ask.tools, known.name)};
  if (ask.kind === 'codex') return codexCall(known, ask.tools);
  const hand = hands[ask.kind];
  return hand[known.use](withPath(known, seen.cwd) as never);
};

type Shared = Exclude<Known, {use: 'tool'}>;
type Hand = {readonly [U in Shared['use']]: (use: Extract<Shared, {use: U}>) => Call};

const offered = (tools: readonly Tool[], name: string): string | undefined =>
  tools.find(it => it.name === name)?.namespace;

/** Codex takes paths as they are; the others want whole ones. */
const withPath = (use: Shared, cwd: string): Shared =>
  'path' in use && !isAbsolute(use.path) ? {...use, path: join(cwd, use.path)} : use;

const WHY = 'A scripted command';

const claude: Hand = {
  shell: ({command, asks = WHY}) => ({name: 'Bash', args: {command, description: asks}}),
  read: ({path}) => ({name: 'Read', args: {file_path: path}}),
  write: ({path, content}) => ({name: 'Write', args: {file_path: path, content}}),
  edit: ({path, old, fresh}) => ({name: 'Edit', args: {file_path: path, old_string: old, new_string: fresh}}),
  question: use => ({name: 'AskUserQuestion', args: {questions: [{...choicesOf(use), multiSelect: false}]}}),
  mcp: ({server, tool, args}) => ({name: `mcp__${server}__${tool}`, args}),
};

const opencode: Hand = {
  shell: ({command, asks = WHY}) => ({name: 'bash', args: {command, description: asks}}),
  read: ({path}) => ({name: 'read', args: {filePath: path}}),
  write: ({path, content}) => ({name: 'write', args: {filePath: path, content}}),
  edit: ({path, old, fresh}) => ({name: 'edit', args: {filePath: path, oldString: old, newString: fresh}}),
  question: use => ({name: 'question', args: {questions: [choicesOf(use)]}}),
  mcp: ({server, tool, args}) => ({name: `${server}_${tool}`, args}),
};

const gemini: Hand = {
  shell: ({command, asks = WHY}) => ({name: 'run_shell_command', args: {command, description: asks}}),
  read: ({path}) => ({name: 'read_file', args: {file_path: path}}),
  write: ({path, content}) => ({name: 'write_file', args: {file_path: path, content}}),
  edit: ({path, old, fresh}) => ({
    name: 'replace',
    args: {file_path: path, old_string: old, new_string: fresh, instruction: 'A scripted edit'},
  }),
  question: use => ({name: 'ask_user', args: {questions: [{...choicesOf(use), type: 'choice'}]}}),
  mcp: ({server, tool, args}) => ({name: `mcp_${server}_${tool}`, args}),
};

const hands: Readonly<Record<Exclude<Kind, 'codex'>, Hand>> = {claude, opencode, gemini};
