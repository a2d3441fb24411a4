/** Who calls: the person, the planner, or a worker, told by its token or by the process it descends from. */
import type {TaskId} from '../core/id.ts';
import type {Session} from '../core/nouns/session.ts';
import type {Actor} from '../core/stamp.ts';
import type {ClientHello} from '../protocol/message.ts';
import {ancestorsOf} from './processes.ts';
import type {Sessions} from './sessions.ts';
import type {World} from './world.ts';

export type Caller = {
  readonly actor: Actor;
  /** The session the call comes from, if it comes from one. */
  readonly session?: string;
  /** The task of that session. */
  readonly task?: TaskId;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** Characters of an agent's name that go into the journal. */
const MAX_AGENT = 40;

/**
 * Find out who a client is. This guards against mistakes, not malice: whoever has the user id has the rights.
 *
 * @param hello its introduction; a token in its environment counts first, then its ancestors (Linux only)
 */
export const callerOf = (hello: ClientHello, sessions: Sessions, world: World): Caller => {
  const {cwd, env} = hello;
  const token = env['ROUNDHOUSE_TOKEN'];
  const name = (token === undefined ? undefined : sessions.ofToken(token)) ?? sessions.ofPids(ancestorsOf(hello.pid));
  const session = name === undefined ? undefined : world.state.sessions[name];
  // A token of ours that nobody holds any more: a child that a worker left behind.
  if (session === undefined && token !== undefined && env['ROUNDHOUSE_SOCKET'] === sessions.socket)
    return {actor: 'worker:unknown', cwd, env};
  if (session === undefined) return {actor: agentOf(hello), cwd, env};
  const task = session.task_id === undefined ? {} : {task: session.task_id};
  return {actor: actorOf(session, hello), session: session.name, ...task, cwd, env};
};

/** What an agent asks for is not put down to the person. */
const agentOf = ({agent}: ClientHello): Actor =>
  agent === undefined ? 'user' : `mcp:${agent.replaceAll(/[^\w.-]+/gu, '-').slice(0, MAX_AGENT) || 'agent'}`;

const actorOf = ({kind, name, was_worker}: Session, hello: ClientHello): Actor => {
  if (kind === 'planner') return 'planner';
  // Whoever was let run on when the work was over is not the person.
  return kind === 'worker' || was_worker === true ? `worker:${name}` : agentOf(hello);
};
