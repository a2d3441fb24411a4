/**
 * Codex, by its command line alone: nothing of the person's own configuration is touched. Facts: Codex 0.169, seen by
 * running it.
 */
import {readdirSync, readlinkSync} from 'node:fs';
import {basename, join} from 'node:path';
import {given} from '../../core/given.ts';
import type {Spent} from '../../core/usage.ts';
import {descendantsOf} from '../processes.ts';
import {gitDirOf} from '../git.ts';
import {at, numberAt, textAt, type Headless} from './headless.ts';
import {filesLike, linesWith} from './lines.ts';
import {OURS, modelled, promptWord, type Agent, type Kept, type Running, type Site, type Start} from './kind.ts';

/** A setting of this run. Strings, lists and tables of JSON are TOML as well, but for `:` in tables. */
const setting = (key: string, value: string): readonly string[] => ['-c', `${key}=${value}`];

const text = (value: string): string => JSON.stringify(value);
const list = (values: readonly string[]): string => `[${values.map(text).join(',')}]`;

/** Our tools, for this run. Codex hides the environment from servers of tools, but for what is named. */
const tools = ({program}: Site): readonly string[] =>
  setting(
    'mcp_servers.roundhouse',
    `{command=${text(program)},args=["serve-mcp"],env_vars=${list(OURS)},default_tools_approval_mode="approve"}`,
  );

/**
 * A commit in a linked worktree writes in the folder that all worktrees share, which lies outside of what a sandbox lets it
 * write. The repository's hooks and configuration, which git would run, stay closed; we do not let ourselves be led to others
 * by the worktree's own folder (`gitAt`).
 */
const commits = ({commonDir, cwd, root}: Site): readonly string[] => {
  if (cwd === root) return [];
  const own = gitDirOf(cwd) ?? join(commonDir, 'worktrees', basename(cwd));
  const folders = [...['objects', 'refs', 'logs'].map(it => join(commonDir, it)), own];
  return setting('sandbox_workspace_write.writable_roots', list(folders));
};

const SANDBOX = {'read-only': 'read-only', 'workspace-write': 'workspace-write', full: 'danger-full-access'} as const;

const launch = (site: Site, {talk, means}: Start) => {
  const {model, sandbox, autoApprove, isTrusted = false} = means;
  const prompt = promptWord(talk);
  return {
    argv: [
      'codex',
      // A server shared by all panes would run each one's tools with the environment of the first.
      ...setting('features.daemon_auto_start', 'false'),
      ...tools(site),
      ...commits(site),
      // Names of folders cannot be quoted within a key.
      ...(isTrusted ? setting('projects', `{${text(site.cwd)}={trust_level="trusted"}}`) : []),
      ...(model === undefined ? [] : ['--model', model]),
      ...(sandbox === undefined ? [] : ['--sandbox', SANDBOX[sandbox]]),
      ...(autoApprove ? ['-a', 'never'] : []),
      ...(talk.isResumed ? ['resume', talk.conversation] : []),
      // Without a folder it asks in which of both it shall work.
      ...(talk.fork === undefined ? [] : ['-C', site.cwd, 'fork', talk.fork]),
      ...(prompt === '' ? [] : [prompt]),
    ],
  };
};

const TRANSCRIPT = /\/rollout-[^/]*-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.jsonl$/u;

/** The file a conversation is written to is open as long as it goes on, and has its id in its name. */
const conversationOf = ({pid}: Running): string | undefined => {
  for (const process of descendantsOf(pid))
    for (const path of openFiles(process)) {
      const id = TRANSCRIPT.exec(path)?.[1];
      if (id !== undefined) return id;
    }
  return undefined;
};

/** Files a process has open; none where that cannot be known. proc(5) */
const openFiles = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
};

/**
 * What is used is told for each answer. A running total is told, too, but that of a branch begins with what it branched off.
 */
const spentIn = async ({conversation, env}: Kept): Promise<Spent | undefined> => {
  const home = env['CODEX_HOME'] ?? join(env['HOME'] ?? '', '.codex');
  const path = filesLike(join(home, `sessions/*/*/*/rollout-*-${conversation}.jsonl`)).at(-1);
  if (path === undefined) return undefined;
  let spent: Spent = {input: 0, output: 0, cached: 0};
  for await (const line of linesWith(path, ['"token_usage_record"', '"token_count"'])) {
    const {input, output, cached = 0} = spent;
    const tokens = (name: string): number => numberAt(line, 'payload', 'usage', name);
    spent =
      textAt(line, 'payload', 'type') === 'token_count'
        ? {...spent, ...standOf(at(line, 'payload'))}
        : {
            ...spent,
            input: input + tokens('input_tokens'),
            output: output + tokens('output_tokens'),
            cached: cached + tokens('cached_input_tokens'),
          };
  }
  return spent;
};

/** How full the context is, and what is left of the account. */
const standOf = (told: unknown): Partial<Spent> => {
  const window = numberAt(told, 'info', 'model_context_window');
  const used = numberAt(told, 'info', 'last_token_usage', 'total_tokens');
  const limits = ['primary', 'secondary'].flatMap(name => {
    const limit = at(told, 'rate_limits', name);
    const resets = numberAt(limit, 'resets_at');
    if (typeof at(limit, 'used_percent') !== 'number') return [];
    return [
      {
        window_minutes: numberAt(limit, 'window_minutes'),
        used_percent: numberAt(limit, 'used_percent'),
        ...(resets === 0 ? {} : {resets_at: new Date(resets * 1000).toISOString()}),
      },
    ];
  });
  return {
    ...(window === 0 ? {} : {context_percent: Math.round((used / window) * 100)}),
    ...(limits.length === 0 ? {} : {limits}),
  };
};

/** `codex exec`: one line of JSON for each thing that happens. */
const headless: Headless = {
  format: 'json',
  knowsSchemas: true,
  launch: (_, {conversation, schema, means}) => ({
    argv: [
      'codex',
      'exec',
      ...(conversation === undefined ? [] : ['resume', conversation]),
      '--json',
      '--skip-git-repo-check',
      ...setting('sandbox_mode', text(SANDBOX[means.sandbox ?? 'read-only'])),
      ...(means.model === undefined ? [] : ['--model', means.model]),
      ...(schema === undefined ? [] : ['--output-schema', schema.path]),
      '-',
    ],
  }),
  read: (said, line) => {
    const type = textAt(line, 'type');
    if (type === 'thread.started') return {...said, ...given({conversation: textAt(line, 'thread_id')})};
    if (type === 'item.completed' && at(line, 'item', 'type') === 'agent_message')
      return {...said, ...given({text: textAt(line, 'item', 'text')})};
    if (type === 'turn.failed') return {...said, failure: textAt(line, 'error', 'message') ?? 'the turn failed'};
    if (type !== 'turn.completed') return said;
    const tokens = (name: string): number => numberAt(line, 'usage', name);
    return {
      ...said,
      usage: {input: tokens('input_tokens'), output: tokens('output_tokens'), cached: tokens('cached_input_tokens')},
    };
  },
};

export const codex: Agent = {
  ...modelled,
  kind: 'codex',
  program: {name: 'codex', install: 'npm install -g @openai/codex', tried: '0.169.0'},
  names: 'its-own',
  forks: true,
  conversationOf,
  spentIn,
  launch,
  headless,
};
