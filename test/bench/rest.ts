/** What it costs to be there: CPU while nothing happens, memory of one pane and of each further one. */
import {fineCpuOf, memoryOf, sleep} from './figures.ts';
import {makeLoad} from './loads.ts';
import type {Measure, Setting} from './main.ts';
import {makeBoth, open, type Mux} from './mux.ts';
import {openFloodPane} from './panes.ts';
import type {Line} from './table.ts';
import type {Term} from './terminals.ts';

const SETTLE_MS = 3000;
/** Twice as long as anything in the server waits, milliseconds. */
const IDLE_MS = 10_000;
const IDLE_SESSIONS = ['x', 'y', 'z'];

/** Panes with a full history, and the size of each; 10,000 lines of 199 columns are 2 MB, and a few more fill it. */
const PANES = 10;
const PANE_SIZE = {cols: 199, rows: 49};
const HISTORY_MB = 2.05;

type Attached = {readonly mux: Mux; readonly term: Term; readonly pids: readonly number[]};

const attachOne = async ({stage, terminals}: Setting, mux: Mux, names: readonly string[]): Promise<Attached> => {
  for (const name of names) open(stage, mux, {name, argv: ['cat']});
  const term = await terminals.open(mux.attaching('x'));
  return {mux, term, pids: [mux.serverPid(), term.pid]};
};

const attachBoth = async (setting: Setting, names: readonly string[]): Promise<readonly Attached[]> => {
  const attached: Attached[] = [];
  for (const mux of makeBoth(setting.stage)) attached.push(await attachOne(setting, mux, names));
  await sleep(SETTLE_MS);
  return attached;
};

/** Put a value for each multiplexer. */
const samplesOf = (attached: readonly Attached[], values: readonly number[]): Line['samples'] =>
  Object.fromEntries(attached.map(({mux}, at) => [mux.name, [values[at] ?? Number.NaN]]));

/** CPU over one long window, both in the same: what happens every few seconds must be part of it. */
export const measureIdle: Measure = async setting => {
  const attached = await attachBoth(setting, IDLE_SESSIONS);
  const before = attached.map(it => fineCpuOf(it.pids));
  const from = performance.now();
  await sleep(IDLE_MS);
  const seconds = (performance.now() - from) / 1000;
  const percents = attached.map((it, at) => ((fineCpuOf(it.pids) - (before[at] ?? 0)) / seconds) * 100);
  const samples = samplesOf(attached, percents);
  const budget = {bound: 'at most', value: 0.2} as const;
  return [{metric: 'idle CPU, 3 sessions, one client', unit: '%', samples, budget}];
};

/** @returns MB that the server grew by, a pane */
const fillPanes = async ({stage}: Setting, mux: Mux): Promise<number> => {
  const load = makeLoad(stage, 'wide', HISTORY_MB);
  const before = memoryOf([mux.serverPid()], 'Rss');
  for (let at = 0; at < PANES; at++) {
    const pane = await openFloodPane(stage, mux, {name: `full-${at}`, load, size: PANE_SIZE});
    await pane.swallow();
    pane.quit();
  }
  await sleep(SETTLE_MS);
  return (memoryOf([mux.serverPid()], 'Rss') - before) / PANES;
};

/** One pane and one client first, then panes that nobody sees. */
export const measureMemory: Measure = async setting => {
  const attached = await attachBoth(setting, ['x']);
  const small = attached.map(it => memoryOf(it.pids, 'Pss'));
  const grown: number[] = [];
  for (const it of attached) grown.push(await fillPanes(setting, it.mux));
  return [
    {
      metric: 'memory, one pane attached, server + client',
      unit: 'MB PSS',
      samples: samplesOf(attached, small),
      budget: {bound: 'at most', value: 160},
    },
    {
      metric: `memory, each of ${PANES} more panes × 10,000 lines`,
      unit: 'MB RSS',
      samples: samplesOf(attached, grown),
      budget: {bound: 'at most', value: 0.7, of: 'tmux'},
    },
  ];
};
