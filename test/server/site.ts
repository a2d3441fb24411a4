/** A repository with a task's worktree, and what one does to it before it is removed. */
import {spawnSync} from 'node:child_process';
import {chmodSync, symlinkSync, unlinkSync} from 'node:fs';
import {join} from 'node:path';
import type {TaskId} from '../../src/core/id.ts';
import type {Workspace} from '../../src/core/nouns/workspace.ts';
import {removeWorktree, restoreWorktree} from '../../src/server/removal.ts';
import {Worktrees} from '../../src/server/workspace.ts';
import {openRepository, type Repository} from './repository.ts';

export const id = 'TASK-003' as TaskId;
export const now = new Date('2026-01-02T03:04:05.678Z');

export type Site = Disposable & {
  readonly it: Repository;
  readonly worktrees: Worktrees;
  readonly workspace: Workspace;
  /** A path in the worktree. */
  in(...names: readonly string[]): string;
  git(...args: readonly string[]): string;
  /** What was recorded on the way. */
  readonly recorded: (Workspace['trash'] | undefined)[];
  remove(): Promise<NonNullable<Workspace['trash']>>;
  /** Remove it, and bring it back. */
  cycle(): Promise<void>;
};

/** A repository with a few files, and a task's worktree of it. */
export const open = async (name = 'shop'): Promise<Site> => {
  const it = openRepository(name);
  it.write('b.txt', 'b\n');
  it.write('run.sh', '#!/bin/sh\n', 0o755);
  it.write('.gitignore', 'out/\n');
  it.commit('base');
  const worktrees = new Worktrees(it.root);
  const path = join(it.home, 'trees', 'task-003');
  const workspace: Workspace = {
    id,
    task_id: id,
    mode: 'task',
    path,
    branch: 'roundhouse/task-003',
    base_ref: 'main',
    base_commit: it.git('rev-parse', 'HEAD'),
    status: 'present',
    updated_at: now.toISOString(),
  };
  await worktrees.add(workspace, true);
  const recorded: (Workspace['trash'] | undefined)[] = [];
  const record = (trash: Workspace['trash'] | undefined): Promise<void> => {
    recorded.push(trash);
    return Promise.resolve();
  };
  const remove = () => removeWorktree(worktrees, workspace, {at: now, record});
  return {
    it,
    worktrees,
    workspace,
    in: (...names) => join(path, ...names),
    git: (...args) => it.gitIn(path, ...args),
    recorded,
    remove,
    cycle: async () => restoreWorktree(worktrees, {...workspace, status: 'removed', trash: await remove()}),
    [Symbol.dispose]: () => it[Symbol.dispose](),
  };
};

/** Does a branch of that name exist? */
export const hasBranch = (at: Site): boolean => at.it.git('branch', '--list', at.workspace.branch) !== '';

/** Change all kinds of things in a worktree. */
export const workIn = (at: Site): void => {
  at.it.write(at.in('a.txt'), 'changed\n');
  at.it.write(at.in('staged.txt'), 'staged\n');
  at.git('add', 'staged.txt');
  at.it.write(at.in('staged.txt'), 'staged, then changed\n');
  unlinkSync(at.in('b.txt'));
  chmodSync(at.in('run.sh'), 0o644);
  at.it.write(at.in('new/größe 1.sh'), 'untracked\n', 0o755);
  at.it.write(at.in('bytes.bin'), Buffer.from([0, 255, 10]));
  symlinkSync('a.txt', at.in('link'));
};

/** Every file of a worktree with what it holds, git's own left out. */
export const filesIn = (at: Site): string =>
  spawnSync('find', ['.', '-name', '.git', '-prune', '-o', '-type', 'f', '-exec', 'sha256sum', '{}', '+'], {
    cwd: at.workspace.path,
    encoding: 'utf8',
  })
    .stdout.split('\n')
    .toSorted()
    .join('\n');

/** Somebody locks the worktree when it is about to go, which git respects. */
export const removeLocked = (at: Site): Promise<unknown> =>
  removeWorktree(at.worktrees, at.workspace, {
    at: new Date(0),
    record: trash => {
      at.recorded.push(trash);
      if (trash !== undefined) at.it.git('worktree', 'lock', at.workspace.path);
      return Promise.resolve();
    },
  });
