/** Numbers: medians, and what the kernel says of a process in `/proc`. Elsewhere than on Linux the latter are NaN. */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

const KB = 1024;

/** The middle one, or the mean of the two in the middle; NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
};

/** The value that so much of all lies below, 0..1; NaN of none. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

/** Fields of `/proc/PID/stat` from the third on, see proc(5); none when the process is gone. */
const statOf = (pid: number): readonly string[] => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

/** When a process started, in a unit of the kernel's; tells it from a later one with the same id. */
export const startedAt = (pid: number): string | undefined => {
  const [state, ...rest] = statOf(pid);
  return state === 'Z' ? undefined : rest[18];
};

/** CPU that the kernel counted for these threads, seconds, in nanosecond steps: what is measured is often below a tick. */
const cpuIn = (tasks: readonly string[]): number => {
  try {
    return tasks.reduce(
      (sum, task) => sum + Number(readFileSync(`${task}/schedstat`, 'latin1').split(' ')[0]) / 1e9,
      0,
    );
  } catch {
    return Number.NaN;
  }
};

const threadsOf = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`).map(it => `/proc/${pid}/task/${it}`);
  } catch {
    return [`/proc/${pid}`];
  }
};

/** CPU of processes with all their threads, user and system, seconds. Threads that end take theirs with them. */
export const cpuOf = (pids: readonly number[]): number => cpuIn(pids.flatMap(threadsOf));

/** CPU of the first thread of a process, seconds. */
export const mainCpuOf = (pid: number): number => cpuIn([`/proc/${pid}/task/${pid}`]);

/** Memory of processes, MB: `Pss` shares what is shared, `Rss` counts it for each. */
export const memoryOf = (pids: readonly number[], what: 'Pss' | 'Rss'): number => {
  try {
    const texts = pids.map(pid => readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'));
    const kilobytes = texts.map(text =>
      Number(new RegExp(`^${what}:\\s+(?<kb>\\d+)`, 'mu').exec(text)?.groups?.['kb']),
    );
    return kilobytes.reduce((sum, kb) => sum + kb, 0) / KB;
  } catch {
    return Number.NaN;
  }
};

/** All processes with a text in the environment that they were started with; Linux tells, others say none. */
export const processesWith = (text: string): readonly number[] => {
  try {
    const pids = readdirSync('/proc').filter(it => /^\d+$/u.test(it));
    return pids.filter(it => environmentOf(it).includes(text)).map(Number);
  } catch {
    return [];
  }
};

const environmentOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
};

/** Does a process hold the terminal of another one open? Linux tells. */
export const holdsTerminalOf = (pid: number, other: number): boolean => {
  try {
    const terminal = readlinkSync(`/proc/${other}/fd/0`);
    return readdirSync(`/proc/${pid}/fd`).some(fd => linkOf(`/proc/${pid}/fd/${fd}`) === terminal);
  } catch {
    return false;
  }
};

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/** Wait, milliseconds. */
export const sleep = (ms: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });
