import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {mergeInto, type Merged, type Wanted} from '../../src/server/merging.ts';
import {pictureOf} from './picture.ts';
import {openRepository, type Repository} from './repository.ts';

type Site = Disposable & {
  readonly it: Repository;
  readonly commit: string;
  merge(more?: Partial<Wanted>): Promise<Merged>;
};

/** A repository on `main` with a branch `work` that has one commit more, and is checked out nowhere. */
const open = (): Site => {
  const it = openRepository();
  it.write('b.txt', 'b\n');
  it.commit('base');
  it.git('switch', '--quiet', '-c', 'work');
  it.write('a.txt', 'work\n');
  it.write('new.txt', 'new\n');
  const commit = it.commit('work');
  it.git('switch', '--quiet', 'main');
  const merge = (more: Partial<Wanted> = {}) =>
    mergeInto(it.root, {task: 'TASK-003', commit, into: 'main', mode: 'ff-only', message: 'Merge TASK-003', ...more});
  return {it, commit, merge, [Symbol.dispose]: () => it[Symbol.dispose]()};
};

/** Let `main` go on, on another file than the work. */
const goesOn = ({it}: Site, path = 'b.txt'): string => {
  it.write(path, 'gone on\n');
  return it.commit('gone on');
};

const hook = ({it}: Site, name: string, script: string): void => {
  mkdirSync(join(it.root, '.git/hooks'), {recursive: true});
  writeFileSync(join(it.root, '.git/hooks', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(it.root, '.git/hooks', name), 0o755);
};

test.concurrent('a branch that is checked out moves to the work, and its files with it', async () => {
  using at = open();
  const before = at.it.git('rev-parse', 'main');
  expect(await at.merge()).toEqual({before, after: at.commit});
  expect([at.it.git('rev-parse', 'HEAD'), at.it.git('status', '--porcelain'), at.it.read('a.txt')]).toEqual([
    at.commit,
    '',
    'work\n',
  ]);
});

test.concurrent('a branch that is checked out nowhere moves without a checkout', async () => {
  using at = open();
  at.it.git('switch', '--quiet', '-c', 'mine');
  at.it.write('b.txt', 'uncommitted, and of no concern\n');
  const files = at.it.git('status', '--porcelain');
  expect(await at.merge()).toMatchObject({after: at.commit});
  expect([at.it.git('rev-parse', 'main'), at.it.git('status', '--porcelain')]).toEqual([at.commit, files]);
});

test.concurrent.each([
  ['checked out', 'main'],
  ['checked out nowhere', 'mine'],
])('a merge commit into a branch that is %s has both parents and the message', async (_, branch) => {
  using at = open();
  const before = goesOn(at);
  at.it.git('switch', '--quiet', '-C', branch);
  const {after} = await at.merge({mode: 'no-ff', message: 'Merge TASK-003: tidy\n\nAccepted in DEC-001.'});
  expect(at.it.git('log', '-1', '--format=%P|%B', after)).toBe(
    `${before} ${at.commit}|Merge TASK-003: tidy\n\nAccepted in DEC-001.`,
  );
  expect([at.it.git('show', 'main:a.txt'), at.it.git('show', 'main:b.txt')]).toEqual(['work', 'gone on']);
  expect(at.it.git('status', '--porcelain')).toBe('');
});

test.concurrent('no-ff makes a merge commit also where the branch could just move', async () => {
  using at = open();
  const {after} = await at.merge({mode: 'no-ff'});
  expect(at.it.git('rev-parse', `${after}^2`)).toBe(at.commit);
});

test.concurrent('work that is in the branch already is merged', async () => {
  using at = open();
  at.it.git('merge', '--quiet', 'work');
  expect(await at.merge()).toEqual({before: at.commit, after: at.commit});
});

/** Ways in which a merge cannot be, each with the words that tell it. */
const failures: readonly (readonly [string, (at: Site) => Partial<Wanted> | void, string])[] = [
  ['the branch went on', at => void goesOn(at), 'no fast-forward'],
  [
    'both sides changed a file',
    at => {
      goesOn(at, 'a.txt');
      return {mode: 'no-ff'};
    },
    'both sides changed a.txt',
  ],
  [
    'both sides changed a file of a branch that is checked out nowhere',
    at => {
      goesOn(at, 'a.txt');
      at.it.git('switch', '--quiet', '-c', 'mine');
      return {mode: 'no-ff'};
    },
    'both sides changed a.txt',
  ],
  ['a file is changed and not committed', at => at.it.write('b.txt', 'mine\n'), 'not committed: b.txt'],
  [
    'something is staged',
    at => {
      at.it.write('c.txt', 'mine\n');
      at.it.git('add', 'c.txt');
    },
    'not committed: c.txt',
  ],
  ['an untracked file is in the way', at => at.it.write('new.txt', 'mine\n'), 'new.txt'],
  [
    'a merge is under way',
    at => {
      at.it.git('switch', '--quiet', '-c', 'mine');
      goesOn(at, 'a.txt');
      expect(() => at.it.git('merge', 'work')).toThrow('Command failed');
    },
    'a merge is under way',
  ],
  [
    'a hook says no',
    at => {
      goesOn(at);
      hook(at, 'pre-merge-commit', 'echo "no merges on Fridays" >&2; exit 1');
      return {mode: 'no-ff'};
    },
    'no merges on Fridays',
  ],
  [
    'a hook of the branch says no, when the files are merged already',
    at => hook(at, 'reference-transaction', '[ "$1" = prepared ] && grep -q refs/heads/main && exit 1; exit 0'),
    'ref updates aborted by hook',
  ],
  [
    'a hook of the branch says no to a merge commit',
    at => {
      goesOn(at);
      hook(at, 'reference-transaction', '[ "$1" = prepared ] && grep -q refs/heads/main && exit 1; exit 0');
      return {mode: 'no-ff'};
    },
    'ref updates aborted by hook',
  ],
  [
    'a hook of a branch that is checked out nowhere says no',
    at => {
      at.it.git('switch', '--quiet', '-c', 'mine');
      hook(at, 'reference-transaction', '[ "$1" = prepared ] && grep -q refs/heads/main && exit 1; exit 0');
    },
    'ref updates aborted by hook',
  ],
  [
    'the message is refused by a hook',
    at => {
      goesOn(at);
      hook(at, 'commit-msg', 'echo "no ticket" >&2; exit 1');
      return {mode: 'no-ff'};
    },
    'no ticket',
  ],
  [
    'a hook says no without a word',
    at => {
      goesOn(at);
      hook(at, 'prepare-commit-msg', 'exit 1');
      return {mode: 'no-ff'};
    },
    'a hook of it, said no',
  ],
  [
    'the branch is checked out in another worktree',
    at => {
      at.it.git('switch', '--quiet', '-c', 'mine');
      at.it.git('worktree', 'add', '--quiet', join(at.it.home, 'other'), 'main');
    },
    'checked out in another worktree',
  ],
  ['there is no such branch', () => ({into: 'mian'}), 'no such branch'],
];

test.concurrent.each(failures)('when %s, nothing is changed and the reason is told', async (_, bring, words) => {
  using at = open();
  const more = bring(at) ?? {};
  const before = pictureOf(at.it);
  await expect(at.merge(more)).rejects.toMatchObject({
    code: 'merge-failed',
    details: {reason: expect.stringContaining(words) as unknown},
  });
  expect(pictureOf(at.it)).toEqual(before);
});

test.concurrent('options that git was given for merges do not leave half of one', async () => {
  using at = open();
  at.it.git('config', 'branch.main.mergeOptions', '--no-commit --squash');
  goesOn(at);
  expect(await at.merge({mode: 'no-ff'})).toMatchObject({after: at.it.git('rev-parse', 'main')});
  expect(at.it.git('status', '--porcelain')).toBe('');
});

test.concurrent('a branch that somebody switched to in the middle of a merge does not keep the merge', async () => {
  using at = open();
  goesOn(at);
  at.it.git('branch', 'other');
  const refs = at.it.git('for-each-ref');
  hook(at, 'pre-merge-commit', 'git symbolic-ref HEAD refs/heads/other');
  await expect(at.merge({mode: 'no-ff'})).rejects.toMatchObject({code: 'merge-failed'});
  expect([at.it.git('for-each-ref'), at.it.git('status', '--porcelain')]).toEqual([refs, '']);
});

test.concurrent('what is untracked beside a merge stays', async () => {
  using at = open();
  at.it.write('notes.md', 'mine\n');
  await at.merge();
  expect(at.it.read('notes.md')).toBe('mine\n');
});

test.concurrent('a person without a name for git gets a merge commit all the same', async () => {
  using at = open();
  const {after} = await at.merge({mode: 'no-ff'});
  expect(at.it.git('log', '-1', '--format=%ae', after)).toBe('roundhouse@localhost');
});
