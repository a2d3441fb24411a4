/** The programs that run: each session's pseudo-terminal and screen. Records of sessions are in the state; this is their life. */
import {randomBytes} from 'node:crypto';
import {Fault, reasonOf} from '../core/fault.ts';
import {given} from '../core/given.ts';
import {sessionOf} from '../core/nouns/session.ts';
import type {Actor} from '../core/stamp.ts';
import type {GraphemeTable, LinkTable} from '../terminal/cells.ts';
import type {Theme} from '../terminal/engine.ts';
import {HistoryBudget} from '../terminal/history-budget.ts';
import {openXtermEngine} from '../terminal/xterm-engine.ts';
import {agentLinkOf} from './door.ts';
import {environmentOf} from './environment.ts';
import type {Log} from './log.ts';
import {changesOf, recordOf, type Opening} from './record.ts';
import {heardFrom, type Live, type SessionListener} from './live.ts';
import type {Ports} from './ports.ts';
import type {Pty, PtyExit} from './pty.ts';
import type {World} from './world.ts';

/** Lines kept above the screen. */
const HISTORY = 10_000;
/** Bytes of all histories together; a full one of 200 columns has 2 to 3 MB. */
const HISTORY_BYTES = 256 * 1024 * 1024;
/** How many screens of ended sessions are kept to be read. */
const KEEP_ENDED = 20;
/** How long a program may take to end after SIGHUP, milliseconds. */
const GRACE_MS = 1500;

type Own = {
  readonly world: World;
  readonly ports: Ports;
  readonly log: Log;
  readonly graphemes: GraphemeTable;
  readonly links: LinkTable;
  readonly socket: string;
  readonly bin: string;
};

/** All running programs. */
export class Sessions {
  readonly #own: Own;
  readonly #lives = new Map<string, Live>();
  readonly #listeners = new Set<SessionListener>();
  readonly #budget = new HistoryBudget(HISTORY_BYTES);
  readonly #suspending = new Set<string>();
  /** The size a session gets when nobody looks at it yet. */
  size = {cols: 80, rows: 24};
  #theme: Theme | undefined;

  constructor(own: Own) {
    this.#own = own;
  }

  /** Of the server that all these sessions belong to. */
  get socket(): string {
    return this.#own.socket;
  }

  /** The colours of the terminal of whoever typed last; programs are told them when they ask. */
  get theme(): Theme | undefined {
    return this.#theme;
  }

