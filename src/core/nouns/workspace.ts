/** Workspace: the Git worktree of a task, known by the task; whether it is there, and what was saved when it was removed. */
import * as z from 'zod';
import {Fault} from '../fault.ts';
import {given} from '../given.ts';
import {taskId} from '../id.ts';
import {checkMove, type Moves} from '../moves.ts';
import {instant, type Stamp} from '../stamp.ts';

export const workspaceStatus = z.enum(['pending_setup', 'present', 'missing', 'removed']);
export type WorkspaceStatus = z.infer<typeof workspaceStatus>;

export const workspaceMoves: Moves<WorkspaceStatus> = {
  pending_setup: ['present', 'missing', 'removed'],
  present: ['missing', 'removed', 'pending_setup'],
  missing: ['present', 'removed', 'pending_setup'],
  removed: ['present', 'pending_setup'],
};

const trash = z.object({
  /** `refs/roundhouse/trash/…`: a commit of all that was uncommitted, untracked files too. */
  ref: z.string().optional(),
  /** Where the branch stood. */
  head: z.string(),
  /** Was the branch removed with the worktree? Only if all its commits were merged. */
  branch_removed: z.boolean(),
});

export const workspace = z.object({
  id: taskId,
  task_id: taskId,
  mode: z.literal('task'),
  path: z.string(),
  branch: z.string(),
  base_ref: z.string(),
  base_commit: z.string(),
  status: workspaceStatus,
  /** Of a worktree that is not removed: a removal began, and did not end yet. */
  trash: trash.optional(),
  /** The set-up commands have run in this folder; lost with it. */
  set_up: z.literal(true).optional(),
  updated_at: instant,
});
export type Workspace = z.infer<typeof workspace>;

export const workspaceEvents = [
  z.object({
    type: z.literal('workspace-added'),
    workspace: workspace.omit({status: true, updated_at: true, trash: true, set_up: true}),
  }),
  z.object({
    type: z.literal('workspace-moved'),
    workspace_id: taskId,
    from: workspaceStatus,
    to: workspaceStatus,
    changes: workspace.pick({trash: true, set_up: true}).partial().optional(),
  }),
  /** What is needed to bring it back is kept, and its removal begins; without `trash` it stays after all. */
  z.object({type: z.literal('workspace-saved'), workspace_id: taskId, trash: trash.optional()}),
] as const;
export type WorkspaceEvent = z.infer<(typeof workspaceEvents)[number]>;

/** The part of the state that workspaces own. */
export type WorkspaceTable = {readonly workspaces: Record<string, Workspace>};

/** @throws Fault `worktree-missing` */
export const workspaceOf = (table: WorkspaceTable, id: string): Workspace => {
  const found = table.workspaces[id];
  if (found === undefined) throw new Fault('worktree-missing', {task: id});
  return found;
};

/** Does the worktree of a task lack something that its worker needs? What runs in the worker's pane is then its set-up. */
export const isPending = ({workspaces}: Pick<WorkspaceTable, 'workspaces'>, task: string | undefined): boolean =>
  task !== undefined && workspaces[task]?.status === 'pending_setup';

type On<T extends WorkspaceEvent['type']> = (
  table: WorkspaceTable,
  event: Extract<WorkspaceEvent, {type: T}> & Stamp,
) => void;

export const reduceWorkspace: {readonly [T in WorkspaceEvent['type']]: On<T>} = {
  'workspace-added': (table, {workspace: added, at}) => {
    table.workspaces[added.id] = {...added, status: 'pending_setup', updated_at: at};
  },
  'workspace-saved': (table, {workspace_id, trash: saved, at}) => {
    const {trash: _, ...old} = workspaceOf(table, workspace_id);
    table.workspaces[workspace_id] = {...old, ...(saved === undefined ? {} : {trash: saved}), updated_at: at};
  },
  'workspace-moved': (table, {workspace_id, to, changes, at}) => {
    const {trash, set_up, ...old} = workspaceOf(table, workspace_id);
    checkMove(workspaceMoves, `the worktree of ${workspace_id}`, {from: old.status, to});
    // A worktree that is there again has its saved changes back; they must not be put over later work.
    const kept = to === 'present' || old.status === 'removed' ? {} : {trash};
    const done = to === 'removed' || to === 'pending_setup' ? {} : {set_up};
    table.workspaces[workspace_id] = {...old, ...given({...kept, ...done, ...changes}), status: to, updated_at: at};
  },
};
