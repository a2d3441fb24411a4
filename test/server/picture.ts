/** A repository as it is, our own folder left out: every ref, HEAD, the index, what is under way, and every file with what it holds. */
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Repository} from './repository.ts';

const UNDER_WAY = ['MERGE_HEAD', 'MERGE_MSG', 'CHERRY_PICK_HEAD', 'rebase-merge', 'AUTO_MERGE', 'index.lock'];

/** Two of them are equal when nobody could tell that something was tried. */
export const pictureOf = (it: Repository, dir = it.root): Readonly<Record<string, string>> => {
  const gitDir = it.gitIn(dir, 'rev-parse', '--absolute-git-dir');
  const files = [
    '.',
    '(',
    '-name',
    '.git',
    '-o',
    '-name',
    '.roundhouse',
    ')',
    '-prune',
    '-o',
    '-type',
    'f',
    '-exec',
    'sha256sum',
    '{}',
    '+',
  ];
  return {
    refs: it.gitIn(dir, 'for-each-ref', '--format=%(refname) %(objectname)'),
    head: it.gitIn(dir, 'rev-parse', '--symbolic-full-name', 'HEAD'),
    index: it.gitIn(dir, 'ls-files', '--stage'),
    status: it.gitIn(
      dir,
      'status',
      '--porcelain',
      '--ignored',
      '--untracked-files=all',
      '--',
      '.',
      ':(exclude).roundhouse',
    ),
    stashes: it.gitIn(dir, 'stash', 'list'),
    underWay: UNDER_WAY.filter(name => existsSync(join(gitDir, name))).join(' '),
    files: execFileSync('find', files, {cwd: dir, encoding: 'utf8'}).split('\n').toSorted().join('\n'),
  };
};
