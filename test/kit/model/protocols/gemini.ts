/** Google's generateContent, as Gemini CLI speaks it. @see https://ai.google.dev/api/generate-content */
import type {Heard, Said, Schema} from '../ask.ts';
import {messageOf, newId, textIn, tokensOf, type Answer, type Out, type Protocol, type Writer} from './protocol.ts';
import type {Args, Call, Failure} from '../step.ts';

type Part = {
  readonly text?: string;
  readonly functionResponse?: {readonly response?: unknown};
};
type Body = {
  readonly systemInstruction?: {readonly parts?: unknown};
  readonly contents?: readonly {readonly role?: string; readonly parts?: readonly Part[]}[];
  readonly tools?: readonly {readonly functionDeclarations?: readonly {readonly name: string}[]}[];
  readonly generationConfig?: {readonly responseJsonSchema?: Schema; readonly responseSchema?: Schema};
};

const PATH = /\/models\/(?<model>[^/:]+):(?<method>streamGenerateContent|generateContent)$/u;

const read = (body: Body, path: string): Heard => {
  const {model = '', method} = PATH.exec(path)?.groups ?? {};
  const tools = (body.tools ?? []).flatMap(it => it.functionDeclarations ?? []).map(({name}) => ({name}));
  const {responseJsonSchema, responseSchema} = body.generationConfig ?? {};
  const said = (body.contents ?? []).flatMap(({role, parts = []}) => parts.flatMap(part => saidIn(part, role)));
  return {
    kind: 'gemini',
    model,
    streams: method === 'streamGenerateContent',
    tools,
    schema: responseJsonSchema ?? responseSchema,
    isAside: tools.length === 0,
    said: [{by: 'system', text: textIn(body.systemInstruction?.parts)}, ...said],
  };
};

const saidIn = (part: Part, role?: string): readonly Said[] => {
  if (part.functionResponse !== undefined) return [{by: 'tool', text: textIn(part.functionResponse.response)}];
  return part.text === undefined || role === 'model' ? [] : [{by: 'user', text: part.text}];
};

class GeminiWriter implements Writer {
  readonly #out: Out;
  readonly #model: string;
  readonly #inputTokens: number;
  readonly #parts: Args[] = [];

  constructor({ask, out, inputTokens}: Answer) {
    this.#out = out;
    this.#model = ask.model;
    this.#inputTokens = inputTokens;
  }

  begin(): void {
    this.#out.begin();
  }

  text(piece: string): void {
    this.#add({text: piece});
  }

  think(text: string): void {
    this.#add({text, thought: true});
  }

  call({name, args = {}}: Call): void {
    this.#add({functionCall: {id: newId('call_'), name, args}});
  }

  end(): void {
    this.#out.event(this.#body([{text: ''}], 'STOP'));
    this.#out.end(this.#body(this.#parts, 'STOP'));
  }

  fail(failure: Failure): void {
    this.#out.event(refusal(failure));
    this.#out.end(refusal(failure));
  }

  #add(part: Args): void {
    this.#parts.push(part);
    this.#out.event(this.#body([part]));
  }

  #body(parts: readonly Args[], finishReason?: string): Args {
    const [input, output] = [this.#inputTokens, tokensOf(JSON.stringify(this.#parts))];
    return {
      candidates: [{index: 0, content: {role: 'model', parts}, ...(finishReason !== undefined && {finishReason})}],
      usageMetadata: {promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output},
      modelVersion: this.#model,
      responseId: newId('r'),
    };
  }
}

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

const refusal = (failure: Failure): {readonly error: Args} => {
  const {status, type = STATUSES[status] ?? 'INTERNAL', more} = failure;
  return {error: {code: status, message: messageOf(failure), status: type, ...more}};
};

export const gemini: Protocol = {path: PATH, read, write: answer => new GeminiWriter(answer), refusal};
