/** Numbers: medians, and what the kernel says of a process in `/proc`. Elsewhere than on Linux the latter are NaN. */
import {readdirSync, readFileSync} from 'node:fs';

/** Length of the kernel's clock tick in `/proc/PID/stat`, seconds; 100 Hz on every Linux that runs Node. */
const TICK_S = 0.01;
const KB = 1024;

/** The middle one, or the mean of the two in the middle; NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
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

/** CPU of processes with all their threads, user and system, seconds, in steps of a tick. */
export const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = statOf(pid);
    return sum + (Number(fields[11]) + Number(fields[12])) * TICK_S;
  }, 0);

/** CPU of the threads that live, seconds, in nanosecond steps: for what is smaller than a tick. */
export const fineCpuOf = (pids: readonly number[]): number => {
  try {
    const threads = pids.flatMap(pid =>
      readdirSync(`/proc/${pid}/task`).map(it => `/proc/${pid}/task/${it}/schedstat`),
    );
    return threads.reduce((sum, path) => sum + Number(readFileSync(path, 'latin1').split(' ')[0]) / 1e9, 0);
  } catch {
    return Number.NaN;
  }
};

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

/** Wait, milliseconds. */
export const sleep = (ms: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });
