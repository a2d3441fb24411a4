/** Answers the question of a task; its worker goes on where it stopped. */
import type {Handler} from '../handler.ts';

export const resumeTask: Handler<'resume-task'> = ({conductor, clients}, {params, caller}) =>
  conductor.resume(caller.actor, params.task_id, {
    text: (params.note ?? ['go on']).join('\n'),
    env: clients.envFor(caller),
  });
