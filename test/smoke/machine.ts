/** A person's machine in a temporary folder: a home, a place for sockets, repositories; and the end of all that runs there. */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {Repository} from './repository.ts';
import {Terminal, type TerminalOptions} from './terminal.ts';
import {isRunning, until} from './until.ts';

export type Env = Readonly<Record<string, string>>;

const gitConfig = `[user]
\tname = Smoke
\temail = smoke@localhost
[init]
\tdefaultBranch = main
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;

/** How a repository shall be. */
type RepositoryOptions = {readonly commits?: boolean; readonly bare?: boolean};

/** One machine, and one person at it. What is opened on it ends with it. */
export class Machine implements AsyncDisposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'rh-')));
  readonly sockets = join(this.folder, 's');
  readonly env: Env;
  readonly #repositories: Repository[] = [];
  readonly #terminals: Terminal[] = [];

  /** @param path how screens are to be reached; directly where that can be, when nothing is said */
  constructor({path = 'direct'}: {readonly path?: 'direct' | 'relay'} = {}) {
    const home = join(this.folder, 'home');
    const tmp = join(this.folder, 'tmp');
    for (const dir of [home, tmp]) mkdirSync(dir);
    writeFileSync(join(home, 'gitconfig'), gitConfig);
    this.env = {
      PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      TMPDIR: tmp,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
      XDG_RUNTIME_DIR: join(home, 'run'),
      ROUNDHOUSE_SOCKET_DIR: this.sockets,
      // Should a test be killed, its server ends by itself.
      ROUNDHOUSE_LINGER_MS: '60000',
      GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
      GIT_CONFIG_NOSYSTEM: '1',
      SHELL: '/bin/sh',
      PS1: '$ ',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      ROUNDHOUSE_PATH: path,
    };
  }

  /** Make a repository with one commit on `main`. */
  repository(name = 'shop', {commits = true, bare = false}: RepositoryOptions = {}): Repository {
    const root = join(this.folder, name);
    mkdirSync(root);
    const repository = this.find(root);
    repository.git('init', '--quiet', '--template=', ...(bare ? ['--bare'] : []));
    if (!commits) return repository;
    repository.writes('README.md', '# shop\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'first');
    return repository;
  }

  /**
   * Configure an agent of the person's own, `mine`: a script that is told `new` or `resume`, its conversation, and the
   * file of its prompt.
   *
   * @param settings of the person, besides
   * @returns the lines that the script has put into `$0.log`
   */
  hasAgent(script: string, settings: Readonly<Record<string, unknown>>): {readonly log: () => readonly string[]} {
    const agent = join(this.folder, 'agent');
    writeFileSync(agent, script, {mode: 0o755});
    const config = join(this.folder, 'home/config/roundhouse');
    mkdirSync(config, {recursive: true});
    const [command, resume] = ['new', 'resume'].map(it => [agent, it, '{conversation}', '{prompt_file}']);
    writeFileSync(join(config, 'config.yaml'), JSON.stringify({...settings, agents: {mine: {command, resume}}}));
    return {log: () => linesOf(`${agent}.log`)};
  }

  /** A repository that is there already. */
  find(root: string): Repository {
    const repository = new Repository(root, this.env);
    this.#repositories.push(repository);
    return repository;
  }

  /** Write the configuration file of the person. */
  configures(yaml: string): void {
    const dir = join(this.folder, 'home/config/roundhouse');
    mkdirSync(dir, {recursive: true});
    writeFileSync(join(dir, 'config.yaml'), yaml);
  }

  /** A folder for PATH that has what the launcher needs, and nothing else: no git, no node. */
  bareTools(): string {
    const dir = mkdtempSync(join(this.folder, 'tmp/tools-'));
    for (const name of ['sh', 'dirname', 'readlink']) {
      const [found] = ['/usr/bin', '/bin'].map(it => join(it, name)).filter(it => existsSync(it));
      if (found !== undefined) symlinkSync(found, join(dir, name));
    }
    return dir;
  }

  /** Wait for the sample repository that `--demo` makes. */
  async findsDemo(): Promise<Repository> {
    const pattern = join(this.folder, 'tmp/roundhouse-demo-*/tea-house/.git');
    const [dotGit = ''] = await until('there is a sample repository', () => {
      const found = globSync(pattern);
      return found.length > 0 && found;
    });
    return this.find(dirname(dotGit));
  }

  /** Open a terminal with the program in it. */
  terminal(cwd: string, options: TerminalOptions = {}): Terminal {
    const dir = mkdtempSync(join(this.folder, 'tmp/terminal-'));
    const terminal = new Terminal({cwd, dir, ...options, env: {...this.env, ...options.env}});
    this.#terminals.push(terminal);
    return terminal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const terminal of this.#terminals) terminal[Symbol.dispose]();
    await Promise.all(this.#repositories.map(end));
    rmSync(this.folder, {recursive: true, force: true, maxRetries: 5});
  }
}

/** The lines of a file; none while it is not there. */
export const linesOf = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];

/** End the server of a repository as it should end, and by force where it does not. */
const end = async (repository: Repository): Promise<void> => {
  const {pid} = repository.holder ?? {};
  if (pid === undefined || !isRunning(pid)) return;
  process.kill(pid, 'SIGTERM');
  try {
    await until(`server ${pid} has ended`, () => !isRunning(pid), {withinMs: 4000});
  } catch {
    process.kill(pid, 'SIGKILL');
  }
};
