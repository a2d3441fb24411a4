/** Changes a task: its words, its notes, its status where the table of moves allows it. */
import type {Change} from '../../core/event.ts';
import {taskOf} from '../../core/nouns/task.ts';
import {checkDepends} from '../../work/depends.ts';
import type {Handler} from '../handler.ts';
import {contractOf} from './contract.ts';

export const updateTask: Handler<'update-task'> = async ({world}, {params, caller}) => {
  const {task_id, title, note, status, reason} = params;
  const task = taskOf(world.state, task_id);
  const words = {...contractOf(params), ...(title === undefined ? {} : {title})};
  checkDepends(
    world.state,
    task_id,
    (words.depends_on ?? []).map(it => it.task),
  );
  // New steps, or another start after a rejection, begin at the first step.
  const isFresh = words.script !== undefined || task.status === 'rejected';
  const why = reason === undefined ? {} : {reason};
  const changes: Change[] = [
    ...(Object.keys(words).length > 0 ? [{type: 'task-updated' as const, task_id, changes: words}] : []),
    ...(note === undefined ? [] : [{type: 'task-noted' as const, task_id, text: note}]),
    ...(status === undefined
      ? []
      : [
          {
            type: 'task-moved' as const,
            task_id,
            from: task.status,
            to: status,
            changes: isFresh ? {step: 0} : {},
            ...why,
          },
        ]),
  ];
  if (changes.length > 0) await world.commit(caller.actor, changes);
  return taskOf(world.state, task_id);
};
