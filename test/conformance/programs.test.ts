/** Real programs under roundhouse and under tmux, with the same keys in terminals of the same size: the same screens. */
import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import type {Difference} from './programs/compare.ts';
import {differences, explains} from './programs/differences.ts';
import {Pair} from './programs/pair.ts';
import {runs} from './programs/runs.ts';

const isThere = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const absent = [...new Set(['tmux', ...runs.flatMap(it => it.needs)])].filter(it => !isThere(it));
if (absent.length > 0) process.stderr.write(`skipped: programs that are not here: ${absent.join(', ')}\n`);

const all = runs.map(run => {
  const missing = ['tmux', ...run.needs].filter(it => absent.includes(it)).join(', ');
  return {...run, missing, title: missing === '' ? run.name : `${run.name} (skipped: this machine has no ${missing})`};
});

/** What is not in the table, and what is in it and does not differ, with both screens; nothing when all is as it should be. */
const faultsOf = (pair: Pair, found: readonly Difference[], at: {run: string; step: number}): readonly string[] => {
  const known = differences.filter(it => it.run === at.run && it.steps.includes(at.step));
  const faults = [
    ...found.filter(it => !known.some(by => explains(by, it))).map(it => `not explained: ${JSON.stringify(it)}`),
    ...known.filter(by => !found.some(it => explains(by, it))).map(by => `does not differ any more: ${by.why}`),
  ];
  return faults.length === 0 ? [] : [`step ${at.step}`, ...faults, ...pair.report];
};

test.concurrent.for(all)('$title', {timeout: 60_000}, async (run, {skip}) => {
  skip(run.missing !== '', `this machine has no ${run.missing}`);
  await using pair = await Pair.open(run);
  for (const [step, act] of run.steps.entries()) {
    await pair.does(act);
    expect(faultsOf(pair, await pair.differences(), {run: run.name, step})).toEqual([]);
  }
});

test('every explained difference names a run and steps of it', () => {
  const steps = new Map(runs.map(it => [it.name, it.steps.length]));
  expect(differences.filter(it => it.steps.some(step => step >= (steps.get(it.run) ?? 0)))).toEqual([]);
});
