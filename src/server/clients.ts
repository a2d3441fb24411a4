/** Who is connected: greets them, gives verbs to those who ask and a screen to those who attach. */
import type {Duplex} from 'node:stream';
import {Fault, reasonOf} from '../core/fault.ts';
import {version} from '../core/version.ts';
import {Connection} from '../protocol/connection.ts';
import {
  FEATURES,
  isSize,
  PROTOCOL,
  type Bye,
  type ClientHello,
  type Continued,
  type Message,
  type Request,
  type Resize,
} from '../protocol/message.ts';
import {isVerb} from '../protocol/names.ts';
import {entryOf} from '../protocol/verbs.ts';
import {callerOf, type Caller} from './caller.ts';
import type {Chrome} from './chrome.ts';
import {agentLinkOf, aimAgentLink} from './door.ts';
import {answer} from './dispatch.ts';
import type {NoticeWords} from '../terminal/notices.ts';
import type {Gaze, Way} from '../work/calling.ts';
import {Relay, type ScreenPath} from './relay.ts';
import {keysFor} from './keys.ts';
import type {Server} from './server.ts';
import type {Live} from './live.ts';
import {openTty} from './tty.ts';
import type {Attached} from './view/attached.ts';
import type {ViewKeeper} from './view/keep.ts';
import {readResult} from './view/discussing.ts';
import {isInHand} from './view/panes.ts';
import {openScreen, type Opening} from './view/opening.ts';
import type {RowStamps} from './view/stamps.ts';

/** One connection, and what became of it. */
type Peer = {
  readonly connection: Connection;
  readonly gone: AbortController;
  readonly relay: Relay;
  /** How its screen is reached; the relay, unless its terminal could be opened. */
  path: ScreenPath;
  hello?: ClientHello;
  caller?: Caller;
  attached?: Attached;
};

type Own = {readonly chrome: Chrome; readonly keeper: ViewKeeper};

/** All connections of the server. */
export class Clients {
  readonly #own: Own;
  readonly #peers = new Set<Peer>();
  readonly #stamps = new WeakMap<Live, RowStamps>();
  #server: Server | undefined;
  #next = 1;
  /** The environment of the client that attached last: what sessions get that an agent asks for. */
  lastEnv: Readonly<Record<string, string>> = {};

  constructor(own: Own) {
    this.#own = own;
  }

  /** Join the rest of the server, once it is there. */
  join(server: Server): void {
    this.#server = server;
    server.sessions.listen({
      onOutput: (live, bytes) => this.#each(it => it.heard(live, bytes)),
      onBell: name => this.#each(it => it.bell.rings(name)),
      onClipboard: (name, text) => {
        server.clipboard.text = text;
        this.#each(it => it.offered(name, text));
      },
      onEnd: name => this.#each(it => it.ended(name)),
      onRename: (from, to) => {
        this.#own.keeper.renamed(from, to);
        this.#each(it => it.renamed(from, to));
      },
    });
    const touched = (): void => this.#each(it => it.touched());
    const changed = (): void => {
      touched();
      this.#each(readResult);
    };
    server.world.listen({onEvents: changed, onSignals: touched, onReload: changed});
  }

  /** Connections of any kind that are open. */
  get count(): number {
    return this.#peers.size;
  }

  get seesLeases(): boolean {
    return [...this.#peers].some(({attached}) => attached?.seesLeases === true);
  }

  /** What the people at all screens see. */
  get gazes(): readonly Gaze[] {
    return [...this.#peers].flatMap(({attached}) => attached?.gaze ?? []);
  }

  /** Tell people something of a session at their terminals. */
  notify(session: string, words: NoticeWords, ways: readonly Way[]): void {
    this.#each(it => {
      const form = ways.find(way => way.client === it.id)?.form;
      if (form !== undefined) it.bell.says(session, words, form);
    });
  }

