/** Who holds the lock of a repository. Light: every client reads it before it does anything else. */
import {readFileSync, readlinkSync, statSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';

/** What `server.lock` says. */
export type Holder = {
  readonly pid: number;
  /** When the process began, as the system tells it: with the pid it names one process for good. */
  readonly started: string;
  readonly host: string;
  /** The space of process ids it lives in, on Linux: in another one, as in a sandbox or a container, its pid says nothing. */
  readonly space?: string;
  /** Absolute path of the server's socket. */
  readonly socket: string;
  /** The version of roundhouse. */
  readonly version: string;
  readonly started_at: string;
};

/** The lock of a state folder. */
export const lockPathOf = (dir: string): string => join(dir, 'server.lock');

/** Field 22 of /proc/PID/stat, in clock ticks; the name in field 2 may hold anything, so fields are counted from its end. */
const startedOnLinux = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isDead = fields[0] === 'Z' || fields[0] === 'X';
    return isDead ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

const startedElsewhere = (pid: number): string | undefined => {
  try {
    const {execFileSync} = process.getBuiltinModule('node:child_process');
    const env = {...process.env, LC_ALL: 'C', TZ: 'UTC'};
    const said = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {encoding: 'utf8', env});
    const [state = '', ...lstart] = said.trim().split(/\s+/u);
    return state.startsWith('Z') ? undefined : lstart.join(' ');
  } catch {
    return undefined;
  }
};

/**
 * Tell when a process began.
 *
 * @returns an opaque text that differs between two processes with one pid; `undefined` if none runs or it cannot be seen
 */
export const startedOf = (pid: number): string | undefined =>
  process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);

/** A process of another user may be hidden, but not its existence. */
const isHidden = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** The space of process ids that this process sees; pid_namespaces(7). */
export const pidSpace = (): string | undefined => {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
};

/** A server touches its lock every few seconds; milliseconds. */
const QUIET_MS = 30_000;

/**
 * Does the holder still run? One on another host cannot be seen, and counts as running. Nor can one in another space of
 * process ids; it runs if its lock was touched a short while ago.
 */
const isAlive = ({pid, started, host, space}: Holder, touchedAt: number): boolean => {
  if (host !== hostname()) return true;
  if (space !== undefined && space !== pidSpace()) return Date.now() - touchedAt < QUIET_MS;
  const running = startedOf(pid);
  return running === undefined ? isHidden(pid) : running === started;
};

const isHolder = (said: unknown): said is Holder => {
  if (typeof said !== 'object' || said === null) return false;
  const {pid, started, host, socket, version} = said as Record<string, unknown>;
  const isNumbered = Number.isSafeInteger(pid) && Number(pid) > 0;
  return isNumbered && [started, host, socket, version].every(it => typeof it === 'string');
};

/**
 * Read who holds the lock.
 *
 * @param dir the state folder
 * @returns `undefined` if there is no lock, or one that names nobody
 */
export const readLock = (dir: string): (Holder & {readonly alive: boolean}) | undefined => {
  let said: unknown;
  let touchedAt = 0;
  try {
    said = JSON.parse(readFileSync(lockPathOf(dir), 'utf8'));
    touchedAt = statSync(lockPathOf(dir)).mtimeMs;
  } catch (error) {
    const isForeign = error instanceof Error && 'code' in error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR';
    if (isForeign) throw error;
    return undefined;
  }
  return isHolder(said) ? {...said, alive: isAlive(said, touchedAt)} : undefined;
};
