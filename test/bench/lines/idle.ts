/** What it costs to be there: CPU while nothing happens. */
import {cpuOf, sleep} from '../figures.ts';
import type {Measure, Setting} from '../main.ts';
import {open, type Mux} from '../mux.ts';
import {makeAll} from '../muxes.ts';
import {enter} from '../terminals.ts';

const SESSIONS = 10;
const SETTLE_MS = 3000;
/** Twice as long as anything in the server waits, milliseconds: what happens every few seconds must be part of it. */
const WINDOW_MS = 10_000;
/** A window is long. */
const WINDOWS = 3;

type Attached = {readonly mux: Mux; readonly pids: readonly number[]};

const attachOne = async ({stage, terminals}: Setting, mux: Mux): Promise<Attached> => {
  for (let at = 0; at < SESSIONS; at++) open(stage, mux, {name: `x${at}`, argv: ['cat']});
  const {pid} = await enter(terminals, mux, {name: 'x0', number: 1});
  return {mux, pids: [mux.serverPid(), pid]};
};

/** All in the same windows. */
export const measureIdle: Measure = async setting => {
  const attached: Attached[] = [];
  for (const mux of makeAll(setting.stage)) attached.push(await attachOne(setting, mux));
  await sleep(SETTLE_MS);
  const samples: Record<string, number[]> = {};
  for (let window = 0; window < Math.min(WINDOWS, setting.reps); window++) {
    const before = attached.map(it => cpuOf(it.pids));
    const from = performance.now();
    await sleep(WINDOW_MS);
    const seconds = (performance.now() - from) / 1000;
    for (const [at, {mux, pids}] of attached.entries())
      (samples[mux.name] ??= []).push(((cpuOf(pids) - (before[at] ?? 0)) / seconds) * 100);
  }
  const budget = {bound: 'at most', value: 0.2, moonshot: 0} as const;
  return [{metric: `idle CPU, ${SESSIONS} sessions, one client`, unit: '%', samples, budget}];
};
