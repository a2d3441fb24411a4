/** Finds the server of a repository, starts one where none runs, and says hello. */
import {readFileSync, statSync} from 'node:fs';
import {createConnection, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {Fault, faultOf} from '../core/fault.ts';
import {pathsOf, socketDirOf} from '../core/paths.ts';
import {Connection, type ConnectionEvents} from '../protocol/connection.ts';
import {PROTOCOL, type ClientHello, type Message, type ServerHello} from '../protocol/message.ts';
import type {Place} from './place.ts';

/** How long a server may take until it listens, milliseconds. */
const START_MS = 15_000;
const RETRY_MS = 5;
/** How long a server that took the connection may take to greet, milliseconds. */
const GREET_MS = 5000;

export type Introduction = Pick<
  ClientHello,
  'role' | 'agent' | 'terminal' | 'tty' | 'show' | 'watching' | 'takeover' | 'newSession'
> & {
  readonly version: string;
  /** In place of the folder this process is in. */
  readonly cwd?: string;
  /** In place of this process's own. */
  readonly env?: ClientHello['env'];
};

/** A connection on which both sides said hello. */
export type Link = {
  readonly connection: Connection;
  readonly server: ServerHello;
  readonly listen: (to: Listener) => void;
};

/** Who is told what comes after the hello. Nothing is lost before `listen` is called. */
export type Listener = ConnectionEvents;

/** The words of a client about itself. */
export const helloOf = ({version, ...me}: Introduction): ClientHello => ({
  type: 'hello',
  protocol: PROTOCOL,
  version,
  features: [],
  pid: process.pid,
  cwd: process.cwd(),
  env: Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ),
  ...me,
});

/**
 * Connect to the server of a repository, if one runs.
 *
 * @param first sent together with the hello: a server that does not understand us answers it with a fault
 * @returns undefined when none does
 * @throws Fault `socket-foreign` when the socket is not ours alone
 */
export const findServer = async (place: Place, me: Introduction, first?: Message): Promise<Link | undefined> => {
  const socket = await openSocket(place);
  if (socket === undefined) return undefined;
  return greet(socket, me, {path: socketOf(place) ?? '', withinMs: GREET_MS, first});
};

/**
 * Connect to the server of a repository, and say nothing.
 *
 * @returns undefined when none runs
 * @throws Fault `socket-foreign` when the socket is not ours alone
 */
export const openSocket = async (place: Place): Promise<Socket | undefined> => {
  const path = socketOf(place);
  if (path === undefined) return undefined;
  checkOwner(path);
  return open(path);
};

/** Like {@link findServer}; a server that goes away while it greets is none. */
const findLiving = async (place: Place, me: Introduction): Promise<Link | undefined> => {
  try {
    return await findServer(place, me);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'connection-lost') return undefined;
    throw thrown;
  }
};

/** Where the server that took the lock last said that it listens. */
const socketOf = (place: Place): string | undefined => {
  try {
    const {socket} = JSON.parse(readFileSync(pathsOf(place.root).lock, 'utf8')) as {socket?: unknown};
    return typeof socket === 'string' ? socket : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Connect to the server of a repository, and start it first when none runs.
 *
 * @param serve the program that is the server, as argv without Node
 * @throws Fault `server-start-failed` with the server's last words, `server-unreachable`, or `socket-forbidden`
 */
export const needServer = async (place: Place, me: Introduction, serve: readonly string[]): Promise<Link> => {
  const running = await findLiving(place, me);
  if (running !== undefined) return running;
  await checkSockets();
  const started = await (await import('./start.ts')).startServer(place, serve);
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    const link = await findLiving(place, me);
    if (link !== undefined) return link;
    // Another server won the race to start: it will answer soon.
    if (started.failure !== undefined && started.failure.code !== 'store-locked') throw started.failure;
    await started.wait(RETRY_MS);
  }
  // It runs, and says no word: where it listens is not seen from here.
  if (started.failure?.code === 'store-locked')
    throw new Fault('socket-forbidden', {path: socketOf(place) ?? '', reason: 'nobody answers there'});
  throw started.failure ?? new Fault('server-unreachable', {path: pathsOf(place.root).lock, reason: 'no answer'});
};

/** What the system says when it forbids a connection, rather than that nobody listens. */
const FORBIDDEN: readonly (string | undefined)[] = ['EPERM', 'EACCES'];

/** @throws Fault `socket-forbidden`: in a sandbox a server that runs cannot be told from none, and must not be replaced */
const open = (path: string): Promise<Socket | undefined> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', ({code}: NodeJS.ErrnoException) => {
      if (FORBIDDEN.includes(code)) reject(new Fault('socket-forbidden', {path, reason: code ?? ''}));
      else resolve(undefined);
    });
  });

/**
 * A server that is started where no socket may be reached could not be reached either, and would end with the sandbox.
 *
 * @throws Fault `socket-forbidden`
 */
const checkSockets = async (): Promise<void> => {
  const socket = await open(`${socketDirOf(process.env, process.getuid?.() ?? 0)}/any.sock`);
  socket?.destroy();
};

/** Holds back what comes after the hello until somebody listens. */
const makeRelay = (): {tell: (call: (to: Listener) => void) => void; listen: Link['listen']} => {
  const early: ((to: Listener) => void)[] = [];
  let listener: Listener | undefined;
  return {
    tell: call => {
      if (listener === undefined) early.push(call);
      else call(listener);
    },
    listen: to => {
      listener = to;
      for (const call of early.splice(0)) call(to);
    },
  };
};

/**
 * Say hello and wait for the answer.
 *
 * @param to what is said of it when no answer comes, and what is sent after the hello without waiting
 * @throws Fault the server's own, `connection-lost` or `server-unreachable`
 */
export const greet = (
  socket: Duplex,
  me: Introduction,
  to: {path: string; withinMs: number; first?: Message | undefined},
): Promise<Link> =>
  new Promise((resolve, reject) => {
    const {tell, listen} = makeRelay();
    let server: ServerHello | undefined;
    const connection = new Connection(socket, {
      onMessage: message => {
        if (server !== undefined) tell(it => it.onMessage(message));
        else if (message.type === 'hello') resolve({connection, server: (server = message), listen});
        else if (message.type === 'bye' && message.fault !== undefined) reject(faultOf(message.fault));
      },
      onFrame: frame => tell(it => it.onFrame?.(frame)),
      onClose: fault => {
        reject(fault ?? new Fault('connection-lost', {}));
        tell(it => it.onClose?.(fault));
      },
    });
    socket.cork();
    connection.send(helloOf(me));
    if (to.first !== undefined) connection.send(to.first);
    socket.uncork();
    const late = new Fault('server-unreachable', {path: to.path, reason: `no hello within ${to.withinMs} ms`});
    setTimeout(() => {
      if (server === undefined) connection.close(late);
    }, to.withinMs).unref();
  });

/** The folder and the socket must be ours; others must not get in. */
const checkOwner = (socket: string): void => {
  const uid = process.getuid?.();
  const folder = statSync(socket.slice(0, socket.lastIndexOf('/')), {throwIfNoEntry: false});
  const itself = statSync(socket, {throwIfNoEntry: false});
  const foreign = [folder, itself].some(found => found !== undefined && found.uid !== uid);
  if (foreign || (folder !== undefined && (folder.mode & 0o077) !== 0))
    throw new Fault('socket-foreign', {path: socket});
};
