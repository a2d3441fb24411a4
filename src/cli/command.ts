/** Runs a command in place of this process, as far as its parent, its terminal and its user can tell. */
import {spawn, type ChildProcess} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {constants} from 'node:os';

/** What a terminal sends to all that runs in its foreground. */
const BY_KEY = ['SIGINT', 'SIGQUIT'] as const;
const PASSED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', ...BY_KEY] as const;

/** As shells say that there is no such program, and that it cannot be run. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

/** How long the system may take to stop this process, milliseconds; the time it stands does not count. */
const STOP_MS = 50;

export type CommandOptions = {
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** It was stopped, and goes on. */
  readonly onContinued?: () => void;
};

/**
 * Run it to its end; it has this process's terminal, input and outputs, and gets its signals.
 *
 * @returns its exit code; 128 and the number of the signal that ended it
 */
export const runCommand = ([file = '', ...args]: readonly string[], options: CommandOptions): Promise<number> =>
  new Promise(resolve => {
    // Before it starts: a signal that comes meanwhile is heard once it is there.
    const hush = passSignals(() => child, options.onContinued);
    const child = spawn(file, args, {stdio: 'inherit', env: {...process.env, ...options.env}});
    const end = (code: number): void => {
      hush();
      resolve(code);
    };
    child.on('error', error => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      process.stderr.write(`roundhouse: ${file}: ${isMissing ? 'command not found' : error.message}\n`);
      end(isMissing ? NOT_FOUND : NOT_RUNNABLE);
    });
    child.on('exit', (code, signal) => end(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });

const passSignals = (to: () => ChildProcess, onContinued: (() => void) | undefined): (() => void) => {
  const pass = (signal: NodeJS.Signals): void => {
    // Twice would be too often: some programs end at once at the second.
    const isTold = BY_KEY.some(it => it === signal) && isInForeground();
    if (!isTold) to().kill(signal);
  };
  // Stopped by the system, which leaves those alone that nobody could wake.
  const stop = (): void => {
    to().kill('SIGTSTP');
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
    // Not at once: the signal may reach another thread of this process first, and must find nobody who hears it.
    setTimeout(() => process.on('SIGTSTP', stop), STOP_MS).unref();
  };
  const goOn = (): void => {
    to().kill('SIGCONT');
    onContinued?.();
  };
  for (const signal of PASSED) process.on(signal, pass);
  process.on('SIGTSTP', stop);
  process.on('SIGCONT', goOn);
  return () => {
    for (const signal of PASSED) process.off(signal, pass);
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', goOn);
  };
};

/** Did a key of the terminal reach the child as well? proc(5), fields 5, 7 and 8 of `stat`. */
const isInForeground = (): boolean => {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return terminal !== '0' && group === foreground;
  } catch {
    return process.stdin.isTTY;
  }
};
