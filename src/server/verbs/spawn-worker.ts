/** Starts a worker on a task. */
import {Fault} from '../../core/fault.ts';
import type {Handler} from '../handler.ts';

export const spawnWorker: Handler<'spawn-worker'> = ({conductor, clients}, {params, caller}) => {
  const {task_id, agent, base, model} = params;
  if (model !== undefined)
    throw new Fault('params-invalid', {verb: 'spawn-worker', problems: ['--model: the shell agent has none']});
  return conductor.spawn(caller.actor, task_id, {
    ...(agent === undefined ? {} : {agent}),
    ...(base === undefined ? {} : {base}),
    env: clients.envFor(caller),
  });
};
