/** Lets a running program go on as another session: under another name, or by itself when the work it was for is over. */
import type {Change} from '../core/event.ts';
import {Fault} from '../core/fault.ts';
import {given} from '../core/given.ts';
import {isLive, session, sessionOf} from '../core/nouns/session.ts';
import type {Actor} from '../core/stamp.ts';
import type {Sessions} from './sessions.ts';
import type {World} from './world.ts';

type Own = {readonly world: World; readonly sessions: Sessions};

/** `also` is recorded with it, in one commit. */
type Handover = {readonly from: string; readonly to: string; readonly also?: readonly Change[]};

/**
 * Check a name that a person chose for a session.
 *
 * @throws Fault `params-invalid` for a name that is kept for agents or is none
 */
export const checkName = (verb: string, param: string, name: string): void => {
  const problem = /^(?:planner$|worker-)/u.test(name)
    ? '"planner" and "worker-…" are kept for those'
    : session.shape.name.safeParse(name).error?.issues[0]?.message;
  if (problem !== undefined) throw new Fault('params-invalid', {verb, problems: [`${param}: ${problem}`]});
};

/**
 * Hand a running program over to a session of its own: a shell, whatever it was before.
 *
 * @throws Fault `session-unknown`, `session-ended`; `session-exists` when one of that name lives
 */
export const handOver = async (
  {world, sessions}: Own,
  actor: Actor,
  {from, to, also = []}: Handover,
): Promise<void> => {
  sessions.running(from);
  const {kind, agent, cwd, argv, pid, status, model, conversation, auto_approve, was_worker} = sessionOf(
    world.state,
    from,
  );
  const other = world.state.sessions[to];
  if (other !== undefined && isLive(other)) throw new Fault('session-exists', {session: to});
  const made = {
    name: to,
    kind: 'shell' as const,
    agent,
    cwd,
    argv,
    ...given({model, conversation, auto_approve}),
    ...given({was_worker: kind === 'worker' ? true : was_worker}),
  };
  await sessions.rename(from, to, () =>
    world.commit(actor, [
      {type: 'session-moved', session: from, from: status, to: 'closed', reason: `its program goes on as "${to}"`},
      ...also,
      {type: 'session-opened', session: made},
      {type: 'session-moved', session: to, from: 'starting', to: 'active', changes: given({pid})},
    ]),
  );
};
