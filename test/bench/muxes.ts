/** The multiplexers that are measured: each on sockets of its own, with 10,000 lines of history and one line of status. */
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathsOf} from '../../src/core/paths.ts';
import {timed, type Command, type Mux, type Size} from './mux.ts';
import type {Stage} from './stage.ts';

const home = join(import.meta.dirname, '../..');
const launcher = join(home, 'src/cli/roundhouse');

/** How frames reach the terminal, DESIGN 3; the client takes the word from `ROUNDHOUSE_PATH`. The first is what a person gets. */
export const painting = ['direct', 'relay'] as const;
export type Painting = (typeof painting)[number];

/** Roundhouse on a new repository. */
export const makeRoundhouse = (stage: Stage, path: Painting = painting[0]): Mux & {readonly root: string} => {
  const root = stage.folder(stage.fresh('repo'));
  const env = {
    ...stage.env,
    ROUNDHOUSE_SOCKET_DIR: stage.folder(stage.fresh('sockets')),
    ROUNDHOUSE_PATH: path,
    NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
  };
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
    attaching: () => command('attach'),
    listing: () => command('list-sessions'),
    // The planner is 0.
    show: number => `\u0002${number}`,
    zoom: '\u0002z',
    serverPid: () => (JSON.parse(readFileSync(pathsOf(root).lock, 'utf8')) as {pid: number}).pid,
  };
};

/** tmux as it comes, but for the history, and a lone Escape that is not waited for. */
export const makeTmux = (stage: Stage): Mux => {
  const config = join(stage.dir, 'tmux.conf');
  writeFileSync(config, 'set -g history-limit 10000\nset -s escape-time 0\n');
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
    show: () => '',
    zoom: '',
    serverPid: () => {
      const {
        argv: [file = '', ...args],
      } = command('display-message', '-p', '#{pid}');
      return Number(spawnSync(file, args, {env, encoding: 'utf8'}).stdout);
    },
  };
};

/** Each takes some milliseconds. */
const SCREEN_TRIES = 200;
const screenConfig = `startup_message off
defscrollback 10000
defutf8 on
hardstatus alwayslastline "%n %t"
`;

/** GNU screen with a status line as tmux has. */
export const makeScreen = (stage: Stage): Mux => {
  const config = join(stage.dir, 'screenrc');
  writeFileSync(config, screenConfig);
  const sockets = stage.folder(stage.fresh('screen'));
  const env = {...stage.env, SCREENDIR: sockets};
  const command = (...words: readonly string[]): Command => ({
    argv: ['screen', '-U', '-c', config, '-S', 'bench', ...words],
    cwd: stage.dir,
    env,
  });
  return {
    name: 'screen',
    command,
    opening: (name, argv) =>
      command(...(readdirSync(sockets).length === 0 ? ['-dm'] : ['-X', 'screen']), '-t', name, ...argv),
    attaching: name => command('-x', '-p', name),
    listing: () => command('-ls'),
    show: () => '',
    zoom: '',
    serverPid: () => {
      // Its first process may have ended before its second one made the socket.
      for (let tries = 0; readdirSync(sockets).length === 0 && tries < SCREEN_TRIES; tries++) timed(command('-v'));
      return Number.parseInt(readdirSync(sockets)[0] ?? '', 10);
    },
  };
};

const sizeWords = (size: Size | undefined, [cols, rows]: readonly [string, string]): readonly string[] =>
  size === undefined ? [] : [cols, String(size.cols), rows, String(size.rows)];

/** What a program says when asked for its version; undefined where there is none, and then it is left out. */
const versionOf = (file: string, flag: string): string | undefined => {
  const {stdout} = spawnSync(file, [flag], {encoding: 'utf8'}) as {stdout: string | null};
  return stdout?.trim();
};

/** The versions of those that are compared with. */
export const versions = {tmux: versionOf('tmux', '-V'), screen: versionOf('screen', '--version')};

/** All that are there, roundhouse last. */
export const makeAll = (stage: Stage): readonly Mux[] => [
  ...makeTmuxIfAny(stage),
  ...(versions.screen === undefined ? [] : [makeScreen(stage)]),
  makeRoundhouse(stage),
];

/** Without screen, where it lacks the feature. */
export const makeBoth = (stage: Stage): readonly Mux[] => [...makeTmuxIfAny(stage), makeRoundhouse(stage)];

const makeTmuxIfAny = (stage: Stage): readonly Mux[] => (versions.tmux === undefined ? [] : [makeTmux(stage)]);
