/**
 * Where a run takes place: a folder of its own for homes, sockets and repositories, an environment with nothing of the
 * person's in it, and the list of all processes that must end with it.
 */
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {processesWith, sleep, startedAt} from './figures.ts';

/** How long a process may take to end when asked to, milliseconds. */
const GRACE_MS = 3000;
const LOOK_MS = 20;

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const interrupt = (): never => process.exit(130);

type Own = {readonly pid: number; readonly started: string | undefined};

/** One run of the bench. */
export class Stage implements AsyncDisposable {
  /** Short: the path of a socket must fit in 100 bytes. */
  readonly dir = mkdtempSync(join(tmpdir(), 'rhb-'));
  readonly env: Readonly<Record<string, string>>;
  readonly #own: Own[] = [];
  #count = 0;

  constructor() {
    const home = this.folder('home');
    this.env = {
      PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
      XDG_CACHE_HOME: join(home, 'cache'),
      GIT_CONFIG_NOSYSTEM: '1',
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    };
    process.once('exit', this.#endAtOnce);
    for (const name of interruptions) process.once(name, interrupt);
  }

  /** Make a folder in it. */
  folder(name: string): string {
    const path = join(this.dir, name);
    mkdirSync(path, {recursive: true, mode: 0o700});
    return path;
  }

  /** A name that no other thing in this run has. */
  fresh(prefix: string): string {
    this.#count++;
    return `${prefix}${this.#count}`;
  }

  /** Remember a process that must not outlive the run. */
  runs(pid: number): void {
    this.#own.push({pid, started: startedAt(pid)});
  }

  /** End a process, and wait until it is gone. */
  async endOne(pid: number): Promise<void> {
    const own = this.#own.find(it => it.pid === pid && isAlive(it));
    if (own === undefined) return;
    signal(own, 'SIGTERM');
    signal(own, 'SIGCONT');
    for (let waited = 0; isAlive(own) && waited < GRACE_MS; waited += LOOK_MS) await sleep(LOOK_MS);
    if (isAlive(own)) signal(own, 'SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#own.map(it => this.endOne(it.pid)));
    this.#endAtOnce();
    process.off('exit', this.#endAtOnce);
    for (const name of interruptions) process.off(name, interrupt);
  }

  /** Also those nobody told of: their environment names this run's home. */
  readonly #endAtOnce = (): void => {
    for (const pid of processesWith(`HOME=${this.dir}/`)) this.runs(pid);
    for (const own of this.#own) if (isAlive(own)) signal(own, 'SIGKILL');
    rmSync(this.dir, {recursive: true, force: true, maxRetries: 5});
  };
}

const isAlive = ({pid, started}: Own): boolean => started !== undefined && startedAt(pid) === started;

const signal = ({pid}: Own, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
};
