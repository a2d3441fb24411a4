/** Whole screens at 60 a second, no cell as it was: what one costs, and what the flood of them does. */
import {cpuOf, mainCpuOf} from '../figures.ts';
import {makeLoad} from '../loads.ts';
import type {Measure} from '../main.ts';
import type {Line} from '../table.ts';
import {attachFloods, endFloods, type Flooded} from './flood.ts';

const SECONDS = 2;
const FRAMES = 60 * SECONDS;
const WARM_FRAMES = 60;

type Figures = {readonly frame: number; readonly cpu: number; readonly shown: number};

/** Milliseconds of the server's main thread a frame, percent of a core of server and client, bytes sent a frame. */
const paint = async ({mux, pane, term}: Flooded): Promise<Figures> => {
  const server = mux.serverPid();
  const look = async () => ({main: mainCpuOf(server), all: cpuOf([server, term.pid]), sent: await term.bytes()});
  const before = await look();
  const {seconds} = await pane.paint(FRAMES);
  const after = await look();
  return {
    frame: ((after.main - before.main) / FRAMES) * 1000,
    cpu: ((after.all - before.all) / seconds) * 100,
    shown: (after.sent - before.sent) / FRAMES,
  };
};

/** Bytes sent tell whether all were shown: a whole screen of text is 9800 and its colours. */
export const measureFrame: Measure = async setting => {
  const {stage, reps} = setting;
  const load = makeLoad(stage, 'ascii', 0.1);
  const flooded = await attachFloods(setting, load);
  for (const {pane} of flooded) await pane.paint(WARM_FRAMES);
  const samples: Record<keyof Figures, Record<string, number[]>> = {frame: {}, cpu: {}, shown: {}};
  for (let rep = 0; rep < reps; rep++)
    for (const it of flooded) {
      const figures = await paint(it);
      for (const key of ['frame', 'cpu', 'shown'] as const) (samples[key][it.mux.name] ??= []).push(figures[key]);
    }
  await endFloods(setting, flooded);
  return linesOf(samples);
};

const linesOf = (samples: Record<keyof Figures, Line['samples']>): readonly Line[] => [
  {
    metric: 'frame, whole pane changed: CPU of the main thread',
    unit: 'ms',
    samples: samples.frame,
    budget: {bound: 'at most', value: 1, moonshot: 0.3},
  },
  {
    metric: 'frame, whole pane changed: 60 a second, CPU of server + client',
    unit: '%',
    samples: samples.cpu,
    budget: {bound: 'at most', value: 8, moonshot: 2},
  },
  {metric: 'frame, whole pane changed: sent', unit: 'bytes', samples: samples.shown},
];
