/** What is told of a task besides its record: derived each time, never stored. */
import * as z from 'zod';
import type {Task, TaskStatus} from './nouns/task.ts';
import type {Workspace} from './nouns/workspace.ts';

/** The last four are what git says of the worktree, asked only when a task is shown. */
export const taskFlag = z.enum([
  'cleanup_needed',
  'setup_pending',
  'worktree_missing',
  'dirty',
  'branch_mismatch',
  'head_detached',
  'base_missing',
]);
export type TaskFlag = z.infer<typeof taskFlag>;

/** Work that is over as far as its worktree goes: what is left of it waits to be removed. */
const OVER: readonly TaskStatus[] = ['accepted', 'merged'];

/** What the record alone tells. */
export const flagsOf = (
  {id, status}: Pick<Task, 'id' | 'status'>,
  {workspaces}: {readonly workspaces: Readonly<Record<string, Workspace>>},
): readonly TaskFlag[] => {
  const worktree = workspaces[id]?.status;
  return [
    ...(worktree === 'present' && OVER.includes(status) ? (['cleanup_needed'] as const) : []),
    ...(worktree === 'pending_setup' ? (['setup_pending'] as const) : []),
    ...(worktree === 'missing' ? (['worktree_missing'] as const) : []),
  ];
};
