import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Fault} from '../../src/core/fault.ts';
import {mergeInto} from '../../src/server/merging.ts';
import {randomOf} from '../kit/random.ts';
import {pictureOf} from './picture.ts';
import {openRepository, type Repository} from './repository.ts';

const SEEDS = 16;
const FILES = ['a.txt', 'b.txt', 'c.txt', 'sub/d.txt'] as const;
const BRANCHES = ['main', 'work', 'side'] as const;

type Random = ReturnType<typeof randomOf>;

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** Do it, or not: many of the things below git refuses, depending on what came before. */
const attempt = (work: () => unknown): void => {
  try {
    work();
  } catch {
    // It stays as it was.
  }
};

const change = (it: Repository, random: Random): void =>
  attempt(() => {
    it.git('switch', '--quiet', pick(random, BRANCHES));
    it.write(pick(random, FILES), `line ${random(5)}\n`);
    it.commit('change');
  });

/** What people do between merges. */
const steps: readonly ((it: Repository, random: Random) => void)[] = [
  change,
  change,
  change,
  (it, random) => attempt(() => it.git('merge', '--quiet', '--no-edit', pick(random, BRANCHES))),
  it => attempt(() => it.git('merge', '--abort')),
  it => attempt(() => it.git('switch', '--quiet', '--detach')),
];

/** What lies about when a merge is asked for. */
const litter: readonly ((it: Repository, random: Random) => void)[] = [
  () => undefined,
  () => undefined,
  (it, random) => it.write(pick(random, FILES), 'not committed\n'),
  (it, random) => {
    it.write(pick(random, FILES), 'staged\n');
    it.git('add', '-A');
  },
  it => it.write('untracked.txt', 'x\n'),
  it => {
    mkdirSync(join(it.root, '.git/hooks'), {recursive: true});
    for (const name of ['pre-merge-commit', 'commit-msg']) {
      writeFileSync(join(it.root, '.git/hooks', name), '#!/bin/sh\nexit 1\n');
      chmodSync(join(it.root, '.git/hooks', name), 0o755);
    }
  },
];

/** A repository in a state that nobody planned; `work` is the branch to be merged. */
const wild = (seed: number): {it: Repository; random: Random} => {
  const random = randomOf(seed);
  const it = openRepository();
  for (const branch of BRANCHES.slice(1)) it.git('branch', branch);
  for (let n = 0; n < 10; n++) pick(random, steps)(it, random);
  if (random(4) > 0) attempt(() => it.git('switch', '--quiet', 'main'));
  pick(random, litter)(it, random);
  return {it, random};
};

const commitsOf = (it: Repository): readonly string[] => it.git('rev-list', '--all').split('\n');
const others = (refs: string, into: string): readonly string[] =>
  refs.split('\n').filter(line => !line.startsWith(`refs/heads/${into} `));

test.concurrent.each(Array.from({length: SEEDS}, (_, seed) => [seed]))(
  'whatever the state of a repository, a merge is whole or never was (seed %i)',
  async seed => {
    const {it, random} = wild(seed);
    using _ = it;
    const into = pick(random, BRANCHES.slice(0, 1));
    const mode = pick(random, ['ff-only', 'no-ff'] as const);
    const commit = it.git('rev-parse', 'work');
    const before = pictureOf(it);
    const known = commitsOf(it);
    const outcome = await mergeInto(it.root, {task: 'TASK-001', commit, into, mode, message: 'Merge'}).catch(
      (thrown: unknown) => thrown,
    );
    const after = pictureOf(it);
    const isFailure = outcome instanceof Fault;
    expect(isFailure ? after : undefined).toEqual(isFailure ? before : undefined);
    const tip = it.git('rev-parse', into);
    const isIn = it.git('rev-list', tip).split('\n').includes(commit);
    expect([isFailure || isIn, isFailure || (outcome as {after: string}).after === tip]).toEqual([true, true]);
    expect(commitsOf(it)).toEqual(expect.arrayContaining([...known]));
    expect(others(after['refs'] ?? '', into)).toEqual(others(before['refs'] ?? '', into));
    expect([after['head'], after['underWay'], after['stashes']]).toEqual([
      before['head'],
      before['underWay'],
      before['stashes'],
    ]);
    // What was not committed is as it was, done or not.
    expect(after['status']).toBe(before['status']);
  },
);
