/**
 * `npm run bench -- [--json PATH] [--only name,name] [--quick] [--reps N] [--panes N]`: measures the built product against
 * tmux and screen in the same run, in turns, and prints one table. Ends all that it started. `--only` takes names of groups,
 * or what they begin with. `BENCH_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=DIR'` leaves profiles of roundhouse, and figures
 * that count for nothing.
 */
import {writeFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {measureBoard} from './lines/board.ts';
import {measureCrowd} from './lines/crowd.ts';
import {measureEcho} from './lines/echo.ts';
import {floods} from './lines/flood.ts';
import {measureFrame} from './lines/frame.ts';
import {measureIdle} from './lines/idle.ts';
import {measureMemory, measureSmall} from './lines/memory.ts';
import {measureSlow} from './lines/slow.ts';
import {measureAttach, measureStart, measureVerb} from './lines/start.ts';
import {versions} from './muxes.ts';
import {Stage} from './stage.ts';
import {resultOf, tableText, type Line, type Result} from './table.ts';
import {Terminals} from './terminals.ts';

/** How much is measured. */
type Extent = {
  /** Repetitions of each figure; the middle one counts. */
  readonly reps: number;
  /** Part of each load's size, 0..1. */
  readonly scale: number;
  /** Panes with a full history. */
  readonly panes: number;
};

/** What a group of lines is measured with. */
export type Setting = Extent & {readonly stage: Stage; readonly terminals: Terminals};

/** Measures a group of lines. */
export type Measure = (setting: Setting) => Promise<readonly Line[]>;

/** In the order of DESIGN 16. */
const groups: Readonly<Record<string, Measure>> = {
  ...floods,
  slow: measureSlow,
  frame: measureFrame,
  echo: measureEcho,
  crowd: measureCrowd,
  attach: measureAttach,
  verb: measureVerb,
  start: measureStart,
  memory: measureMemory,
  small: measureSmall,
  idle: measureIdle,
  board: measureBoard,
};

const whole: Extent = {reps: 5, scale: 1, panes: 50};
const quick: Extent = {reps: 2, scale: 0.25, panes: 10};

const options = {
  json: {type: 'string'},
  only: {type: 'string'},
  quick: {type: 'boolean', default: false},
  reps: {type: 'string'},
  panes: {type: 'string'},
} as const;

const loadText = (): string =>
  loadavg()
    .map(it => it.toFixed(2))
    .join(' ');

/** Measure one group on a stage of its own, so that nothing of it is left for the next. */
const measureGroup = async (name: string, extent: Extent): Promise<readonly Result[]> => {
  await using stage = new Stage();
  const from = performance.now();
  const lines = await groups[name]?.({stage, terminals: new Terminals(stage), ...extent});
  process.stderr.write(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  return (lines ?? []).map(resultOf);
};

const measureAll = async (
  names: readonly string[],
  extent: Extent,
): Promise<{results: Result[]; failures: string[]}> => {
  const results: Result[] = [];
  const failures: string[] = [];
  for (const name of names)
    try {
      results.push(...(await measureGroup(name, extent)));
    } catch (thrown) {
      failures.push(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    }
  return {results, failures};
};

/** The groups that were asked for, by name or by what their names begin with. */
const namesIn = (only: string | undefined): readonly string[] => {
  const asked = only?.split(',') ?? [''];
  const names = Object.keys(groups);
  return asked.every(it => names.some(name => name.startsWith(it)))
    ? names.filter(name => asked.some(it => name.startsWith(it)))
    : [];
};

const {values} = parseArgs({options});
const names = namesIn(values.only);
const usual = values.quick ? quick : whole;
const extent = {...usual, reps: Number(values.reps ?? usual.reps), panes: Number(values.panes ?? usual.panes)};
if (names.length === 0 || !(extent.reps >= 1) || !(extent.panes >= 1)) {
  console.error(`bench: --only takes ${Object.keys(groups).join(',')}; --reps and --panes a number from 1`);
  process.exit(2);
}

const machine = {
  at: new Date().toISOString(),
  node: process.version,
  tmux: versions.tmux ?? 'no tmux',
  screen: versions.screen ?? 'no screen',
  cpus: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
};
const from = performance.now();
const loadBefore = loadText();
const {results, failures} = await measureAll(names, extent);
const seconds = Math.round((performance.now() - from) / 1000);
const load = {before: loadBefore, after: loadText()};
console.log(`${machine.at} · node ${machine.node} · ${machine.tmux} · ${machine.screen} · ${machine.cpus}`);
console.log(
  `load average before ${load.before}, after ${load.after} · ${seconds} s · medians of the rounds in the last column`,
);
console.log(`\n${tableText(results)}`);
for (const failure of failures) console.error(`\nfailed: ${failure}`);
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({...machine, load, seconds, ...extent, results, failures}, undefined, 2)}\n`,
  );
// A connection to a program that has just been ended may be open still.
process.exit(failures.length > 0 ? 1 : 0);
