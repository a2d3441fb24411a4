/** The outside as an interface: programs, terminals, clocks. What tests replace, and nothing else. Owns execa. */
import {execa} from 'execa';
import type {OpenPty} from './pty.ts';

/** A program that ran to its end. */
export type Ran = {readonly code: number; readonly stdout: string; readonly stderr: string};

export type Ports = {
  readonly now: () => Date;
  /** Call after some milliseconds, unless disposed before. Does not keep the server alive. */
  readonly after: (ms: number, call: () => void) => Disposable;
  readonly openPty: OpenPty;
  /** Run a program to its end; a program that fails or is missing is a code, not an error. */
  readonly run: (argv: readonly string[], cwd: string) => Promise<Ran>;
};

/** The real outside. */
export const realPorts = (openPty: OpenPty): Ports => ({
  now: () => new Date(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    timer.unref();
    return {[Symbol.dispose]: () => clearTimeout(timer)};
  },
  openPty,
  run: async ([file = '', ...args], cwd) => {
    const {exitCode, stdout, stderr} = await execa(file, args, {cwd, reject: false, timeout: 60_000});
    return {code: exitCode ?? -1, stdout, stderr};
  },
});
