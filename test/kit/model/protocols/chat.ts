/** OpenAI's chat completions, as OpenCode speaks it. @see https://platform.openai.com/docs/api-reference/chat-streaming */
import type {Heard, Said, Schema} from '../ask.ts';
import {newId, openAiRefusal, textIn, tokensOf, type Answer, type Out, type Protocol, type Writer} from './protocol.ts';
import type {Args, Call, Failure} from '../step.ts';

type Body = {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages?: readonly {readonly role: string; readonly content?: unknown}[];
  readonly tools?: readonly {readonly function?: {readonly name: string}}[];
  readonly response_format?: {readonly json_schema?: {readonly schema?: Schema}};
};

const read = (body: Body): Heard => {
  const tools = (body.tools ?? []).flatMap(it => (it.function === undefined ? [] : [{name: it.function.name}]));
  return {
    kind: 'opencode',
    model: body.model,
    streams: body.stream === true,
    tools,
    schema: body.response_format?.json_schema?.schema,
    isAside: tools.length === 0,
    said: (body.messages ?? []).flatMap(saidIn),
  };
};

const saidIn = ({role, content}: {readonly role: string; readonly content?: unknown}): readonly Said[] => {
  if (role === 'assistant') return [];
  if (role === 'tool') return [{by: 'tool', text: textIn(content)}];
  const parts = Array.isArray(content) ? (content as readonly unknown[]) : [content];
  return parts.map(part => ({by: role === 'user' ? 'user' : 'system', text: textIn(part)}));
};

class ChatWriter implements Writer {
  readonly #out: Out;
  readonly #same: Args;
  readonly #inputTokens: number;
  readonly #calls: Args[] = [];
  #text = '';

  constructor({ask, out, inputTokens}: Answer) {
    this.#out = out;
    this.#inputTokens = inputTokens;
    this.#same = {id: newId('chatcmpl-'), created: Math.floor(Date.now() / 1000), model: ask.model};
  }

  begin(): void {
    this.#out.begin();
    this.#delta({role: 'assistant', content: ''});
  }

  text(piece: string): void {
    this.#text += piece;
    this.#delta({content: piece});
  }

  think(text: string): void {
    this.#delta({reasoning_content: text});
  }

  call({name, args = {}}: Call): void {
    const call = {id: newId('call_'), type: 'function', function: {name, arguments: JSON.stringify(args)}};
    this.#delta({tool_calls: [{index: this.#calls.length, ...call}]});
    this.#calls.push(call);
  }

  end(): void {
    const finish = this.#calls.length > 0 ? 'tool_calls' : 'stop';
    this.#delta({}, finish);
    this.#chunk({choices: [], usage: this.#usage});
    this.#out.event('[DONE]');
    const message = {role: 'assistant', content: this.#text, ...(this.#calls.length > 0 && {tool_calls: this.#calls})};
    const choices = [{index: 0, message, finish_reason: finish}];
    this.#out.end({...this.#same, object: 'chat.completion', choices, usage: this.#usage});
  }

  fail(failure: Failure): void {
    this.#out.event(openAiRefusal(failure));
    this.#out.end(openAiRefusal(failure));
  }

  get #usage(): Args {
    const [input, output] = [this.#inputTokens, tokensOf(this.#text) + 16 * this.#calls.length];
    return {prompt_tokens: input, completion_tokens: output, total_tokens: input + output};
  }

  #delta(delta: Args, finish: string | null = null): void {
    this.#chunk({choices: [{index: 0, delta, finish_reason: finish}]});
  }

  #chunk(fields: Args): void {
    this.#out.event({...this.#same, object: 'chat.completion.chunk', ...fields});
  }
}

export const chat: Protocol = {
  path: /\/chat\/completions$/u,
  read,
  write: answer => new ChatWriter(answer),
  refusal: openAiRefusal,
};
