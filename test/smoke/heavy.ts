/** `roundhouse heavy` as a process that one can wait for, write to and send signals to. */
import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {emptyBook, type LeaseBook} from '../../src/core/nouns/lease.ts';
import type {Machine} from './machine.ts';
import {launcher} from './product.ts';
import {until} from './until.ts';

/** One heavy command, away from the terminal that the tests run in: signals reach it only one by one. */
export class Heavy implements Disposable {
  readonly #child: ChildProcessWithoutNullStreams;
  #exit: number | string | undefined;
  out = '';
  err = '';

  /** @param argv what is written after `heavy` */
  constructor(
    machine: Machine,
    argv: readonly string[],
    {cwd = machine.folder, env = {}}: {cwd?: string; env?: Readonly<Record<string, string>>} = {},
  ) {
    const one = {ROUNDHOUSE_MAX_HEAVY_LEASES: '1'};
    this.#child = spawn(launcher, ['heavy', ...argv], {cwd, env: {...machine.env, ...one, ...env}, detached: true});
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.#child.on('close', (code, signal) => (this.#exit = code ?? signal ?? ''));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Write all of its input. */
  reads(text: string): void {
    this.#child.stdin.end(text);
  }

  gets(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Wait until it has printed a text. */
  async says(text: string): Promise<void> {
    await until(`it says "${text}"`, () => this.out.includes(text), {instead: () => `${this.out}\n${this.err}`});
  }

  /** Wait until it has said a text on standard error. */
  async tells(text: string): Promise<void> {
    await until(`it tells "${text}"`, () => this.err.includes(text), {instead: () => `${this.out}\n${this.err}`});
  }

  /** Wait for its end. @returns the exit code, or the signal */
  ends(): Promise<number | string> {
    return until('it has ended', () => this.#exit, {instead: () => `${this.out}\n${this.err}`});
  }

  [Symbol.dispose](): void {
    for (const pid of [-this.pid, this.pid])
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
  }
}

/** What the file of leases says. */
export const bookOf = (machine: Machine): LeaseBook => {
  const path = join(machine.env['XDG_STATE_HOME'] ?? '', 'roundhouse/leases.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as LeaseBook) : emptyBook;
};
