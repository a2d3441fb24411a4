/** The built program: brought up to date once, then run as people run it, through its launcher. */
import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, rmdirSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {until} from './until.ts';

/** The checkout. */
export const home = join(import.meta.dirname, '../..');
export const launcher = join(home, 'src/cli/roundhouse');

/** A build takes a second; a lock that is older was left behind. */
const LOCK_STALE_MS = 60_000;

/** Is it ours to build? Test files run side by side, and one build is enough. */
const takesTurn = (lock: string): boolean => {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, {throwIfNoEntry: false})?.mtimeMs ?? Date.now();
    if (Date.now() - since > LOCK_STALE_MS) rmdirSync(lock);
    return false;
  }
};

const buildIfStale = async (): Promise<void> => {
  const lock = join(tmpdir(), `roundhouse-smoke-build-${process.getuid?.() ?? 0}`);
  await until('no other test file builds', () => takesTurn(lock), {withinMs: 2 * LOCK_STALE_MS});
  try {
    const node = join(home, 'node_modules/.bin/node');
    execFileSync(node, ['src/cli/build.ts', '--if-stale', '--quiet'], {cwd: home, stdio: 'inherit'});
  } finally {
    rmdirSync(lock);
  }
};

await buildIfStale();

/** How a command ended, and what it said. */
export type Outcome = {readonly exit: number | string; readonly out: string; readonly err: string};

/** Where a command runs: whose environment, in which folder; `program` in place of the launcher. */
export type Place = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program?: string;
};

/** A command that takes longer is killed, and its exit is the signal, milliseconds. */
const LONGEST_MS = 30_000;

/**
 * Run a command of the program, without a terminal, to its end.
 *
 * @param argv what is written after the program's name
 */
export const run = (argv: readonly string[], {cwd, env, program = launcher}: Place): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({exit: code ?? signal ?? '', out, err}));
  });