  set theme(theme: Theme | undefined) {
    if (theme === undefined || theme === this.#theme) return;
    this.#theme = theme;
    for (const {engine} of this.#lives.values()) engine.setTheme(theme);
  }

  listen(listener: SessionListener): Disposable {
    this.#listeners.add(listener);
    return {[Symbol.dispose]: () => void this.#listeners.delete(listener)};
  }

  /** A session's screen, also of one that has ended. */
  find(name: string): Live | undefined {
    return this.#lives.get(name);
  }

  /** @throws Fault `session-unknown`, or `session-ended` when no process runs in it */
  running(name: string): Live & {pty: Pty} {
    const session = sessionOf(this.#own.world.state, name);
    const live = this.find(name);
    if (live?.pty === undefined) throw new Fault('session-ended', {session: name, status: session.status});
    return live as Live & {pty: Pty};
  }

  /** The session that a token was given to. */
  ofToken(token: string): string | undefined {
    return [...this.#lives.values()].find(live => live.token === token && live.pty !== undefined)?.name;
  }

  /** The session of a process id among these, nearest first. */
  ofPids(pids: readonly number[]): string | undefined {
    const lives = [...this.#lives.values()];
    return pids.map(pid => lives.find(it => it.pty?.pid === pid)?.name).find(name => name !== undefined);
  }

  get count(): number {
    return [...this.#lives.values()].filter(live => live.pty !== undefined).length;
  }

  /**
   * Open a session: its record first, then its program. One that is suspended goes on.
   *
   * @throws Fault `session-exists`, or `session-spawn-failed`; the record is then closed again, or suspended as before
   */
  async open(actor: Actor, opening: Opening): Promise<Live> {
    const {world} = this.#own;
    const record = recordOf(opening);
    const isSuspended = world.state.sessions[opening.name]?.status === 'suspended';
    const from = isSuspended ? 'suspended' : 'starting';
    if (!isSuspended) await world.commit(actor, [{type: 'session-opened', session: record}]);
    try {
      const live = this.#start(opening);
      const changes = changesOf(live.pty?.pid, isSuspended ? record : undefined);
      await world.commit(actor, [{type: 'session-moved', session: opening.name, from, to: 'active', changes}]);
      return live;
    } catch (thrown) {
      this.#lives.get(opening.name)?.pty?.kill('SIGKILL');
      throw await this.#failed(opening.name, from, thrown);
    }
  }

  /** A session that could not be opened is closed; one that could not go on stays suspended. */
  async #failed(session: string, from: 'starting' | 'suspended', thrown: unknown): Promise<Fault> {
    const reason = reasonOf(thrown);
    if (from === 'starting')
      await this.#own.world.commit('system', [{type: 'session-moved', session, from, to: 'closed', reason}]);
    return thrown instanceof Fault ? thrown : new Fault('session-spawn-failed', {session, reason}, {cause: thrown});
  }

  /** End a program in such a way that it can go on another day: nothing else follows from its end. */
  async suspend(name: string): Promise<void> {
    this.#suspending.add(name);
    try {
      await this.close(name);
    } finally {
      this.#suspending.delete(name);
    }
  }

  /** Ask a program to end; after a while, make it. Resolves when it has ended. A lost session is put to rest. */
  async close(name: string): Promise<void> {
    const {world} = this.#own;
    const {status: from} = sessionOf(world.state, name);
    if (from === 'stale' || from === 'suspended') {
      await world.commit('user', [
        {type: 'session-moved', session: name, from, to: 'closed', reason: 'put to rest'},
        ...[...this.#listeners].flatMap(it => it.onEnding?.(name, {code: 0}) ?? []),
      ]);
      return;
    }
    const live = this.running(name);
    const {promise: ended, resolve} = Promise.withResolvers<void>();
    using _listening = this.listen({onEnd: it => void (it === live.name && resolve())});
    this.#tell(it => it.onClosing?.(live));
    live.isEnding = true;
    live.pty.kill('SIGHUP');
    using _timer = this.#own.ports.after(GRACE_MS, () => live.pty.kill('SIGKILL'));
    await this.#own.world.busy(ended);
  }

  /** End all programs, at once. */
  async closeAll(): Promise<void> {
    const running = [...this.#lives.values()].filter(live => live.pty !== undefined);
    await Promise.all(running.map(live => this.close(live.name)));
  }

  resize(name: string, {cols, rows}: {cols: number; rows: number}): void {
    const live = this.#lives.get(name);
    if (live === undefined || (live.engine.cols === cols && live.engine.rows === rows)) return;
    live.engine.resize(cols, rows);
    live.pty?.resize(cols, rows);
    this.#own.world.signal([{type: 'session-signal', session: name, cols, rows}]);
    for (const listener of this.#listeners) listener.onOutput?.(live, 0);
  }

  /**
   * Let a running program go on under another name, as soon as the record says so.
   *
   * @param record commits what closes the old session and opens the new one; when it fails, nothing has changed
   */
  async rename(from: string, to: string, record: () => Promise<void>): Promise<void> {
    const live = this.running(from);
    const recorded = record();
    this.#rekey(live, to);
    try {
      await recorded;
    } catch (thrown) {
      this.#rekey(live, from);
      throw thrown;
    }
    const {world} = this.#own;
    world.signal([{type: 'session-signal', session: to, ...world.signals.sessions[from]}]);
    this.#tell(it => it.onRename?.(from, to));
  }

  #rekey(live: Live, name: string): void {
    this.#lives.delete(live.name);
    this.forget(name);
    live.name = name;
    this.#lives.set(name, live);
  }

  /** What ran before the program of a session is over. */
  begins(name: string): void {
    const live = this.find(name);
    if (live !== undefined) live.startedAt = this.#own.ports.now().getTime();
  }

  /** A client is gone: the sizes it gave are anybody's. */
  release(client: number): void {
    for (const live of this.#lives.values()) if (live.sizedBy === client) live.sizedBy = undefined;
  }

  /** Forget the screen of a session that has ended. */
  forget(name: string): void {
    const live = this.#lives.get(name);
    if (live === undefined || live.pty !== undefined) return;
    live.engine[Symbol.dispose]();
    this.#lives.delete(name);
  }

  #start(opening: Opening): Live {
    const {name, argv, before = [], cwd} = opening;
    const size = {cols: opening.cols ?? this.size.cols, rows: opening.rows ?? this.size.rows};
    this.forget(name);
    const live = this.#screenOf(opening, size);
    if (opening.greeting !== undefined) live.engine.feed(Buffer.from(opening.greeting));
    live.pty = this.#own.ports.openPty({
      argv: [...before, ...argv],
      cwd,
      env: live.env,
      ...size,
      onRead: bytes => this.#read(live, bytes),
      onExit: exit => this.#ended(live, exit),
    });
    this.#lives.set(name, live);
    this.#own.world.signal([{type: 'session-signal', session: name, ...size}]);
    return live;
  }

  #screenOf(opening: Opening, size: {cols: number; rows: number}): Live {
    const {name, env, task_id: task, goesOn = false} = opening;
    const {world, graphemes, links, socket, bin, ports} = this.#own;
    const theme = this.#theme === undefined ? {} : {theme: this.#theme};
    const token = randomBytes(18).toString('base64url');
    const own = {session: name, socket, token, bin, agentLink: agentLinkOf(socket), ...given({task})};
    const engine = openXtermEngine(
      {...size, history: HISTORY, graphemes, links, budget: this.#budget, ...theme},
      {
        ...heardFrom(() => live, {world, tell: it => this.#tell(it)}),
        onReply: bytes => live.pty?.reply(Buffer.from(bytes, 'latin1')),
      },
    );
    const live: Live = {
      name,
      engine,
      token,
      env: environmentOf(env, own),
      startedAt: ports.now().getTime(),
      goesOn,
      pty: undefined,
      isEnding: false,
      draft: 0,
      outputAt: 0,
    };
    return live;
  }

  #tell(call: (listener: SessionListener) => void): void {
    for (const listener of this.#listeners) call(listener);
  }

  #read(live: Live, bytes: Uint8Array): void {
    live.engine.feed(bytes);
    live.outputAt = this.#own.ports.now().getTime();
    this.#tell(it => it.onOutput?.(live, bytes.length));
  }

  #ended(live: Live, exit: PtyExit): void {
    live.pty = undefined;
    const {world, log} = this.#own;
    log.say('session ended', {session: live.name, ...exit});
    const to = this.#suspending.has(live.name) ? 'suspended' : 'closed';
    const reason = exit.signal === undefined ? `ended with code ${exit.code}` : `ended by signal ${exit.signal}`;
    world.background('close a session', async () => {
      const {status} = sessionOf(world.state, live.name);
      try {
        await world.commit('system', [
          {type: 'session-moved', session: live.name, from: status, to, reason, changes: {exit}},
          ...(to === 'suspended' ? [] : [...this.#listeners].flatMap(it => it.onEnding?.(live.name, exit) ?? [])),
        ]);
      } finally {
        // Who waits for the end is told also when it could not be recorded.
        for (const listener of this.#listeners) listener.onEnd?.(live.name, exit);
        this.#dropOldest();
      }
    });
  }

  #dropOldest(): void {
    const ended = [...this.#lives.values()].filter(live => live.pty === undefined);
    for (const live of ended.slice(0, Math.max(0, ended.length - KEEP_ENDED))) this.forget(live.name);
  }
}
