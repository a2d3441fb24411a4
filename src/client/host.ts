/** The way to a server on another machine: `ssh HOST roundhouse proxy`, and its standard input and output as the connection. */
import {writeSync} from 'node:fs';
import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {Duplex, type Readable, type Writable} from 'node:stream';
import {Fault} from '../core/fault.ts';
import type {Again} from './attach.ts';
import {greet, type Introduction, type Link} from './connect.ts';

/** Passwords are typed by people, milliseconds. */
const GREET_MS = 120_000;
/** Of what a failing ssh says, what is shown. */
const LAST_CHARS = 400;

/** Where a repository is: a destination of ssh(1), and a folder there; that of the login when absent. */
export type Host = {readonly destination: string; readonly path?: string};

/**
 * Read `user@host:path`. An IPv6 address stands in brackets.
 *
 * @throws Fault `params-invalid` also for what ssh would take for an option
 */
export const hostOf = (text: string): Host => {
  const {destination = '', path} =
    /^(?<destination>(?:[^@\s:]+@)?(?:\[[0-9a-f:.%\w]+\]|[^@:\s[\]]+))(?::(?<path>.*))?$/isu.exec(text)?.groups ?? {};
  if (destination === '' || destination.startsWith('-') || /@-/u.test(destination))
    throw new Fault('params-invalid', {verb: 'attach', problems: [`--host is user@host[:path], not "${text}"`]});
  const bare = destination.replace(/\[(.*)\]$/u, '$1');
  return {destination: bare, ...(path === undefined || path === '' ? {} : {path})};
};

/** How the person wants it: other programs than `ssh` here and `roundhouse` there. */
type Wishes = {readonly ROUNDHOUSE_SSH?: string; readonly ROUNDHOUSE_REMOTE?: string};

/**
 * The command line that reaches a host. What runs there is one word to ssh and read by a shell there, so the path is quoted.
 *
 * @param isAsking may ssh ask for a password?
 */
export const commandOf = ({destination, path}: Host, isAsking: boolean, env: Wishes): readonly string[] => {
  const {ROUNDHOUSE_SSH: ssh = 'ssh', ROUNDHOUSE_REMOTE: remote = 'roundhouse'} = env;
  // A link that is cut says nothing: ssh has to ask.
  const options = ['ServerAliveInterval=5', 'ServerAliveCountMax=3', ...(isAsking ? [] : ['BatchMode=yes'])];
  const there = path === undefined ? '' : ` '${path.replaceAll("'", String.raw`'\''`)}'`;
  return [
    ...ssh.split(/\s+/u).filter(word => word !== ''),
    '-T',
    ...options.flatMap(option => ['-o', option]),
    '--',
    destination,
    `${remote} proxy${there}`,
  ];
};

/**
 * Attach to a repository on another machine.
 *
 * @param text  as in {@link hostOf}
 * @returns the link, and the way back to it when it is cut
 * @throws Fault as {@link reachHost} does
 */
export const openHost = async (text: string, me: Introduction): Promise<{link: Link; again: Again}> => {
  const host = hostOf(text);
  const link = await reachHost(host, me, true);
  const {takeover: _, newSession: _new, ...meAgain} = me;
  return {link, again: () => comeBack(() => reachHost(host, meAgain, false))};
};

/** The longest pause between attempts, milliseconds. */
const PAUSE_MS = 10_000;
const FIRST_PAUSE_MS = 250;
/** `C-c`, also as kitty's protocol sends it. */
const INTERRUPT = /\u0003|\u001b\[99;5u/u;
/** What another attempt may mend. */
const passing: readonly string[] = ['host-unreachable', 'connection-lost', 'server-unreachable'];

/** Try again and again, until the person gives up. */
const comeBack = async (reach: () => Promise<Link>): Promise<Link | undefined> => {
  const gaveUp = Promise.withResolvers<undefined>();
  const hear = (keys: Buffer): void => {
    if (INTERRUPT.test(keys.toString('latin1'))) gaveUp.resolve(undefined);
  };
  process.stdin.on('data', hear);
  try {
    return await Promise.race([gaveUp.promise, tryOn(reach)]);
  } finally {
    process.stdin.off('data', hear);
  }
};

const tryOn = async (reach: () => Promise<Link>): Promise<Link> => {
  for (let attempt = 1; ; attempt++) {
    say(` link lost, trying again (${attempt})…  C-c gives up `);
    await new Promise(resolve => setTimeout(resolve, Math.min(FIRST_PAUSE_MS * 2 ** attempt, PAUSE_MS)));
    try {
      return await reach();
    } catch (thrown) {
      if (!(thrown instanceof Fault) || !passing.includes(thrown.code)) throw thrown;
    }
  }
};

/** In the last line of the screen, over what is there. */
const say = (text: string): void =>
  void writeSync(1, `\u001b[?2026l\u001b[r\u001b[${process.stdout.rows};1H\u001b[0;7m${text}\u001b[K\u001b[0m`);

/**
 * Say hello to the server of a repository on another machine; it is started there where none runs.
 *
 * @param isAsking may ssh ask for a password?
 * @throws Fault `host-unreachable` with ssh's last words; what the other side refuses with
 */
const reachHost = async (host: Host, me: Introduction, isAsking: boolean): Promise<Link> => {
  const [file = '', ...args] = commandOf(host, isAsking, process.env);
  const child = spawn(file, args, {stdio: ['pipe', 'pipe', 'pipe']});
  const words = listenTo(child, isAsking);
  const stream = Duplex.from({readable: child.stdout, writable: child.stdin});
  // It closes by itself only when all was written, which a program that has ended never takes.
  stream.once('end', () => stream.destroy());
  try {
    return await greet(stream, {...me, env: sentEnv()}, {path: host.destination, withinMs: GREET_MS});
  } catch (thrown) {
    child.kill();
    if (!(thrown instanceof Fault) || thrown.code !== 'connection-lost') throw thrown;
    const reason = await words.ended;
    throw new Fault('host-unreachable', {host: host.destination, reason}, {cause: thrown});
  } finally {
    words.hush();
  }
};

/** What ssh says goes to the person until the screen is open; its last words explain its end. */
const listenTo = (child: ChildProcessByStdio<Writable, Readable, Readable>, isHeard: boolean) => {
  let last = '';
  let isLoud = isHeard;
  const ended = Promise.withResolvers<string>();
  child.stderr.on('data', (bytes: Buffer) => {
    last = (last + bytes.toString()).slice(-LAST_CHARS);
    if (isLoud) process.stderr.write(bytes);
  });
  child.stdin.on('error', () => undefined);
  child.on('error', error => ended.resolve(error.message));
  child.on('close', code => ended.resolve(last.trim().split('\n').at(-1) || `it ended with code ${code}`));
  return {ended: ended.promise, hush: () => (isLoud = false)};
};

/** What of the environment is about this terminal; the rest is that of the other machine. */
const sentEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (pair): pair is [string, string] =>
        pair[1] !== undefined && /^(?:TERM|COLORTERM|NO_COLOR|LANG|LC_\w+|TMUX|ROUNDHOUSE_GLYPHS)$/u.test(pair[0]),
    ),
  );
