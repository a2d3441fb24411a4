/** Agents that a person configures: any program that can be told what to do on its command line. */
import * as z from 'zod';

/** What is a word of its own on a command line: a dash in front would make it an option there. */
export const plainWord = z.string().regex(/^[^-\s]/u, 'it begins with a dash or a blank');

const words = z.array(z.string().min(1)).min(1);

/** What may stand in a word of a command. */
const PROMPT = /\{prompt(?:_file)?\}/u;

export const customAgent = z
  .strictObject({
    /** `{prompt}`, `{prompt_file}`, `{conversation}`, `{model}` and `{task}` are filled in. */
    command: words,
    /** How the same conversation goes on; where it is missing, a new one begins. */
    resume: words.optional(),
    /** How a conversation begins as a branch of `{fork}`. */
    fork: words.optional(),
    /** May it be told something by typing into its terminal while it works? */
    reads_messages: z.boolean().default(false),
  })
  .refine(it => it.command.some(word => PROMPT.test(word)), 'its command has neither {prompt} nor {prompt_file}');
export type CustomAgent = z.infer<typeof customAgent>;

/** One of the agents that are known, from another place or with more words on its command line. */
export const agentChange = z.strictObject({
  program: z.string().min(1).optional(),
  /** Put first behind the program: `[--search]`, `[--profile, work]`. */
  args: words.optional(),
});

export type AgentEntry = CustomAgent | z.infer<typeof agentChange>;

/** Kinds that need no configuration. */
export const builtInAgents = ['shell', 'codex', 'claude', 'opencode', 'gemini'] as const;
export type BuiltInAgent = (typeof builtInAgents)[number];

/** An agent that tells how it is: when it is ready, and when it works. */
export const isTalker = (kind: string): boolean =>
  kind !== 'shell' && (builtInAgents as readonly string[]).includes(kind);

/** Does it take what is typed while it works? Others lose an Enter then, or make one message of two; seen by running them. */
export const readsAtWork = (kind: string): boolean => !isTalker(kind) || kind === 'codex';

/** What may be said of an agent with this name: all of it, or what is other than usual. */
export const entrySchemaOf = (name: string, said: unknown): z.ZodType<AgentEntry> =>
  (builtInAgents as readonly string[]).includes(name) && !Object.hasOwn(said ?? {}, 'command')
    ? agentChange
    : customAgent;

/** Agents by name. */
export type AgentEntries = Readonly<Record<string, AgentEntry>>;
export const agentName = z.string().regex(/^[a-z][a-z0-9-]*$/u, 'lower-case letters, digits and "-"');

/** Agents in order: the first that is installed is taken. */
export const agentList = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(?:[\s,]+[a-z][a-z0-9-]*)*$/u, 'names of agents, in lower case, with spaces between');

/** How much of the machine an agent may change, where it can be told. */
export const sandbox = z.enum(['read-only', 'workspace-write', 'full']);
export type Sandbox = z.infer<typeof sandbox>;
