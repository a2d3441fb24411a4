/** Anthropic's Messages, as Claude Code speaks it. @see https://docs.claude.com/en/api/messages-streaming */
import type {Ask, Heard, Said, Schema} from '../ask.ts';
import {messageOf, newId, textIn, tokensOf, type Answer, type Out, type Protocol, type Writer} from './protocol.ts';
import type {Args, Call, Failure} from '../step.ts';

type Block = {readonly type: string; readonly text?: string; readonly content?: unknown};
type Body = {
  readonly model: string;
  readonly stream?: boolean;
  readonly system?: unknown;
  readonly messages?: readonly {readonly role: string; readonly content: string | readonly Block[]}[];
  readonly tools?: readonly {readonly name: string}[];
  readonly output_config?: {readonly format?: {readonly schema?: Schema}};
};

const read = (body: Body): Heard => {
  const tools = (body.tools ?? []).map(({name}) => ({name}));
  const said = (body.messages ?? []).flatMap(({role, content}) => {
    const blocks = typeof content === 'string' ? [{type: 'text', text: content}] : content;
    return blocks.flatMap(block => saidIn(block, role));
  });
  return {
    kind: 'claude',
    model: body.model,
    streams: body.stream === true,
    tools,
    schema: body.output_config?.format?.schema,
    isAside: tools.length === 0,
    said: [{by: 'system', text: textIn(body.system)}, ...said],
  };
};

const saidIn = (block: Block, role: string): readonly Said[] => {
  if (block.type === 'tool_result') return [{by: 'tool', text: textIn(block.content)}];
  if (block.type !== 'text' || role === 'assistant') return [];
  return [{by: role === 'user' ? 'user' : 'system', text: block.text ?? ''}];
};

class MessagesWriter implements Writer {
  readonly #out: Out;
  readonly #ask: Ask;
  readonly #inputTokens: number;
  readonly #id = newId('msg_');
  readonly #content: {type: string; text?: string; [field: string]: unknown}[] = [];
  #isOpen = false;
  #stop = 'end_turn';
  #size = 0;

  constructor({ask, out, inputTokens}: Answer) {
    this.#ask = ask;
    this.#out = out;
    this.#inputTokens = inputTokens;
  }

  begin(): void {
    this.#out.begin();
    this.#send('message_start', {message: {...this.#message(), content: []}});
    this.#send('ping', {});
  }

  text(piece: string): void {
    if (!this.#isOpen) this.#start({type: 'text', text: ''});
    this.#isOpen = true;
    const block = this.#content.at(-1);
    if (block !== undefined) block.text += piece;
    this.#delta({type: 'text_delta', text: piece}, piece.length);
  }

  think(thinking: string): void {
    this.#close();
    this.#start({type: 'thinking', thinking, signature: 'scripted'}, {thinking: '', signature: ''});
    this.#delta({type: 'thinking_delta', thinking}, thinking.length);
    this.#delta({type: 'signature_delta', signature: 'scripted'}, 0);
    this.#stopBlock();
  }

  call({name, args = {}}: Call): void {
    this.#close();
    this.#stop = 'tool_use';
    this.#start({type: 'tool_use', id: newId('toolu_'), name, input: args}, {input: {}});
    const partial_json = JSON.stringify(args);
    this.#delta({type: 'input_json_delta', partial_json}, partial_json.length);
    this.#stopBlock();
  }

  end(): void {
    this.#close();
    const delta = {stop_reason: this.#stop, stop_sequence: null};
    this.#send('message_delta', {delta, usage: {output_tokens: tokensOf('x'.repeat(this.#size))}});
    this.#send('message_stop', {});
    this.#out.end({...this.#message(), stop_reason: this.#stop});
  }

  fail(failure: Failure): void {
    const {error} = refusal(failure);
    this.#send('error', {error});
    this.#out.end(refusal(failure));
  }

  #start(block: {type: string; [field: string]: unknown}, blank: Args = {}): void {
    this.#content.push(block);
    this.#send('content_block_start', {index: this.#content.length - 1, content_block: {...block, ...blank}});
  }

  #delta(delta: Args, size: number): void {
    this.#size += size;
    this.#send('content_block_delta', {index: this.#content.length - 1, delta});
  }

  #close(): void {
    if (this.#isOpen) this.#stopBlock();
    this.#isOpen = false;
  }

  #stopBlock(): void {
    this.#send('content_block_stop', {index: this.#content.length - 1});
  }

  #send(type: string, fields: Args): void {
    this.#out.event({type, ...fields}, type);
  }

  #message(): Args {
    const cached = {cache_creation_input_tokens: 0, cache_read_input_tokens: 0};
    const usage = {input_tokens: this.#inputTokens, ...cached, output_tokens: tokensOf('x'.repeat(this.#size))};
    const same = {id: this.#id, type: 'message', role: 'assistant', model: this.#ask.model};
    return {...same, content: this.#content, stop_reason: null, stop_sequence: null, usage};
  }
}

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

const refusal = (failure: Failure): {readonly type: 'error'; readonly error: Args} => {
  const {status, type = TYPES[status] ?? 'api_error', more} = failure;
  return {type: 'error', error: {type, message: messageOf(failure), ...more}};
};

export const messages: Protocol = {
  path: /\/messages$/u,
  read,
  write: answer => new MessagesWriter(answer),
  refusal,
};
