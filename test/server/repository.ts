/** A real repository in a temporary folder, away from the person's own settings; gone when the test is over. */
import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, vi} from 'vitest';

export type Repository = Disposable & {
  /** A folder of this test alone; the repository and what stands beside it lie in it. */
  readonly home: string;
  readonly root: string;
  /** A path in the repository, or in another folder when that is absolute. */
  at(...names: readonly string[]): string;
  git(...args: readonly string[]): string;
  /** Run git in another folder. */
  gitIn(dir: string, ...args: readonly string[]): string;
  /** Write a file, with its folders. */
  write(path: string, text: string | Buffer, mode?: number): void;
  read(path: string): string;
  has(path: string): boolean;
  modeOf(path: string): number;
  /** Commit all there is; gives the commit. */
  commit(message: string): string;
};

/** A home for all tests of a file: what their git and our own read of the world around is nothing. */
const away = realpathSync(mkdtempSync(join(tmpdir(), 'roundhouse-home-')));
for (const name of ['HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR']) vi.stubEnv(name, away);
vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'EMAIL', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_EMAIL'])
  vi.stubEnv(name, undefined);
afterAll(() => rmSync(away, {recursive: true, force: true}));

const run = (dir: string, args: readonly string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'protocol.file.allow=always', ...args],
    {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  ).trimEnd();

/** Repositories as tests begin with them, made once a file: copying is quicker than git. */
const samples = {empty: join(away, 'empty'), started: join(away, 'started')};
run(away, ['init', '--quiet', '--initial-branch=main', '--template=', samples.empty]);
cpSync(samples.empty, samples.started, {recursive: true});
writeFileSync(join(samples.started, 'a.txt'), 'one\n');
run(samples.started, ['add', '-A']);
run(samples.started, ['commit', '--quiet', '-m', 'first commit']);

/**
 * Make a repository with one commit on `main` that holds `a.txt`.
 *
 * @param name of its folder
 */
export const openRepository = (name = 'shop', {isEmpty = false} = {}): Repository => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'roundhouse-git-')));
  const root = join(home, name);
  const at = (...names: readonly string[]): string =>
    names[0]?.startsWith('/') === true ? join(...names) : join(root, ...names);
  const git = (...args: readonly string[]): string => run(root, args);
  const it: Repository = {
    home,
    root,
    at,
    git,
    gitIn: (dir, ...args) => run(dir, args),
    write: (path, text, mode = 0o644) => {
      mkdirSync(dirname(at(path)), {recursive: true});
      writeFileSync(at(path), text);
      chmodSync(at(path), mode);
    },
    read: path => readFileSync(at(path), 'utf8'),
    has: path => existsSync(at(path)),
    modeOf: path => statSync(at(path)).mode & 0o777,
    commit: message => {
      git('add', '-A');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    [Symbol.dispose]: () => {
      rmSync(home, {recursive: true, force: true});
    },
  };
  cpSync(isEmpty ? samples.empty : samples.started, root, {recursive: true});
  return it;
};
