/** Holds a lease for longer. */
import type {Handler} from '../handler.ts';
import {plain, speaksFor} from './own-lease.ts';

export const renewLease: Handler<'renew-lease'> = async ({leases, root}, {params: {lease_id: id}, caller}) =>
  plain(await leases.renew(caller.actor, {id, isOurs: speaksFor(caller, root)}));
