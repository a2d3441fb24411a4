/** What is said between client and server as JSON. Unknown messages are skipped, unknown fields ignored. No schema library: the attach client reads it. */
import type {FaultRecord} from '../core/fault.ts';

/** Grows when a message changes in a way that the other side must know of. */
export const PROTOCOL = 1;
/** What a server says in its hello that it can do besides; a client asks for it only then. */
export const FEATURES = ['params'] as const;

/** The first message each way. */
export type Hello = {
  readonly type: 'hello';
  readonly protocol: number;
  /** The version of the program, for people. */
  readonly version: string;
  readonly features: readonly string[];
  readonly pid: number;
};

/** What the server says of itself besides. */
export type ServerHello = Hello & {
  /** It has opened the client's terminal, and reads and writes there itself. */
  readonly direct?: boolean;
  /** Whom it takes the client for: `user`, `planner`, `worker:NAME`, `mcp:NAME`. */
  readonly actor?: string;
};

/** A terminal as a client knows it: its path, and what fstat(2) says of the client's own descriptor. */
export type TtyName = {readonly path: string; readonly dev: number; readonly ino: number; readonly rdev: number};

/** What a client says of itself besides. */
export type ClientHello = Hello & {
  readonly role: 'attach' | 'verb';
  /** Of a client that passes on what an agent asks for by MCP: the agent's name. */
  readonly agent?: string;
  readonly cwd: string;
  /** The environment that sessions opened by this client get. Never journalled, never logged. */
  readonly env: Readonly<Record<string, string>>;
  /** Of an attaching client: the session it wants to see alone on its terminal. */
  readonly show?: string;
  /** Of an attaching client: it only looks. */
  readonly watching?: boolean;
  /** Of an attaching client: the others shall go. */
  readonly takeover?: boolean;
  /** Of an attaching client: the planner begins another conversation. */
  readonly newSession?: boolean;
  /** Of an attaching client: its terminal. */
  readonly terminal?: {readonly cols: number; readonly rows: number; readonly name: string; readonly colours: string};
  /** Of an attaching client: the terminal, which the server may open if it can. */
  readonly tty?: TtyName;
};

/** A command as it was typed; the server parses it and answers with what shall be printed. */
export type Request = {
  readonly type: 'request';
  readonly id: number;
  readonly argv: readonly string[];
  /** In place of words after the verb, by a server of feature `params`: its params by name. The answer is JSON. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Columns of the caller's terminal; absent when it has none, and then nothing can be asked back. */
  readonly cols?: number;
};

/** The answer to a request: text for standard output or standard error, and the exit code. */
export type Response = {
  readonly type: 'response';
  readonly id: number;
  readonly out?: string;
  readonly err?: string;
  readonly exit: number;
  readonly fault?: FaultRecord;
};

/** An attached client's terminal has another size. */
export type Resize = {readonly type: 'resize'; readonly cols: number; readonly rows: number};

/** An attached client goes on after it was stopped; its terminal may have another size. */
export type Continued = {readonly type: 'continued'; readonly cols: number; readonly rows: number};

/** The end of a connection, said by the side that ends it. */
export type Bye = {
  readonly type: 'bye';
  /** `ended`: the session it looked at has. `taken-over`: another client came in its place. */
  readonly reason: 'detached' | 'shutdown' | 'refused' | 'ended' | 'taken-over';
  readonly fault?: FaultRecord;
};

export type Message = Hello | ServerHello | ClientHello | Request | Response | Resize | Continued | Bye;

const required: Record<Message['type'], Readonly<Record<string, string>>> = {
  hello: {protocol: 'number', version: 'string', pid: 'number'},
  request: {id: 'number', argv: 'object'},
  response: {id: 'number', exit: 'number'},
  resize: {cols: 'number', rows: 'number'},
  continued: {cols: 'number', rows: 'number'},
  bye: {reason: 'string'},
};

/**
 * Read one control payload.
 *
 * @returns undefined for a message of a kind that is not known here
 * @throws Error when it is no JSON, or a known message lacks what it must have
 */
export const parseMessage = (payload: Buffer): Message | undefined => {
  const found = JSON.parse(payload.toString('utf8')) as Record<string, unknown> | null;
  if (typeof found !== 'object' || found === null) throw new Error('a message must be an object');
  const type = found['type'] as Message['type'];
  const fields = Object.hasOwn(required, type) ? required[type] : undefined;
  if (fields === undefined) return undefined;
  const lacking = Object.entries(fields).filter(([name, kind]) => typeof found[name] !== kind);
  if (lacking.length > 0) throw new Error(`${type} without ${lacking.map(([name]) => name).join(', ')}`);
  if (type === 'hello') checkHello(found);
  if (type === 'request') checkRequest(found);
  return found as unknown as Message;
};

const isTexts = (it: unknown): boolean => Array.isArray(it) && it.every(word => typeof word === 'string');

const isRecord = (it: unknown): it is Record<string, unknown> => typeof it === 'object' && it !== null;

const checkRequest = ({argv, params = {}}: Record<string, unknown>): void => {
  if (!isTexts(argv)) throw new Error('request without argv');
  if (!isRecord(params)) throw new Error('request with nonsense');
};

/** What a client says of itself is optional, but not anything. @throws Error */
const checkHello = ({
  env = {},
  cwd = '',
  agent = '',
  terminal = {cols: 80, rows: 24},
  tty,
}: Record<string, unknown>): void => {
  const isWhole = isRecord(env) && isTexts([cwd, agent, ...Object.values(env)]) && isTtyName(tty);
  if (!isWhole || !isRecord(terminal) || !isSize(terminal['cols'], terminal['rows']))
    throw new Error('hello with nonsense');
};

const isTtyName = (it: unknown): boolean => it === undefined || (isRecord(it) && typeof it['path'] === 'string');

/** May a terminal be of this size, in cells? */
export const isSize = (cols: unknown, rows: unknown): boolean =>
  [cols, rows].every(it => Number.isInteger(it) && Number(it) >= 1 && Number(it) <= 2000);
