/** What the command line does by itself with the table of verbs at hand: help, `init`, `doctor`, and words that cannot be. */
import {call} from '../client/call.ts';
import {needServer} from '../client/connect.ts';
import type {Place} from '../client/place.ts';
import {version} from '../core/version.ts';
import {parseArgv} from '../protocol/argv.ts';
import {helpText, resultText, verbHelpText} from '../protocol/text.ts';
import {doLocal} from './local.ts';

/** Do a local verb, or show help. @returns the exit code */
export const runLocal = async (argv: readonly string[]): Promise<number> => {
  const [first = ''] = argv;
  if (first === '--help' || first === '-h' || first === 'help') return print(helpText(), 0);
  const command = parseArgv(argv);
  if (command.help) return print(verbHelpText(command.verb), 0);
  const found = await doLocal(command.verb, process.cwd(), command.params);
  const isFailed = (found as {readonly ok?: boolean}).ok === false;
  return print(await resultText(command, found), isFailed ? 5 : 0);
};

/** Without a terminal there is no screen to open: bring everything up, say what runs here, and how to come in. */
export const launch = async (place: Place, isNew: boolean, serve: readonly string[]): Promise<number> => {
  const link = await needServer(place, {role: 'verb', version}, serve);
  const {out = '', err = '', exit} = await call(link, ['launch', ...(isNew ? ['--new-session'] : [])]);
  link.connection.end();
  if (exit !== 0) {
    process.stderr.write(`${err}\n`);
    return exit;
  }
  await print(`${place.root}\n${out}`, 0);
  return print(
    '\nopen the screen from a terminal:  roundhouse attach\nor over SSH:                      ssh -t HOST "cd DIR && roundhouse"',
    0,
  );
};

const print = (text: string, exit: number): Promise<number> =>
  new Promise(resolve => {
    process.stdout.write(`${text}\n`, () => resolve(exit));
  });
