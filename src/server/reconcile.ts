/** Compares what is recorded with what is there: at the start, and again every few seconds. */
import {existsSync} from 'node:fs';
import type {Change} from '../core/event.ts';
import {isLive} from '../core/nouns/session.ts';
import type {State} from '../core/state.ts';

/** A session that was alive when its server ended has lost its process; its work goes back to the board. */
export const afterRestart = (state: State): readonly Change[] =>
  Object.values(state.sessions)
    .filter(isLive)
    .flatMap(({name, status, task_id}): readonly Change[] => {
      const lost: Change = {
        type: 'session-moved',
        session: name,
        from: status,
        to: 'stale',
        reason: 'its server ended',
      };
      const task = task_id === undefined ? undefined : state.tasks[task_id];
      if (task?.status !== 'in_progress') return [lost];
      const text = `session "${name}" was lost with its server; the worktree is kept`;
      const move: Change = {type: 'task-moved', task_id: task.id, from: 'in_progress', to: 'ready', reason: text};
      return [lost, move, {type: 'task-noted', task_id: task.id, text}];
    });

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
