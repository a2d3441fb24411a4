/** Compares what is recorded with what is there: at the start, and again every few seconds. */
import {existsSync} from 'node:fs';
import type {Change} from '../core/event.ts';
import {workerNameOf} from '../core/id.ts';
import type {Counts} from '../core/nouns/discussion.ts';
import type {State} from '../core/state.ts';
import {discussionMarkdown} from '../protocol/discussion-markdown.ts';
import {readArtifact, writeArtifact} from '../store/artifacts.ts';
import {countsOf, ended, synthesisOf} from '../work/synthesis.ts';
import {mendRemoval} from './removal.ts';
import type {Server} from './server.ts';

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

/** Removals that the end of a server cut short: the worktree is gone, or it is whole again. */
export const removalChanges = async (
  state: State,
  {worktrees, ports, log}: Pick<Server, 'worktrees' | 'ports' | 'log'>,
): Promise<readonly Change[]> => {
  const begun = Object.values(state.workspaces).filter(it => it.trash !== undefined && it.status !== 'removed');
  const changes: Change[] = [];
  for (const it of begun) {
    const {id, status, trash} = it;
    const isGone = await mendRemoval(worktrees, it, ports.now()).catch((thrown: unknown) => {
      log.bug('mend a removal', thrown);
    });
    // What cannot be mended stays on record for the next start.
    if (isGone === undefined) continue;
    if (isGone)
      changes.push({type: 'workspace-moved', workspace_id: id, from: status, to: 'removed', changes: {trash}});
    else {
      const text = 'the removal of its worktree was cut short; it is as it was';
      changes.push({type: 'workspace-saved', workspace_id: id}, {type: 'task-noted', task_id: id, text});
    }
  }
  return changes;
};

/** Discussions that the end of a server cut short. What was said is on disk; it is held together as far as it came. */
export const discussionChanges = async (
  state: State,
  {discussions: {dir}, ports, log}: Pick<Server, 'discussions' | 'ports' | 'log'>,
): Promise<readonly Change[]> => {
  const changes: Change[] = [];
  for (const {id, status: from} of Object.values(state.discussions).filter(it => it.status === 'running')) {
    const found = await endInterrupted(dir, id, ports.now()).catch((thrown: unknown) => {
      log.bug('end a discussion that was cut short', thrown);
    });
    const counts = found === undefined ? {} : {counts: found};
    changes.push({
      type: 'discussion-moved',
      discussion_id: id,
      from,
      to: 'failed',
      stop_reason: 'interrupted',
      ...counts,
    });
  }
  return changes;
};

const endInterrupted = async (dir: string, id: string, at: Date): Promise<Counts> => {
  const found = await readArtifact(dir, id);
  const said = {...found, errors: [...found.errors, 'the server ended while it ran']};
  const whole = ended(said, {stop_reason: 'interrupted', status: 'failed', at});
  await writeArtifact(dir, whole, discussionMarkdown(whole));
  return countsOf(synthesisOf(whole));
};

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
