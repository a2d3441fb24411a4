/** Lists what was ruled, oldest first. */
import {taskOf} from '../../core/nouns/task.ts';
import type {Handler} from '../handler.ts';

export const listDecisions: Handler<'list-decisions'> = ({world: {state}}, {params: {task_id, kind}}) => {
  if (task_id !== undefined) taskOf(state, task_id);
  return {
    decisions: Object.values(state.decisions).filter(
      it => (task_id === undefined || it.task_id === task_id) && (kind === undefined || it.kind === kind),
    ),
  };
};
