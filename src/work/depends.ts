/** Dependencies among tasks: all known, no circle. Pure. */
import {Fault} from '../core/fault.ts';
import type {TaskId} from '../core/id.ts';
import type {State} from '../core/state.ts';

/**
 * Check what a task shall depend on.
 *
 * @throws Fault `depends-unknown` or `depends-cycle`, which names the circle
 */
export const checkDepends = (state: Pick<State, 'tasks'>, task: TaskId, on: readonly TaskId[]): void => {
  for (const missing of on.filter(id => state.tasks[id] === undefined && id !== task))
    throw new Fault('depends-unknown', {task, missing});
  for (const id of on) {
    const path = pathTo(state, {from: id, to: task}, new Set());
    if (path !== undefined) throw new Fault('depends-cycle', {path: [task, ...path]});
  }
};

/** The way from a task to another along dependencies, both included. */
const pathTo = (
  state: Pick<State, 'tasks'>,
  way: {from: TaskId; to: TaskId},
  seen: Set<TaskId>,
): readonly TaskId[] | undefined => {
  if (way.from === way.to) return [way.to];
  if (seen.has(way.from)) return undefined;
  seen.add(way.from);
  for (const {task} of state.tasks[way.from]?.depends_on ?? []) {
    const rest = pathTo(state, {from: task, to: way.to}, seen);
    if (rest !== undefined) return [way.from, ...rest];
  }
  return undefined;
};
