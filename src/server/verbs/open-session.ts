/** Opens a shell, or any command, in a session of its own. */
import {resolve} from 'node:path';
import {Fault} from '../../core/fault.ts';
import type {Handler} from '../handler.ts';
import {checkName} from '../handover.ts';
import {shellOf} from '../environment.ts';
import {isThere} from '../workspace.ts';
import {shownSession} from './shown-session.ts';

export const openSession: Handler<'open-session'> = async ({world, sessions, clients, root}, {params, caller}) => {
  const {cwd = root, cols, rows, command} = params;
  const env = clients.envFor(caller);
  const folder = resolve(caller.cwd, cwd);
  if (!isThere(folder))
    throw new Fault('params-invalid', {verb: 'open-session', problems: [`--cwd: there is no folder ${folder}`]});
  if (params.name !== undefined) checkName('open-session', '--name', params.name);
  const name = params.name ?? freeName(new Set(Object.keys(world.state.sessions)));
  await sessions.open(caller.actor, {
    name,
    kind: 'shell',
    agent: 'shell',
    cwd: folder,
    argv: command !== undefined && command.length > 0 ? command : [shellOf(env)],
    env,
    ...(cols === undefined ? {} : {cols}),
    ...(rows === undefined ? {} : {rows}),
  });
  return shownSession(world, name);
};

/** `shell-1`, `shell-2` … */
const freeName = (taken: ReadonlySet<string>): string => {
  let n = 1;
  while (taken.has(`shell-${n}`)) n++;
  return `shell-${n}`;
};
