/** Gives a lease back; a person may take one from others, too. */
import type {Handler} from '../handler.ts';
import {askFirst, needsQuestion, plain, speaksFor} from './own-lease.ts';

export const releaseLease: Handler<'release-lease'> = async ({leases, root}, {params: {lease_id: id}, caller, yes}) => {
  const found = leases.read().leases.find(it => it.id === id);
  const isAsked = found !== undefined && needsQuestion(caller, root, found);
  if (isAsked && !yes) throw askFirst(found);
  const isOurs = isAsked ? () => true : speaksFor(caller, root);
  return plain(await leases.release(caller.actor, {id, isOurs}));
};
