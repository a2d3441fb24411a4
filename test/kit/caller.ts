/** One command over a connection of its own, as from a shell. */
import type {Response} from '../../src/protocol/message.ts';
import {wordsOf} from '../../src/server/view/run.ts';
import {holdContract} from './contract.ts';
import {introduce, type Introduction} from './link.ts';
import type {StoryWorld} from './world.ts';

/** How a command ended. */
export type Outcome = {
  readonly exit: number;
  /** What it printed as JSON; empty when it failed. */
  readonly result: Readonly<Record<string, unknown>>;
  /** The code of the fault, where it failed. */
  readonly fault?: string;
};

/** A command as it is typed, or word by word. */
export type Line = string | readonly string[];

/**
 * Run a verb and wait for its answer.
 *
 * @param line without the program's name; `--json` is added
 */
export const runLine = async (world: StoryWorld, me: Introduction, line: Line): Promise<Outcome> => {
  await world.settled();
  const link = world.connect();
  let response: Response | undefined;
  const connection = introduce(link, me, {
    wire: world.wire,
    onMessage: message => {
      if (message.type === 'response') response = message;
    },
  });
  const [verb = '', ...words] = typeof line === 'string' ? wordsOf(line) : line;
  world.wire.note(me.name, `runs ${JSON.stringify(line)}`);
  connection.send({type: 'request', id: 1, argv: [verb, '--json', ...words]});
  await world.settled();
  connection.end();
  await world.settled();
  if (response === undefined) throw new Error(`${JSON.stringify(line)} got no answer`);
  const {exit, out = '{}', fault} = response;
  const result = JSON.parse(out) as Outcome['result'];
  if (exit === 0) holdContract(verb, result);
  return {exit, result, ...(fault === undefined ? {} : {fault: fault.code})};
};
