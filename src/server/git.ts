/** Owns simple-git: runs git in a folder, strictly, and led by nobody but the person. */
import {existsSync, readFileSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import type {SimpleGit, SimpleGitOptions} from 'simple-git';
import {Fault, reasonOf} from '../core/fault.ts';
import {given} from '../core/given.ts';

/**
 * Run git in a folder.
 *
 * @param args  the sub-command and its arguments
 * @param index another index file than the worktree's own
 * @returns standard output without the last line's end
 * @throws Fault `git-failed` with git's last words
 */
export type Git = (args: readonly string[], index?: string) => Promise<string>;

/** Environment variables that would lead git elsewhere than to the folder it is run in. */
for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX'])
  delete process.env[name];

/** The git folder of a linked worktree, as its `.git` file names it; undefined where there is none. */
export const gitDirOf = (worktree: string): string | undefined => {
  try {
    const {said = ''} = /^gitdir: (?<said>.+)$/mu.exec(readFileSync(join(worktree, '.git'), 'utf8'))?.groups ?? {};
    const path = resolve(worktree, said);
    return basename(dirname(path)) === 'worktrees' ? path : undefined;
  } catch {
    return undefined;
  }
};

/**
 * What leads git in a linked worktree to the repository it was made from. Its git folder says that too, but an agent in a
 * sandbox may write there; the configuration that git reads, and the programs that are named in it, would be the agent's.
 */
const homeOf = (dir: string): Record<string, string> => {
  const gitDir = gitDirOf(dir);
  return gitDir === undefined ? {} : {GIT_COMMON_DIR: dirname(dirname(gitDir))};
};

/** What git needs to find the person's own settings, and the network; variables of ours come with an environment of its own. */
const PERSONAL = ['HOME', 'PATH', 'XDG_CONFIG_HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'SSH_AUTH_SOCK', 'GNUPGHOME'];
/** Where those are, and who commits. */
const OF_GIT = [
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  ...['AUTHOR', 'COMMITTER'].flatMap(it => [`GIT_${it}_NAME`, `GIT_${it}_EMAIL`]),
];

export const gitAt = (dir: string): Git => {
  // Loaded when it is needed: the start of the server is a budget.
  const open = async (): Promise<SimpleGit> =>
    (await import('simple-git')).simpleGit({
      baseDir: dir,
      maxConcurrentProcesses: 4,
      allowEnvironment: ['GIT_COMMON_DIR', 'GIT_INDEX_FILE', ...OF_GIT],
      // They are the person's.
      unsafe: {allowUnsafeConfigPaths: true},
      errors: failureOf,
    });
  return async (args, index) => {
    try {
      const git = await open();
      const ours = {...homeOf(dir), ...given({GIT_INDEX_FILE: index})};
      const run = Object.keys(ours).length === 0 ? git : git.env({...personal(), ...ours});
      return (await run.raw([...args])).trimEnd();
    } catch (thrown) {
      if (/\bENOENT\b/u.test(reasonOf(thrown)) && existsSync(dir)) throw new Fault('git-missing', {}, {cause: thrown});
      const reason = lastLineOf(reasonOf(thrown));
      throw new Fault('git-failed', {command: commandOf(args), reason}, {cause: thrown});
    }
  };
};

const NETWORK = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'];

const personal = (): Record<string, string> =>
  Object.fromEntries(
    [...PERSONAL, ...OF_GIT, ...NETWORK, ...NETWORK.map(it => it.toUpperCase())].flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Git's last words say what went wrong. */
const lastLineOf = (said: string): string =>
  said
    .trim()
    .replace(/^Error: /u, '')
    .split('\n')
    .at(-1) ?? '';

/** The sub-command: the first word that is no option, nor the value of a `-c`. */
const commandOf = (args: readonly string[]): string =>
  args.find((word, at) => !word.startsWith('-') && args[at - 1] !== '-c') ?? '';

/** Git says no by its exit code, often without a word; the library would take that for a yes. */
const failureOf: NonNullable<SimpleGitOptions['errors']> = (error, {exitCode, stdErr, stdOut}) => {
  const said = Buffer.concat(stdErr).toString() || Buffer.concat(stdOut).toString();
  return exitCode === 0 ? undefined : (error ?? new Error(said || `exit code ${exitCode}`));
};

/** Like git, but a failure is undefined: for questions whose answer may be no. */
export const ask = async (git: Git, args: readonly string[]): Promise<string | undefined> => {
  try {
    return await git(args);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'git-failed') return undefined;
    throw thrown;
  }
};

/** Our own commits need a name where the person has set none. */
export const identityOf = async (git: Git): Promise<readonly string[]> =>
  (await ask(git, ['config', 'user.email'])) === undefined
    ? ['-c', 'user.name=roundhouse', '-c', 'user.email=roundhouse@localhost']
    : [];
