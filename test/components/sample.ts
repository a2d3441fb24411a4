/** States, views and times for pictures: small makers with the fields that a picture shows. */
import type {Snapshot} from '../../src/client/mirror.ts';
import type {Look} from '../../src/core/chrome.ts';
import {usualKeymap} from '../../src/core/keymap.ts';
import {mintDiscussionId, type TaskId} from '../../src/core/id.ts';
import type {Discussion, ShortReply} from '../../src/core/nouns/discussion.ts';
import type {Mood, Session} from '../../src/core/nouns/session.ts';
import type {Task} from '../../src/core/nouns/task.ts';
import type {SessionSignals, TaskSignals} from '../../src/core/signal.ts';
import {emptyState} from '../../src/core/state.ts';
import {firstView, type View} from '../../src/core/view.ts';

export const now = Date.parse('2026-01-02T12:00:00.000Z');
export const look: Look = {
  repository: 'shop',
  branch: 'main',
  plain: false,
  light: false,
  ascii: false,
  keys: usualKeymap,
};

const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

type Sampled = {readonly session: Session; readonly signals: SessionSignals};

/** An agent in a mood since some minutes. */
export const agent = (name: string, mood: Mood, minutes: number): Sampled => {
  const kind = name === 'planner' ? ('planner' as const) : ('worker' as const);
  const times = {opened_at: '2026-01-02T03:00:00.000Z', updated_at: '2026-01-02T03:00:00.000Z'};
  const session = {name, kind, agent: 'shell', status: 'active' as const, cwd: '/shop', argv: ['sh'], ...times};
  return {session, signals: {mood, mood_since: minutesAgo(minutes)}};
};

/** The same agent with another record. */
export const recorded = ({session, signals}: Sampled, changes: Partial<Session>): Sampled => ({
  session: {...session, ...changes},
  signals,
});

/** A task by its number. */
export const task = (n: number, changes: Partial<Task>): Task => ({
  id: `TASK-${String(n).padStart(3, '0')}` as TaskId,
  title: `task ${n}`,
  script: [],
  step: 0,
  acceptance: [],
  labels: [],
  depends_on: [],
  scope: {write: [], read: []},
  status: 'ready',
  notes: [],
  created_at: minutesAgo(60),
  updated_at: minutesAgo(60),
  ...changes,
});

/** A discussion of two that began some minutes ago, still running. */
export const discussion = (minutes: number, changes: Partial<Discussion> = {}): Discussion => ({
  id: mintDiscussionId(new Date(now - minutes * 60_000), () => false),
  session: 'main',
  conversation_key: '0'.repeat(64),
  topic: 'Do we keep the old parser?',
  panel: ['codex', 'claude'].map(name => ({name, agent: name})),
  follow_up_enabled: false,
  status: 'running',
  round: 1,
  replies: [],
  opened_by: 'user',
  started_at: minutesAgo(minutes),
  ...changes,
});

/** A reply that can be used. */
export const said = (participant: string, changes: Partial<ShortReply> = {}): ShortReply => ({
  round: 1,
  participant,
  status: 'ok',
  stance: 'for',
  position: `${participant} would keep it`,
  duration_ms: 3210,
  ...changes,
});

type Contents = {
  readonly discussions?: readonly Discussion[];
  readonly agents?: readonly Sampled[];
  readonly tasks?: readonly Task[];
  readonly figures?: Readonly<Record<string, TaskSignals>>;
  readonly branches?: Readonly<Record<string, string>>;
};

/** A mirror's snapshot with these in it. */
export const snapshotOf = ({
  agents = [],
  tasks = [],
  figures = {},
  branches = {},
  discussions = [],
}: Contents): Snapshot => {
  const state = emptyState();
  for (const it of discussions) state.discussions[it.id] = it;
  for (const {session} of agents) state.sessions[session.name] = session;
  for (const it of tasks) state.tasks[it.id] = it;
  for (const [id, branch] of Object.entries(branches))
    state.workspaces[id] = {
      id: id as TaskId,
      task_id: id as TaskId,
      mode: 'task',
      path: '/shop-worktrees/x',
      branch,
      base_ref: 'main',
      base_commit: 'abc',
      status: 'present',
      updated_at: minutesAgo(1),
    };
  const sessions = Object.fromEntries(agents.map(it => [it.session.name, it.signals]));
  return {state, signals: {sessions, tasks: figures}, version: 1};
};

/** A client's view of a size, with the planner's pane in focus. */
export const viewOf = (cols: number, rows: number, changes: Partial<View> = {}): View => ({
  ...firstView({cols, rows}, 'planner'),
  ...changes,
});

/** Four agents in different moods. */
export const crew = [
  agent('planner', 'working', 2),
  agent('worker-task-003', 'working', 0.5),
  agent('worker-task-004', 'asks', 5),
  agent('worker-task-002', 'done', 9),
];

/** Tasks for them, and one more. */
export const work = [
  task(2, {title: 'tidy flags', status: 'review_ready'}),
  task(3, {title: 'launch worker', status: 'in_progress', owner_session: 'worker-task-003'}),
  task(4, {title: 'migrate store', status: 'needs_input', status_reason: 'npm test failed'}),
  task(5, {title: 'write the manual'}),
];

/** Crew, work, figures and branches together. */
export const busy = snapshotOf({
  agents: crew,
  tasks: work,
  figures: {'TASK-003': {added: 42, removed: 3}, 'TASK-002': {commits: 1}},
  branches: {'TASK-004': 'roundhouse/task-004'},
});
