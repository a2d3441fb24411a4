/** For whom a caller may speak when it names a lease. */
import {Fault} from '../../core/fault.ts';
import type {Holder, Lease} from '../../core/nouns/lease.ts';
import type {Result} from '../../protocol/verbs.ts';
import type {Caller} from '../caller.ts';

/** A worker for itself; the planner and the person for all sessions of the repository. */
export const speaksFor =
  ({actor, session}: Caller, root: string) =>
  (holder: Holder): boolean =>
    holder.repo === root && (!actor.startsWith('worker:') || holder.session === session);

/** What a person may do all the same, once they were asked: what belongs to others, or is in use by a command. */
export const needsQuestion = (caller: Caller, root: string, {holder}: Pick<Lease, 'holder'>): boolean =>
  caller.actor === 'user' && (holder.kind === 'command' || !speaksFor(caller, root)(holder));

export const askFirst = ({id, holder, purpose}: Lease): Fault =>
  new Fault('confirm-needed', {
    verb: 'release-lease',
    question: `${id} is in use by ${holder.session} in ${holder.repo} (${purpose}), which runs on; release it?`,
  });

/** A lease as verbs give it. */
export const plain = ({holder: {repo, session}, ...it}: Lease): Result<'renew-lease'> => ({...it, repo, session});
