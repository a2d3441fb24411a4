/** What is told of a task besides its record: derived each time, never stored. */
import * as z from 'zod';
import type {Task, TaskStatus} from './nouns/task.ts';
import type {Workspace} from './nouns/workspace.ts';
import type {TaskSignals} from './signal.ts';

/** `scope_overlap` warns of conflicts to come, `scope_violation` of files it should not have changed. The last four are what git says of the worktree, asked only when a task is shown. */
export const taskFlag = z.enum([
  'cleanup_needed',
  'setup_pending',
  'worktree_missing',
  'scope_overlap',
  'scope_violation',
  'dirty',
  'branch_mismatch',
  'head_detached',
  'base_missing',
]);
export type TaskFlag = z.infer<typeof taskFlag>;

/** Work that is over as far as its worktree goes: what is left of it waits to be removed. */
const OVER: readonly TaskStatus[] = ['accepted', 'merged'];

type Known = {
  readonly state: {readonly workspaces: Readonly<Record<string, Workspace>>};
  readonly signals: {readonly tasks: Readonly<Record<string, TaskSignals>>};
};

/** What record and signals tell. */
export const flagsOf = ({id, status}: Pick<Task, 'id' | 'status'>, {state, signals}: Known): readonly TaskFlag[] => {
  const worktree = state.workspaces[id]?.status;
  const {overlaps = '', outside = 0} = signals.tasks[id] ?? {};
  const found: Partial<Record<TaskFlag, boolean>> = {
    cleanup_needed: worktree === 'present' && OVER.includes(status),
    setup_pending: worktree === 'pending_setup',
    worktree_missing: worktree === 'missing',
    scope_overlap: overlaps !== '',
    scope_violation: worktree === 'present' && outside > 0,
  };
  return taskFlag.options.filter(it => found[it] === true);
};
