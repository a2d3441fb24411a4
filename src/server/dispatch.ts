/** From a command to its verb and back to text: reads it, checks who may call it, does it, prints the outcome. */
import {Fault, reasonOf} from '../core/fault.ts';
import {commandOf, parseArgv, type Command} from '../protocol/argv.ts';
import {MAX_FRAME_BYTES} from '../protocol/frame.ts';
import type {Response} from '../protocol/message.ts';
import {faultText, helpText, resultText, verbHelpText} from '../protocol/text.ts';
import type {VerbName} from '../protocol/names.ts';
import {entryOf, type LocalVerb} from '../protocol/verbs.ts';
import type {Caller} from './caller.ts';
import type {Handler} from './handler.ts';
import type {Server} from './server.ts';
import {handlers} from './verbs/handlers.ts';

/** A command as it came in. */
export type Asked = {
  readonly argv: readonly string[];
  /** In place of the words after the verb. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly caller: Caller;
  readonly gone: AbortSignal;
  /** Columns of the caller's terminal, if it has one. */
  readonly cols?: number | undefined;
};

/**
 * Do a verb.
 *
 * @returns what the verb's entry says
 * @throws Fault of the verb, or `actor-refused`
 */
export const perform = async (
  server: Server,
  command: Command,
  asked: Omit<Asked, 'argv' | 'cols'>,
): Promise<unknown> => {
  const {caller, gone} = asked;
  if (entryOf(command.verb).runs === 'local') throw new Fault('verb-local', {verb: command.verb});
  checkCaller(command, caller);
  const params =
    entryOf(command.verb).worker === true && isWorker(caller)
      ? {task_id: caller.task, ...command.params}
      : command.params;
  const handler = handlers[command.verb as Exclude<VerbName, LocalVerb>] as unknown as Handler<VerbName>;
  return handler(server, {params, caller, yes: command.yes, gone});
};

/** JSON may make an answer longer on the wire, and a frame has its limit. */
const MAX_ANSWER_BYTES = MAX_FRAME_BYTES / 2;

/** Answer a command line with what shall be printed. */
export const answer = async (server: Server, asked: Asked): Promise<Omit<Response, 'type' | 'id'>> => {
  const {argv, params} = asked;
  try {
    const [first = 'help'] = argv;
    if (first === '--help' || first === 'help') return {out: helpText(), exit: 0};
    const command = params === undefined ? parseArgv(argv) : commandOf(first, params);
    if (command.help) return {out: verbHelpText(command.verb), exit: 0};
    const result = await server.world.busy(perform(server, command, asked));
    return await done(command, result, asked.cols);
  } catch (thrown) {
    if (thrown instanceof Fault)
      return {err: faultText(thrown, isForProgram(asked)), exit: thrown.exit, fault: thrown.toJSON()};
    server.log.bug(`verb ${argv[0] ?? ''}`, thrown);
    return {
      err: `roundhouse: this is a bug: ${reasonOf(thrown)}\n  the log has more: .roundhouse/state/server.log`,
      exit: 1,
    };
  }
};

/** Is the answer read by a program? What comes after `--` says nothing of it. */
const isForProgram = ({argv, params}: Asked): boolean =>
  params !== undefined || argv.join('\0').split('\0--\0')[0]?.split('\0').includes('--json') === true;

/** @throws Fault `answer-long` */
const done = async (command: Command, result: unknown, cols?: number): Promise<{out: string; exit: number}> => {
  const out = await resultText(command, result, cols);
  const bytes = Buffer.byteLength(out);
  if (bytes > MAX_ANSWER_BYTES) throw new Fault('answer-long', {verb: command.verb, bytes});
  return {out, exit: entryOf(command.verb).exit?.(result) ?? 0};
};

const isWorker = ({actor}: Caller): boolean => actor.startsWith('worker:');

/** A worker acts on its own task and session, and on nothing else. */
const checkCaller = ({verb, params}: Command, caller: Caller): void => {
  if (!isWorker(caller)) return;
  const isOwnTask = params['task_id'] === undefined || params['task_id'] === caller.task;
  const isOwnSession = params['name'] === undefined || params['name'] === caller.session;
  if (entryOf(verb).worker === true && isOwnTask && isOwnSession) return;
  throw new Fault('actor-refused', {actor: caller.actor, verb});
};
