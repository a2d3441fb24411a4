/**
 * The command line: opens the full screen, or sends a verb to the server and prints what comes back. Loads only what the
 * shortest way needs; whatever needs the table of verbs is in `full.ts`.
 */
import {basename, join} from 'node:path';
import {attach, checkTerminal, terminalOf, ttyOf, type Ending, type Size} from '../client/attach.ts';
import {answerOn, call, requestOf} from '../client/call.ts';
import {isWish, wishOf} from './wish.ts';
import {findServer, needServer, type Introduction, type Link} from '../client/connect.ts';
import {placeOf, type Place} from '../client/place.ts';
import {Fault, reasonOf, yesTo} from '../core/fault.ts';
import {pathsOf} from '../core/paths.ts';
import {sanitiseLines} from '../core/sanitise.ts';
import {version} from '../core/version.ts';
import type {Response} from '../protocol/message.ts';
import {isVerb} from '../protocol/names.ts';
import {readLock} from '../store/holder.ts';

/** How long a server may take to write its state and go, milliseconds. */
const END_MS = 5000;

/** The server's program, of the same build as this one. */
const serve = [join(import.meta.dirname, 'server.js')];

/** Words that are done here, or by a part that is loaded for them. */
const local: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  '--version': () => print(version),
  '-V': () => print(version),
  version: () => print(version),
  attach: argv => enter(argv),
  dashboard: argv => enter(argv),
  '--demo': async () => enterDemo(),
  proxy: async argv => (await import('./proxy.ts')).runProxy(argv, serve),
  'run-setup': async argv => (await import('./setup.ts')).runSetup(argv[1] ?? ''),
  heavy: async argv => (await import('./heavy.ts')).runHeavy(argv),
  candidates: async argv => (await import('./candidates.ts')).sayCandidates(argv),
  'run-script': async argv => (await import('./script.ts')).runScript(argv[1] ?? ''),
  '--help': async argv => (await import('./full.ts')).runLocal(argv),
  '-h': async argv => (await import('./full.ts')).runLocal(argv),
  help: async argv => (await import('./full.ts')).runLocal(argv),
  'serve-mcp': async argv => serveMcp(argv),
  completion: async argv => (await import('./full.ts')).runLocal(argv),
  skill: async argv => (await import('./full.ts')).runLocal(argv),
  doctor: async argv => (await import('./full.ts')).runLocal(argv),
  init: async argv => (await import('./full.ts')).runLocal(argv),
};

const serveMcp = async (argv: readonly string[]): Promise<number> =>
  argv.length > 1 ? (await import('./full.ts')).runLocal(argv) : (await import('./mcp.ts')).runMcp(serve);

const print = async (text: string): Promise<number> => {
  await write(process.stdout, `${text}\n`);
  return 0;
};

/** Write all of it, also to a slow pipe, before the process goes on to its end. */
const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise(resolve => {
    stream.write(text, () => resolve());
  });

/** Where the person stands: npm changes the folder, and says where it was. */
const standHere = (): Place => {
  const {INIT_CWD} = process.env;
  if (INIT_CWD !== undefined && process.env['npm_lifecycle_event'] === 'start') process.chdir(INIT_CWD);
  return placeOf(process.cwd());
};

const enter = async (argv: readonly string[]): Promise<number> => {
  if (argv.includes('--help')) return (await import('./full.ts')).runLocal(argv);
  const {host, ...wish} = wishOf(argv);
  const me = {role: 'attach', version, terminal: terminalOf(), ...wish} as const;
  if (host !== undefined) return enterHost(host, me);
  const place = standHere();
  if (process.env['ROUNDHOUSE_TOKEN'] !== undefined)
    throw new Fault('terminal-nested', {session: process.env['ROUNDHOUSE_SESSION'] ?? ''});
  // Scripts bring everything up with the bare command; who asks for a screen gets one, or is told why not.
  if (!argv.includes('attach') && !(process.stdin.isTTY && process.stdout.isTTY))
    return (await import('./full.ts')).launch(place, wish.newSession === true, serve);
  checkTerminal();
  const tty = ttyOf();
  const link = await needServer(place, {...me, ...(tty === undefined ? {} : {tty})}, serve);
  return farewell(await attach(link, me.terminal));
};

const enterHost = async (host: string, me: Introduction & {readonly terminal: Size}): Promise<number> => {
  checkTerminal();
  const {link, again} = await (await import('../client/host.ts')).openHost(host, me);
  return farewell(await attach(link, me.terminal, again));
};

const farewell = async ({reason, fault}: Ending): Promise<number> => {
  if (fault !== undefined) throw fault;
  if (reason === 'lost') throw new Fault('connection-lost', {});
  return print(`[${words[reason]}]`);
};

