/** A model that says what a test scripted, on loopback, in the protocols of all agents. It keeps every request. */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync, zstdDecompressSync} from 'node:zlib';
import {askOf} from './ask.ts';
import {chat} from './protocols/chat.ts';
import {gemini} from './protocols/gemini.ts';
import {Gates} from './gates.ts';
import {messages} from './protocols/messages.ts';
import {play, type Stage} from './play.ts';
import {Out, tokensOf, type Protocol} from './protocols/protocol.ts';
import {replyTo} from './reply.ts';
import {Request} from './request.ts';
import {responses} from './protocols/responses.ts';
import {Waits} from '../waits.ts';
import {Script, type Turn, type When} from './script.ts';
import type {Failure, Step} from './step.ts';

const protocols: readonly Protocol[] = [responses, messages, chat, gemini];

/** How it answers what is no part of a conversation. */
type Manner = {
  /** What is said to Claude Code when it lets a second model judge a command. */
  readonly verdict?: 'allow' | 'block';
};

/** Which request is waited for: after so many results of tools at least. */
type Wanted = {readonly results?: number; readonly withinMs?: number};

/** A scripted model. Closing it hangs up on whoever still listens. */
export class Model implements AsyncDisposable {
  readonly #script = new Script();
  readonly #server: Server;
  readonly #verdict: 'allow' | 'block';
  readonly #failed = new Map<Step, number>();
  readonly #waits = new Waits();
  readonly #gates = new Gates(() => this.#waits.tell());
  /** All requests for an answer, oldest first. */
  readonly requests: Request[] = [];
  /** Whom agents wanted to reach besides: `host:port` of each try, through the proxy that the model is for them. */
  readonly strays: string[] = [];

