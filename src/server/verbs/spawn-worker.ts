/** Starts a worker on a task, and warns of others that may change the same files. */
import type {TaskId} from '../../core/id.ts';
import {overlapsOf, scopePolicyOf} from '../../work/scopes.ts';
import type {Handler} from '../handler.ts';
import type {Server} from '../server.ts';

export const spawnWorker: Handler<'spawn-worker'> = async (server, {params, caller}) => {
  const {conductor, clients} = server;
  const {task_id, ...options} = params;
  const session = await conductor.spawn(caller.actor, task_id, {...options, env: clients.envFor(caller)});
  const others = await othersOf(server, task_id);
  if (others.length === 0) return session;
  const warning = `its write scope meets that of ${others.join(', ')}: their merges may conflict`;
  return {...session, warnings: [warning]};
};

const othersOf = async ({world, config}: Server, task: TaskId): Promise<readonly TaskId[]> => {
  const policy = scopePolicyOf((await config.read()).settings);
  return overlapsOf(Object.values(world.state.tasks), policy).get(task) ?? [];
};
