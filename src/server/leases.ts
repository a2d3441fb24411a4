/**
 * The leases of the machine as this server deals with them: asks for its sessions, gives back what they leave, tells the
 * journal what happened to its own, and everybody who looks what there is.
 */
import {randomBytes} from 'node:crypto';
import {Fault} from '../core/fault.ts';
import {leaseLimitsOf, workerThresholdsOf} from '../core/host.ts';
import {emptyBook, shownBook, type Holder, type Lease, type LeaseBook, type LeaseId} from '../core/nouns/lease.ts';
import {isLive} from '../core/nouns/session.ts';
import type {Actor} from '../core/stamp.ts';
import {startedOf} from '../store/holder.ts';
import {LeaseFile} from '../store/lease-file.ts';
import {newsOf} from '../work/lease-news.ts';
import {
  ask,
  estimateOf,
  handOver,
  leave,
  prune,
  release,
  renew,
  type Answer,
  type Claim,
  type Judged,
  type Moment,
  type Terms,
} from '../work/leases.ts';
import type {Log} from './log.ts';
import type {Ports} from './ports.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {World} from './world.ts';

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly ports: Ports;
  readonly config: Configuration;
  readonly log: Log;
  readonly root: string;
  /** Of the file of leases. */
  readonly path: string;
};

/** After a change by others the file is read once, this much later, milliseconds. */
const READ_MS = 50;

/** A fresh id. */
export const newLeaseId = (): LeaseId => `HEAVY-${randomBytes(4).toString('hex')}` as LeaseId;

/** Is the process of a holder still the one that it was? */
export const isRunning = ({pid, started}: Holder): boolean => startedOf(pid) === started;

/** The machine's leases, seen from one repository. */
export class Leases {
  readonly #own: Own;
  readonly #file: LeaseFile;
  readonly #process = {pid: process.pid, started: startedOf(process.pid) ?? ''};
  /** As it was told last. */
  #book: LeaseBook = emptyBook;
  #watching: Disposable | undefined;
  #due: Disposable | undefined;

  constructor(own: Own) {
    this.#own = own;
    this.#file = new LeaseFile(own.path);
    own.sessions.listen({
      onEnd: name => own.world.background('give leases back', () => this.giveBack(name)),
    });
  }

