/** How long a key takes to come back on the screen: in quiet, and while a session that nobody sees floods. */
import {holdsTerminalOf, quantile, sleep} from '../figures.ts';
import {makeLoad} from '../loads.ts';
import type {Measure, Setting} from '../main.ts';
import {open, type Mux} from '../mux.ts';
import {makeAll, makeRoundhouse, painting} from '../muxes.ts';
import {openFloodPane, type FloodPane} from '../panes.ts';
import type {Budget, Line, Samples} from '../table.ts';
import {enter, type Term} from '../terminals.ts';

/** Keys a repetition; its figures are quantiles of theirs. */
const KEYS = 80;
/** Keys that nothing is learnt from: they warm up code and caches. */
const WARM_KEYS = 60;
const SETTLE_MS = 1500;
/** What DESIGN 16 asks of each way to the screen, in quiet. */
const quietBudgets = {direct: {value: 2.5, moonshot: 1.3}, relay: {value: 5, moonshot: 1.3}};

/** `column` is the multiplexer, or the way to the screen. */
type Attached = {readonly column: string; readonly term: Term; readonly hidden?: FloodPane};

const attachOne = async ({stage, terminals}: Setting, mux: Mux, column: string): Promise<Attached> => {
  open(stage, mux, {name: 'x', argv: ['cat']});
  const load = makeLoad(stage, 'ascii', 4);
  const hidden = await openFloodPane(stage, mux, {name: 'hidden', load});
  const term = await enter(terminals, mux, {name: 'x', number: 1});
  return {column, term, hidden};
};

/** `cat` in the terminal itself: the floor of the machine, and of how it is measured. */
const attachBare = async ({stage, terminals}: Setting): Promise<Attached> => ({
  column: 'bare',
  term: await terminals.open({argv: ['cat'], cwd: stage.dir, env: stage.env}),
});

const attachAll = async (setting: Setting): Promise<readonly Attached[]> => {
  const attached = [await attachBare(setting)];
  for (const mux of makeAll(setting.stage))
    if (mux.name !== 'roundhouse') attached.push(await attachOne(setting, mux, mux.name));
  for (const path of painting) {
    const mux = makeRoundhouse(setting.stage, path);
    const it = await attachOne(setting, mux, path);
    await sleep(SETTLE_MS);
    // Asked for is not given: where the server cannot open the terminal there is no line of the direct way.
    if (holdsTerminalOf(mux.serverPid(), it.term.pid) === (path === 'direct')) attached.push(it);
    else process.stderr.write(`echo: the server does not paint by the ${path} path\n`);
  }
  return attached;
};

type Echoes = {readonly p50: Record<string, number[]>; readonly p90: Record<string, number[]>};

/** In turns; `around` is done around each turn. */
const inTurns = async (
  attached: readonly Attached[],
  reps: number,
  around: (it: Attached, isBefore: boolean) => Promise<void>,
): Promise<Echoes> => {
  const echoes: Echoes = {p50: {}, p90: {}};
  for (let rep = 0; rep < reps; rep++)
    for (const it of attached) {
      await around(it, true);
      const times = await it.term.echo(KEYS);
      await around(it, false);
      (echoes.p50[it.column] ??= []).push(quantile(times, 0.5));
      (echoes.p90[it.column] ??= []).push(quantile(times, 0.9));
    }
  return echoes;
};

/** Only the one that is measured floods. */
const floodAround = async ({hidden}: Attached, isBefore: boolean): Promise<void> => {
  hidden?.pause(!isBefore);
  await sleep(isBefore ? 300 : 100);
};

/** The columns of a line about one way to the screen. */
const columnsOf = ({tmux, screen, ...paths}: Samples, path: string): Samples => ({
  ...(tmux === undefined ? {} : {tmux}),
  ...(screen === undefined ? {} : {screen}),
  roundhouse: paths[path] ?? [],
});

const linesOf = (
  head: string,
  echoes: Echoes,
  budgetOf: (path: keyof typeof quietBudgets) => Budget,
): readonly Line[] =>
  painting
    .filter(path => echoes.p50[path] !== undefined)
    .flatMap(path => [
      {metric: `${head}: ${path}, p50`, unit: 'ms', samples: columnsOf(echoes.p50, path), budget: budgetOf(path)},
      {metric: `${head}: ${path}, p90`, unit: 'ms', samples: columnsOf(echoes.p90, path)},
    ]);

/** Through the attached client. */
export const measureEcho: Measure = async setting => {
  const attached = await attachAll(setting);
  for (const {term} of attached) await term.echo(WARM_KEYS);
  const quiet = await inTurns(attached, setting.reps, () => Promise.resolve());
  for (const {hidden} of attached) {
    hidden?.flood();
    hidden?.pause(true);
  }
  const flooded = await inTurns(attached.slice(1), setting.reps, floodAround);
  return [
    {metric: 'key echo, no multiplexer: p50', unit: 'ms', samples: {roundhouse: quiet.p50['bare'] ?? []}},
    ...linesOf('key echo, quiet', quiet, path => ({bound: 'at most', ...quietBudgets[path], of: 'tmux'})),
    ...linesOf('key echo, hidden flood', flooded, () => ({bound: 'at most', value: 0.6, moonshot: 0.33, of: 'tmux'})),
  ];
};
