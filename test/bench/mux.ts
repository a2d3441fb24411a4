/** What is measured: a multiplexer as the few things the bench asks of it, for roundhouse and for tmux. */
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathsOf} from '../../src/core/paths.ts';
import type {Stage} from './stage.ts';

const home = join(import.meta.dirname, '../..');
const launcher = join(home, 'src/cli/roundhouse');
/** No start takes longer unless it hangs, milliseconds. */
const PATIENCE_MS = 20_000;

export type MuxName = 'tmux' | 'roundhouse';

/** Size of a session before somebody looks at it, cells. */
export type Size = {readonly cols: number; readonly rows: number};

/** A command with what it runs in. */
export type Command = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** One multiplexer with a server of its own, which the first session starts. */
export interface Mux {
  readonly name: MuxName;
  /** Its command line with these words. */
  command(...words: readonly string[]): Command;
  /** Opens a session that nobody looks at. */
  opening(name: string, argv: readonly string[], size?: Size): Command;
  attaching(name: string): Command;
  listing(): Command;
  /** What to type to give the focused pane the whole screen but one line. */
  readonly zoom: string;
  /** @throws Error when no server runs */
  serverPid(): number;
}

/** Run a command to its end. @returns how long it took, milliseconds @throws Error when it fails */
export const timed = ({argv: [file = '', ...args], cwd, env}: Command): number => {
  const from = performance.now();
  const {status, error, stderr} = spawnSync(file, args, {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PATIENCE_MS,
  });
  const ms = performance.now() - from;
  if (status !== 0) throw new Error(`${args.join(' ')}: ${error?.message ?? String(stderr)}`);
  return ms;
};

/** Open a session, and see to it that the server ends with the run. */
export const open = (stage: Stage, mux: Mux, what: {name: string; argv: readonly string[]; size?: Size}): void => {
  timed(mux.opening(what.name, what.argv, what.size));
  stage.runs(mux.serverPid());
};

/** Roundhouse on a new repository. */
export const makeRoundhouse = (stage: Stage): Mux & {readonly root: string} => {
  const root = stage.folder(stage.fresh('repo'));
  const env = {...stage.env, ROUNDHOUSE_SOCKET_DIR: stage.folder(stage.fresh('sockets'))};
  const git = (...words: string[]): number => timed({argv: ['git', ...words], cwd: root, env});
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-q', '--allow-empty', '-m', 'start');
  const command = (...words: readonly string[]): Command => ({argv: [launcher, ...words], cwd: root, env});
  return {
    name: 'roundhouse',
    root,
    command,
    opening: (name, argv, size) =>
      command('open-session', '--name', name, ...sizeWords(size, ['--cols', '--rows']), '--', ...argv),
    attaching: name => command('attach', name),
    listing: () => command('list-sessions'),
    zoom: '\u0002z',
    serverPid: () => (JSON.parse(readFileSync(pathsOf(root).lock, 'utf8')) as {pid: number}).pid,
  };
};

/** tmux on a socket of its own, with as much history as roundhouse keeps. */
export const makeTmux = (stage: Stage): Mux => {
  const config = join(stage.dir, 'tmux.conf');
  writeFileSync(config, 'set -g history-limit 10000\n');
  const env = {...stage.env, TMUX_TMPDIR: stage.folder('tmux')};
  const socket = stage.fresh(`rh-bench-${process.pid}-`);
  const command = (...words: readonly string[]): Command => ({
    argv: ['tmux', '-L', socket, '-f', config, ...words],
    cwd: stage.dir,
    env,
  });
  return {
    name: 'tmux',
    command,
    opening: (name, argv, size) => command('new-session', '-d', '-s', name, ...sizeWords(size, ['-x', '-y']), ...argv),
    attaching: name => command('attach', '-t', name),
    listing: () => command('ls'),
    zoom: '',
    serverPid: () => {
      const {
        argv: [file = '', ...args],
      } = command('display-message', '-p', '#{pid}');
      return Number(spawnSync(file, args, {env, encoding: 'utf8'}).stdout);
    },
  };
};

const sizeWords = (size: Size | undefined, [cols, rows]: readonly [string, string]): readonly string[] =>
  size === undefined ? [] : [cols, String(size.cols), rows, String(size.rows)];

/** The version of tmux; undefined where there is none, and then it is left out. */
export const tmuxVersion = (): string | undefined => {
  const {status, stdout} = spawnSync('tmux', ['-V'], {encoding: 'utf8'});
  return status === 0 ? stdout.trim() : undefined;
};

/** Both, tmux first; roundhouse alone where there is no tmux. */
export const makeBoth = (stage: Stage): readonly Mux[] => [
  ...(tmuxVersion() === undefined ? [] : [makeTmux(stage)]),
  makeRoundhouse(stage),
];
