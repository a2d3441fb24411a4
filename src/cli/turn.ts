/** Waits for a turn in the queue for leases, and says meanwhile where it stands. */
import {constants} from 'node:os';
import {ageOf, nameOfPath} from '../core/age.ts';
import {Fault} from '../core/fault.ts';
import {isSameHolder, type Lease, type LeaseBook} from '../core/nouns/lease.ts';
import {sanitise} from '../core/sanitise.ts';
import {widthOf} from '../core/width.ts';
import type {LeaseFile} from '../store/lease-file.ts';
import {ask, estimateOf, isTurnOf, leave, prune, type Answer, type Terms, type Wish} from '../work/leases.ts';

export type Waiting = {
  readonly file: LeaseFile;
  readonly wish: Wish;
  /** What a grant hangs on, as it is now. */
  readonly termsNow: () => Promise<Terms>;
  readonly timeoutSeconds?: number;
};

/** Others change the file often where many wait; it is read so often at the most, milliseconds. */
const READ_MS = 100;
/** Where lines cannot be written over, one is said again after this time, milliseconds. */
const AGAIN_MS = 30_000;

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Wait until the lease is there.
 *
 * @returns the lease; or 128 and the number of the signal that ended the wait
 * @throws Fault `lease-timeout`; the place in the queue is then given up
 */
export const waitForTurn = async (waiting: Waiting): Promise<Lease | number> => {
  const {file, wish} = waiting;
  const alarm = makeAlarm();
  const ended: {by?: NodeJS.Signals} = {};
  const onSignal = (signal: NodeJS.Signals): void => {
    ended.by = signal;
    alarm.ring();
  };
  for (const signal of ENDING) process.on(signal, onSignal);
  const progress = makeProgress(process.stderr);
  using _watching = await file.watch(() => alarm.ring());
  let lease: Lease | undefined;
  try {
    lease = await askOn(waiting, {alarm, ended, progress});
    return lease ?? 128 + constants.signals[ended.by ?? 'SIGINT'];
  } finally {
    if (lease === undefined)
      await file.change(book => ({book: leave(book, it => isSameHolder(it, wish.holder)), answer: undefined}));
    progress.end();
    for (const signal of ENDING) process.off(signal, onSignal);
  }
};

type Own = {
  readonly alarm: ReturnType<typeof makeAlarm>;
  readonly ended: {readonly by?: NodeJS.Signals};
  readonly progress: ReturnType<typeof makeProgress>;
};

/**
 * Ask, and ask again when it may be one's turn, or the place would lapse.
 *
 * @returns undefined when a signal ended the wait
 */
const askOn = async (waiting: Waiting, own: Own): Promise<Lease | undefined> => {
  const {file, wish, termsNow, timeoutSeconds = Infinity} = waiting;
  const until = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const terms = await termsNow();
    const {answer, after} = await file.change(book => ask(book, wish, terms));
    if (own.ended.by !== undefined) return undefined;
    if (answer.kind === 'granted') return answer.lease;
    own.progress.show(standing(after, answer, terms), answer.position);
    const next = Math.min(until, performance.now() + answer.request.retry_after_seconds * 1000);
    await untilTurn(waiting, own, next);
    if (own.ended.by !== undefined) return undefined;
    if (performance.now() >= until)
      throw new Fault('lease-timeout', {seconds: timeoutSeconds, position: answer.position});
  }
};

/** Rest until the file says that it may be one's turn; but not longer than a time on the clock of `performance`. */
const untilTurn = async ({file, wish, termsNow}: Waiting, {alarm, ended}: Own, until: number): Promise<void> => {
  while (performance.now() < until && ended.by === undefined) {
    if (!(await alarm.rings(until - performance.now()))) return;
    const terms = await termsNow();
    if (isTurnOf(file.read(), wish.holder, terms)) return;
    if (ended.by === undefined) await alarm.rests(READ_MS);
  }
};

/** Where one stands in the queue, in a line: the most telling first, since a narrow terminal cuts it. */
const standing = (given: LeaseBook, answer: Extract<Answer, {kind: 'queued'}>, terms: Terms): string => {
  const book = prune(given, terms);
  const {position, reason} = answer;
  const holders = book.leases.map(
    ({holder, purpose, granted_at}) =>
      `${holder.session} in ${nameOfPath(holder.repo)} (${purpose}, ${ageOf(granted_at, terms.now)})`,
  );
  const estimate = estimateOf(book, position, {limit: terms.limits.limit, now: terms.now});
  return [
    `waiting for a lease: ${position} of ${book.queue.length}`,
    ...(estimate === undefined ? [] : [`about ${durationText(estimate)}`]),
    ...(holders.length < terms.limits.limit ? [reason] : []),
    ...(holders.length === 0 ? [] : [`held by ${holders.join(', ')}`]),
  ]
    .map(sanitise)
    .join(' · ');
};

const durationText = (seconds: number): string =>
  seconds < 90 ? `${Math.max(1, Math.ceil(seconds))} s` : `${Math.ceil(seconds / 60)} min`;

/** As much of a line as has room in some columns: a line that breaks cannot be written over. */
const cutTo = (text: string, cols: number): string => {
  let used = 0;
  return Array.from(text)
    .filter(it => (used += widthOf(it.codePointAt(0) ?? 0)) <= cols)
    .join('');
};

/** One line that is written over on a terminal; elsewhere a line now and then. */
const makeProgress = (stream: NodeJS.WriteStream) => {
  let shown: {at: number; position: number} | undefined;
  const isTerminal = stream.isTTY && process.env['TERM'] !== 'dumb';
  return {
    show: (text: string, position: number): void => {
      const now = performance.now();
      if (isTerminal) stream.write(`\r\u001b[K${cutTo(text, stream.columns - 1)}`);
      else if (shown === undefined || shown.position !== position || now - shown.at > AGAIN_MS)
        stream.write(`${text}\n`);
      else return;
      shown = {at: now, position};
    },
    end: (): void => {
      if (isTerminal && shown !== undefined) stream.write('\r\u001b[K');
    },
  };
};

/** Wakes one who rests; a ring that nobody heard is heard later. */
const makeAlarm = () => {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const rest = (ms: number): Promise<void> =>
    new Promise(resolve => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    ring: (): void => {
      hasRung = true;
      wake?.();
    },
    /** @returns false when it did not ring within a time */
    rings: async (ms: number): Promise<boolean> => {
      if (!hasRung) await rest(ms);
      wake = undefined;
      const has = hasRung;
      hasRung = false;
      return has;
    },
    rests: rest,
  };
};
