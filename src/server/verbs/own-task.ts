/** The task a verb is about, where only a worker may leave it out. */
import {Fault} from '../../core/fault.ts';
import type {TaskId} from '../../core/id.ts';
import type {VerbName} from '../../protocol/names.ts';

/** @throws Fault `params-invalid` when no task is known */
export const needTask = (verb: VerbName, task: TaskId | undefined): TaskId => {
  if (task === undefined) throw new Fault('params-invalid', {verb, problems: ['task id is missing']});
  return task;
};
