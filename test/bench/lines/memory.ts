/** Memory of many panes with full histories, and of one pane that is looked at. */
import {memoryOf, sleep} from '../figures.ts';
import {makeLoad} from '../loads.ts';
import type {Measure, Setting} from '../main.ts';
import {open, type Mux} from '../mux.ts';
import {makeAll, makeBoth} from '../muxes.ts';
import {openFloodPane} from '../panes.ts';
import {enter} from '../terminals.ts';

const SETTLE_MS = 3000;
/** 10,000 lines of 199 columns are 2 MB, and a few more fill it. */
const PANE_SIZE = {cols: 199, rows: 49};
const HISTORY_MB = 2.05;

/** @returns MB of the server */
const fillPanes = async ({stage, panes}: Setting, mux: Mux): Promise<number> => {
  const load = makeLoad(stage, 'wide', HISTORY_MB);
  for (let at = 0; at < panes; at++) {
    const pane = await openFloodPane(stage, mux, {name: `full-${at}`, load, size: PANE_SIZE});
    await pane.swallow();
    pane.quit();
  }
  await sleep(SETTLE_MS);
  return memoryOf([mux.serverPid()], 'Rss');
};

/** Filled once; nobody looks at them. In screen a window that nobody looked at has no such size. */
export const measureMemory: Measure = async setting => {
  const samples: Record<string, number[]> = {};
  for (const mux of makeBoth(setting.stage)) {
    samples[mux.name] = [await fillPanes(setting, mux)];
    await setting.stage.endOne(mux.serverPid());
  }
  return [
    {
      metric: `memory, ${setting.panes} panes × 10,000 lines × 199 columns: server`,
      unit: 'MB RSS',
      samples,
      budget: {bound: 'at most', value: 0.7, moonshot: 0.2, of: 'tmux'},
    },
  ];
};

/** Each time a new server. */
export const measureSmall: Measure = async ({stage, terminals, reps}) => {
  const samples: Record<string, number[]> = {};
  for (let rep = 0; rep < reps; rep++) {
    const attached = [];
    for (const mux of makeAll(stage)) {
      open(stage, mux, {name: 'x', argv: ['cat']});
      attached.push({mux, term: await enter(terminals, mux, {name: 'x', number: 1})});
    }
    await sleep(SETTLE_MS);
    for (const {mux, term} of attached) (samples[mux.name] ??= []).push(memoryOf([mux.serverPid(), term.pid], 'Pss'));
    for (const {mux, term} of attached) {
      await term.close();
      await stage.endOne(mux.serverPid());
    }
  }
  return [
    {
      metric: 'memory, one pane, attached: server + client',
      unit: 'MB PSS',
      samples,
      budget: {bound: 'at most', value: 160, moonshot: 110},
    },
  ];
};
