/** A multiplexer as the few things the bench asks of it. */
import {spawnSync} from 'node:child_process';
import type {Stage} from './stage.ts';

/** No start takes longer unless it hangs, milliseconds. */
const PATIENCE_MS = 20_000;

export type MuxName = 'tmux' | 'screen' | 'roundhouse';

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
  /** Opens a session that nobody looks at; a window of the one session in screen, which has a server for each. */
  opening(name: string, argv: readonly string[], size?: Size): Command;
  /** Attaches to a session with the whole screen that a person gets; roundhouse to what was last looked at. */
  attaching(name: string): Command;
  listing(): Command;
  /** What to type, once attached, to look at the session that was opened first, second …, from 1. */
  show(number: number): string;
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
