/** Verbs on a large board against an empty one, and the start of a server on it. tmux has no board. */
import type {Event} from '../../../src/core/event.ts';
import {mintId, type TaskId} from '../../../src/core/id.ts';
import {pathsOf} from '../../../src/core/paths.ts';
import {openStore} from '../../../src/store/store.ts';
import {median} from '../figures.ts';
import type {Measure, Setting} from '../main.ts';
import {open, timed, type Mux} from '../mux.ts';
import {makeRoundhouse} from '../muxes.ts';
import type {Line} from '../table.ts';

const TASKS = 2000;
/** Created once, remarked on four times each: 10,000 events. */
const NOTES = 4;
const TRIES = 3;

const stamp = (seq: number): {seq: number; at: string; actor: 'user'} => ({
  seq,
  at: '2026-01-02T03:04:05.000Z',
  actor: 'user',
});

const created = (n: number): Event => ({
  type: 'task-created',
  task: {
    id: mintId('task', n) as TaskId,
    status: 'ready',
    title: `Tidy up module ${n} of the build`,
    script: [],
    acceptance: ['the tests are green'],
    labels: ['bench'],
    depends_on: [],
    scope: {write: [`src/module-${n}/**`], read: []},
  },
  ...stamp(n),
});

const noted = (seq: number): Event => ({
  type: 'task-noted',
  task_id: mintId('task', (seq % TASKS) + 1) as TaskId,
  text: `remark ${seq}: what was tried, and what came of it`,
  ...stamp(seq),
});

/** Write the board as a server would have, and end cleanly. */
const seed = async (root: string): Promise<void> => {
  await using store = await openStore({dir: pathsOf(root).state});
  await store.commit(Array.from({length: TASKS}, (_, at) => created(at + 1)));
  for (let round = 1; round <= NOTES; round++)
    await store.commit(Array.from({length: TASKS}, (_, at) => noted(round * TASKS + at + 1)));
};

const verbs: Readonly<Record<string, (mux: Mux) => number>> = {
  'list-tasks': mux => timed(mux.command('list-tasks')),
  'show-task': mux => timed(mux.command('show-task', 'TASK-001')),
  'create-task': mux => timed(mux.command('create-task', 'one more')),
};

const measureVerbs = ({reps}: Setting, large: Mux, empty: Mux): readonly Line[] => {
  const lines: Line[] = [];
  for (const [name, run] of Object.entries(verbs)) {
    const samples = {roundhouse: [] as number[], 'empty board': [] as number[]};
    for (let rep = 0; rep < reps; rep++)
      for (const [column, mux] of [
        ['roundhouse', large],
        ['empty board', empty],
      ] as const)
        samples[column].push(median(Array.from({length: TRIES}, () => run(mux))));
    lines.push({
      metric: `verb with ${TASKS} tasks and ${TASKS * (NOTES + 1)} events: ${name}`,
      unit: 'ms',
      samples,
      budget: {bound: 'at most', value: 1.5, moonshot: 1, of: 'empty board'},
    });
  }
  return lines;
};

/** Each time anew; the last one stays. */
const measureStarts = async ({stage, reps}: Setting, mux: Mux): Promise<Line> => {
  const samples = {roundhouse: [] as number[]};
  for (let rep = 0; rep <= reps; rep++) {
    if (rep > 0) await stage.endOne(mux.serverPid());
    const from = performance.now();
    open(stage, mux, {name: `x${rep}`, argv: ['cat']});
    if (rep > 0) samples.roundhouse.push(performance.now() - from);
  }
  return {
    metric: 'start of the server on that board: first session',
    unit: 'ms',
    samples,
    budget: {bound: 'at most', value: 300, moonshot: 100},
  };
};

/** Two repositories, one with much to do. */
export const measureBoard: Measure = async setting => {
  const [large, empty] = [makeRoundhouse(setting.stage), makeRoundhouse(setting.stage)];
  await seed(large.root);
  const start = await measureStarts(setting, large);
  open(setting.stage, empty, {name: 'x', argv: ['cat']});
  timed(empty.command('create-task', 'the only one'));
  return [...measureVerbs(setting, large, empty), start];
};
