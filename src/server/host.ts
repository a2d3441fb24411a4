/** Reads the figures of the machine. */
import {readdirSync, readFileSync} from 'node:fs';
import {availableParallelism, freemem, loadavg, totalmem} from 'node:os';
import type {HostFigures} from '../core/host.ts';

const GB = 1024 ** 3;

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** What programs can have without swapping, proc_meminfo(5); elsewhere what nobody uses. */
const availableBytes = (): number => {
  const kb = /^MemAvailable:\s+(?<kb>\d+) kB$/mu.exec(read('/proc/meminfo') ?? '')?.groups?.['kb'];
  return kb === undefined ? freemem() : Number(kb) * 1024;
};

/** pty(7): how many there may be, and how many there are. Linux only. */
const freePtys = (): number | undefined => {
  const [most, now] = ['max', 'nr'].map(it => read(`/proc/sys/kernel/pty/${it}`));
  return most === undefined || now === undefined ? undefined : Math.max(0, Number(most) - Number(now));
};

/** The soft limit of this process, less what is open. Linux only. */
const freeDescriptors = (): number | undefined => {
  const most = /^Max open files\s+(?<most>\d+)/mu.exec(read('/proc/self/limits') ?? '')?.groups?.['most'];
  if (most === undefined) return undefined;
  return Math.max(0, Number(most) - readdirSync('/proc/self/fd').length);
};

const rounded = (figure: number, digits: number): number => Number(figure.toFixed(digits));

/** The machine as it is now. */
export const hostFigures = (): HostFigures => {
  const [ptys, descriptors] = [freePtys(), freeDescriptors()];
  return {
    cpus: availableParallelism(),
    load_1: rounded(loadavg()[0] ?? 0, 2),
    memory_gb: rounded(totalmem() / GB, 1),
    memory_available_gb: rounded(availableBytes() / GB, 1),
    ...(ptys === undefined ? {} : {ptys_free: ptys}),
    ...(descriptors === undefined ? {} : {descriptors_free: descriptors}),
  };
};
