/**
 * The world of one story: a real server on a real repository, fake programs, a clock that stands still. Knows when nothing
 * is under way any more, so that whoever looks has to look once only.
 */
import {setImmediate as turn} from 'node:timers/promises';
import type {HostFigures} from '../../src/core/host.ts';
import {startServer} from '../../src/server/start.ts';
import type {Clients} from '../../src/server/clients.ts';
import type {Ports} from '../../src/server/ports.ts';
import type {Server} from '../../src/server/server.ts';
import {StoryChrome} from './chrome.ts';
import {Clock} from './clock.ts';
import {Link, Wire} from './link.ts';
import {FakePtys} from './pty.ts';
import {Repository} from './repository.ts';

/** How often work is looked at that may wait for a timer, milliseconds of real time. */
const PASSING_MS = 50;
/** Real time that work may take: far more than git and the disk need. */
const LIMIT_MS = 5000;
/** Rounds until everything rests; each is a turn of the event loop. */
const MOST_ROUNDS = 2000;
/** Rounds in a row in which nothing moves before it counts as rest. */
const QUIET_ROUNDS = 3;

/** One life of the server. */
type Life = {
  readonly server: Server;
  readonly chrome: StoryChrome;
  readonly links: Set<Link>;
  /** Owns the life's timers. */
  readonly owner: object;
  readonly ended: Promise<void>;
  hasEnded: boolean;
};

/** The environment of everybody in a story. */
const ENV = {HOME: '/home/story', SHELL: '/bin/sh', PATH: '/usr/bin:/bin', TERM: 'xterm-256color'} as const;

/** All that there is in a story. */
export class StoryWorld implements AsyncDisposable {
  readonly clock = new Clock();
  readonly ptys = new FakePtys();
  readonly wire = new Wire();
  readonly repository = new Repository();
  readonly env: Readonly<Record<string, string>> = ENV;
  /** Golden screens that were written in this story: the second time they are compared. */
  readonly goldens = new Set<string>();
  /** The machine as the servers find it. */
  host: HostFigures = {
    cpus: 4,
    load_1: 1.5,
    memory_gb: 16,
    memory_available_gb: 8,
    ptys_free: 4000,
    descriptors_free: 900,
  };
  readonly #abandoned: Server[] = [];
  #life: Life | undefined;

  /** Make a world with a server in it. Whoever makes it disposes of it. */
  static async open(): Promise<StoryWorld> {
    const world = new StoryWorld();
    await world.start();
    return world;
  }

  get life(): Life {
    if (this.#life === undefined) throw new Error('no server runs in this story');
    return this.#life;
  }

  /** Start a server; the one before has ended or died. */
  async start(): Promise<void> {
    const owner = {};
    const ended = Promise.withResolvers<void>();
    const chrome = new StoryChrome(this.clock, owner);
    const ports: Ports = {
      now: () => new Date(this.clock.now()),
      after: (ms, call) => this.clock.after(owner, ms, call),
      openPty: this.ptys.open,
      host: () => this.host,
    };
    const {root, commonDir, sockets} = this.repository;
    const server = await startServer({
      root,
      commonDir,
      program: ['/usr/bin/roundhouse'],
      env: {ROUNDHOUSE_SOCKET_DIR: sockets, XDG_STATE_HOME: this.repository.hostState, HOME: '/home/story'},
      ports,
      chromeThread: chrome.start,
      onEnd: () => {
        life.hasEnded = true;
        ended.resolve();
      },
    });
    const life: Life = {server, chrome, links: new Set(), owner, ended: ended.promise, hasEnded: false};
    this.#life = life;
  }

  /** Open a stream to the server. */
  connect(): Link {
    const {server, links} = this.life;
    const link = new Link(far => (server.clients as Clients).accept(far));
    links.add(link);
    return link;
  }

  /** Let the server vanish as by SIGKILL: nothing is said, nothing is saved, its lock stays. */
  abandon(): void {
    const {server, links, owner} = this.life;
    this.clock.drop(owner);
    for (const pty of this.ptys.all) pty.orphan();
    for (const link of links) link.lose();
    this.repository.losesHolder();
    this.#abandoned.push(server);
    this.#life = undefined;
  }

  /**
   * Wait until nothing is under way: no work in the server, nothing on a link, no drawing due, no short timer.
   *
   * @throws Error that says what is still at it
   */
  async settled(): Promise<void> {
    let quiet = 0;
    for (let round = 0; quiet < QUIET_ROUNDS; round++) {
      if (round > MOST_ROUNDS) throw new Error(`there is no rest: ${this.#unrest().join(', ')}`);
      await this.#idle();
      await turn();
      // Time passes only when nothing is on its way: a sequence that arrives in pieces is not torn apart by it.
      const isRestless = this.#unrest().length > 0 || (quiet === QUIET_ROUNDS - 1 && this.clock.passSoon());
      quiet = isRestless ? 0 : quiet + 1;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const pty of this.ptys.all) pty.hangs = false;
    for (const link of this.#life?.links ?? []) link.near.destroy();
    const ended = this.#life?.hasEnded === true ? [] : [this.#life?.server];
    for (const server of [...ended, ...this.#abandoned]) await this.#within(server?.stop(), 'the server ends');
    this.repository[Symbol.dispose]();
  }

  /** Wait until the server has ended by itself. */
  async ended(): Promise<void> {
    await this.#within(this.life.ended, 'the server ends by itself');
  }

  /** The server's work is done. It never is while it waits for something that only the story can bring. */
  async #idle(): Promise<void> {
    const settled = this.#life?.server.world.settled();
    using _passing = this.#passing();
    await this.#within(settled, "the server's work is done");
  }

  /** Work may wait for a short timer: time passes for it when nothing else is on its way. */
  #passing(): Disposable {
    const timer = setInterval(() => {
      if (this.#unrest().length === 0) this.clock.passSoon();
    }, PASSING_MS);
    return {[Symbol.dispose]: () => clearInterval(timer)};
  }

  async #within(work: Promise<void> | undefined, what: string): Promise<void> {
    const {promise, resolve} = Promise.withResolvers<'late'>();
    const timer = setTimeout(resolve, LIMIT_MS, 'late');
    const outcome = await Promise.race([work, promise]);
    clearTimeout(timer);
    if (outcome !== 'late') return;
    const waits = this.clock.waits.map(it => `${it} ms`).join(', ');
    throw new Error(`waited ${LIMIT_MS} ms until ${what}; timers on the clock: ${waits}`);
  }

  #unrest(): readonly string[] {
    if (this.#life === undefined) return [];
    const {chrome, links} = this.#life;
    return [
      ...(chrome.isBusy ? ['the chrome draws'] : []),
      ...([...links].every(it => it.isDrained) ? [] : ['something is on a link']),
    ];
  }
}
