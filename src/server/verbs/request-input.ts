/** Records a question of a worker; its task waits for the answer. */
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const requestInput: Handler<'request-input'> = async ({conductor}, {params, caller}) => {
  const {summary, detail = [], recommended_next_step, session_name, close_session, step} = params;
  const task_id = needTask('request-input', params.task_id);
  // A worker asks in its own name; the planner may ask in a worker's.
  const session = caller.task === undefined ? (session_name ?? caller.session) : caller.session;
  const asked = await conductor.ask(
    caller.actor,
    {
      task_id,
      audience: 'planner',
      blocking: true,
      question: summary,
      details: detail,
      ...(session === undefined ? {} : {session}),
      ...(recommended_next_step === undefined ? {} : {recommended_next_step}),
    },
    step,
  );
  if (close_session === true) await conductor.closeWorker(task_id);
  return asked;
};
