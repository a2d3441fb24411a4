/** What MCP needs of the program around it, and how a verb gets from here to the server of its repository. */
import {resolve} from 'node:path';
import {callWith} from '../client/call.ts';
import {findServer, needServer, type Introduction, type Link} from '../client/connect.ts';
import {placeOf} from '../client/place.ts';
import {Fault, faultOf} from '../core/fault.ts';
import {version} from '../core/version.ts';
import type {VerbName} from '../protocol/names.ts';
import type {Tier} from './tools.ts';

/** Where this runs, and with what. */
export type Host = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The program that is the server, as argv without Node. */
  readonly serve: readonly string[];
  /** Does a verb that needs no server, in a folder, with params that were checked. */
  readonly local: (verb: VerbName, cwd: string, params: Record<string, unknown>) => Promise<unknown>;
  /** For people: never standard output. */
  readonly log: (what: string, thrown: unknown) => void;
  /** How often a client hears of a call that takes long, milliseconds. */
  readonly beatMs: number;
};

/** One call of a verb. */
export type Call = {
  readonly verb: VerbName;
  readonly params: Readonly<Record<string, unknown>>;
  /** Absolute path of a folder in the repository. */
  readonly folder: string;
  /** The client's name for itself. */
  readonly agent: string;
  /** Aborted when the client waits no longer. */
  readonly signal: AbortSignal;
};

/** Who speaks, and where. */
type Speaker = Pick<Call, 'agent' | 'folder'>;

const meOf = ({env}: Host, {agent, folder: cwd}: Speaker): Introduction => ({role: 'verb', version, agent, cwd, env});

/**
 * Do a verb on the server of its repository, which is started where none runs. Each call has a connection of its own: it
 * survives a restart of the server, and a call that is given up ends there, too.
 *
 * @returns what the verb's entry says
 * @throws Fault of the verb, or of the way to it
 */
export const callServer = async (host: Host, call: Call): Promise<unknown> => {
  const link = await needServer(placeOf(call.folder), meOf(host, call), host.serve);
  const leave = (): void => link.connection.close();
  call.signal.addEventListener('abort', leave, {once: true});
  try {
    if (call.signal.aborted) throw new Fault('connection-lost', {});
    const {out = '', err = '', fault} = await callWith(link, call.verb, call.params);
    if (fault !== undefined) throw faultOf(fault);
    if (out === '') throw new Error(err.replace(/^roundhouse: this is a bug: |\n.*$/gsu, ''));
    return JSON.parse(out) as unknown;
  } finally {
    call.signal.removeEventListener('abort', leave);
    link.connection.end();
  }
};

/** Whom the server takes us for; without a server, what our environment says. No server is started to find out. */
export const tierOf = async (host: Host, agent: string): Promise<Tier> => {
  const link = await runningServer(host, agent);
  link?.connection.end();
  const actor = link?.server.actor ?? (host.env['ROUNDHOUSE_TASK'] === undefined ? '' : 'worker:');
  return actor.startsWith('worker:') ? 'worker' : 'all';
};

/** The server of our own repository if there is one, and it can be reached. */
export const runningServer = async (host: Host, agent: string): Promise<Link | undefined> => {
  try {
    return await findServer(placeOf(host.cwd), meOf(host, {agent, folder: host.cwd}));
  } catch (thrown) {
    if (thrown instanceof Fault) return undefined;
    throw thrown;
  }
};

/** The folder that a call is about. @throws Fault `params-invalid` */
export const folderOf = ({cwd}: Host, verb: VerbName, repo_path: unknown): string => {
  if (typeof repo_path === 'string') return resolve(cwd, repo_path);
  if (repo_path === undefined || repo_path === null) return cwd;
  throw new Fault('params-invalid', {verb, problems: ['repo_path is no path']});
};

/** Is this folder of the repository that we were started in? @throws Fault `repository-missing` or `repository-bare` */
export const isHome = ({cwd}: Host, folder: string): boolean => placeOf(cwd).root === placeOf(folder).root;
