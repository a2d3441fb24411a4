/** Asks for a lease for a session. */
import {Fault} from '../../core/fault.ts';
import {isLive, sessionOf} from '../../core/nouns/session.ts';
import type {Caller} from '../caller.ts';
import type {Handler} from '../handler.ts';

export const acquireLease: Handler<'acquire-lease'> = async ({world, leases}, {params, caller}) => {
  const session = sessionFor(caller, params.session_name);
  const {status} = sessionOf(world.state, session);
  const known = world.state.sessions[session];
  if (known === undefined || !isLive(known)) throw new Fault('session-ended', {session, status});
  const answer = await leases.ask(caller.actor, {session, purpose: params.purpose});
  if (answer.kind === 'granted') return {granted: true, lease_id: answer.lease.id, expires_at: answer.lease.expires_at};
  const {position, reason, request} = answer;
  const estimate = await leases.estimateFor(position);
  return {
    granted: false,
    queue_position: position,
    retry_after_seconds: request.retry_after_seconds,
    ...(estimate === undefined ? {} : {estimate_seconds: Math.ceil(estimate)}),
    reason,
  };
};

/** A worker asks for itself. @throws Fault `actor-refused`, or `params-invalid` when no session is known */
const sessionFor = ({actor, session}: Caller, named: string | undefined): string => {
  const isWorker = actor.startsWith('worker:');
  if (isWorker && (session === undefined || (named ?? session) !== session))
    throw new Fault('actor-refused', {actor, verb: 'acquire-lease'});
  const found = named ?? session;
  if (found !== undefined) return found;
  throw new Fault('params-invalid', {
    verb: 'acquire-lease',
    problems: ['--session-name is missing; outside a session use: roundhouse heavy -- COMMAND'],
  });
};
