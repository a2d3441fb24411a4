/** Shows a task with all that belongs to it. */
import {taskOf} from '../../core/nouns/task.ts';
import {flagsOf} from '../../core/flags.ts';
import {factsOf} from '../facts.ts';
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const showTask: Handler<'show-task'> = async ({world, root}, {params}) => {
  const {state, signals} = world;
  const task = taskOf(state, needTask('show-task', params.task_id));
  const workspace = state.workspaces[task.id];
  const {added = 0, removed = 0, files = 0, commits = 0} = signals.tasks[task.id] ?? {};
  const facts = workspace === undefined ? [] : await factsOf(root, workspace);
  return {
    ...task,
    flags: [...new Set([...flagsOf(task, world), ...facts])],
    interrupts: Object.values(state.interrupts).filter(it => it.task_id === task.id),
    decisions: Object.values(state.decisions).filter(it => it.task_id === task.id),
    ...(workspace === undefined ? {} : {workspace, diff: {added, removed, files, commits}}),
  };
};