  /** Read what there is, put an end to what a server before this one left, and watch from now on. */
  async open(): Promise<void> {
    await this.#unlessUnusable(async () => {
      this.#watching = await this.#file.watch(() => this.#readSoon());
      this.#book = this.#file.read();
      await this.look();
    });
  }

  /** Give back all that sessions of this server have, and watch no more. */
  async close(): Promise<void> {
    this.#watching?.[Symbol.dispose]();
    this.#due?.[Symbol.dispose]();
    const {pid} = this.#process;
    await this.#unlessUnusable(() => this.#leave(it => it.repo === this.#own.root && it.pid === pid));
  }

  /** Ask for a session; again, or for the first time. */
  ask(actor: Actor, wish: {readonly session: string; readonly purpose: string}): Promise<Answer> {
    const holder = this.holderOf(wish.session);
    return this.#change(actor, (book, terms) => ask(book, {holder, purpose: wish.purpose}, terms));
  }

  /** @throws Fault `lease-unknown` or `lease-foreign` */
  renew(actor: Actor, claim: Claim): Promise<Lease> {
    return this.#change(actor, (book, terms) => renew(book, claim, terms));
  }

  /** @throws Fault `lease-unknown` or `lease-foreign` */
  release(actor: Actor, claim: Claim): Promise<Lease> {
    return this.#change(actor, (book, terms) => release(book, claim, terms));
  }

  /** A session goes on under another name: what it has goes with it. */
  async handOver(from: string, to: string): Promise<void> {
    await this.#unlessUnusable(async () => {
      const isMeant = this.#isOf(from);
      const book = this.#file.read();
      if (handOver(book, isMeant, to) === book) return;
      await this.#change('system', it => ({book: handOver(it, isMeant, to), answer: undefined}));
    });
  }

  /** A session holds nothing any more. */
  async giveBack(session: string): Promise<void> {
    await this.#unlessUnusable(() => this.#leave(this.#isOf(session)));
  }

  /** Who a session of this server is on the machine. */
  holderOf(session: string): Holder {
    return {repo: this.#own.root, session, kind: 'session', ...this.#process};
  }

  /** The book as it is now, without what is over. */
  read(): LeaseBook {
    return prune(this.#file.read(), this.#moment());
  }

  /** How long a place in the queue may last, seconds; undefined while that is unknown. */
  async estimateFor(position: number): Promise<number | undefined> {
    const {limits, now} = await this.#terms();
    return estimateOf(this.#book, position, {limit: limits.limit, now});
  }

  /** Look after the book: what is over is taken out, what others did is told. Figures of the machine are told anew. */
  async look(): Promise<void> {
    const book = this.#file.read();
    if (prune(book, this.#moment()) === book) await this.#tell(book, book, 'system');
    else await this.#change('system', (it, terms) => ({book: prune(it, terms), answer: undefined}));
  }

  /** The same, now and then: where nobody looks and nothing is over, nothing is told. */
  async tend(isShown: boolean): Promise<void> {
    if (this.#watching === undefined) return;
    await this.#unlessUnusable(async () => {
      const book = this.#file.read();
      const isQuiet = book.revision === this.#book.revision && prune(book, this.#moment()) === book;
      if (isShown || !isQuiet) await this.look();
    });
  }

  /** A machine whose file of leases cannot be used works on without; who asks for a lease is told. */
  async #unlessUnusable(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      this.#own.log.say('leases cannot be used', {reason: thrown.message});
    }
  }

  #isOf(session: string): (holder: Holder) => boolean {
    const {pid} = this.#process;
    return it => it.repo === this.#own.root && it.session === session && it.pid === pid;
  }

  async #leave(isLeaving: (holder: Holder) => boolean): Promise<void> {
    const book = this.#file.read();
    if (leave(book, isLeaving) === book) return;
    await this.#change('system', (it, terms) => ({book: prune(leave(it, isLeaving), terms), answer: undefined}));
  }

  async #change<T>(actor: Actor, judge: (book: LeaseBook, terms: Terms) => Judged<T>): Promise<T> {
    const terms = await this.#terms();
    const {before, after, answer, mended} = await this.#file.change(book => judge(book, terms));
    if (mended !== undefined) this.#own.log.say('leases mended', {reason: mended});
    await this.#tell(before, after, actor);
    return answer;
  }

  /** Others may have changed the book between what was told last and `before`; the rest was this server's doing. */
  async #tell(before: LeaseBook, after: LeaseBook, actor: Actor): Promise<void> {
    const {world, root} = this.#own;
    const told = this.#book;
    // What was read before a change that is told already says nothing new.
    if (after.revision < told.revision) return;
    this.#book = after;
    const watched = {...this.#moment(), isOurs: (it: Holder): boolean => it.repo === root};
    const others = newsOf(told, before, watched);
    const mine = newsOf(before, after, watched);
    if (others.length > 0) await world.commit('system', others);
    if (mine.length > 0) await world.commit(actor, mine);
    await this.#show();
  }

  async #show(): Promise<void> {
    const {world, config, ports, root} = this.#own;
    const {settings} = await config.read();
    const figures = ports.host();
    const limits = leaseLimitsOf(settings, figures);
    const host = {figures, limits, launch: workerThresholdsOf(settings), ...shownBook(this.#book, root)};
    world.signal([{type: 'host-signal', host}]);
  }

  #readSoon(): void {
    const {ports, world} = this.#own;
    this.#due ??= ports.after(READ_MS, () => {
      this.#due = undefined;
      world.background('read the leases', () => this.#unlessUnusable(() => this.look()));
    });
  }

  async #terms(): Promise<Terms> {
    const {config, ports} = this.#own;
    const figures = ports.host();
    const limits = leaseLimitsOf((await config.read()).settings, figures);
    return {...this.#moment(), figures, limits, newId: newLeaseId};
  }

  /** Sessions of this server live as it knows; all others as long as their process. */
  #moment(): Moment {
    const {pid, started} = this.#process;
    const {state} = this.#own.world;
    const isAlive = (it: Holder): boolean => {
      if (it.pid !== pid || it.started !== started || it.repo !== this.#own.root) return isRunning(it);
      const session = state.sessions[it.session];
      return session !== undefined && isLive(session);
    };
    return {now: this.#own.ports.now().getTime(), isAlive};
  }
}
