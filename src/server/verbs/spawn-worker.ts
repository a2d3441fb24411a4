/** Starts a worker on a task. */
import type {Handler} from '../handler.ts';

export const spawnWorker: Handler<'spawn-worker'> = ({conductor, clients}, {params, caller}) => {
  const {task_id, agent, base, model} = params;
  return conductor.spawn(caller.actor, task_id, {agent, base, model, env: clients.envFor(caller)});
};
