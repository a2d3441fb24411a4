/** What every agent kind must be able to say. */
import type {Task} from '../../core/nouns/task.ts';
import type {Sandbox} from '../../core/agents.ts';
import type {Spent} from '../../core/usage.ts';
import type {Headless} from './headless.ts';

/** A program to start in a pane; `env` goes over the session's own. */
export type Launch = {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly greeting?: string;
  /** What is typed into it once it is ready, where its command line does not take it. */
  readonly typed?: string;
  /** The exit code by which it asks to be started anew, at once and with the same words. */
  readonly again?: number;
};

/** Where a launch happens. */
export type Site = {
  /** The primary worktree. */
  readonly root: string;
  /** The git folder that all worktrees share. */
  readonly commonDir: string;
  /** The folder the agent works in. */
  readonly cwd: string;
  /** A folder of ours where files for agents may lie. */
  readonly state: string;
  /** Our own program, as `roundhouse` on PATH. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
};

/** What is said to an agent as it starts, and in which conversation. */
export type Talk = {
  /** Empty as long as only the agent knows it. */
  readonly conversation: string;
  /** It went on before. */
  readonly isResumed: boolean;
  /** The conversation it begins as a branch of. */
  readonly fork?: string | undefined;
  readonly prompt: string;
  /** A file with the same text. */
  readonly promptPath: string;
};

/** With what an agent works. What is absent is as the agent itself has it. */
export type Means = {
  readonly model?: string | undefined;
  readonly sandbox?: Sandbox | undefined;
  /** Never ask before something is run. */
  readonly autoApprove: boolean;
  /** The person trusts the repository: it need not be asked whether they do. */
  readonly isTrusted?: boolean;
};

/** One start: as the planner that a person talks to, or as the worker of a task. */
export type Start = {readonly task?: Task; readonly talk: Talk; readonly means: Means};

/** A running agent whose conversation is looked for. */
export type Running = {
  readonly pid: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
};

/** A conversation whose traces on disk are looked for. */
export type Kept = {
  readonly conversation: string;
  /** The environment of its agent: it says where that keeps them. */
  readonly env: Readonly<Record<string, string>>;
};

export type Agent = {
  readonly kind: string;
  /** The program that must be there; absent where there is nothing to get. */
  readonly program?: {
    readonly name: string;
    /** How one gets it. */
    readonly install: string;
    /** The version whose behaviour is known. */
    readonly tried?: string;
  };
  /** It needs about 1.5 GB of memory, and more for what it runs. */
  readonly isHeavy: boolean;
  /** May it be told something by typing into its terminal while it works? */
  readonly readsMessages: boolean;
  /** Is it told what to do by a prompt? Without one, `Talk` is empty. */
  readonly takesPrompt: boolean;
  /** Who names a conversation, so that it can go on in another process: we at the start, the agent itself, or nobody. */
  readonly names: 'ours' | 'its-own' | 'none';
  /** The conversation of a running agent that names it itself, once there is one. */
  readonly conversationOf?: (running: Running) => string | undefined;
  /** A conversation can begin as a branch of another one, which is left as it is. */
  readonly forks: boolean;
  /** What a conversation has used, read from what the agent keeps of it; undefined where that is not found. */
  readonly spentIn?: (kept: Kept) => Promise<Spent | undefined>;
  /** How it is asked once, without a pane; absent for those that cannot be. */
  readonly headless?: Headless;
  /** @throws Fault when the task, or the model, is not for this kind */
  readonly launch: (site: Site, start: Start) => Launch;
};

/** What holds for every agent with a model behind it. */
export const modelled = {isHeavy: true, readsMessages: true, takesPrompt: true} as const;

/** The system takes words of 128 KB on a command line, and no longer ones; see execve(2). */
const LONGEST_BYTES = 100_000;

/** A prompt as one word of a command line: never too long, never taken for an option. */
export const promptWord = ({prompt, promptPath}: Talk): string => {
  if (Buffer.byteLength(prompt) > LONGEST_BYTES) return `Read what you are told, whole, in ${promptPath}`;
  return prompt.startsWith('-') ? ` ${prompt}` : prompt;
};

/** What is said in a talk that begins with a message; undefined where nothing is. */
export const textOf = ({prompt}: Talk): string | undefined => (prompt === '' ? undefined : prompt);

/** Variables by which our own server, started by an agent for its tools, knows where it is and for whom. */
export const OURS = ['ROUNDHOUSE_SOCKET', 'ROUNDHOUSE_SESSION', 'ROUNDHOUSE_TOKEN', 'ROUNDHOUSE_TASK'] as const;
