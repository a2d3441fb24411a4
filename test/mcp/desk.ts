/** An agent's end of MCP: the SDK's own client, joined to our server in this process, on a house that runs. */
import {Client, InMemoryTransport, type CallToolResult} from '@modelcontextprotocol/client';
import {doLocal} from '../../src/cli/local.ts';
import type {Host} from '../../src/mcp/host.ts';
import {makeServer} from '../../src/mcp/serve.ts';

/** What came of a call. */
export type Answer = {
  readonly isError: boolean;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Desk = AsyncDisposable & {
  readonly client: Client;
  /** What was written for people. */
  readonly logged: readonly unknown[];
  /** Call a tool. The client holds what comes against the tool's own schema. */
  calls(tool: string, given?: Record<string, unknown>): Promise<Answer>;
};

/** @param host where it runs; no server can be started from there, unless this says how */
export const openDesk = async (host: Partial<Host> & Pick<Host, 'cwd'>): Promise<Desk> => {
  const logged: unknown[] = [];
  const server = makeServer({
    env: {PATH: '/usr/bin:/bin'},
    serve: ['/nowhere/server.js'],
    local: doLocal,
    log: (_, thrown) => logged.push(thrown),
    beatMs: 60_000,
    ...host,
  });
  const client = new Client({name: 'an agent', version: '1'});
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  await client.connect(ours);
  await client.listTools();
  return {
    client,
    logged,
    calls: async (name, given = {}) => answerOf(await client.callTool({name, arguments: given})),
    [Symbol.asyncDispose]: () => client.close(),
  };
};

/** A tool's answer, its text in one piece. */
export const answerOf = ({isError = false, content, structuredContent}: CallToolResult): Answer => ({
  isError,
  text: content.map(it => (it.type === 'text' ? it.text : `<${it.type}>`)).join('\n'),
  data: (structuredContent ?? {}) as Answer['data'],
});
