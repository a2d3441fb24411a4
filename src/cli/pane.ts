/** What our runners in a worker's pane have in common: they ask the server, run commands, and read what their pane shows. */
import {spawnSync} from 'node:child_process';
import {call} from '../client/call.ts';
import {findServer} from '../client/connect.ts';
import {placeOf} from '../client/place.ts';
import {Fault, faultOf} from '../core/fault.ts';
import {version} from '../core/version.ts';
import {shellOf} from '../server/environment.ts';

/** How often the pane is read until something is on it; each look is a call, so some milliseconds. */
const LOOKS = 50;

export const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;
export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** A key in the pane is for the command that runs; its end says what came of it. */
export const leaveKeys = (): void => {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const) process.on(signal, () => undefined);
};

/** Ask the server something. @throws Fault of the verb */
export const ask = async (argv: readonly string[]): Promise<Record<string, unknown>> => {
  const link = await findServer(placeOf(process.cwd()), {role: 'verb', version});
  if (link === undefined) throw new Fault('connection-lost', {});
  const {out = '{}', fault} = await call(link, [...argv.slice(0, 1), '--json', ...argv.slice(1)]);
  link.connection.end();
  if (fault !== undefined) throw faultOf(fault);
  return JSON.parse(out) as Record<string, unknown>;
};

/** A command that is heavy waits for its turn on the machine; it says so in the pane. */
const HEAVY = /^\s*heavy:\s*/u;

const argvOf = (command: string): readonly string[] => {
  const purpose = command.replace(HEAVY, '');
  const shell = [shellOf(process.env), '-c', purpose];
  if (!HEAVY.test(command)) return shell;
  return [process.execPath, process.argv[1] ?? '', 'heavy', '--purpose', purpose, '--', ...shell];
};

/**
 * Run a line of the person's shell in this pane, under a lease where it begins with `heavy:`.
 *
 * @returns how it failed, in words; nothing when it went well
 */
export const runLine = (command: string): string | undefined => {
  const [file = '', ...args] = argvOf(command);
  const {status, signal, error} = spawnSync(file, args, {stdio: 'inherit'});
  if (status === 0) return undefined;
  return error === undefined ? (signal ?? `exit status ${status ?? '?'}`) : error.message;
};

/**
 * The lines of this pane, as soon as one of them is there: what was printed goes through the terminal and the server's next
 * turn, so a call right behind it may overtake it.
 *
 * @param starts what the line begins with
 */
export const linesWith = async (...starts: readonly string[]): Promise<readonly string[]> => {
  for (let look = 1; ; look++) {
    const {lines} = (await ask(['read-screen', process.env['ROUNDHOUSE_SESSION'] ?? ''])) as {lines: readonly string[]};
    if (look === LOOKS || lines.some(line => starts.some(it => line.startsWith(it)))) return lines;
  }
};
