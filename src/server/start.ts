/** Starts a server in this process: lock, store, what lives, socket; and ends it again. */
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Change} from '../core/event.ts';
import {consentsPathOf, leasesPathOf, pathsOf} from '../core/paths.ts';
import {version} from '../core/version.ts';
import {Consents} from '../store/consents.ts';
import {initProject} from '../store/project.ts';
import {takeLock, type Lock} from '../store/lock.ts';
import {readRules} from '../store/rules.ts';
import {openStore, type Store} from '../store/store.ts';
import {GraphemeTable, LinkTable} from '../terminal/cells.ts';
import {Moods} from './agents/mood.ts';
import {Calls} from './calling.ts';
import {Chrome, type ChromeThread} from './chrome.ts';
import {Clients} from './clients.ts';
import {Commands} from './commands.ts';
import {watchConversations} from './conversations.ts';
import {Conductor} from './conductor.ts';
import {Discussions} from './discussions.ts';
import {makeDoor, socketPath, type Door} from './door.ts';
import {Drafts} from './drafts.ts';
import {Figures} from './figures.ts';
import {Leases} from './leases.ts';
import {openLog, type Log} from './log.ts';
import {Outbox} from './outbox.ts';
import {Launcher} from './launcher.ts';
import type {Ports} from './ports.ts';
import {Questions} from './questions.ts';
import {afterRestart, discussionChanges, removalChanges, worktreeChanges} from './reconcile.ts';
import type {Server} from './server.ts';
import {Sessions} from './sessions.ts';
import {Configuration} from './settings.ts';
import {Setup} from './setup.ts';
import {ViewKeeper} from './view/keep.ts';
import {Telling} from './telling.ts';
import {World} from './world.ts';
import {Worktrees} from './workspace.ts';

/** Where a server works, and with what. */
export type Start = {
  readonly root: string;
  readonly commonDir: string;
  /** Our own program: what the scripts on the sessions' PATH run, as argv. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ports: Ports;
  readonly chromeThread: () => ChromeThread;
  /** Called when the server has ended by itself or by a verb. */
  readonly onEnd: () => void;
};

/** A server as it runs: with its door, and all its clients. */
export type Running = Server & {
  readonly clients: Clients;
  readonly figures: Figures;
  readonly listen: () => Promise<void>;
};

/** How often the recorded is compared with what is there, milliseconds. */
const RECONCILE_MS = 5000;

/**
 * Start a server.
 *
 * @throws Fault `store-locked` when another one owns the repository; of the store; of the socket's folder
 */
