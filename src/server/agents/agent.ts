/** What every agent kind must be able to say. One file per kind beside this one; here is the list of them. */
import {Fault} from '../../core/fault.ts';
import type {Task} from '../../core/nouns/task.ts';
import {shell} from './shell.ts';

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
  /** The one a person talks to, in the primary worktree. */
  readonly planner: (site: Site) => Launch;
  /** One that works on a task in its worktree. @throws Fault when the task is not for this kind */
  readonly worker: (site: Site, task: Task) => Launch;
};

const agents: Readonly<Record<string, Agent>> = {shell};

/** @throws Fault `agent-unknown` */
export const agentOf = (kind: string): Agent => {
  const agent = Object.hasOwn(agents, kind) ? agents[kind] : undefined;
  if (agent === undefined) throw new Fault('agent-unknown', {agent: kind, known: Object.keys(agents)});
  return agent;
};
