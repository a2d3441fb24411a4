/** The whole recorded state, and the only place where it changes. Server and mirrors run the same `reduce`. */
import * as z from 'zod';
import type {Change, Event} from './event.ts';
import {decision, reduceDecision} from './nouns/decision.ts';
import {conversation, discussion, reduceDiscussion} from './nouns/discussion.ts';
import {interrupt, reduceInterrupt} from './nouns/interrupt.ts';
import {reduceLease} from './nouns/lease.ts';
import {reduceSession, session} from './nouns/session.ts';
import {reduceTask, task} from './nouns/task.ts';
import {reduceWorkspace, workspace} from './nouns/workspace.ts';
import {adopt, overlaid} from './tables.ts';

const count = z.int().nonnegative();

/** Tables by id. A noun in a table is replaced when it changes, never mutated: who holds one holds it as it was. */
export const state = z.object({
  /** The sequence number of the last event that is part of this state; 0 for none. */
  seq: count,
  counters: z.object({task: count, interrupt: count, decision: count}),
  tasks: z.record(z.string(), task),
  sessions: z.record(z.string(), session),
  workspaces: z.record(z.string(), workspace),
  interrupts: z.record(z.string(), interrupt),
  decisions: z.record(z.string(), decision),
  discussions: z.record(z.string(), discussion),
  /** By conversation key. */
  conversations: z.record(z.string(), conversation),
});
export type State = z.infer<typeof state>;

export const tableNames = [
  'tasks',
  'sessions',
  'workspaces',
  'interrupts',
  'decisions',
  'discussions',
  'conversations',
] as const satisfies readonly (keyof State)[];
type TableName = (typeof tableNames)[number];

/** The same made of each table. */
export const tablesOf = (
  state: State,
  make: <T>(table: Record<string, T>) => Record<string, T>,
): Pick<State, TableName> =>
  Object.fromEntries(tableNames.map(name => [name, make(state[name] as Record<string, unknown>)])) as Pick<
    State,
    TableName
  >;

/** No name is in it that nobody put there: `constructor` neither. */
const table = (): Record<string, never> => Object.create(null) as Record<string, never>;

/** The state before anything happened. */
export const emptyState = (): State => ({
  seq: 0,
  counters: {task: 0, interrupt: 0, decision: 0},
  tasks: table(),
  sessions: table(),
  workspaces: table(),
  interrupts: table(),
  decisions: table(),
  discussions: table(),
  conversations: table(),
});

/** The same state with tables that hold nothing but their own names; what is read from disk is made so. */
export const ownedState = ({seq, counters, ...tables}: State): State => {
  const owned = emptyState();
  for (const name of tableNames) Object.assign(owned[name], tables[name]);
  return {...owned, seq, counters: {...counters}};
};

const reducers = {
  ...reduceTask,
  ...reduceSession,
  ...reduceWorkspace,
  ...reduceInterrupt,
  ...reduceDecision,
  ...reduceLease,
  ...reduceDiscussion,
};
type Reducer = (state: State, event: Event) => void;

/** A state whose tables read through to the given one, and whose changes stay apart until they are adopted. */
const overlayOf = (base: State): State => ({
  seq: base.seq,
  counters: {...base.counters},
  ...tablesOf(base, overlaid),
});

/**
 * Apply events to the state, all of them or none.
 *
 * @param state  is changed in place; its cost does not grow with the size of the tables
 * @param events in order; their `seq` follows on `state.seq`
 * @throws Fault of the first event that may not happen (`move-illegal`, `task-unknown` …); the state is then untouched
 */
export const reduce = (state: State, events: readonly Event[]): void => {
  const stage = overlayOf(state);
  for (const it of events) {
    (reducers[it.type] as Reducer)(stage, it);
    stage.seq = it.seq;
  }
  state.seq = stage.seq;
  Object.assign(state.counters, stage.counters);
  for (const name of tableNames) adopt(state[name] as Record<string, unknown>, stage[name]);
};

/** The ids an event is about, for filtering the log. */
export const subjectsOf = (it: Change): readonly string[] => {
  const found = it as Record<string, unknown>;
  const nested = ['task', 'session', 'workspace', 'interrupt', 'decision', 'discussion'].flatMap(key => {
    const value = found[key];
    if (typeof value === 'string') return [value];
    const {id, name, task_id} = (value ?? {}) as Record<string, unknown>;
    return [id, name, task_id];
  });
  const plain = [
    found['task_id'],
    found['workspace_id'],
    found['interrupt_id'],
    found['lease_id'],
    found['discussion_id'],
  ];
  return [...new Set([...nested, ...plain].filter(id => typeof id === 'string'))];
};
