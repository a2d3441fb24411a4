/** Lets the worker of a task that waited go on where it stopped. */
import type {Handler} from '../handler.ts';

export const resumeTask: Handler<'resume-task'> = ({conductor, clients}, {params, caller}) =>
  conductor.resume(caller.actor, params.task_id, {note: params.note?.join('\n'), env: clients.envFor(caller)});
