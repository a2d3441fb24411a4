/** Who may run something heavy now: grants, the queue, and what lapses. Works on a book of leases, never on a file. Pure. */
import {Fault} from '../core/fault.ts';
import {excessOf, type HostFigures, type LeaseLimits} from '../core/host.ts';
import {
  isSameHolder,
  type Holder,
  type Lease,
  type LeaseBook,
  type LeaseId,
  type LeaseRequest,
} from '../core/nouns/lease.ts';

/** What is asked for. */
export type Wish = {readonly holder: Holder; readonly purpose: string};

/** The moment at which a book is judged, and what the judge can see. */
export type Moment = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Does the process, and the session, of a holder still run? */
  readonly isAlive: (holder: Holder) => boolean;
};

/** What a grant hangs on besides the book. */
export type Terms = Moment & {
  readonly limits: LeaseLimits;
  readonly figures: HostFigures;
  readonly newId: () => LeaseId;
};

/** `position` counts from 1. `reason` says what stands between the asker and a grant. */
export type Answer =
  | {readonly kind: 'granted'; readonly lease: Lease}
  | {
      readonly kind: 'queued';
      readonly request: LeaseRequest;
      readonly position: number;
      readonly reason: string;
    };

/** A book after a move. The very same book when nothing changed. */
export type Judged<T> = {readonly book: LeaseBook; readonly answer: T};

/** A place is kept for so many times the pause its holder was told. */
const LAPSE_AFTER = 3;
/** An agent that waits has other work; who waits at the head is asked to look more often. Seconds. */
const MOST_PAUSE_SECONDS = 60;
/** A command does nothing but wait. Seconds. */
const PAUSE_SECONDS = {session: 20, command: 5} as const;
/** Leases whose end is remembered. */
const REMEMBERED = 10;

const timeOf = (ms: number): string => new Date(ms).toISOString();

const isHeld = (it: Lease, {now, isAlive}: Moment): boolean => Date.parse(it.expires_at) > now && isAlive(it.holder);

const isAwaited = ({polled_at, retry_after_seconds, holder}: LeaseRequest, {now, isAlive}: Moment): boolean =>
  now - Date.parse(polled_at) <= LAPSE_AFTER * retry_after_seconds * 1000 && isAlive(holder);

/** The book without what is over: leases whose time or holder is gone, places that nobody polls. */
export const prune = (book: LeaseBook, moment: Moment): LeaseBook => {
  const leases = book.leases.filter(it => isHeld(it, moment));
  const queue = book.queue.filter(it => isAwaited(it, moment));
  const isSame = leases.length === book.leases.length && queue.length === book.queue.length;
  return isSame ? book : {...book, leases, queue};
};

const pauseOf = ({kind}: Holder, position: number): number =>
  Math.min(MOST_PAUSE_SECONDS, PAUSE_SECONDS[kind] * position);

/** What stands against one more lease, whoever asks. */
export const obstacleTo = (
  book: LeaseBook,
  {limits, figures}: Pick<Terms, 'limits' | 'figures'>,
): string | undefined => {
  const {length} = book.leases;
  if (length >= limits.limit) return `${length} of ${limits.limit} lease(s) are held`;
  return excessOf(figures, limits);
};

/** Is somebody who waits worth a new question: at the head, with nothing in the way? */
export const isTurnOf = (given: LeaseBook, holder: Holder, terms: Omit<Terms, 'newId'>): boolean => {
  const book = prune(given, terms);
  const [head] = book.queue;
  return head !== undefined && isSameHolder(head.holder, holder) && obstacleTo(book, terms) === undefined;
};

/**
 * Ask for a lease, again or for the first time. Who has one keeps it; who waits keeps the place.
 *
 * @returns the lease, or the place in the queue
 */
export const ask = (given: LeaseBook, wish: Wish, terms: Terms): Judged<Answer> => {
  const book = prune(given, terms);
  const held = book.leases.find(it => isSameHolder(it.holder, wish.holder));
  if (held !== undefined) return {book, answer: {kind: 'granted', lease: held}};
  const before = book.queue.filter(it => !isSameHolder(it.holder, wish.holder));
  const old = book.queue.find(it => isSameHolder(it.holder, wish.holder));
  const ahead = before.filter(it => it.seq < (old?.seq ?? Infinity));
  const obstacle = ahead.length > 0 ? undefined : obstacleTo(book, terms);
  if (ahead.length > 0 || obstacle !== undefined)
    return queueUp(book, wish, {old, position: ahead.length + 1, reason: obstacle, now: terms.now});
  const lease: Lease = {
    id: terms.newId(),
    ...wish,
    granted_at: timeOf(terms.now),
    expires_at: timeOf(terms.now + terms.limits.ttl_seconds * 1000),
  };
  return {book: {...book, queue: before, leases: [...book.leases, lease]}, answer: {kind: 'granted', lease}};
};