  /** Does anybody look at a session, and could type into it? */
  watches(session: string): boolean {
    return [...this.#peers].some(({attached}) => attached?.isFocused === true && isInHand(attached.view, session));
  }

  /** The environment for what a caller opens: its own, or for an agent that of the last person who attached. */
  envFor({actor, env}: Caller): Readonly<Record<string, string>> {
    return actor === 'user' || Object.keys(this.lastEnv).length === 0 ? env : this.lastEnv;
  }

  /** Take a connection. One that misbehaves is closed, and nobody else is touched. */
  accept(socket: Duplex): void {
    const connection = new Connection(socket, {
      onMessage: message => this.#take(peer, message),
      onFrame: frame => peer.relay.receive(frame),
      onClose: fault => this.#left(peer, fault),
    });
    const relay = new Relay(connection);
    const peer: Peer = {connection, gone: new AbortController(), relay, path: relay};
    this.#peers.add(peer);
  }

  /** Tell everybody, and close. */
  endAll(reason: Bye['reason']): void {
    for (const peer of this.#peers) dismiss(peer, {type: 'bye', reason});
    this.#own.keeper.save();
    this.#own.chrome.end();
  }

  #each(call: (attached: Attached) => void): void {
    for (const {attached} of this.#peers) if (attached !== undefined) call(attached);
  }

  #take(peer: Peer, message: Message): void {
    const server = this.#server;
    if (server === undefined) return;
    if (message.type === 'hello') this.#greet(server, peer, message as ClientHello);
    else if (message.type === 'request') server.world.background('answer', () => this.#answer(server, peer, message));
    else if (message.type === 'resize') resize(peer, message);
    else if (message.type === 'continued') goOn(peer, message);
    else if (message.type === 'bye') {
      peer.path.close();
      peer.connection.close();
    }
  }

  #greet(server: Server, peer: Peer, hello: ClientHello): void {
    if (peer.hello !== undefined) return;
    peer.hello = {...hello, env: hello.env ?? {}, cwd: hello.cwd ?? server.root};
    peer.caller = callerOf(peer.hello, server.sessions, server.world);
    const isAttaching = hello.role === 'attach';
    peer.path = (isAttaching ? openTty(hello, server.ports) : undefined) ?? peer.relay;
    const direct = peer.path.name === 'direct' ? {direct: true} : {};
    const me = {type: 'hello', protocol: PROTOCOL, version, features: FEATURES, pid: process.pid} as const;
    peer.connection.send({...me, ...direct, actor: peer.caller.actor});
    if (isAttaching) server.world.background('attach', () => this.#tryAttach(server, peer));
  }

  async #answer(
    server: Server,
    {connection, hello, caller, gone}: Peer,
    {id, argv, params, cols}: Request,
  ): Promise<void> {
    if (hello === undefined || caller === undefined) return;
    const [verb = ''] = argv;
    if (hello.protocol !== PROTOCOL && !(isVerb(verb) && entryOf(verb).anyVersion === true)) {
      const fault = new Fault('server-older', {server: version, client: hello.version});
      connection.send({
        type: 'response',
        id,
        exit: fault.exit,
        err: `roundhouse: ${fault.message}\n  ${fault.hint ?? ''}`,
        fault: fault.toJSON(),
      });
      return;
    }
    connection.send({type: 'response', id, ...(await answer(server, {argv, params, caller, cols, gone: gone.signal}))});
  }

  /** A screen that cannot be opened is refused with its reason: a client must not stand before a blank terminal. */
  async #tryAttach(server: Server, peer: Peer): Promise<void> {
    try {
      await this.#attach(server, peer);
    } catch (thrown) {
      const fault =
        thrown instanceof Fault
          ? thrown
          : new Fault('server-start-failed', {reason: reasonOf(thrown)}, {cause: thrown});
      dismiss(peer, {type: 'bye', reason: 'refused', fault: fault.toJSON()});
      if (fault !== thrown) throw thrown;
    }
  }

  async #attach(server: Server, peer: Peer): Promise<void> {
    const {caller, connection, hello} = peer;
    if (hello === undefined) return;
    if (caller?.session !== undefined) throw new Fault('terminal-nested', {session: caller.session});
    if (caller === undefined || hello.terminal === undefined) return;
    if (hello.show !== undefined && hello.show !== 'planner') server.sessions.running(hello.show);
    this.lastEnv = hello.env;
    aimAgent(server, hello);
    const [trouble] = await server.conductor.launch('user', {env: hello.env, isNew: hello.newSession === true});
    const keys = await keysFor(hello.env, server.root);
    // The terminal may have been resized meanwhile.
    if (connection.isOpen) this.#open(server, peer, {caller, keys, trouble, hello: peer.hello ?? hello});
  }

  #open(server: Server, peer: Peer, own: Pick<Opening, 'caller' | 'keys' | 'trouble' | 'hello'>): void {
    const {hello} = own;
    if (hello.takeover === true) this.#dismissOthers(peer);
    const {chrome, keeper} = this.#own;
    const leave = (bye: Bye): void => dismiss(peer, bye);
    const shared = {chrome, keeper, stamps: this.#stamps};
    peer.attached = openScreen(server, {...shared, ...own, id: this.#next++, path: peer.path, leave});
    server.calls.looked();
  }

  #dismissOthers(than: Peer): void {
    for (const peer of this.#peers)
      if (peer !== than && peer.attached !== undefined) dismiss(peer, {type: 'bye', reason: 'taken-over'});
  }

  #left(peer: Peer, fault: Fault | undefined): void {
    this.#peers.delete(peer);
    peer.gone.abort();
    peer.path.abandon();
    if (fault !== undefined) this.#server?.log.say('connection closed', {reason: fault.message});
    if (peer.attached !== undefined) {
      peer.attached.close();
      this.#each(it => it.offerSizes());
      this.#own.keeper.save();
    }
  }
}

/** End a connection with a word. Its terminal is let go first: what the client then writes to it comes last. */
const dismiss = ({path, connection}: Peer, bye: Bye): void => {
  path.close();
  connection.end(bye);
};

/** Sessions reach the SSH agent of whoever attached last. */
const aimAgent = ({socket}: Server, {env}: ClientHello): void => {
  const agent = env['SSH_AUTH_SOCK'];
  if (agent !== undefined) aimAgentLink(agentLinkOf(socket), agent);
};

/** A size that comes before the screen is open is the size it opens with. */
const resize = (peer: Peer, {cols, rows}: Resize): void => {
  const {hello, attached} = peer;
  if (attached !== undefined) attached.resize(cols, rows);
  else if (hello?.terminal !== undefined && isSize(cols, rows))
    peer.hello = {...hello, terminal: {...hello.terminal, cols, rows}};
};

const goOn = (peer: Peer, {cols, rows}: Continued): void => {
  resize(peer, {type: 'resize', cols, rows});
  peer.path.continued();
};