const words: Readonly<Record<Exclude<Ending['reason'], 'lost'>, string>> = {
  detached: 'detached; roundhouse brings you back',
  shutdown: 'roundhouse has shut down',
  refused: 'refused',
  ended: 'the session has ended',
  'taken-over': 'another terminal has taken over; roundhouse brings you back',
};

const enterDemo = async (): Promise<number> => {
  const root = await (await import('./demo.ts')).makeDemo();
  process.chdir(root);
  delete process.env['INIT_CWD'];
  return enter([]);
};

/** Send a verb to the server, which is started where none runs; there is none to shut down. */
const runVerb = async (argv: readonly string[]): Promise<number> => {
  if (!isVerb(argv[0] ?? '') || argv.includes('--help')) return (await import('./full.ts')).runLocal(argv);
  const place = standHere();
  const {columns} = process.stdout;
  const running = await findServer(place, asking, requestOf(argv, columns));
  if (running !== undefined) return obeyed({place, link: running, argv}, answerOn(running));
  if (argv[0] === 'shutdown') return print(argv.includes('--json') ? '{"stopped":[]}' : 'stopped');
  const link = await needServer(place, asking, serve);
  return obeyed({place, link, argv}, call(link, argv, columns));
};

const asking = {role: 'verb', version} as const;

type Order = {readonly place: Place; readonly link: Link; readonly argv: readonly string[]};

const obeyed = async ({place, link, argv}: Order, answering: Promise<Response>): Promise<number> => {
  try {
    const exit = await show(link, argv, answering);
    if (argv[0] === 'shutdown' && exit === 0) await ended(place, link);
    return exit;
  } finally {
    link.connection.end();
  }
};

/** A server that shuts down answers first; it has ended when its lock is gone, and then all is written. */
const ended = async (place: Place, {server}: Link): Promise<void> => {
  const until = Date.now() + END_MS;
  while (Date.now() < until && readLock(pathsOf(place.root).state)?.pid === server.pid)
    await new Promise(resolve => setTimeout(resolve, 5));
};

const show = async (link: Link, argv: readonly string[], answering: Promise<Response>): Promise<number> => {
  const answer = await answering;
  if (answer.fault?.code !== 'confirm-needed' || !process.stdin.isTTY) return printed(answer);
  if (!(await isAnsweredYes(answer.fault.message))) return printed(answer);
  return printed(await call(link, [...argv, yesTo(answer.fault)], process.stdout.columns));
};

const printed = async ({out, err, exit}: Response): Promise<number> => {
  if (out !== undefined) await write(process.stdout, `${out}\n`);
  if (err !== undefined) await write(process.stderr, `${err}\n`);
  return exit;
};

const isAnsweredYes = async (question: string): Promise<boolean> => {
  const {createInterface} = await import('node:readline');
  const lines = createInterface({input: process.stdin, output: process.stderr});
  const typed = await new Promise<string>(resolve => {
    lines.question(`${sanitiseLines(question)} [y/N] `, resolve);
  });
  lines.close();
  return /^y(?:es)?$/iu.test(typed.trim());
};

const run = (argv: readonly string[]): Promise<number> => {
  const [first] = argv;
  if (first === undefined) return enter([]);
  if (first.startsWith('--host') || isWish(first)) return enter(['', ...argv]);
  return Object.hasOwn(local, first) ? (local[first] ?? enter)(argv) : runVerb(argv);
};

/** A fault for people, or for `--json`. Anything else is a bug of ours. */
const explain = (thrown: unknown, isJson: boolean): {text: string; exit: number} => {
  if (!(thrown instanceof Fault)) {
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    return {
      text: `${basename(process.argv[1] ?? 'roundhouse')}: this is a bug: ${reasonOf(thrown)}\n${stack ?? ''}`,
      exit: 1,
    };
  }
  if (isJson) return {text: JSON.stringify({error: thrown}), exit: thrown.exit};
  const lines = [`roundhouse: ${thrown.message}`, ...(thrown.hint === undefined ? [] : [`  ${thrown.hint}`])];
  return {text: sanitiseLines(lines.join('\n')), exit: thrown.exit};
};

const main = async (argv: readonly string[]): Promise<void> => {
  try {
    process.exit(await run(argv));
  } catch (thrown) {
    const {text, exit} = explain(thrown, argv.includes('--json'));
    await write(process.stderr, `${text}\n`);
    process.exit(exit);
  }
};

// A reader that has seen enough is no failure; a full disk is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 5));
void main(process.argv.slice(2));
