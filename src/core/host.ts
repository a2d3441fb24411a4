/** The machine in figures, and what of it must be left before something heavy starts. Pure. */
import type {Settings} from './config.ts';

/** How the machine is at a moment. What cannot be known on this system is absent. */
export type HostFigures = {
  readonly cpus: number;
  /** Processes that wanted to run, averaged over the last minute. */
  readonly load_1: number;
  readonly memory_gb: number;
  readonly memory_available_gb: number;
  /** Pseudo-terminals that can still be opened. */
  readonly ptys_free?: number;
  /** Descriptors that the server can still open. */
  readonly descriptors_free?: number;
};

/** Beyond these nothing starts; one that is absent does not count. */
export type Thresholds = {readonly max_loadavg_1?: number; readonly min_mem_available_gb?: number};

/** What one who asks for a lease is measured by. */
export type LeaseLimits = Thresholds & {
  /** Leases at once on this machine. */
  readonly limit: number;
  readonly ttl_seconds: number;
};

const present = (load: number | undefined, memory: number | undefined): Thresholds => ({
  ...(load === undefined ? {} : {max_loadavg_1: load}),
  ...(memory === undefined ? {} : {min_mem_available_gb: memory}),
});

/** Half the processors, and one at least, where nothing is set. */
export const leaseLimitsOf = (settings: Settings, {cpus}: Pick<HostFigures, 'cpus'>): LeaseLimits => ({
  ...present(settings.max_loadavg_1, settings.min_mem_available_gb),
  limit: settings.max_heavy_leases ?? Math.max(1, Math.floor(cpus / 2)),
  ttl_seconds: settings.lease_ttl_seconds,
});

/** For the start of a worker: its own where they are set, else those of leases. */
export const workerThresholdsOf = (settings: Settings): Thresholds =>
  present(
    settings.worker_spawn_max_loadavg_1 ?? settings.max_loadavg_1,
    settings.worker_spawn_min_mem_available_gb ?? settings.min_mem_available_gb,
  );

/**
 * The figure that is over a threshold, in words with both.
 *
 * @returns undefined when none is
 */
export const excessOf = (
  {load_1, memory_available_gb}: HostFigures,
  {max_loadavg_1: most = Infinity, min_mem_available_gb: least = 0}: Thresholds,
): string | undefined => {
  if (load_1 > most) return `the load is ${inWords(load_1)}, over ${inWords(most)}`;
  if (memory_available_gb < least)
    return `${inWords(memory_available_gb)} GB of memory are available, under ${inWords(least)}`;
  return undefined;
};

/** One decimal, none where it is 0. */
export const inWords = (figure: number): string => String(Math.round(figure * 10) / 10);