const queueUp = (
  book: LeaseBook,
  wish: Wish,
  at: {old: LeaseRequest | undefined; position: number; reason: string | undefined; now: number},
): Judged<Answer> => {
  const {old, position, now} = at;
  const reason = at.reason ?? `${position - 1} wait(s) before it`;
  // Who asks many times a second is not written down each time.
  if (
    old !== undefined &&
    now - Date.parse(old.polled_at) < 1000 &&
    old.retry_after_seconds === pauseOf(wish.holder, position)
  )
    return {book, answer: {kind: 'queued', request: old, position, reason}};
  const request: LeaseRequest = {
    seq: old?.seq ?? book.seq + 1,
    ...wish,
    queued_at: old?.queued_at ?? timeOf(now),
    polled_at: timeOf(now),
    retry_after_seconds: pauseOf(wish.holder, position),
  };
  const others = book.queue.filter(it => it !== old);
  const queue = [...others, request].toSorted((a, b) => a.seq - b.seq);
  return {
    book: {...book, seq: Math.max(book.seq, request.seq), queue},
    answer: {kind: 'queued', request, position, reason},
  };
};

/** A lease that is there, of somebody the caller may speak for. @throws Fault `lease-unknown` or `lease-foreign` */
const leaseFor = (book: LeaseBook, id: string, isOurs: (holder: Holder) => boolean): Lease => {
  const found = book.leases.find(it => it.id === id);
  if (found === undefined) throw new Fault('lease-unknown', {lease: id, held: book.leases.map(it => it.id)});
  const {session, repo} = found.holder;
  if (!isOurs(found.holder)) throw new Fault('lease-foreign', {lease: id, session, repo});
  return found;
};

/** Which lease is meant, and for whom the caller may speak. */
export type Claim = {readonly id: string; readonly isOurs: (holder: Holder) => boolean};

/**
 * Hold a lease for a whole time again, from now on.
 *
 * @throws Fault `lease-unknown` or `lease-foreign`
 */
export const renew = (given: LeaseBook, {id, isOurs}: Claim, terms: Terms): Judged<Lease> => {
  const book = prune(given, terms);
  const found = leaseFor(book, id, isOurs);
  const lease = {...found, expires_at: timeOf(terms.now + terms.limits.ttl_seconds * 1000)};
  return {book: {...book, leases: book.leases.map(it => (it === found ? lease : it))}, answer: lease};
};

/**
 * Give a lease back.
 *
 * @throws Fault `lease-unknown` or `lease-foreign`
 */
export const release = (given: LeaseBook, {id, isOurs}: Claim, moment: Moment): Judged<Lease> => {
  const book = prune(given, moment);
  const lease = leaseFor(book, id, isOurs);
  const leases = book.leases.filter(it => it !== lease);
  const released = [...book.released, {...lease, released_at: timeOf(moment.now)}].slice(-REMEMBERED);
  return {book: {...book, leases, released}, answer: lease};
};

/** Take all back that some holders have: their leases, their places. */
export const leave = (book: LeaseBook, isLeaving: (holder: Holder) => boolean): LeaseBook => {
  const leases = book.leases.filter(it => !isLeaving(it.holder));
  const queue = book.queue.filter(it => !isLeaving(it.holder));
  const isSame = leases.length === book.leases.length && queue.length === book.queue.length;
  return isSame ? book : {...book, leases, queue};
};

/** Let what some holders have go over to another session. */
export const handOver = (book: LeaseBook, isMeant: (holder: Holder) => boolean, session: string): LeaseBook => {
  const over = <T extends Wish>(it: T): T => (isMeant(it.holder) ? {...it, holder: {...it.holder, session}} : it);
  return [...book.leases, ...book.queue].some(it => isMeant(it.holder))
    ? {...book, leases: book.leases.map(over), queue: book.queue.map(over)}
    : book;
};

const lengthOf = ({granted_at, released_at}: LeaseBook['released'][number]): number =>
  Math.max(0, Date.parse(released_at) - Date.parse(granted_at)) / 1000;

/**
 * Guess how long a place in the queue lasts, by how long the last leases did.
 *
 * @param position from 1
 * @returns seconds; undefined as long as none was given back
 */
export const estimateOf = (
  {leases, released}: LeaseBook,
  position: number,
  {limit, now}: {limit: number; now: number},
): number | undefined => {
  if (released.length === 0) return undefined;
  const usual = released.reduce((sum, it) => sum + lengthOf(it), 0) / released.length;
  const left = leases.map(it => Math.max(0, usual - (now - Date.parse(it.granted_at)) / 1000));
  const slots = [...left, ...Array.from({length: Math.max(0, limit - left.length)}, () => 0)];
  for (let turn = 1; ; turn++) {
    slots.sort((a, b) => a - b);
    const free = slots[0] ?? 0;
    if (turn >= position) return free;
    slots[0] = free + usual;
  }
};
