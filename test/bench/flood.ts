/** A pane that floods, attached and in sight, over the whole screen: wall, CPU, and what is sent to the terminal. */
import {cpuOf, sleep} from './figures.ts';
import {makeLoad, type Load, type LoadName} from './loads.ts';
import type {Measure, Setting} from './main.ts';
import {makeBoth, type Mux} from './mux.ts';
import {openFloodPane, type FloodPane} from './panes.ts';
import type {Budget, Line} from './table.ts';
import type {Term} from './terminals.ts';

/** Size of each load, MB, and what DESIGN 16 asks of its CPU. */
const loads = {
  ascii: {megabytes: 40, cpu: 1.3},
  sgr: {megabytes: 24, cpu: 3},
} as const satisfies Partial<Record<LoadName, {megabytes: number; cpu: number}>>;
const SETTLE_MS = 1200;
/** What is still painted after the last byte was parsed belongs to the flood. */
const TAIL_MS = 120;

type Flooded = {readonly mux: Mux; readonly pane: FloodPane; readonly term: Term};
type Figures = {readonly wall: number; readonly cpu: number; readonly sent: number};

type Samples = Record<keyof Figures, Record<string, number[]>>;

/** The focused pane gets the whole screen but one line, in both: roundhouse is zoomed. */
const attachOne = async ({stage, terminals}: Setting, mux: Mux, load: Load): Promise<Flooded> => {
  const pane = await openFloodPane(stage, mux, {name: 'x', load});
  const term = await terminals.open(mux.attaching('x'));
  await sleep(SETTLE_MS);
  if (mux.zoom !== '') await term.type(mux.zoom);
  await sleep(SETTLE_MS / 2);
  return {mux, pane, term};
};

/** MB a second, MB a second of CPU of server and client, MB sent to the terminal. */
const swallow = async ({mux, pane, term}: Flooded, load: Load): Promise<Figures> => {
  const pids = [mux.serverPid(), term.pid];
  const sentBefore = await term.bytes();
  const cpuBefore = cpuOf(pids);
  const seconds = await pane.swallow();
  await sleep(TAIL_MS);
  const cpu = cpuOf(pids) - cpuBefore;
  const megabytes = load.bytes / 1e6;
  return {wall: megabytes / seconds, cpu: megabytes / cpu, sent: ((await term.bytes()) - sentBefore) / 1e6};
};

const collect = (samples: Samples, name: string, figures: Figures): void => {
  for (const key of ['wall', 'cpu', 'sent'] as const) (samples[key][name] ??= []).push(figures[key]);
};

const linesOf = (name: keyof typeof loads, samples: Samples): Line[] => {
  const budget = (bound: Budget['bound'], value: number): Budget => ({bound, value, of: 'tmux'});
  return [
    {
      metric: `flood ${name}: CPU, server + client`,
      unit: 'MB/cpu-s',
      samples: samples.cpu,
      budget: budget('at least', loads[name].cpu),
    },
    {metric: `flood ${name}: wall`, unit: 'MB/s', samples: samples.wall, budget: budget('at least', 1)},
    {metric: `flood ${name}: sent to the terminal`, unit: 'MB', samples: samples.sent, budget: budget('at most', 1)},
  ];
};

const measureLoad = async (setting: Setting, name: keyof typeof loads): Promise<Line[]> => {
  const load = makeLoad(setting.stage, name, loads[name].megabytes);
  const flooded: Flooded[] = [];
  for (const mux of makeBoth(setting.stage)) flooded.push(await attachOne(setting, mux, load));
  const samples: Samples = {wall: {}, cpu: {}, sent: {}};
  // The first one warms up.
  for (const it of flooded) await swallow(it, load);
  for (let rep = 0; rep < setting.reps; rep++)
    for (const it of flooded) collect(samples, it.mux.name, await swallow(it, load));
  for (const {mux, term} of flooded) {
    await term.close();
    await setting.stage.endOne(mux.serverPid());
  }
  return linesOf(name, samples);
};

/** Each load in turns. */
export const measureFlood: Measure = async setting => [
  ...(await measureLoad(setting, 'ascii')),
  ...(await measureLoad(setting, 'sgr')),
];
