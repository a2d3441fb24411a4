/** Checks the machine, the repository and the server; changes nothing. */
import {accessSync, constants, existsSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {execa} from 'execa';
import {atLogout, ENDS, LINGER} from '../client/logout.ts';
import {placeOf} from '../client/place.ts';
import {failed, passed, warning, type Check} from '../core/check.ts';
import type {Settled} from '../core/config.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {consentsPathOf, pathsOf, socketDirOf} from '../core/paths.ts';
import {version} from '../core/version.ts';
import type {Result} from '../protocol/verbs.ts';
import {Commands} from '../server/commands.ts';
import {Configuration} from '../server/settings.ts';
import {keysFor} from '../server/keys.ts';
import {Consents} from '../store/consents.ts';
import {readLock} from '../store/holder.ts';
import {agentsCheck, tableCheck} from './doctor-agents.ts';
import {userRules} from '../store/rules.ts';

/** @param cwd where the person stands */
export const doctor = async (cwd: string): Promise<Result<'doctor'>> => {
  const place = rootOf(cwd);
  const root = typeof place === 'string' ? place : undefined;
  const holder = root === undefined ? undefined : readLock(pathsOf(root).state);
  const checks = [
    node(),
    await git(),
    typeof place === 'string' ? passed('repository', place) : failed('repository', place.message, place.hint ?? ''),
    ...(root === undefined ? [] : await ofRepository(root)),
    socketFolder(),
    terminal(),
    shell(),
    await logout(),
  ];
  const server =
    holder?.alive === true
      ? {pid: holder.pid, socket: holder.socket, version: holder.version, started_at: holder.started_at}
      : undefined;
  const running =
    server === undefined
      ? passed('server', 'none runs; any command starts it')
      : passed('server', `process ${server.pid}, version ${server.version}, since ${server.started_at}`);
  return {
    ok: checks.every(it => it.status !== 'failed'),
    checks: [...checks, running],
    ...(server === undefined ? {} : {server}),
  };
};

const ofRepository = async (root: string): Promise<readonly Check[]> => {
  const config = new Configuration(root, process.env);
  const settled = await config.read();
  return [
    stateFolder(root),
    await identity(root),
    await commits(root),
    configuration(settled, config.paths),
    await keys(root),
    await agentsCheck(settled, process.env as Readonly<Record<string, string>>),
    tableCheck(settled, process.env as Readonly<Record<string, string>>),
    ...(await commands(root, config)),
    await rules(),
  ];
};

/** What the repository brings, and whether it may run; nothing where it brings nothing. */
const commands = async (root: string, config: Configuration): Promise<readonly Check[]> => {
  const consents = new Consents(consentsPathOf(process.env));
  const {answer, commands: brought, at = ''} = await new Commands({config, consents, root}).standing();
  const words = `for new worktrees: ${brought.join('; ')}`;
  if (answer === 'own') return [];
  if (answer === 'waiting')
    return [
      warning('commands', `not allowed yet, ${words}`, 'no worker starts until you answer: roundhouse allow-commands'),
    ];
  return [passed('commands', `${answer === 'never' ? 'never run' : 'allowed'} since ${at}, ${words}`)];
};

const rootOf = (cwd: string): string | Fault => {
  try {
    return placeOf(cwd).root;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
};

/** A program's output, or undefined when it fails or is missing. */
const output = async (file: string, args: readonly string[], cwd = '.'): Promise<string | undefined> => {
  const {failed, stdout} = await execa(file, args, {cwd, reject: false, timeout: 5000, stdin: 'ignore'});
  return failed ? undefined : stdout.trim();
};

const node = (): Check => passed('node', `${process.version} at ${process.execPath}; roundhouse ${version}`);

const git = async (): Promise<Check> => {
  const said = await output('git', ['--version']);
  if (said === undefined) return failed('git', 'git cannot be run', 'install git, and see that it is on PATH');
  const [major = 0, minor = 0] = (/\d+\.\d+/u.exec(said)?.[0] ?? '').split('.').map(Number);
  const isNew = major > 2 || (major === 2 && minor >= 31);
  return isNew ? passed('git', said) : failed('git', said, 'git 2.31 or newer is needed');
};

const stateFolder = (root: string): Check => {
  const {state} = pathsOf(root);
  let folder = state;
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
    return passed('state folder', state);
  } catch (thrown) {
    return failed(
      'state folder',
      `${folder} cannot be written (${reasonOf(thrown)})`,
      'check its owner, its permissions and the mount',
    );
  }
};

const identity = async (root: string): Promise<Check> => {
  const email = await output('git', ['config', 'user.email'], root);
  return email === undefined
    ? warning(
        'git identity',
        'none is set; commits of the shell agent are by roundhouse@localhost',
        'git config --global user.email you@example.org',
      )
    : passed('git identity', email);
};

const commits = async (root: string): Promise<Check> =>
  (await output('git', ['rev-parse', '--verify', 'HEAD'], root)) === undefined
    ? warning('commits', 'there is none yet, so no worker can be started', 'git commit --allow-empty -m "first commit"')
    : passed('commits', 'there is a commit to start from');

const keys = async (root: string): Promise<Check> => {
  const env = Object.fromEntries(Object.entries(process.env).map(([name, value = '']) => [name, value]));
  const {problems} = await keysFor(env, root);
  if (problems.length === 0) return passed('keys', 'all that is configured works');
  const said = problems.map(({reason, where}) => `${where}: ${reason}`);
  return warning('keys', said.join('; '), 'the usual keys stay until it is changed');
};

const socketFolder = (): Check => {
  const dir = socketDirOf(process.env, process.getuid?.() ?? 0);
  const found = statSync(dir, {throwIfNoEntry: false});
  const isOurs = found === undefined || (found.uid === process.getuid?.() && (found.mode & 0o077) === 0);
  return isOurs
    ? passed('socket folder', dir)
    : failed(
        'socket folder',
        `${dir} belongs to another user or is open to others`,
        'remove it, or set ROUNDHOUSE_SOCKET_DIR',
      );
};

const terminal = (): Check => {
  const {TERM = ''} = process.env;
  if (!process.stdout.isTTY) return passed('terminal', 'output is not a terminal; verbs work, the screen does not');
  return TERM === '' || TERM === 'dumb'
    ? warning('terminal', `TERM is "${TERM}"`, 'set TERM to what your terminal is')
    : passed('terminal', `${TERM}, ${process.stdout.columns}×${process.stdout.rows}`);
};

const shell = (): Check => {
  const {SHELL = '/bin/sh'} = process.env;
  return existsSync(SHELL)
    ? passed('shell', SHELL)
    : failed('shell', `${SHELL} is missing`, 'set SHELL to a shell that is there');
};

const logout = async (): Promise<Check> =>
  (await atLogout()) === 'ends' ? warning('logout', ENDS, LINGER) : passed('logout', 'sessions stay');

/** What stands in the configuration and cannot be used. */
const configuration = ({problems}: Settled, {user, repository}: {user: string; repository: string}): Check => {
  const [first, ...more] = problems;
  if (first === undefined) {
    const found = [user, repository].filter(path => existsSync(path));
    return passed('configuration', found.length === 0 ? 'no file; every setting has its default' : found.join(', '));
  }
  return warning(
    'configuration',
    `${first}${more.length === 0 ? '' : `, and ${more.length} more`}`,
    'mend the file; roundhouse config shows all',
  );
};

/** The person's own rules for the looks of agents. */
const rules = async (): Promise<Check> => {
  const files = await userRules(process.env);
  const [first, ...more] = files.flatMap(it => it.problems);
  if (first === undefined) {
    const found = files.map(it => it.path).join(', ');
    return passed('rules', found === '' ? 'no file; agents are read by ours' : found);
  }
  const also = more.length === 0 ? '' : `, and ${more.length} more`;
  return warning('rules', `${first}${also}`, 'mend the file; ours count until then');
};
