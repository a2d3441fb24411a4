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

export type Agent = {
  readonly kind: string;
  /** May it be told something by typing into its terminal while it works? */
  readonly readsMessages: boolean;
  /** The one a person talks to, in the primary worktree. */
  readonly planner: (site: Site) => Launch;
  /** One that works on a task in its worktree. @throws Fault when the task is not for this kind */
  readonly worker: (site: Site, task: Task) => Launch;
};
