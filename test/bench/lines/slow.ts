/** A terminal at the end of a slow line: does it hold up the program in the pane? */
import {sleep} from '../figures.ts';
import {makeLoad} from '../loads.ts';
import type {Measure} from '../main.ts';
import {Terminals, type Term} from '../terminals.ts';
import {attachFloods, endFloods} from './flood.ts';

const MEGABYTES = 20;
/** Bytes a second. */
const RATE = 1e6;
/** screen takes as long as the line does, so it is asked once. */
const SCREEN_REPS = 1;
const LOOK_MS = 250;

/** Wait until all that was under way has arrived. */
const drained = async (term: Term): Promise<void> => {
  for (let before = -1, now = await term.bytes(); now !== before;) {
    await sleep(LOOK_MS);
    [before, now] = [now, await term.bytes()];
  }
};

/** Each has a slow line of its own. */
export const measureSlow: Measure = async setting => {
  const {stage, reps, scale} = setting;
  const megabytes = MEGABYTES * scale;
  const load = makeLoad(stage, 'sgr', megabytes);
  const flooded = await attachFloods(setting, load, () => new Terminals(stage));
  for (const {term} of flooded) await term.slow(RATE);
  const samples: Record<string, number[]> = {};
  for (let rep = 0; rep < reps; rep++)
    for (const {mux, pane, term} of flooded) {
      if (mux.name === 'screen' && rep >= SCREEN_REPS) continue;
      (samples[mux.name] ??= []).push((await pane.swallow()).seconds);
      await drained(term);
    }
  await endFloods(setting, flooded);
  return [
    {
      metric: `slow terminal (1 MB/s): pane finished ${megabytes} MB of sgr (screen once)`,
      unit: 's',
      samples,
      budget: {bound: 'at most', value: 0.5, moonshot: 0.2, of: 'tmux'},
    },
  ];
};
