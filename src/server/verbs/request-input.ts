/** Records a question of a worker; its task waits for the answer. */
import type {Handler} from '../handler.ts';
import {needTask} from './own-task.ts';

export const requestInput: Handler<'request-input'> = async ({conductor}, {params, caller}) => {
  const {summary, detail = [], recommended_next_step, session_name, close_session, step} = params;
  const task_id = needTask('request-input', params.task_id);
  const session = session_name ?? caller.session;
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
