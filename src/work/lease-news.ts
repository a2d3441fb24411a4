/** What happened to some holders between two books of leases, as events; whoever changed the book. Pure. */
import type {Change} from '../core/event.ts';
import type {Holder, Lease, LeaseBook, LeaseRequest} from '../core/nouns/lease.ts';
import type {Moment} from './leases.ts';

type Watched = Moment & {readonly isOurs: (holder: Holder) => boolean};

/** @returns in the order in which things happen: ends first, then grants, then the queue */
export const newsOf = (before: LeaseBook, after: LeaseBook, watched: Watched): readonly Change[] => {
  const isOurs = ({holder}: Lease | LeaseRequest): boolean => watched.isOurs(holder);
  const had = new Set(before.leases.map(it => it.id));
  const has = new Set(after.leases.map(it => it.id));
  const waited = new Set(before.queue.map(it => it.seq));
  const waits = new Set(after.queue.map(it => it.seq));
  const granted = after.leases.filter(it => !had.has(it.id));
  const isServed = ({holder}: LeaseRequest): boolean =>
    granted.some(it => it.holder.session === holder.session && it.holder.pid === holder.pid);
  return [
    ...before.leases.filter(it => !has.has(it.id) && isOurs(it)).map(it => endOf(it, watched)),
    ...before.queue
      .filter(it => !waits.has(it.seq) && isOurs(it) && !isServed(it))
      .map(it => ({type: 'lease-withdrawn' as const, ...subjectOf(it), reason: whyLeft(it, watched)})),
    ...granted
      .filter(isOurs)
      .map(it => ({type: 'lease-granted' as const, ...subjectOf(it), lease_id: it.id, expires_at: it.expires_at})),
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

const endOf = (it: Lease, {now, isAlive}: Watched): Change => {
  const ended = {...subjectOf(it), lease_id: it.id};
  if (Date.parse(it.expires_at) <= now) return {type: 'lease-expired', ...ended, reason: 'its time was over'};
  if (!isAlive(it.holder)) return {type: 'lease-expired', ...ended, reason: 'its holder was gone'};
  return {type: 'lease-released', ...ended};
};

const whyLeft = ({holder, polled_at, retry_after_seconds}: LeaseRequest, {now, isAlive}: Watched): string => {
  if (!isAlive(holder)) return 'its holder was gone';
  return now - Date.parse(polled_at) > retry_after_seconds * 1000 ? 'it did not ask again' : 'it left the queue';
};
