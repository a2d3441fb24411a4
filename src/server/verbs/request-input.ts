/** Records a question of a worker; its task waits for the answer. */
import {given} from '../../core/given.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const requestInput: Handler<'request-input'> = async ({world, conductor, questions}, {params, caller}) => {
  const {
    summary,
    detail = [],
    recommended_next_step,
    session_name,
    close_session,
    step,
    option = [],
    priority = 'normal',
  } = params;
  const task_id = needTask('request-input', params.task_id);
  if (session_name !== undefined) sessionOf(world.state, session_name);
  // A worker asks in its own name; the planner may ask in a worker's.
  const session = caller.task === undefined ? (session_name ?? caller.session) : caller.session;
  const asked = await questions.ask(
    caller.actor,
    {
      task_id,
      audience: 'planner',
      blocking: true,
      question: summary,
      details: detail,
      options: option,
      priority,
      ...given({session, recommended_next_step}),
    },
    step,
  );
  if (close_session === true) await conductor.closeWorker(task_id);
  return asked;
};
