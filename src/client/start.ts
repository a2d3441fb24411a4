/** Starts a server that outlives this process, its terminal and, where that can be, the login. */
import {spawn} from 'node:child_process';
import {closeSync, mkdirSync, openSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {Fault, faultOf, reasonOf} from '../core/fault.ts';
import {pathsOf} from '../core/paths.ts';
import {scopeFor} from './logout.ts';
import type {Place} from './place.ts';

/** A start that is under way. `failure` is there once it has failed. */
export type Started = {
  failure: Fault | undefined;
  /** Wait a while, or until the server says that it listens. */
  readonly wait: (ms: number) => Promise<void>;
};

/**
 * Start it, and do not wait.
 *
 * @param serve the program that is the server, as argv without Node
 * @throws Fault `state-unwritable`
 */
export const startServer = async (place: Place, serve: readonly string[]): Promise<Started> => {
  const program = [process.execPath, ...serve, place.root, place.commonDir];
  const scope = await scopeFor(process.env);
  let hurry = (): void => undefined;
  const wait = (ms: number): Promise<void> =>
    new Promise(resolve => {
      hurry = resolve;
      setTimeout(resolve, ms);
    });
  const started: Started = {failure: undefined, wait};
  const launch = (argv: readonly string[], onEnd: (failure: Fault) => void): void =>
    launchOne(argv, {place, serve}, {onListening: () => hurry(), onSaid: fault => (started.failure = fault), onEnd});
  const fail = (failure: Fault): void => void (started.failure ??= failure);
  if (scope.length === 0) launch(program, fail);
  // A server says why it fails; without a word it was the scope.
  else launch([...scope, ...program], () => started.failure ?? launch(program, fail));
  return started;
};

type Events = {
  readonly onListening: () => void;
  readonly onSaid: (fault: Fault) => void;
  readonly onEnd: (failure: Fault) => void;
};

const launchOne = (
  [file = '', ...args]: readonly string[],
  {place, serve}: {place: Place; serve: readonly string[]},
  {onListening, onSaid, onEnd}: Events,
): void => {
  const output = openLog(place);
  const child = spawn(file, args, {
    cwd: place.root,
    detached: true,
    // Compiled code is kept beside the build: it saves a fifth of the start.
    env: {...process.env, NODE_COMPILE_CACHE: join(dirname(serve[0] ?? ''), 'cache')},
    stdio: ['ignore', 'ignore', output, 'ipc'],
  });
  closeSync(output);
  child.on('message', said => {
    if (said === 'listening') onListening();
    else onSaid(faultOf(said as ReturnType<Fault['toJSON']>));
  });
  child.on('error', error => onEnd(new Fault('server-start-failed', {reason: reasonOf(error)}, {cause: error})));
  child.on('exit', code => onEnd(new Fault('server-start-failed', {reason: `it ended with code ${code}`})));
  child.unref();
  child.channel?.unref();
};

/** @throws Fault `state-unwritable` */
const openLog = (place: Place): number => {
  const {state, log} = pathsOf(place.root);
  try {
    mkdirSync(state, {recursive: true, mode: 0o700});
    return openSync(log, 'a', 0o600);
  } catch (thrown) {
    const reason = (thrown as NodeJS.ErrnoException).code ?? reasonOf(thrown);
    throw new Fault('state-unwritable', {path: state, reason}, {cause: thrown});
  }
};
