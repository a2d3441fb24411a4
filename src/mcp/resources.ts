/** What can be read without a tool: screens, tasks and the log of the repository that the server was started in. */
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type ReadResourceResult,
  type Resource,
} from '@modelcontextprotocol/server';
import {Fault} from '../core/fault.ts';
import type {VerbName} from '../protocol/names.ts';
import type {Result} from '../protocol/verbs.ts';
import {callServer, runningServer, type Call, type Host} from './host.ts';
import type {Tier} from './tools.ts';

/** Who reads. */
export type Reader = Pick<Call, 'agent' | 'signal'> & {readonly tier: Tier};

/** A kind of resource: the verb that reads it, and how its result is shown. */
type Kind = {
  readonly uriTemplate: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
  readonly verb: VerbName;
  /** The param that the last part of the address gives. */
  readonly param?: string;
  readonly show: (result: unknown) => string;
};

const json = (result: unknown): string => JSON.stringify(result, undefined, 2);

const kinds = {
  screen: {
    uriTemplate: 'roundhouse://screen/{session}',
    name: 'screen',
    description: 'what a session shows',
    mimeType: 'text/plain',
    verb: 'read-screen',
    param: 'name',
    show: result => (result as Result<'read-screen'>).lines.map(line => line.trimEnd()).join('\n'),
  },
  task: {
    uriTemplate: 'roundhouse://task/{id}',
    name: 'task',
    description: 'a task with all that belongs to it',
    mimeType: 'application/json',
    verb: 'show-task',
    param: 'task_id',
    show: json,
  },
  log: {
    uriTemplate: 'roundhouse://log',
    name: 'log',
    description: 'what happened last, newest last',
    mimeType: 'application/json',
    verb: 'list-events',
    show: json,
  },
} as const satisfies Record<string, Kind>;

/** The kinds of resource of which there are many. */
export const templates = [kinds.screen, kinds.task].map(({uriTemplate, name, description, mimeType}) => ({
  uriTemplate,
  name,
  description,
  mimeType,
}));

/** Tasks that are over. */
const OVER: readonly string[] = ['merged', 'done', 'cancelled', 'archived'];

/** The sessions that live, the tasks that are open, the log. Without a server there is nothing, and none is started for it. */
export const listResources = async (host: Host, reader: Reader): Promise<Resource[]> => {
  const link = await runningServer(host, reader.agent);
  link?.connection.end();
  if (link === undefined) return [];
  const ask = (verb: VerbName, params = {}): Promise<unknown> =>
    callServer(host, {...reader, verb, params, folder: host.cwd});
  const {sessions} = (await ask('list-sessions', {active_only: true})) as Result<'list-sessions'>;
  const {tasks} = (await ask('list-tasks')) as Result<'list-tasks'>;
  const open = tasks.filter(it => !OVER.includes(it.status));
  return [
    ...sessions.map(it => resourceOf('screen', it.name, `${it.kind}, ${it.mood}`)),
    ...open.map(it => resourceOf('task', it.id, `${it.title}, ${it.status}`)),
    ...(reader.tier === 'all' ? [resourceOf('log', 'log', kinds.log.description)] : []),
  ];
};

const resourceOf = (kind: keyof typeof kinds, name: string, description: string): Resource => {
  const {uriTemplate, mimeType} = kinds[kind];
  return {uri: uriTemplate.replace(/\{.*\}$/u, name), name, description, mimeType};
};

/**
 * Read one.
 *
 * @throws ResourceNotFoundError when there is no such thing; ProtocolError with the fault's code and hint as its data
 */
export const readResource = async (host: Host, uri: string, reader: Reader): Promise<ReadResourceResult> => {
  const {kind, params} = meantBy(uri);
  try {
    const result = await callServer(host, {...reader, verb: kind.verb, params, folder: host.cwd});
    return {contents: [{uri, mimeType: kind.mimeType, text: kind.show(result)}]};
  } catch (thrown) {
    throw thrown instanceof Fault ? errorOf(thrown, uri) : thrown;
  }
};

/** What an address means. @throws ResourceNotFoundError */
const meantBy = (uri: string): {readonly kind: Kind; readonly params: Record<string, string>} => {
  for (const kind of Object.values<Kind>(kinds)) {
    const {uriTemplate, param} = kind;
    const [before] = uriTemplate.split('{');
    if (param === undefined && uri === uriTemplate) return {kind, params: {}};
    const name = uri.slice(before?.length);
    if (param !== undefined && name !== '' && uri === `${before}${name}`) return {kind, params: {[param]: name}};
  }
  throw new ResourceNotFoundError(uri);
};

const errorOf = ({code, message, hint}: Fault, uri: string): ProtocolError =>
  code === 'session-unknown' || code === 'task-unknown'
    ? new ResourceNotFoundError(uri, message)
    : new ProtocolError(ProtocolErrorCode.InternalError, message, {code, hint});
