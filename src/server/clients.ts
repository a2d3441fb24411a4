/** Who is connected: greets them, gives verbs to those who ask and a screen to those who attach. */
import type {Duplex} from 'node:stream';
import {basename} from 'node:path';
import {Fault, reasonOf} from '../core/fault.ts';
import {panesOf} from '../core/layout.ts';
import type {Notice} from '../core/view.ts';
import {sessionOf} from '../core/nouns/session.ts';
import {version} from '../core/version.ts';
import {Connection} from '../protocol/connection.ts';
import {
  isSize,
  PROTOCOL,
  type Bye,
  type ClientHello,
  type Message,
  type Request,
  type Resize,
} from '../protocol/message.ts';
import {isVerb} from '../protocol/names.ts';
import {entryOf} from '../protocol/verbs.ts';
import type {Colours} from '../terminal/compositor.ts';
import {callerOf, type Caller} from './caller.ts';
import type {Chrome} from './chrome.ts';
import {agentLinkOf, aimAgentLink} from './door.ts';
import {answer} from './dispatch.ts';
import type {Server} from './server.ts';
import type {Live} from './sessions.ts';
import {Attached} from './view/attached.ts';
import type {ViewKeeper} from './view/keep.ts';
import {goTo} from './view/panes.ts';
import {Painter} from './view/painter.ts';
import type {RowStamps} from './view/stamps.ts';
import {branchOf} from './workspace.ts';

/** One connection, and what became of it. */
type Peer = {
  readonly connection: Connection;
  readonly gone: AbortController;
  hello?: ClientHello;
  caller?: Caller;
  attached?: Attached;
};

type Own = {readonly chrome: Chrome; readonly keeper: ViewKeeper};

/** Both have the same prefix, and the outer one takes it. */
const inTmux: Notice = {
  tone: 'plain',
  text: 'inside tmux: press C-b twice to reach roundhouse',
  hint: 'or set another prefix in tmux',
};

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
    server.sessions.listen({onOutput: (live, bytes) => this.#each(it => it.heard(live, bytes))});
    const touched = (): void => this.#each(it => it.touched());
    server.world.listen({onEvents: touched, onSignals: touched, onReload: touched});
  }

  /** Connections of any kind that are open. */
  get count(): number {
    return this.#peers.size;
  }

  /** The environment for what a caller opens: its own, or for an agent that of the last person who attached. */
  envFor({actor, env}: Caller): Readonly<Record<string, string>> {
    return actor === 'user' || Object.keys(this.lastEnv).length === 0 ? env : this.lastEnv;
  }

  /** Take a connection. One that misbehaves is closed, and nobody else is touched. */
  accept(socket: Duplex): void {
    const connection = new Connection(socket, {
      onMessage: message => this.#take(peer, message),
      onFrame: frame => peer.attached?.receive(frame),
      onClose: fault => this.#left(peer, fault),
    });
    const peer: Peer = {connection, gone: new AbortController()};
    this.#peers.add(peer);
  }

  /** Tell everybody, and close. */
  endAll(reason: Bye['reason']): void {
    for (const {connection} of this.#peers) connection.end({type: 'bye', reason});
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
    else if (message.type === 'bye') peer.connection.close();
  }

  #greet(server: Server, peer: Peer, hello: ClientHello): void {
    if (peer.hello !== undefined) return;
    peer.hello = {...hello, env: hello.env ?? {}, cwd: hello.cwd ?? server.root};
    peer.caller = callerOf(peer.hello, server.sessions, server.world);
    peer.connection.send({type: 'hello', protocol: PROTOCOL, version, features: [], pid: process.pid});
    if (hello.role === 'attach') server.world.background('attach', () => this.#tryAttach(server, peer));
  }

  async #answer(server: Server, {connection, hello, caller, gone}: Peer, {id, argv, cols}: Request): Promise<void> {
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
    connection.send({type: 'response', id, ...(await answer(server, {argv, caller, cols, gone: gone.signal}))});
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
      peer.connection.end({type: 'bye', reason: 'refused', fault: fault.toJSON()});
      if (fault !== thrown) throw thrown;
    }
  }

  async #attach(server: Server, peer: Peer): Promise<void> {
    const {caller, connection, hello} = peer;
    if (hello === undefined) return;
    if (caller?.session !== undefined) throw new Fault('terminal-nested', {session: caller.session});
    if (caller === undefined || hello.terminal === undefined) return;
    if (hello.show !== undefined && hello.show !== 'planner') sessionOf(server.world.state, hello.show);
    this.lastEnv = hello.env;
    aimAgent(server, hello);
    await server.conductor.needPlanner('user', hello.env);
    // The terminal may have been resized meanwhile.
    if (connection.isOpen) this.#open(server, {...peer, caller, peer}, peer.hello ?? hello);
  }

  #open(
    server: Server,
    {connection, caller, peer}: {connection: Connection; caller: Caller; peer: Peer},
    hello: ClientHello,
  ): void {
    const {cols = 80, rows = 24, colours = '256'} = hello.terminal ?? {};
    const {chrome, keeper} = this.#own;
    const id = this.#next++;
    const view = keeper.startOn({cols, rows});
    const {world, sessions, graphemes} = server;
    const painter = new Painter(
      {client: id, world, sessions, chrome, graphemes, stamps: this.#stamps, colours: colours as Colours},
      view,
    );
    const onChange = (it: typeof view): void => keeper.changed(it);
    const attached = new Attached({id, server, connection, chrome, painter, caller, onChange}, view);
    peer.attached = attached;
    const look = {repository: basename(server.root), branch: branchOf(server.commonDir), plain: colours === 'none'};
    chrome.open(id, {view: attached.view, look}, {onDrawn: () => attached.chromeDrawn()});
    welcome(server, attached, hello);
    for (const pane of panesOf(attached.view.layout)) attached.claim(pane.session);
  }

  #left(peer: Peer, fault: Fault | undefined): void {
    this.#peers.delete(peer);
    peer.gone.abort();
    if (fault !== undefined) this.#server?.log.say('connection closed', {reason: fault.message});
    if (peer.attached !== undefined) {
      peer.attached.close();
      this.#own.keeper.save();
    }
  }
}

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

/** Show what was asked for, and say what one should know at the start; the most urgent comes last. */
const welcome = ({recovered}: Server, attached: Attached, {env, show}: ClientHello): void => {
  if (env['TMUX'] !== undefined) attached.set({notice: inTmux});
  const [first] = recovered;
  if (first !== undefined) attached.set({notice: {tone: 'plain', text: first}});
  if (show !== undefined) goTo(attached, show);
};
