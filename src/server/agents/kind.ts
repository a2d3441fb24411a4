/** What every agent kind must be able to say. */
import type {Task} from '../../core/nouns/task.ts';

/** A program to start in a pane. */
export type Launch = {readonly argv: readonly string[]; readonly greeting?: string};

/** Where a launch happens. */
export type Site = {
  /** The primary worktree. */
  readonly root: string;
  /** Our own program, as `roundhouse` on PATH. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
};

/** What is said to an agent as it starts, and in which conversation. */
export type Talk = {
  readonly conversation: string;
  /** It went on before. */
  readonly isResumed: boolean;
  readonly prompt: string;
  /** A file with the same text. */
  readonly promptPath: string;
  readonly model?: string | undefined;
};

export type Agent = {
  readonly kind: string;
  /** May it be told something by typing into its terminal while it works? */
  readonly readsMessages: boolean;
  /** Is it told what to do by a prompt? Without one, `Talk` is empty. */
  readonly takesPrompt: boolean;
  /** Can a conversation go on in another process? */
  readonly resumes: boolean;
  /** The one a person talks to, in the primary worktree. */
  readonly planner: (site: Site, talk: Talk) => Launch;
  /** One that works on a task in its worktree. @throws Fault when the task, or the model, is not for this kind */
  readonly worker: (site: Site, task: Task, talk: Talk) => Launch;
};
