/** The part of the table of faults that is about a repository and its worktrees. */
import {commandLines} from './setup.ts';

/** Commands that wait for leave; `hash` stands for exactly these. */
type Unallowed = {readonly commands: readonly string[]; readonly hash: string; readonly actor: string};

export const repositoryFaults = {
  'repository-missing': {
    exit: 3,
    say: (d: {path: string}) => `not inside a git repository: ${d.path}`,
    hint: 'go to a repository, or make one here with: git init',
  },
  'repository-bare': {
    exit: 4,
    say: (d: {path: string}) => `a bare repository has no files to work on: ${d.path}`,
    hint: 'clone it, and start roundhouse in the clone',
  },
  'repository-empty': {
    exit: 4,
    say: (d: {path: string}) => `no commit yet, so a worktree has nothing to start from: ${d.path}`,
    hint: 'make a first commit: git commit --allow-empty -m "first commit"',
  },
  'repository-detached': {
    exit: 4,
    say: (d: {commit: string}) => `no branch is checked out (HEAD is detached at ${d.commit})`,
    hint: 'git switch BRANCH, or start from this commit all the same: spawn-worker --base HEAD',
  },
  'repository-dirty': {
    exit: 4,
    say: (d: {files: readonly string[]; count: number}) =>
      `${d.count} changed file(s) are not committed, and a worker would not see them: ${d.files.join(', ')}${d.count > d.files.length ? ' …' : ''}`,
    hint: 'commit or stash them, or start from the last commit all the same: spawn-worker --base HEAD',
  },
  'base-unknown': {
    exit: 3,
    say: (d: {base: string}) => `no branch, tag or commit "${d.base}"`,
    hint: 'git branch --all shows the branches',
  },
  'skill-foreign': {
    exit: 4,
    say: (d: {paths: readonly string[]}) => `not ours, or changed by hand, and left as it is: ${d.paths.join(', ')}`,
    hint: 'nothing was written; add --force to put our text in its place',
  },
  'worktree-missing': {
    exit: 3,
    say: (d: {task: string}) => `${d.task} has no worktree`,
    hint: 'roundhouse spawn-worker makes one',
  },
  'worktree-occupied': {
    exit: 4,
    say: (d: {path: string}) => `a folder that is not this task's worktree is in the way: ${d.path}`,
    hint: 'move it away; it was left as it is',
  },
  'commands-unallowed': {
    exit: 4,
    say: (d: Unallowed) =>
      ['this repository brings commands for each new worktree, and they are not allowed yet:']
        .concat(commandLines(d.commands))
        .join('\n    '),
    hint: (d: Unallowed) =>
      d.actor === 'user'
        ? `to allow them: roundhouse allow-commands ${d.hash}; to work without them: roundhouse allow-commands --never`
        : 'only the person can allow them: C-b : allow-commands, or roundhouse allow-commands in a terminal of their own',
  },
  'cleanup-refused': {
    exit: 4,
    say: (d: {task: string; reason: string; hint: string}) => `the worktree of ${d.task} stays: ${d.reason}`,
    hint: (d: {task: string; reason: string; hint: string}) => d.hint,
  },
  'merge-refused': {
    exit: 4,
    say: (d: {task: string; reason: string; hint: string}) => `${d.task} is not merged: ${d.reason}`,
    hint: (d: {task: string; reason: string; hint: string}) => d.hint,
  },
  'merge-failed': {
    exit: 4,
    say: (d: {task: string; into: string; reason: string; hint: string; diverged: boolean}) =>
      `${d.task} was not merged into ${d.into}: ${d.reason}`,
    hint: (d: {task: string; into: string; reason: string; hint: string; diverged: boolean}) =>
      `${d.hint}; nothing was changed, and ${d.task} stays accepted`,
  },
  'cleanup-unknown': {
    exit: 3,
    say: (d: {task: string}) => `nothing to bring back for ${d.task}: its worktree was not removed here`,
    hint: 'roundhouse show-task shows its worktree',
  },
} as const;
