import {expect, test} from 'vitest';
import type {Event} from '../../../src/core/event.ts';
import type {TaskId} from '../../../src/core/id.ts';
import {workspaceMoves, workspaceOf, type WorkspaceStatus} from '../../../src/core/nouns/workspace.ts';
import {emptyState, reduce, type State} from '../../../src/core/state.ts';

const id = 'TASK-001' as TaskId;
const stamped = (seq: number) => ({seq, at: '2026-01-02T03:04:05.000Z', actor: 'user'}) as const;
const added: Event = {
  type: 'workspace-added',
  workspace: {id, task_id: id, mode: 'task', path: '/w', branch: 'b', base_ref: 'main', base_commit: 'c0ffee'},
  ...stamped(1),
};
const after = (...events: readonly Event[]): State => {
  const state = emptyState();
  reduce(state, [added, ...events]);
  return state;
};

test.each([
  ['pending_setup', ['present', 'missing', 'removed']],
  ['present', ['missing', 'removed', 'pending_setup']],
  ['missing', ['present', 'removed', 'pending_setup']],
  ['removed', ['present', 'pending_setup']],
] as const)('a worktree that is %s may become %j', (from, to) => {
  expect(workspaceMoves[from]).toEqual(to);
});

test('a new worktree waits for its set-up', () => {
  expect(after().workspaces[id]?.status).toBe('pending_setup');
});

test('what was saved is off the record when the worktree is back, so that it is not put over later work', () => {
  const trash = {head: 'c0ffee', branch_removed: true, ref: 'refs/roundhouse/trash/x'};
  const removed: Event = {
    type: 'workspace-moved',
    workspace_id: id,
    from: 'pending_setup',
    to: 'removed',
    changes: {trash},
    ...stamped(2),
  };
  const back: Event = {type: 'workspace-moved', workspace_id: id, from: 'removed', to: 'present', ...stamped(3)};
  expect(after(removed).workspaces[id]).toMatchObject({trash});
  expect(after(removed, back).workspaces[id]).not.toHaveProperty('trash');
});

/** A worktree that was set up, and what became of it. */
const setUp = (...then: readonly WorkspaceStatus[]): State => {
  const steps = ['pending_setup', 'present', ...then] as const;
  return after(
    ...steps.slice(1).map((to, at): Event => ({
      type: 'workspace-moved',
      workspace_id: id,
      from: steps[at] ?? 'present',
      to,
      ...(at === 0 ? {changes: {set_up: true}} : {}),
      ...stamped(at + 2),
    })),
  );
};

test.each<[readonly WorkspaceStatus[], boolean]>([
  [[], true],
  [['missing', 'present'], true],
  [['removed', 'present'], false],
  [['missing', 'pending_setup', 'present'], false],
  [['pending_setup', 'present'], false],
])('a worktree that was set up and then was %j is still set up: %j', (then, still) => {
  expect(setUp(...then).workspaces[id]).toMatchObject(still ? {set_up: true} : {status: 'present'});
  expect('set_up' in (setUp(...then).workspaces[id] ?? {})).toBe(still);
});

test('what was saved is not put over the set-up of a worktree that is back', () => {
  const trash = {head: 'c0ffee', branch_removed: true, ref: 'refs/roundhouse/trash/x'};
  const moved = {type: 'workspace-moved', workspace_id: id} as const;
  const state = after(
    {...moved, from: 'pending_setup', to: 'removed', changes: {trash}, ...stamped(2)},
    {...moved, from: 'removed', to: 'pending_setup', ...stamped(3)},
  );
  expect(state.workspaces[id]).not.toHaveProperty('trash');
});

test('a task without a worktree is named', () => {
  expect(() => workspaceOf(emptyState(), 'TASK-009')).toThrow('TASK-009 has no worktree');
});
