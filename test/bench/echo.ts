/** How long a key takes to come back on the screen: in quiet, and while a session that nobody sees floods. */
import {median, sleep} from './figures.ts';
import {makeLoad} from './loads.ts';
import type {Measure, Setting} from './main.ts';
import {makeBoth, open, type Mux} from './mux.ts';
import {openFloodPane, type FloodPane} from './panes.ts';
import type {Budget, Line} from './table.ts';
import type {Term} from './terminals.ts';

/** Keys a repetition; their middle is the repetition's figure. */
const KEYS = 80;
/** Keys that nothing is learnt from: they warm up code and caches. */
const WARM_KEYS = 60;
const SETTLE_MS = 1500;

type Attached = {readonly name: string; readonly term: Term; readonly hidden?: FloodPane};

const attachOne = async ({stage, terminals}: Setting, mux: Mux): Promise<Attached> => {
  open(stage, mux, {name: 'x', argv: ['cat']});
  const load = makeLoad(stage, 'ascii', 4);
  const hidden = await openFloodPane(stage, mux, {name: 'hidden', load});
  const term = await terminals.open(mux.attaching('x'));
  return {name: mux.name, term, hidden};
};

/** `cat` in the terminal itself: the floor of the machine, and of how it is measured. */
const attachBare = async ({stage, terminals}: Setting): Promise<Attached> => ({
  name: 'no multiplexer',
  term: await terminals.open({argv: ['cat'], cwd: stage.dir, env: stage.env}),
});

const middleOf = async ({term}: Attached): Promise<number> => median(await term.echo(KEYS));

/** In turns; `around` is done around each turn. */
const inTurns = async (
  attached: readonly Attached[],
  reps: number,
  around: (it: Attached, isBefore: boolean) => Promise<void>,
): Promise<Line['samples']> => {
  const samples: Record<string, number[]> = {};
  for (let rep = 0; rep < reps; rep++)
    for (const it of attached) {
      await around(it, true);
      (samples[it.name] ??= []).push(await middleOf(it));
      await around(it, false);
    }
  return samples;
};

const lineOf = (metric: string, samples: Line['samples'], value: number): Line => {
  const budget: Budget = {bound: 'at most', value, of: 'tmux'};
  return {metric, unit: 'ms', samples, budget};
};

/** Only the one that is measured floods. */
const floodAround = async ({hidden}: Attached, isBefore: boolean): Promise<void> => {
  hidden?.pause(!isBefore);
  await sleep(isBefore ? 300 : 100);
};

/** Through the attached client, over the socket. */
export const measureEcho: Measure = async setting => {
  const muxes = makeBoth(setting.stage);
  const attached: Attached[] = [await attachBare(setting)];
  for (const mux of muxes) attached.push(await attachOne(setting, mux));
  await sleep(SETTLE_MS);
  for (const {term} of attached) await term.echo(WARM_KEYS);
  const quiet = await inTurns(attached, setting.reps, () => Promise.resolve());
  for (const {hidden} of attached) {
    hidden?.flood();
    hidden?.pause(true);
  }
  const flooded = await inTurns(attached.slice(1), setting.reps, floodAround);
  const bare: Line = {
    metric: 'key echo p50, no multiplexer (the floor)',
    unit: 'ms',
    samples: {roundhouse: quiet['no multiplexer'] ?? []},
  };
  return [
    bare,
    lineOf('key echo p50, quiet, relay', quiet, 5),
    lineOf('key echo p50, hidden flood, relay', flooded, 0.6),
  ];
};