  private constructor({verdict = 'allow'}: Manner) {
    this.#verdict = verdict;
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((thrown: unknown) => {
        process.emitWarning(thrown as Error);
        response.destroy();
      });
    });
    this.#server.on('connect', (request, socket) => {
      this.strays.push(request.url ?? '');
      socket.on('error', () => {});
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
  }

  /** Start it on a free port of loopback. */
  static async open(manner: Manner = {}): Promise<Model> {
    const model = new Model(manner);
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    model.#server.once('error', reject);
    model.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    return model;
  }

  /** Where it is, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Say what happens after a prompt. */
  when(prompt: RegExp, more: Omit<When, 'prompt'> = {}): Turn {
    return this.#script.when(prompt, more);
  }

  /** Say what happens at the n-th prompt of a conversation. */
  onTurn(turn: number, more: Omit<When, 'turn'> = {}): Turn {
    return this.#script.onTurn(turn, more);
  }

  /** Let one reply through a gate: the one that waits there, or the next. */
  opens(gate: string): void {
    this.#gates.open(gate);
  }

  /** Wait until a reply waits at a gate. */
  async reaches(gate: string): Promise<void> {
    await this.#waits.until(`a reply waits at "${gate}"`, () => this.#gates.waitingAt(gate) > 0, {
      instead: this.#instead,
    });
  }

  /** Wait for a request of a conversation. @returns the first one with such a prompt, and with so many results at least */
  async hears(prompt: RegExp, wanted: Wanted = {}): Promise<Request> {
    return this.#finds(`a request has ${prompt.source}`, it => prompt.test(it.prompt), wanted);
  }

  /** Wait until such a request is answered to the end. */
  async answers(prompt: RegExp, wanted: Wanted = {}): Promise<Request> {
    const isIt = (it: Request): boolean => prompt.test(it.prompt) && it.end === 'whole';
    return this.#finds(`${prompt.source} is answered`, isIt, wanted);
  }

  /** Wait until the agent has hung up on a request. */
  async loses(prompt: RegExp, wanted: Wanted = {}): Promise<Request> {
    const isIt = (it: Request): boolean => prompt.test(it.prompt) && it.end === 'gone';
    return this.#finds(`nobody listens to ${prompt.source} any more`, isIt, wanted);
  }

  /** The requests of conversations: not those for titles and second opinions. */
  get turns(): readonly Request[] {
    return this.requests.filter(it => !it.ask.isAside);
  }

  /** Prompts that no rule is for. */
  get unscripted(): readonly string[] {
    return this.turns.filter(it => it.rule === undefined).map(it => it.prompt);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {pathname: path} = new URL(request.url ?? '/', 'http://localhost');
    const body = await bodyOf(request);
    const protocol = request.method === 'POST' ? protocols.find(it => it.path.test(path)) : undefined;
    if (protocol === undefined) answerBeside(path, {response, body});
    else await this.#answer(protocol, {path, body, headers: request.headers}, response);
  }

  async #answer(
    protocol: Protocol,
    from: Omit<ConstructorParameters<typeof Request>[0], 'ask'>,
    response: ServerResponse,
  ): Promise<void> {
    const ask = askOf(protocol.read(JSON.parse(from.body) as never, from.path));
    const request = new Request({ask, ...from});
    this.requests.push(request);
    this.#waits.tell();
    const reply = replyTo(ask, this.#script.rules, this.#verdict);
    request.rule = reply.rule;
    const gone = new AbortController();
    response.on('close', () => {
      request.endedAt ??= performance.now();
      request.end ??= 'gone';
      gone.abort();
      this.#waits.tell();
    });
    const writer = protocol.write({ask, out: new Out(response, ask.streams), inputTokens: tokensOf(from.body)});
    const stage: Stage = {
      ask,
      writer,
      gates: this.#gates,
      gone: gone.signal,
      isDue: step => this.#isDue(step),
      refuse: failure => refuse(response, failure, protocol),
    };
    const ending = await play(reply, stage);
    if (gone.signal.aborted) return;
    request.end = ending.end;
    request.endedAt = performance.now();
    request.failure = ending.end === 'failed' ? ending.failure : undefined;
    // What was written arrives; the end of the answer does not.
    if (ending.end === 'cut') response.socket?.destroySoon();
    this.#waits.tell();
  }

  #isDue(step: Extract<Step, {does: 'fail'}>): boolean {
    const times = this.#failed.get(step) ?? 0;
    this.#failed.set(step, times + 1);
    return times < step.times;
  }

  #finds(what: string, isIt: (it: Request) => boolean, {results = 0, ...waiting}: Wanted): Promise<Request> {
    const look = (): Request | undefined => this.turns.find(it => it.results.length >= results && isIt(it));
    return this.#waits.until(`${what}, after ${results} results`, look, {instead: this.#instead, ...waiting});
  }

  /** All requests, for a message. */
  #instead = (): string => ['requests:', ...this.requests.map(it => `  ${it.line}`)].join('\n');
}

const refuse = (response: ServerResponse, failure: Failure, protocol: Protocol): void => {
  const {status, retryAfterSeconds, headers} = failure;
  const after = retryAfterSeconds === undefined ? {} : {'retry-after': String(retryAfterSeconds)};
  response.writeHead(status, {'content-type': 'application/json', ...after, ...headers});
  response.end(JSON.stringify(protocol.refusal(failure)));
};

/** What agents ask besides answers: whether anybody is there, how long a text is, which models there are. */
const answerBeside = (path: string, {response, body}: {response: ServerResponse; body: string}): void => {
  const json = (status: number, value: unknown): void => {
    response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(value));
  };
  if (path.endsWith('/count_tokens')) json(200, {input_tokens: tokensOf(body)});
  else if (path.endsWith(':countTokens')) json(200, {totalTokens: tokensOf(body)});
  else if (path.endsWith('/models')) json(200, {object: 'list', data: [], has_more: false});
  else if (path === '/api/hello') json(200, {});
  else json(404, {type: 'error', error: {type: 'not_found_error', message: `no ${path} here`}});
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const whole = Buffer.concat(pieces);
  const coding = request.headers['content-encoding'];
  if (coding === 'gzip') return gunzipSync(whole).toString();
  return coding === 'zstd' ? zstdDecompressSync(whole).toString() : whole.toString();
};
