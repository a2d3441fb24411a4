/**
 * `npm run bench -- [--json PATH] [--only name,name] [--reps N]`: measures the built product against tmux in the same run,
 * in turns, and prints one table. Ends all that it started.
 */
import {writeFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {measureBoard} from './board.ts';
import {measureEcho} from './echo.ts';
import {measureFlood} from './flood.ts';
import {tmuxVersion} from './mux.ts';
import {measureIdle, measureMemory} from './rest.ts';
import {Stage} from './stage.ts';
import {measureAttach, measureStart, measureVerb} from './start.ts';
import {resultOf, tableText, type Line, type Result} from './table.ts';
import {Terminals} from './terminals.ts';

/** What a group of lines is measured with. */
export type Setting = {
  readonly stage: Stage;
  readonly terminals: Terminals;
  /** Repetitions of each figure; the middle one counts. */
  readonly reps: number;
};

/** Measures a group of lines. */
export type Measure = (setting: Setting) => Promise<readonly Line[]>;

const groups: Readonly<Record<string, Measure>> = {
  start: measureStart,
  attach: measureAttach,
  verb: measureVerb,
  echo: measureEcho,
  flood: measureFlood,
  idle: measureIdle,
  memory: measureMemory,
  board: measureBoard,
};

const options = {json: {type: 'string'}, only: {type: 'string'}, reps: {type: 'string', default: '5'}} as const;

const loadText = (): string =>
  loadavg()
    .map(it => it.toFixed(2))
    .join(' ');

/** Measure one group on a stage of its own, so that nothing of it is left for the next. */
const measureGroup = async (name: string, reps: number): Promise<readonly Result[]> => {
  await using stage = new Stage();
  const from = performance.now();
  const lines = await groups[name]?.({stage, terminals: new Terminals(stage), reps});
  process.stderr.write(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  return (lines ?? []).map(resultOf);
};

const measureAll = async (names: readonly string[], reps: number): Promise<{results: Result[]; failures: string[]}> => {
  const results: Result[] = [];
  const failures: string[] = [];
  for (const name of names)
    try {
      results.push(...(await measureGroup(name, reps)));
    } catch (thrown) {
      failures.push(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    }
  return {results, failures};
};

const {values} = parseArgs({options});
const names = values.only?.split(',') ?? Object.keys(groups);
const unknown = names.filter(name => !Object.hasOwn(groups, name));
const reps = Number(values.reps);
if (unknown.length > 0 || !(reps >= 1)) {
  console.error(`bench: --only takes ${Object.keys(groups).join(',')}; --reps a number from 1`);
  process.exit(2);
}

const machine = {
  at: new Date().toISOString(),
  node: process.version,
  tmux: tmuxVersion() ?? 'missing',
  cpus: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
};
const from = performance.now();
const loadBefore = loadText();
const {results, failures} = await measureAll(names, reps);
const seconds = Math.round((performance.now() - from) / 1000);
const load = {before: loadBefore, after: loadText()};
console.log(`${machine.at} · node ${machine.node} · ${machine.tmux} · ${machine.cpus}`);
console.log(`load average before ${load.before}, after ${load.after} · ${seconds} s · medians of ${reps}`);
console.log(`\n${tableText(results)}`);
for (const failure of failures) console.error(`\nfailed: ${failure}`);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({...machine, load, seconds, reps, results, failures}, undefined, 2)}\n`);
// A connection to a program that has just been ended may be open still.
process.exit(failures.length > 0 ? 1 : 0);
