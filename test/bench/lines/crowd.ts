/** Many sessions that flood at once, two clients: can one still type in a quiet one? */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {quantile, sleep} from '../figures.ts';
import {textOf} from '../loads.ts';
import type {Measure, Setting} from '../main.ts';
import {open, type Mux} from '../mux.ts';
import {makeBoth} from '../muxes.ts';
import type {Stage} from '../stage.ts';
import {enter, type Term} from '../terminals.ts';

const SESSIONS = 50;
const KEYS = 30;
/** Of a text that is repeated for ever; an argument may have 128 KB. */
const TEXT_BYTES = 60_000;
const SETTLE_MS = 1500;
const PATIENCE_MS = 10_000;
const LOOK_MS = 20;

type Crowd = {readonly mux: Mux; readonly term: Term; readonly floods: readonly number[]};

/** Open a session with a flood that is held. Its shell is the pane's program, or tmux would continue it. */
const openFlood = async (stage: Stage, mux: Mux, {name, text}: {name: string; text: string}): Promise<number> => {
  const note = join(stage.dir, stage.fresh('pid'));
  const flood = `echo $$ > ${note}.new; mv ${note}.new ${note}; kill -STOP $$; exec yes "$(cat ${text})"`;
  open(stage, mux, {name, argv: ['sh', '-c', `sh -c '${flood}'; exec cat`]});
  for (let waited = 0; !existsSync(note); waited += LOOK_MS) {
    if (waited > PATIENCE_MS) throw new Error(`${mux.name}: the flood ${name} did not start`);
    await sleep(LOOK_MS);
  }
  const pid = Number(readFileSync(note, 'utf8'));
  stage.runs(pid);
  return pid;
};

/** One client looks at the quiet session, the other at a flood. */
const openCrowd = async ({stage, terminals}: Setting, mux: Mux): Promise<Crowd> => {
  const text = join(stage.dir, stage.fresh('text'));
  writeFileSync(text, textOf('ascii', TEXT_BYTES).subarray(0, TEXT_BYTES));
  open(stage, mux, {name: 'quiet', argv: ['cat']});
  const floods: number[] = [];
  for (let at = 0; at < SESSIONS; at++) floods.push(await openFlood(stage, mux, {name: `flood-${at}`, text}));
  await enter(terminals, mux, {name: 'flood-0', number: 2});
  return {mux, term: await enter(terminals, mux, {name: 'quiet', number: 1}), floods};
};

const signalAll = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) process.kill(pid, name);
};

/** In turns: only the sessions of the one that is typed into flood. */
export const measureCrowd: Measure = async setting => {
  const crowds: Crowd[] = [];
  for (const mux of makeBoth(setting.stage)) crowds.push(await openCrowd(setting, mux));
  await sleep(SETTLE_MS);
  for (const {term} of crowds) await term.echo(KEYS);
  const samples: Record<'p50' | 'p90', Record<string, number[]>> = {p50: {}, p90: {}};
  for (let rep = 0; rep < setting.reps; rep++)
    for (const {mux, term, floods} of crowds) {
      signalAll(floods, 'SIGCONT');
      await sleep(SETTLE_MS / 3);
      const times = await term.echo(KEYS);
      signalAll(floods, 'SIGSTOP');
      await sleep(SETTLE_MS / 3);
      (samples.p50[mux.name] ??= []).push(quantile(times, 0.5));
      (samples.p90[mux.name] ??= []).push(quantile(times, 0.9));
    }
  const head = `key echo, ${SESSIONS} sessions flood, two clients`;
  return [
    {metric: `${head}: p50`, unit: 'ms', samples: samples.p50, budget: {bound: 'at most', value: 1, of: 'tmux'}},
    {metric: `${head}: p90`, unit: 'ms', samples: samples.p90, budget: {bound: 'at most', value: 2, of: 'tmux'}},
  ];
};
