/** Asks the person whether the commands of the repository may run; no agent answers for them. */
import {Fault} from '../../core/fault.ts';
import {commandLines} from '../../core/setup.ts';
import type {Result} from '../../protocol/verbs.ts';
import {shortHashOf} from '../commands.ts';
import type {Handler} from '../handler.ts';
import type {Server} from '../server.ts';

export const allowCommands: Handler<'allow-commands'> = async (server, {params, caller: {actor}, yes}) => {
  const {hash, never = false, withdraw = false} = params;
  if (actor !== 'user') throw new Fault('actor-refused', {actor, verb: 'allow-commands'});
  const {commands, answer} = await server.commands.standing();
  if (withdraw) await server.commands.forget();
  else if (answer !== 'own' && never) await keep(server, commands, 'never');
  else if (answer === 'waiting' || answer === 'never') {
    checkShown(commands, hash, yes);
    await keep(server, commands, 'allowed');
  }
  return shown(server);
};

/**
 * What is allowed is what was shown, and not what has come in its place since.
 *
 * @throws Fault `confirm-needed` or, after a hash of others, `commands-unallowed`
 */
const checkShown = (commands: readonly string[], hash: string | undefined, yes: boolean): void => {
  const theirs = shortHashOf(commands);
  if (hash === theirs || (hash === undefined && yes)) return;
  if (hash !== undefined) throw new Fault('commands-unallowed', {commands, hash: theirs, actor: 'user'});
  const question = 'shall they run in each new worktree of this repository?';
  throw new Fault('confirm-needed', {
    verb: 'allow-commands',
    question,
    exact: commandLines(commands),
    answer: theirs,
  });
};

const keep = async (
  {commands: own, ports, log}: Server,
  commands: readonly string[],
  answer: 'allowed' | 'never',
): Promise<void> => {
  await own.answer(commands, answer, ports.now());
  log.say('commands of the repository answered', {answer, commands});
};

const shown = async ({commands: own}: Server): Promise<Result<'allow-commands'>> => {
  const {commands, answer, at} = await own.standing();
  if (answer === 'own') return {answer: 'none', commands: []};
  return {answer, commands: [...commands], ...(at === undefined ? {} : {at})};
};
