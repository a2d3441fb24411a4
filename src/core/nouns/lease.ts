/**
 * Lease: the right to run something heavy on this machine, for a while; and the queue of those who wait for one. Leases belong
 * to the machine, so they are kept in a file of their own, not in the state; a repository's journal tells what happened to its own.
 */
import * as z from 'zod';
import {instant, type Stamp} from '../stamp.ts';

/** `HEAVY-0a1b2c3d`. */
export const leaseId = z
  .string()
  .regex(/^HEAVY-[0-9a-f]{8}$/u)
  .brand('LeaseId');
export type LeaseId = z.infer<typeof leaseId>;

/** Who has a lease or waits for one. All of it together names one holder on the machine. */
export const holder = z.object({
  /** Root of the repository, or the folder a command was started in. */
  repo: z.string(),
  session: z.string(),
  /** A session lives as its server says; a command as long as its process. */
  kind: z.enum(['session', 'command']),
  /** Of the server, or of the command; with `started` it names one process for good. */
  pid: z.int().positive(),
  started: z.string(),
});
export type Holder = z.infer<typeof holder>;

export const lease = z.object({
  id: leaseId,
  holder,
  purpose: z.string(),
  granted_at: instant,
  expires_at: instant,
});
export type Lease = z.infer<typeof lease>;

/** A place in the queue. The order is that of `seq`, which only grows. */
export const leaseRequest = z.object({
  seq: z.int().positive(),
  holder,
  purpose: z.string(),
  queued_at: instant,
  polled_at: instant,
  /** What the holder was told at its last poll; after three times that it counts as gone. */
  retry_after_seconds: z.number().positive(),
});
export type LeaseRequest = z.infer<typeof leaseRequest>;

/** All leases of a machine. */
export const leaseBook = z.object({
  version: z.literal(1),
  /** Counts the changes of the file. */
  revision: z.int().nonnegative(),
  /** The `seq` that was given last. */
  seq: z.int().nonnegative(),
  leases: z.array(lease),
  queue: z.array(leaseRequest),
  /** The leases that were given back last: for estimates, and for those who read the book after it. */
  released: z.array(lease.extend({released_at: instant})),
});
export type LeaseBook = z.infer<typeof leaseBook>;

export const emptyBook: LeaseBook = {version: 1, revision: 0, seq: 0, leases: [], queue: [], released: []};

export const isSameHolder = (a: Holder, b: Holder): boolean =>
  a.repo === b.repo && a.session === b.session && a.kind === b.kind && a.pid === b.pid && a.started === b.started;

/** A lease as it is listed. `here`: of this repository. */
export const shownLease = lease
  .omit({holder: true})
  .extend(holder.pick({repo: true, session: true, kind: true}).shape)
  .extend({here: z.boolean()});
export type ShownLease = z.infer<typeof shownLease>;

/** A place in the queue as it is listed; positions count from 1. */
export const shownRequest = leaseRequest
  .omit({holder: true})
  .extend(holder.pick({repo: true, session: true, kind: true}).shape)
  .extend({here: z.boolean(), queue_position: z.int().positive()});
export type ShownRequest = z.infer<typeof shownRequest>;

/** A book for those who look, from one repository. */
export const shownBook = (
  {leases, queue}: Pick<LeaseBook, 'leases' | 'queue'>,
  root: string,
): {leases: ShownLease[]; queue: ShownRequest[]} => {
  const shown = <T extends {readonly holder: Holder}>({holder: {repo, session, kind}, ...it}: T) => ({
    ...it,
    repo,
    session,
    kind,
    here: repo === root,
  });
  return {leases: leases.map(shown), queue: queue.map((it, at) => ({...shown(it), queue_position: at + 1}))};
};

const subject = {session: z.string(), purpose: z.string()};

export const leaseEvents = [
  z.object({type: z.literal('lease-queued'), ...subject, queue_position: z.int().positive()}),
  z.object({type: z.literal('lease-granted'), ...subject, lease_id: leaseId, expires_at: instant}),
  z.object({type: z.literal('lease-released'), ...subject, lease_id: leaseId}),
  /** `reason`: its time was over, or its holder was gone. */
  z.object({type: z.literal('lease-expired'), ...subject, lease_id: leaseId, reason: z.string()}),
  z.object({type: z.literal('lease-withdrawn'), ...subject, reason: z.string()}),
] as const;
export type LeaseEvent = z.infer<(typeof leaseEvents)[number]>;

const nothing = (): void => undefined;

/** The journal tells of leases; who holds which is in the file of the machine. */
export const reduceLease: {readonly [T in LeaseEvent['type']]: (table: object, event: LeaseEvent & Stamp) => void} = {
  'lease-queued': nothing,
  'lease-granted': nothing,
  'lease-released': nothing,
  'lease-expired': nothing,
  'lease-withdrawn': nothing,
};