export const startServer = async (start: Start): Promise<Running> => {
  const {root, env, ports} = start;
  const paths = pathsOf(root);
  initProject(root);
  const log = openLog(paths.log);
  const socket = socketPath(start.commonDir, env);
  const lock = await takeLock({dir: paths.state, socket, version});
  try {
    writePrograms(paths.bin, start.program);
    const store = await openStore({
      dir: paths.state,
      onReload: () => server.world.reloaded(),
      onTrouble: thrown => log.bug('store', thrown),
    });
    const server = assemble(start, {store, log, socket, lock});
    await reconcile(server, [...afterRestart(store.state), ...(await removalChanges(store.state, server))]);
    await reconcile(server, await discussionChanges(store.state, server));
    await reconcile(server, worktreeChanges(store.state));
    await server.leases.open();
    await server.listen();
    // Git runs for each worktree: whoever waits for the server goes first.
    server.figures.measureAll();
    const {settings, problems} = await server.config.read();
    log.say('server started', {version, root, recovered: store.recovered, settings, problems});
    watch(server, {lock, ports, lingerMs: settings.linger_ms, onEnd: start.onEnd});
    return server;
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
};

/** `roundhouse` and `rh` for the PATH of sessions: this very build, on this very Node. */
const writePrograms = (bin: string, program: readonly string[]): void => {
  mkdirSync(bin, {recursive: true, mode: 0o700});
  const words = program.map(word => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  for (const name of ['roundhouse', 'rh'])
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${words} "$@"\n`, {mode: 0o700});
};

type Parts = {readonly store: Store; readonly log: Log; readonly socket: string; readonly lock: Lock};

/** What lives: programs, and those who decide about them. */
const workingsOf = (start: Start, {store, log, socket, lock}: Parts, moods: () => Moods) => {
  const {root, commonDir, env, ports} = start;
  const {bin, state} = pathsOf(root);
  const graphemes = new GraphemeTable();
  const links = new LinkTable();
  const world = new World({store, now: ports.now, log, isOurs: () => lock.isOurs()});
  const sessions = new Sessions({world, ports, log, graphemes, links, socket, bin});
  const worktrees = new Worktrees(root);
  const config = new Configuration(root, env);
  const telling = new Telling({world, config, root});
  const program = join(bin, 'roundhouse');
  const commands = new Commands({config, consents: new Consents(consentsPathOf(env)), root});
  const setup = new Setup({world, sessions, commands, graphemes, root, program});
  const outbox = new Outbox({world, sessions, ports, looksOf: session => moods().looksOf(session)});
  const launcher = new Launcher({world, sessions, config, telling, setup, outbox, root, commonDir, state, program});
  const conductor = new Conductor({world, sessions, worktrees, config, launcher, setup, graphemes, ports});
  const questions = new Questions({world, sessions, conductor, launcher, outbox, ports});
  const leases = new Leases({world, sessions, ports, config, log, root, path: leasesPathOf(env)});
  const discussions = new Discussions({world, ports, config, telling, root, commonDir, state, program});
  const own = {
    world,
    sessions,
    worktrees,
    config,
    commands,
    setup,
    telling,
    launcher,
    conductor,
    outbox,
    questions,
    leases,
    discussions,
  };
  return {graphemes, links, ...own};
};

/** Join the parts. Nothing runs yet. */
const assemble = (start: Start, parts: Parts): Running => {
  const {root, commonDir, ports} = start;
  const {store, log, socket, lock} = parts;
  const workings = workingsOf(start, parts, () => server.moods);
  const {world, sessions, graphemes} = workings;
  const chrome = new Chrome({world, ports, log, graphemes, start: start.chromeThread});
  const clients = new Clients({chrome, keeper: new ViewKeeper(pathsOf(root).views, ports)});
  const door = makeDoor(socket, it => clients.accept(it), log);
  const server: Running = {
    ...workings,
    root,
    commonDir,
    socket,
    ports,
    log,
    store,
    clients,
    startedAt: ports.now().toISOString(),
    clipboard: {text: ''},
    drafts: new Drafts(pathsOf(root).comments),
    recovered: store.recovered,
    listen: door.open,
    moods: new Moods({
      world,
      sessions,
      ports,
      log,
      rules: kind => readRules(kind, start.env),
      isWatched: session => clients.watches(session),
    }),
    // After the moods, which are to be told of an event before it.
    calls: new Calls({...workings, clients, ports, log, root, env: start.env}),
    figures: new Figures({world, sessions, config: workings.config, ports}),
    stop: once(() => stop(server, {lock, door, onEnd: start.onEnd})),
  };
  clients.join(server);
  watchConversations(server);
  return server;
};

/** End everything: programs, clients, store, lock, in this order. */
const stop = async (server: Running, own: {lock: Lock; door: Door; onEnd: () => void}): Promise<void> => {
  const {sessions, clients, leases, discussions, world, store, log} = server;
  await sessions.closeAll();
  clients.endAll('shutdown');
  own.door.close();
  await discussions.close();
  await world.settled();
  await leases.close();
  await store.close();
  await own.lock.release();
  log.say('server ended');
  own.onEnd();
};

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined;
  return () => (running ??= work());
};

const reconcile = async (server: Server, changes: readonly Change[]): Promise<void> => {
  if (changes.length > 0) await server.world.commit('system', changes);
};

/** A lock that cannot be read at the moment is not gone. */
const isLost = (lock: Lock): boolean => {
  try {
    return !lock.isOurs();
  } catch {
    return false;
  }
};

/** Look after the server while it lives: its lock, its socket, its worktrees; and end it when nobody needs it. */
const watch = (server: Running, own: {lock: Lock; ports: Ports; lingerMs: number; onEnd: () => void}): void => {
  let idleSince = own.ports.now().getTime();
  const look = async (): Promise<void> => {
    const now = own.ports.now().getTime();
    const {sessions, clients, discussions} = server;
    if (sessions.count + clients.count + discussions.count > 0) idleSince = now;
    if (isLost(own.lock)) {
      // Whoever took the lock owns the files and the socket: nothing of theirs is touched.
      server.log.say('the lock is gone; this server ends without a word');
      own.onEnd();
      return;
    }
    own.lock.touch();
    if (now - idleSince >= own.lingerMs) {
      setImmediate(() => void server.stop());
      return;
    }
    if (!existsSync(server.socket)) await server.listen();
    await reconcile(server, worktreeChanges(server.world.state));
    await server.leases.tend(server.clients.seesLeases);
  };
  const again = (): void => {
    own.ports.after(RECONCILE_MS, () => {
      server.world.background('look after the server', look);
      again();
    });
  };
  again();
};
