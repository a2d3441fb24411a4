/**
 * The set-up of a worktree, in the pane of the worker that waits for it: runs the commands in order, and tells the server how
 * they ended. The shell around it then becomes the worker's program, or ends.
 */
import {commandLines, SETUP_DONE, SETUP_FAILED, setupHeading} from '../core/setup.ts';
import {ask, bold, leaveKeys, linesWith, runLine, say} from './pane.ts';

/**
 * Run the set-up.
 *
 * @param order the commands, a list in JSON: those that were allowed, whatever the configuration says by now
 * @returns the exit code: 1 when a command failed
 */
export const runSetup = async (order: string): Promise<number> => {
  leaveKeys();
  const commands = JSON.parse(order) as readonly string[];
  for (const [at, command] of commands.entries()) {
    const [first = '', ...more] = commandLines([command]);
    say([`${bold(setupHeading(at, commands.length))} ${first.slice('$ '.length)}`, ...more].join('\n'));
    const how = runLine(command);
    if (how === undefined) say('');
    else return fail(command, how);
  }
  say(`${bold(SETUP_DONE)}\n`);
  // It is kept with the log: all that was printed before it has arrived, too.
  await linesWith(SETUP_DONE);
  await ask(['record-setup']);
  return 0;
};

const fail = async (command: string, how: string): Promise<number> => {
  say(`\n${bold(SETUP_FAILED)} ${how}`);
  await linesWith(SETUP_FAILED);
  const {log} = await ask(['record-setup', '--failed', command, '--how', how]);
  const task = process.env['ROUNDHOUSE_TASK'] ?? '';
  say(`${task} is blocked; what was printed is kept in ${String(log)}`);
  say(`Mend it in ${process.cwd()}, or mend the command, then: roundhouse spawn-worker ${task}`);
  return 1;
};
