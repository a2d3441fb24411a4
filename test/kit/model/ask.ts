/** What a request asks, whatever its protocol: who asks, what a person typed last, and what tools have given since. */

/** The agents that are imitated a model for; each speaks a protocol of its own. */
export type Kind = 'codex' | 'claude' | 'opencode' | 'gemini';

/** A tool the agent offers. One that takes text has no arguments by name. */
export type Tool = {readonly name: string; readonly namespace?: string | undefined; readonly takesText?: boolean};

/** A part of a JSON schema: as much as is needed to make a value of it. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** A piece of the conversation, oldest first. */
export type Said = {readonly by: 'system' | 'user' | 'tool'; readonly text: string};

/** A request as its protocol reads it. */
export type Heard = {
  readonly kind: Kind;
  readonly model: string;
  /** Its answer is to come as events. */
  readonly streams: boolean;
  readonly tools: readonly Tool[];
  /** What its answer must be, when it must be JSON. */
  readonly schema?: Schema | undefined;
  /** It is no part of a conversation: the agent wants a title, or a second opinion. */
  readonly isAside: boolean;
  readonly said: readonly Said[];
};

/** A request, and what of it decides the answer. */
export type Ask = Omit<Heard, 'said'> & {
  /** All that is neither typed by a person nor given by a tool. */
  readonly system: string;
  /** What the person typed last; empty for nothing. */
  readonly prompt: string;
  /** How many prompts the conversation has, this one among them. */
  readonly turn: number;
  /** What tools gave since the prompt, oldest first, as the agent passes it on. */
  readonly results: readonly string[];
  /** The folder the agent says it is in. */
  readonly cwd?: string;
};

/** What agents write in a person's name. */
const INJECTED = [
  /<(?<tag>system-reminder|environment_context|session_context|user_instructions|turn_aborted|subagent_notification|recommended_plugins|hook_context|local-command-\w+|command-\w+)>[\s\S]*?<\/\k<tag>>/gu,
  /^# AGENTS\.md instructions[\s\S]*$/u,
  /^\[Request interrupted by user[^\]]*\]$/u,
];

/** How they tell where they are, newest place last. */
const FOLDER =
  /(?:<cwd>|Primary working directory: |Working directory: |Workspace Directories:\*\*\s*\n\s*- )(?<path>[^<\n]+)/gu;

/** Read what decides the answer off a request. */
export const askOf = ({said, ...heard}: Heard): Ask => {
  const prompts = said.map(it => (it.by === 'user' ? promptOf(it.text, heard.kind) : ''));
  const last = prompts.findLastIndex(it => it !== '');
  const folders = said.flatMap(it => [...it.text.matchAll(FOLDER)].map(found => found.groups?.['path']?.trim() ?? ''));
  const cwd = folders.at(-1);
  return {
    ...heard,
    system: textOf(said.filter((it, at) => it.by === 'system' || (it.by === 'user' && prompts[at] === ''))),
    prompt: prompts[last] ?? '',
    turn: prompts.filter(it => it !== '').length,
    results: said
      .slice(last + 1)
      .filter(it => it.by === 'tool')
      .map(it => it.text),
    ...(cwd !== undefined && {cwd}),
  };
};

const textOf = (said: readonly Said[]): string => said.map(it => it.text).join('\n');

const promptOf = (text: string, kind: Kind): string => {
  const bare = INJECTED.reduce((left, pattern) => left.replace(pattern, ''), text).trim();
  // What was pasted comes in a tag when it is long; `opencode run "two words"` passes the quotes on.
  const around =
    kind === 'opencode'
      ? /^"(?<inner>[^"]*)"$/u
      : /^<pasted_content[^>]*>\n(?<inner>[\s\S]*)\n<\/pasted_content[^>]*>$/u;
  return bare.replace(around, '$<inner>');
};
