/** MCP over a transport: the verbs as tools, screens, tasks and the log as resources. Standard output belongs to the protocol. */
import {
  CLIENT_INFO_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolRequest,
  type CallToolResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {serveStdio} from '@modelcontextprotocol/server/stdio';
import {Fault} from '../core/fault.ts';
import {version} from '../core/version.ts';
import {commandOf} from '../protocol/argv.ts';
import type {VerbName} from '../protocol/names.ts';
import {entryOf} from '../protocol/verbs.ts';
import {failureAnswer, resultAnswer} from './answer.ts';
import {startBeat} from './beat.ts';
import {callServer, folderOf, isHome, tierOf, type Call, type Host} from './host.ts';
import {verbOf} from './names.ts';
import {listResources, readResource, templates, type Reader} from './resources.ts';
import {isOffered, toolsOf} from './tools.ts';

const INSTRUCTIONS = `roundhouse runs coding agents side by side: tasks on a board, a worker in a git worktree of its own for each, and one planner.
A planner writes tasks (create_task), starts workers (spawn_worker), waits (wait_session), looks (show_diff, read_screen), answers (resume_task) and rules (record_decision).
A worker asks with request_input and hands in with request_review. A refusal says its code and what to do about it.`;

/** Serve on standard input and output, until the client closes them. */
export const serveMcp = async (host: Host): Promise<void> => {
  const ended = new Promise<void>(resolve => {
    process.stdin.once('end', resolve).once('close', resolve);
  });
  const handle = serveStdio(() => makeServer(host), {onerror: thrown => host.log('mcp', thrown)});
  await ended;
  await handle.close();
};

/** One server of the protocol, for a transport of the caller's. */
export const makeServer = (host: Host): Server => {
  const server = new Server(
    {name: 'roundhouse', version},
    {capabilities: {tools: {}, resources: {}}, instructions: INSTRUCTIONS},
  );
  const agentOf = (context: ServerContext): string =>
    clientOf(context)?.name ?? server.getClientVersion()?.name ?? 'agent';
  const readerOf = async (context: ServerContext): Promise<Reader> => {
    const agent = agentOf(context);
    return {agent, tier: await tierOf(host, agent), signal: context.mcpReq.signal};
  };
  server.setRequestHandler('tools/list', async (_, context) => ({
    tools: [...toolsOf(await tierOf(host, agentOf(context)))],
  }));
  server.setRequestHandler('tools/call', (request, context) =>
    callTool(host, request, {context, agent: agentOf(context)}),
  );
  server.setRequestHandler('resources/list', async (_, context) => ({
    resources: await listResources(host, await readerOf(context)),
  }));
  server.setRequestHandler('resources/templates/list', () => ({resourceTemplates: templates}));
  server.setRequestHandler('resources/read', async ({params}, context) =>
    readResource(host, params.uri, await readerOf(context)),
  );
  return server;
};

/** Since the protocol of 2026 a client introduces itself with each request. */
const clientOf = ({mcpReq}: ServerContext): {readonly name: string} | undefined =>
  (mcpReq.envelope as Readonly<Record<string, {name: string}>> | undefined)?.[CLIENT_INFO_META_KEY];

type Client = {readonly context: ServerContext; readonly agent: string};

/** Do a verb. Whatever goes wrong is the tool's answer; only a tool that does not exist is an error of the protocol. */
const callTool = async (host: Host, {params}: CallToolRequest, {context, agent}: Client): Promise<CallToolResult> => {
  const verb = verbOf(params.name);
  if (verb === undefined || !isOffered(verb, 'all'))
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `no tool "${params.name}"`);
  const {repo_path, ...given} = params.arguments ?? {};
  using _beat = startBeat(context, {what: params.name, everyMs: host.beatMs});
  try {
    const folder = folderOf(host, verb, repo_path);
    const call: Call = {verb, params: given, folder, agent, signal: context.mcpReq.signal};
    if (repo_path !== undefined || isLocal(verb)) await checkTier(host, call);
    return await resultAnswer(verb, await (isLocal(verb) ? callHere(host, call) : callServer(host, call)));
  } catch (thrown) {
    if (!(thrown instanceof Fault)) host.log(params.name, thrown);
    return failureAnswer(thrown);
  }
};

const callHere = (host: Host, {verb, params, folder}: Call): Promise<unknown> =>
  host.local(verb, folder, commandOf(verb, params).params);

const isLocal = (verb: VerbName): boolean => entryOf(verb).runs === 'local';

/**
 * What a worker asks of its own server is judged there; here is judged what does not come to it.
 *
 * @throws Fault `actor-refused`
 */
const checkTier = async (host: Host, {verb, folder, agent}: Call): Promise<void> => {
  if ((await tierOf(host, agent)) === 'all') return;
  if (!isOffered(verb, 'worker') || !isHome(host, folder)) throw new Fault('actor-refused', {actor: 'a worker', verb});
};
