/** An agent that has roundhouse as its MCP server: the SDK's own client, and the built program as a process of its own. */
import {Client} from '@modelcontextprotocol/client';
import {StdioClientTransport} from '@modelcontextprotocol/client/stdio';
import {answerOf, type Answer} from '../mcp/desk.ts';
import {launcher} from './product.ts';

/** `legacy` is the protocol of 2025, which agents speak today; `auto` takes the newest that both know. */
type Place = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly era?: 'legacy' | 'auto';
};

/** A process that speaks MCP. It ends with the test. */
export class Agent implements AsyncDisposable {
  readonly client: Client;
  readonly #transport: StdioClientTransport;
  /** What the process said besides. */
  err = '';

  private constructor({cwd, env, era = 'legacy'}: Place) {
    this.client = new Client({name: 'smoke', version: '1'}, {versionNegotiation: {mode: era}});
    this.#transport = new StdioClientTransport({command: launcher, args: ['serve-mcp'], cwd, env, stderr: 'pipe'});
    this.#transport.stderr?.on('data', (piece: Buffer) => (this.err += piece.toString()));
  }

  /** Start it, and say hello. */
  static async start(place: Place): Promise<Agent> {
    const agent = new Agent(place);
    await agent.client.connect(agent.#transport);
    await agent.client.listTools();
    return agent;
  }

  get pid(): number {
    return this.#transport.pid ?? 0;
  }

  /** The names of the tools it is offered. */
  async tools(): Promise<readonly string[]> {
    return (await this.client.listTools()).tools.map(it => it.name);
  }

  /** Call a tool. */
  async calls(name: string, given: Record<string, unknown> = {}): Promise<Answer> {
    return answerOf(await this.client.callTool({name, arguments: given}));
  }

  /** Call a tool that does it. @returns its data. @throws Error when it was refused */
  async does(name: string, given: Record<string, unknown> = {}): Promise<Answer['data']> {
    const {isError, text, data} = await this.calls(name, given);
    if (isError) throw new Error(`${name} ${JSON.stringify(given)}: ${text}`);
    return data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}
