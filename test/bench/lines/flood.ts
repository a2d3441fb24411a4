/** A pane that floods, attached and in sight, over the whole screen: wall, CPU, and what is sent to the terminal. */
import {cpuOf, sleep} from '../figures.ts';
import {makeLoad, type Load, type LoadName} from '../loads.ts';
import type {Measure, Setting} from '../main.ts';
import type {Mux} from '../mux.ts';
import {makeAll} from '../muxes.ts';
import {openFloodPane, type FloodPane} from '../panes.ts';
import type {Line} from '../table.ts';
import {enter, type Term, type Terminals} from '../terminals.ts';

type Ask = {readonly megabytes: number; readonly cpu: number; readonly cpuMoonshot: number; readonly wall?: number};

/** Size of each load, MB: about a second of tmux. What DESIGN 16 asks of its CPU, and of its wall where that is not 1. */
const loads = {
  ascii: {megabytes: 40, cpu: 1.3, cpuMoonshot: 2.3},
  sgr: {megabytes: 16, cpu: 3, cpuMoonshot: 6.5},
  cjk: {megabytes: 10, cpu: 3, cpuMoonshot: 8.4},
  seq: {megabytes: 10, cpu: 1.2, cpuMoonshot: 3.8},
  cursor: {megabytes: 16, cpu: 3, cpuMoonshot: 6},
  dense: {megabytes: 16, cpu: 2.3, cpuMoonshot: 6},
  region: {megabytes: 12, cpu: 0.5, cpuMoonshot: 3, wall: 0.5},
  tui: {megabytes: 16, cpu: 1.5, cpuMoonshot: 4.7},
} as const satisfies Partial<Record<LoadName, Ask>>;

type Flood = keyof typeof loads;

const SETTLE_MS = 1200;
/** What is still painted after the last byte was parsed belongs to the flood. */
const TAIL_MS = 120;

/** A multiplexer that shows one pane over the whole screen. */
export type Flooded = {readonly mux: Mux; readonly pane: FloodPane; readonly term: Term};

const attachOne = async ({stage, terminals}: Setting, mux: Mux, load: Load): Promise<Flooded> => {
  const pane = await openFloodPane(stage, mux, {name: 'x', load});
  return {mux, pane, term: await enter(terminals, mux, {name: 'x', number: 1, isZoomed: true})};
};

/** All there are; the focused pane gets the whole screen but one line: roundhouse is zoomed. */
export const attachFloods = async (
  setting: Setting,
  load: Load,
  terminals = (): Terminals => setting.terminals,
): Promise<readonly Flooded[]> => {
  const flooded: Flooded[] = [];
  for (const mux of makeAll(setting.stage))
    flooded.push(await attachOne({...setting, terminals: terminals()}, mux, load));
  await sleep(SETTLE_MS);
  return flooded;
};

/** End what was attached, and the servers. */
export const endFloods = async ({stage}: Setting, flooded: readonly Flooded[]): Promise<void> => {
  for (const {mux, term} of flooded) {
    await term.close();
    await stage.endOne(mux.serverPid());
  }
};

type Figures = {readonly wall: number; readonly cpu: number; readonly sent: number; readonly end: string};
type Samples = Record<'wall' | 'cpu' | 'sent', Record<string, number[]>>;

/** MB a second, MB a second of CPU of server and client, MB sent to the terminal. */
const swallow = async ({mux, pane, term}: Flooded, load: Load): Promise<Figures> => {
  const pids = [mux.serverPid(), term.pid];
  const sentBefore = await term.bytes();
  const cpuBefore = cpuOf(pids);
  const {seconds, end} = await pane.swallow();
  await sleep(TAIL_MS);
  const cpu = cpuOf(pids) - cpuBefore;
  const megabytes = load.bytes / 1e6;
  return {wall: megabytes / seconds, cpu: megabytes / cpu, sent: ((await term.bytes()) - sentBefore) / 1e6, end};
};

const collect = (samples: Samples, name: string, figures: Figures): void => {
  for (const key of ['wall', 'cpu', 'sent'] as const) (samples[key][name] ??= []).push(figures[key]);
};

const linesOf = (name: Flood, samples: Samples): Line[] => {
  const {cpu, cpuMoonshot, ...more} = loads[name];
  const wall = 'wall' in more ? more.wall : 1;
  const of = 'tmux';
  return [
    {
      metric: `flood CPU, server + client: ${name}`,
      unit: 'MB/cpu-s',
      samples: samples.cpu,
      budget: {bound: 'at least', value: cpu, moonshot: cpuMoonshot, of},
    },
    {
      metric: `flood wall: ${name}`,
      unit: 'MB/s',
      samples: samples.wall,
      budget: {bound: 'at least', value: wall, moonshot: 1.5, of},
    },
    {
      metric: `flood sent to the terminal: ${name}`,
      unit: 'MB',
      samples: samples.sent,
      budget: {bound: 'at most', value: 1, moonshot: 0.01, of},
    },
  ];
};

/** Size of the pane and place of the cursor must be the same, or they did not swallow the same. */
const sameEnd = (name: Flood, ends: ReadonlyMap<string, string>): void => {
  if (new Set(ends.values()).size > 1)
    throw new Error(`${name} ended differently: ${[...ends].map(it => it.join(' ')).join(', ')}`);
};

const measureLoad = async (setting: Setting, name: Flood): Promise<Line[]> => {
  const load = makeLoad(setting.stage, name, loads[name].megabytes * setting.scale);
  const flooded = await attachFloods(setting, load);
  const samples: Samples = {wall: {}, cpu: {}, sent: {}};
  const ends = new Map<string, string>();
  // The first one warms up.
  for (const it of flooded) ends.set(it.mux.name, (await swallow(it, load)).end);
  sameEnd(name, ends);
  for (let rep = 0; rep < setting.reps; rep++)
    for (const it of flooded) collect(samples, it.mux.name, await swallow(it, load));
  await endFloods(setting, flooded);
  return linesOf(name, samples);
};

/** A group for each load, by the load's name. */
export const floods: Readonly<Record<string, Measure>> = Object.fromEntries(
  (Object.keys(loads) as Flood[]).map(name => [`flood-${name}`, setting => measureLoad(setting, name)]),
);
