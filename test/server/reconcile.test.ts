import {expect, test} from 'vitest';
import type {Change} from '../../src/core/event.ts';
import type {TaskId} from '../../src/core/id.ts';
import type {WorkspaceStatus} from '../../src/core/nouns/workspace.ts';
import type {SessionStatus} from '../../src/core/nouns/session.ts';
import type {TaskStatus} from '../../src/core/nouns/task.ts';
import {emptyState, reduce, type State} from '../../src/core/state.ts';
import {afterRestart, worktreeChanges} from '../../src/server/reconcile.ts';

const id = 'TASK-001' as TaskId;
const stampOf = (state: State) => ({seq: state.seq + 1, at: '2026-01-02T03:04:05.000Z', actor: 'user'}) as const;
const apply = (state: State, changes: readonly Change[]): State => {
  for (const change of changes) reduce(state, [{...change, ...stampOf(state)}]);
  return state;
};

const session: Change = {
  type: 'session-opened',
  session: {name: 'worker-task-001', kind: 'worker', agent: 'shell', cwd: '/', argv: ['sh'], task_id: id},
};
const task: Change = {
  type: 'task-created',
  task: {
    id,
    status: 'ready',
    title: 'tidy',
    script: [],
    acceptance: [],
    labels: [],
    depends_on: [],
    scope: {write: [], read: []},
  },
};

/** A worker's session and its task, in these states. */
const left = (status: SessionStatus, work: TaskStatus): State => {
  const state = apply(emptyState(), [task, session]);
  Object.assign(state.tasks, {[id]: {...state.tasks[id], status: work}});
  Object.assign(state.sessions, {'worker-task-001': {...state.sessions['worker-task-001'], status}});
  return state;
};

test.each(['starting', 'active'] as const)('a session that was %s is stale after a restart', status => {
  const state = left(status, 'review_ready');
  expect(apply(state, afterRestart(state)).sessions['worker-task-001']).toMatchObject({
    status: 'stale',
    reason: 'its server ended',
  });
});

test.each(['stale', 'closed', 'suspended'] as const)('a session that was %s is left as it is', status => {
  expect(afterRestart(left(status, 'review_ready'))).toEqual([]);
});

test('work whose session had ended already when its server died is ready again', () => {
  const state = left('closed', 'in_progress');
  expect(apply(state, afterRestart(state)).tasks[id]).toMatchObject({status: 'ready'});
});

test('work whose session was suspended goes on being under way', () => {
  expect(afterRestart(left('suspended', 'in_progress'))).toEqual([]);
});

test('work that no session was opened for before its server died is ready again', () => {
  const state = left('active', 'in_progress');
  Reflect.deleteProperty(state.sessions, 'worker-task-001');
  expect(apply(state, afterRestart(state)).tasks[id]).toMatchObject({status: 'ready'});
});

test('work that was under way is ready again, with a note', () => {
  const state = left('active', 'in_progress');
  apply(state, afterRestart(state));
  const text = 'session "worker-task-001" was lost with its server; the worktree is kept';
  expect(state.tasks[id]).toMatchObject({status: 'ready', status_reason: text, notes: [{text}]});
});

test.each(['needs_input', 'review_ready', 'in_review', 'accepted', 'blocked'] as const)(
  'a task that is %s stays so when its session is lost',
  status => {
    const state = left('active', status);
    expect(apply(state, afterRestart(state)).tasks[id]).toMatchObject({status, notes: []});
  },
);

test('a second look finds nothing to mend', () => {
  const state = left('active', 'in_progress');
  expect(afterRestart(apply(state, afterRestart(state)))).toEqual([]);
});

/** A worktree in this state, at a path that is there or not. */
const worktree = (status: WorkspaceStatus, path: string): State => {
  const added: Change = {
    type: 'workspace-added',
    workspace: {id, task_id: id, mode: 'task', path, branch: 'b', base_ref: 'main', base_commit: 'c'},
  };
  const state = apply(emptyState(), [added]);
  Object.assign(state.workspaces, {[id]: {...state.workspaces[id], status}});
  return state;
};
const here = import.meta.dirname;

test.each([
  ['present', '/nowhere', 'missing'],
  ['missing', here, 'present'],
] as const)('a worktree that was %s and is at %s becomes %s', (from, path, to) => {
  expect(worktreeChanges(worktree(from, path))).toEqual([{type: 'workspace-moved', workspace_id: id, from, to}]);
});

test.each([
  ['present', here],
  ['missing', '/nowhere'],
  ['removed', '/nowhere'],
  ['removed', here],
  ['pending_setup', '/nowhere'],
] as const)('a worktree that was %s and is at %s is left as it is', (status, path) => {
  expect(worktreeChanges(worktree(status, path))).toEqual([]);
});
