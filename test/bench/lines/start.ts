/** How long it takes to be there: a first session, an attached screen, an answer. */
import {median} from '../figures.ts';
import type {Measure, Setting} from '../main.ts';
import {open, timed, type Command, type Mux} from '../mux.ts';
import {makeAll} from '../muxes.ts';
import type {Line} from '../table.ts';
import {enter} from '../terminals.ts';

/** On the session's screen and nowhere else, also not in its command line. */
const MARKER = 'HERE-I-AM';
const showMarker = ['sh', '-c', String.raw`printf 'HERE-I-%s\n' AM; exec cat`];
/** Runs a repetition stands for: a start of a process varies more than most. */
const TRIES = 3;

/** The floor: this very Node, doing nothing. */
const bareNode = ({stage}: Setting): Command => ({
  argv: [process.execPath, '-e', '0'],
  cwd: stage.dir,
  env: stage.env,
});

/** Put a value of each column into its list. */
const collect = (samples: Record<string, number[]>, name: string, value: number): void => {
  (samples[name] ??= []).push(value);
};

const middleOf = async (work: () => Promise<number> | number): Promise<number> => {
  const values: number[] = [];
  for (let at = 0; at < TRIES; at++) values.push(await work());
  return median(values);
};

/** A first session where no server runs, each time with a new server. */
export const measureStart: Measure = async ({stage, reps}) => {
  const samples: Record<string, number[]> = {};
  const startOne = async (mux: Mux): Promise<number> => {
    const from = performance.now();
    open(stage, mux, {name: 'x', argv: ['cat']});
    const ms = performance.now() - from;
    await stage.endOne(mux.serverPid());
    return ms;
  };
  for (let rep = 0; rep <= reps; rep++)
    for (const mux of makeAll(stage)) {
      const ms = await startOne(mux);
      // The first one warms up.
      if (rep > 0) collect(samples, mux.name, ms);
    }
  return [
    {
      metric: 'new session, no server yet',
      unit: 'ms',
      samples,
      budget: {bound: 'at most', value: 120, moonshot: 50},
    },
  ];
};

const attachOnce = async ({terminals}: Setting, mux: Mux): Promise<number> => {
  const term = await terminals.open(mux.attaching('x'), MARKER);
  const ms = await term.seen();
  await term.close();
  return ms;
};

/** From the start of the client to the session's text on the terminal. */
export const measureAttach: Measure = async setting => {
  const {stage, reps} = setting;
  const muxes = makeAll(stage);
  for (const mux of muxes) {
    open(stage, mux, {name: 'x', argv: showMarker});
    // The next one looks at the same.
    await (await enter(setting.terminals, mux, {name: 'x', number: 1})).close();
    await attachOnce(setting, mux);
  }
  const samples: Record<string, number[]> = {};
  for (let rep = 0; rep < reps; rep++) {
    collect(samples, 'node -e 0', await middleOf(() => timed(bareNode(setting))));
    for (const mux of muxes) collect(samples, mux.name, await middleOf(() => attachOnce(setting, mux)));
  }
  return [atMostNode('attach to first paint', samples, 1.6)];
};

/** A verb on a server that runs. */
export const measureVerb: Measure = async setting => {
  const {stage, reps} = setting;
  const muxes = makeAll(stage);
  for (const mux of muxes) {
    open(stage, mux, {name: 'x', argv: ['cat']});
    timed(mux.listing());
  }
  const samples: Record<string, number[]> = {};
  for (let rep = 0; rep < reps; rep++) {
    collect(samples, 'node -e 0', await middleOf(() => timed(bareNode(setting))));
    for (const mux of muxes) collect(samples, mux.name, await middleOf(() => timed(mux.listing())));
  }
  return [atMostNode('verb on a running server: list-sessions, tmux ls, screen -ls', samples, 1.3)];
};

const atMostNode = (metric: string, samples: Line['samples'], value: number): Line => ({
  metric,
  unit: 'ms',
  samples,
  budget: {bound: 'at most', value, moonshot: 1, of: 'node -e 0'},
});
