/** OpenAI's Responses, as Codex speaks it. @see https://platform.openai.com/docs/api-reference/responses-streaming */
import type {Ask, Heard, Said, Schema, Tool} from '../ask.ts';
import {newId, openAiRefusal, textIn, tokensOf, type Answer, type Out, type Protocol, type Writer} from './protocol.ts';
import type {Args, Call, Failure} from '../step.ts';

type Offer = {readonly type: string; readonly name?: string; readonly tools?: readonly Offer[]};
type Item = {
  readonly type?: string;
  readonly role?: string;
  readonly content?: unknown;
  readonly output?: unknown;
  /** Codex offers the tools of most models here. */
  readonly tools?: readonly Offer[];
};
type Body = {
  readonly model: string;
  readonly stream?: boolean;
  readonly instructions?: string;
  readonly input?: string | readonly Item[];
  readonly tools?: readonly Offer[];
  readonly text?: {readonly format?: {readonly schema?: Schema}};
  readonly client_metadata?: Readonly<Record<string, string>>;
};

const read = (body: Body): Heard => {
  const {model, stream = true, instructions = '', input = [], tools: offers = [], text} = body;
  const items: readonly Item[] = typeof input === 'string' ? [{role: 'user', content: input}] : input;
  const tools = [...offers, ...items.flatMap(it => it.tools ?? [])].flatMap(toolsOf);
  return {
    kind: 'codex',
    model,
    streams: stream,
    tools,
    schema: text?.format?.schema,
    isAside: tools.length === 0 || isTitle(body),
    said: [{by: 'system', text: instructions}, ...items.flatMap(saidIn)],
  };
};

/** Codex asks for a title in a hidden thread, which has tools too. */
const isTitle = ({client_metadata: told = {}}: Body): boolean =>
  /"thread_source":"thread_title"/u.test(told['x-codex-turn-metadata'] ?? '');

const toolsOf = (offer: Offer): readonly Tool[] => {
  if (offer.type !== 'namespace') return [toolOf(offer)];
  // "functions" is what everything is in when nothing is said.
  const namespace = offer.name === 'functions' ? undefined : offer.name;
  return (offer.tools ?? []).map(it => ({...toolOf(it), namespace}));
};

const toolOf = ({type, name = type}: Offer): Tool => ({name, takesText: type === 'custom'});

const saidIn = (item: Item): readonly Said[] => {
  if (item.type?.endsWith('_output') === true) return [{by: 'tool', text: textIn(item.output)}];
  if (item.role === undefined || item.role === 'assistant') return [];
  const by = item.role === 'user' ? 'user' : 'system';
  const parts = Array.isArray(item.content) ? (item.content as readonly unknown[]) : [item.content];
  return parts.map(part => ({by, text: textIn(part)}));
};

type Part = Readonly<Record<string, unknown>>;

class ResponsesWriter implements Writer {
  readonly #out: Out;
  readonly #ask: Ask;
  readonly #inputTokens: number;
  readonly #id = newId('resp_');
  readonly #output: Part[] = [];
  #events = 0;
  #size = 0;
  #open: {readonly id: string; text: string} | undefined;

  constructor({ask, out, inputTokens}: Answer) {
    this.#ask = ask;
    this.#out = out;
    this.#inputTokens = inputTokens;
  }

  begin(): void {
    this.#out.begin();
    for (const type of ['response.created', 'response.in_progress'])
      this.#send(type, {response: {...this.#response('in_progress'), usage: null}});
  }

  text(piece: string): void {
    const open = (this.#open ??= this.#opened());
    open.text += piece;
    this.#size += piece.length;
    this.#send('response.output_text.delta', {...this.#at(open.id), content_index: 0, delta: piece});
  }

  think(text: string): void {
    this.#close();
    const thought = {type: 'reasoning', id: newId('rs_'), summary: [] as readonly Part[]};
    const part = {type: 'summary_text', text};
    const at = {...this.#at(thought.id), summary_index: 0};
    this.#add(thought);
    this.#send('response.reasoning_summary_part.added', {...at, part: {...part, text: ''}});
    this.#send('response.reasoning_summary_text.delta', {...at, delta: text});
    this.#send('response.reasoning_summary_text.done', {...at, text});
    this.#done({...thought, summary: [part], encrypted_content: 'scripted'});
  }

  call({name, namespace, args = {}, text}: Call): void {
    this.#close();
    const same = {call_id: newId('call_'), name, ...(namespace !== undefined && {namespace}), status: 'completed'};
    const given = text ?? JSON.stringify(args);
    this.#size += given.length;
    const call = (given: string): Part =>
      text === undefined
        ? {type: 'function_call', id: `fc_${same.call_id}`, ...same, arguments: given}
        : {type: 'custom_tool_call', id: `ctc_${same.call_id}`, ...same, input: given};
    this.#add(call(''));
    this.#done(call(given));
  }

  end(): void {
    this.#close();
    this.#send('response.completed', {response: this.#response('completed')});
    this.#out.end(this.#response('completed'));
  }

  fail(failure: Failure): void {
    const {error} = openAiRefusal(failure);
    this.#send('response.failed', {response: {...this.#response('failed'), error}});
    this.#out.end({...this.#response('failed'), error});
  }

  #opened(): {readonly id: string; text: string} {
    const id = newId('msg_');
    this.#add({type: 'message', role: 'assistant', id, status: 'in_progress', content: []});
    const part = {type: 'output_text', text: '', annotations: []};
    this.#send('response.content_part.added', {...this.#at(id), content_index: 0, part});
    return {id, text: ''};
  }

  #close(): void {
    if (this.#open === undefined) return;
    const {id, text} = this.#open;
    this.#open = undefined;
    const part = {type: 'output_text', text, annotations: []};
    this.#send('response.output_text.done', {...this.#at(id), content_index: 0, text});
    this.#done({type: 'message', role: 'assistant', id, status: 'completed', content: [part]});
  }

  #at(item: string): Part {
    return {item_id: item, output_index: this.#output.length};
  }

  #add(item: Part): void {
    this.#send('response.output_item.added', {output_index: this.#output.length, item});
  }

  #done(item: Part): void {
    this.#output.push(item);
    this.#send('response.output_item.done', {output_index: this.#output.length - 1, item});
  }

  #send(type: string, fields: Args): void {
    this.#out.event({type, sequence_number: this.#events++, ...fields}, type);
  }

  #response(status: string): Part {
    const [input_tokens, output_tokens] = [this.#inputTokens, tokensOf('x'.repeat(this.#size))];
    const details = {input_tokens_details: {cached_tokens: 0}, output_tokens_details: {reasoning_tokens: 0}};
    const usage = {input_tokens, output_tokens, ...details, total_tokens: input_tokens + output_tokens};
    const same = {id: this.#id, object: 'response', created_at: Math.floor(Date.now() / 1000), model: this.#ask.model};
    return {...same, status, output: this.#output, usage};
  }
}

export const responses: Protocol = {
  path: /\/responses$/u,
  read,
  write: answer => new ResponsesWriter(answer),
  refusal: openAiRefusal,
};
