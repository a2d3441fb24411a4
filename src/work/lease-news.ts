/** What happened to some holders between two books of leases, as events; whoever changed the book. Pure. */
import type {Change} from '../core/event.ts';
import {isSameHolder, type Holder, type Lease, type LeaseBook, type LeaseRequest} from '../core/nouns/lease.ts';
import type {Moment} from './leases.ts';

type Watched = Moment & {readonly isOurs: (holder: Holder) => boolean};

/** @returns in the order in which things happen: ends first, then grants, then the queue */
export const newsOf = (before: LeaseBook, after: LeaseBook, watched: Watched): readonly Change[] => {
  const isOurs = ({holder}: Lease | LeaseRequest): boolean => watched.isOurs(holder);
  const known = new Set([...before.leases, ...before.released].map(it => it.id));
  const has = new Set(after.leases.map(it => it.id));
  const waited = new Set(before.queue.map(it => it.seq));
  const waits = new Set(after.queue.map(it => it.seq));
  const granted = after.leases.filter(it => !known.has(it.id));
  // Granted and given back since one looked.
  const passed = after.released.filter(it => !known.has(it.id));
  const isServed = ({holder}: LeaseRequest): boolean =>
    [...granted, ...passed].some(it => isSameHolder(it.holder, holder));
  return [
    ...before.leases.filter(it => !has.has(it.id) && isOurs(it)).map(it => endOf(it, after, watched)),
    ...before.queue
      .filter(it => !waits.has(it.seq) && isOurs(it) && !isServed(it))
      .map(it => ({type: 'lease-withdrawn' as const, ...subjectOf(it), reason: whyLeft(it, watched)})),
    ...passed.filter(isOurs).flatMap(it => [grantOf(it), endOf(it, after, watched)]),
    ...granted.filter(isOurs).map(grantOf),
    ...after.queue.flatMap((it, at) =>
      waited.has(it.seq) || !isOurs(it)
        ? []
        : [{type: 'lease-queued' as const, ...subjectOf(it), queue_position: at + 1}],
    ),
  ];
};

const subjectOf = ({holder: {session}, purpose}: Lease | LeaseRequest): {session: string; purpose: string} => ({
  session,
  purpose,
});

const grantOf = (it: Lease): Change => ({
  type: 'lease-granted',
  ...subjectOf(it),
  lease_id: it.id,
  expires_at: it.expires_at,
});

const endOf = (it: Lease, {released}: LeaseBook, {now}: Watched): Change => {
  const ended = {...subjectOf(it), lease_id: it.id};
  if (released.some(({id}) => id === it.id)) return {type: 'lease-released', ...ended};
  const reason = Date.parse(it.expires_at) <= now ? 'its time was over' : 'its holder was gone';
  return {type: 'lease-expired', ...ended, reason};
};

const whyLeft = ({holder, polled_at, retry_after_seconds}: LeaseRequest, {now, isAlive}: Watched): string => {
  if (!isAlive(holder)) return 'its holder was gone';
  return now - Date.parse(polled_at) > retry_after_seconds * 1000 ? 'it did not ask again' : 'it left the queue';
};
