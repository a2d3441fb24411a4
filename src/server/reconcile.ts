/** Compares what is recorded with what is there: at the start, and again every few seconds. */
import {existsSync} from 'node:fs';
import type {Change} from '../core/event.ts';
import {workerNameOf} from '../core/id.ts';
import type {State} from '../core/state.ts';

/**
 * What was alive when its server ended has lost its process; work that was under way goes back to the board. What was
 * suspended goes on being that.
 */
export const afterRestart = (state: State): readonly Change[] => [
  ...Object.values(state.sessions)
    .filter(it => it.status === 'starting' || it.status === 'active')
    .map(({name, status}): Change => ({
      type: 'session-moved',
      session: name,
      from: status,
      to: 'stale',
      reason: 'its server ended',
    })),
  ...Object.values(state.tasks)
    .filter(
      it =>
        it.status === 'in_progress' && state.sessions[it.owner_session ?? workerNameOf(it.id)]?.status !== 'suspended',
    )
    .flatMap(({id, owner_session}): readonly Change[] => {
      const text = `session "${owner_session ?? workerNameOf(id)}" was lost with its server; the worktree is kept`;
      return [
        {type: 'task-moved', task_id: id, from: 'in_progress', to: 'ready', reason: text},
        {type: 'task-noted', task_id: id, text},
      ];
    }),
];

/** Worktrees that were removed, or came back, behind our back. */
export const worktreeChanges = (state: State): readonly Change[] =>
  Object.values(state.workspaces).flatMap(({id, path, status}): readonly Change[] => {
    const isThere = existsSync(path);
    if (status === 'present' && !isThere)
      return [{type: 'workspace-moved', workspace_id: id, from: status, to: 'missing'}];
    if (status === 'missing' && isThere)
      return [{type: 'workspace-moved', workspace_id: id, from: status, to: 'present'}];
    return [];
  });
