/** A whole server on a real repository with a real store; only terminals and clock are of the test. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {HostFigures} from '../../src/core/host.ts';
import type {Caller} from '../../src/server/caller.ts';
import {answer} from '../../src/server/dispatch.ts';
import type {Ports} from '../../src/server/ports.ts';
import type {Pty, PtyExit, PtyOptions} from '../../src/server/pty.ts';
import type {Server} from '../../src/server/server.ts';
import {startServer} from '../../src/server/start.ts';
import {holdContract} from '../kit/contract.ts';
import {openRepository, type Repository} from './repository.ts';

/** The program's side of a terminal. */
export type FakePty = Pty & {
  readonly options: PtyOptions;
  /** All that was typed. */
  typed: string;
  readonly signals: NodeJS.Signals[];
  prints(text: string): void;
  exits(exit: PtyExit): void;
  /** What it does when it is typed at; nothing at first. */
  onTyped: (text: string) => void;
  /** Signals end it, unless this is set. */
  isStubborn: boolean;
};

const makePty = (options: PtyOptions, pid: number): FakePty => {
  const it: FakePty = {
    pid,
    options,
    typed: '',
    signals: [],
    onTyped: () => undefined,
    isStubborn: false,
    write: bytes => {
      const text = Buffer.from(bytes).toString();
      it.typed += text;
      it.onTyped(text);
    },
    reply: bytes => it.write(bytes),
    resize: () => undefined,
    kill: signal => {
      it.signals.push(signal);
      const ends = signal === 'SIGKILL' || !it.isStubborn;
      for (const exit of ends ? [{code: 0, signal: signal === 'SIGKILL' ? 9 : 1}] : []) it.exits(exit);
    },
    isBusy: () => false,
    prints: text => options.onRead(Buffer.from(text)),
    exits: exit => options.onExit(exit),
  };
  return it;
};

/** Time passes only when the test says so. */
export type Clock = Pick<Ports, 'now' | 'after'> & {passes(ms: number): void};

export const makeClock = (): Clock => {
  const due = new Set<{readonly at: number; readonly call: () => void}>();
  let at = Date.parse('2026-01-02T03:04:05.000Z');
  const next = () => [...due].toSorted((a, b) => a.at - b.at)[0];
  return {
    now: () => new Date(at),
    after: (ms, call) => {
      const timer = {at: at + ms, call};
      due.add(timer);
      return {[Symbol.dispose]: () => void due.delete(timer)};
    },
    passes: ms => {
      const until = at + ms;
      for (let timer = next(); timer !== undefined && timer.at <= until; timer = next()) {
        due.delete(timer);
        at = Math.max(at, timer.at);
        timer.call();
      }
      at = until;
    },
  };
};

export type Answer = {readonly exit: number; readonly out: Record<string, unknown>; readonly code: string | undefined};

export type House = AsyncDisposable & {
  readonly repository: Repository;
  readonly server: Server;
  readonly clock: Clock;
  readonly ptys: FakePty[];
  /** The person at the repository's root. */
  readonly user: Caller;
  /** The machine as the server finds it. */
  host: HostFigures;
  /** Programs that shall not start, by a word of their command. */
  broken: string | undefined;
  /** Write the configuration file of the user. */
  configures(yaml: string): void;
  /** Put a program on the PATH of the person. It is never run: terminals are of the test. */
  installs(...programs: readonly string[]): void;
  /** The newest terminal. */
  pty(): FakePty;
  /** A verb with its JSON. */
  asks(argv: readonly string[], caller?: Caller): Promise<Answer>;
  /** A ready task with these steps. */
  task(title: string, ...more: readonly string[]): Promise<string>;
  /** The session of a task, as who calls. */
  worker(task: string): Caller;
  /** End the server, and start another one on the same repository. */
  restarts(): Promise<void>;
};

type Options = {
  readonly slots?: number;
  readonly repository?: Repository;
  readonly env?: Readonly<Record<string, string>>;
};

/** Start a server. */
export const openHouse = async ({slots = 2, repository = openRepository(), env = {}}: Options = {}): Promise<House> => {
  const clock = makeClock();
  const ptys: FakePty[] = [];
  const openPty = (options: PtyOptions): FakePty => {
    checkWorks(house.broken, options);
    const pty = makePty(options, 4_000_000 + ptys.length);
    ptys.push(pty);
    return pty;
  };
  const start = (): Promise<Server> =>
    startServer({
      root: repository.root,
      commonDir: join(repository.root, '.git'),
      program: ['/bin/true'],
      env: {
        ROUNDHOUSE_SOCKET_DIR: join(repository.home, 's'),
        ROUNDHOUSE_SLOTS: String(slots),
        XDG_CONFIG_HOME: join(repository.home, 'config'),
        XDG_STATE_HOME: join(repository.home, 'host'),
        ...env,
      },
      ports: {now: clock.now, after: clock.after, openPty, host: () => house.host},
      chromeThread: () => {
        throw new Error('no chrome here');
      },
      onEnd: () => undefined,
    });
  const programs = join(repository.home, 'programs');
  const user: Caller = {
    actor: 'user',
    cwd: repository.root,
    env: {PATH: `${programs}:/usr/bin:/bin`, SHELL: '/bin/sh', HOME: repository.home},
  };
  let server: Server | undefined;
  const house: House = {
    repository,
    get server() {
      return need(server, 'the server');
    },
    clock,
    ptys,
    user,
    broken: undefined,
    configures: yaml => {
      house.installs('talker', 'parrot');
      mkdirSync(join(repository.home, 'config/roundhouse'), {recursive: true});
      writeFileSync(join(repository.home, 'config/roundhouse/config.yaml'), yaml);
    },
    installs: (...names) => {
      mkdirSync(programs, {recursive: true});
      for (const name of names) writeFileSync(join(programs, name), '', {mode: 0o755});
    },
    host: {cpus: 4, load_1: 1, memory_gb: 16, memory_available_gb: 8},
    pty: () => need(ptys.at(-1), 'a terminal'),
    asks: async (argv, caller = user) => {
      const {gone} = {gone: new AbortController().signal};
      const {
        exit,
        out = '{}',
        fault,
      } = await answer(house.server, {argv: [...argv.slice(0, 1), '--json', ...argv.slice(1)], caller, gone});
      await house.server.world.settled();
      const result = JSON.parse(out) as Record<string, unknown>;
      if (exit === 0) holdContract(argv[0] ?? '', result);
      return {exit, out: result, code: fault?.code};
    },
    task: async (title, ...more) =>
      String((await house.asks(['create-task', title, '--script', 'true', ...more])).out['id']),
    worker: task => {
      const session = `worker-${task.toLowerCase()}`;
      return {...user, actor: `worker:${session}`, session, task: task as NonNullable<Caller['task']>};
    },
    restarts: async () => {
      await house.server.stop();
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await house.server.stop();
      repository[Symbol.dispose]();
    },
  };
  server = await start();
  return house;
};

const checkWorks = (broken: string | undefined, {argv}: PtyOptions): void => {
  if (broken !== undefined && argv.join(' ').includes(broken)) throw new Error('fork failed: EAGAIN');
};

const need = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new Error(`there is no ${what}`);
  return found;
};
