/** What each protocol must be able to do: read a request, and write an answer piece by piece. */
import {randomBytes} from 'node:crypto';
import type {ServerResponse} from 'node:http';
import type {Ask, Heard} from '../ask.ts';
import type {Args, Call, Failure} from '../step.ts';

/** One of them. */
export type Protocol = {
  /** The path of its requests. */
  readonly path: RegExp;
  /** @param body the request's JSON, of a shape that only the protocol knows */
  readonly read: (body: never, path: string) => Heard;
  readonly write: (answer: Answer) => Writer;
  /** The body that goes with a status. */
  readonly refusal: (failure: Failure) => Args;
};

/** What is to be written, and where. */
export type Answer = {readonly ask: Ask; readonly out: Out; readonly inputTokens: number};

/** Writes one answer. Texts that follow each other are one; the end of it is told when something else comes. */
export interface Writer {
  begin(): void;
  text(piece: string): void;
  think(text: string): void;
  call(call: Call): void;
  /** All is said. */
  end(): void;
  /** The rest will not come, and why. */
  fail(failure: Failure): void;
}

/** Where an answer goes: events as they come, or one JSON at its end. */
export class Out {
  readonly #response: ServerResponse;
  readonly #streams: boolean;

  constructor(response: ServerResponse, streams: boolean) {
    this.#response = response;
    this.#streams = streams;
  }

  begin(): void {
    if (!this.#streams) return;
    this.#response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-cache'});
    this.#response.flushHeaders();
  }

  /** @param name of the event, in protocols that name theirs */
  event(fields: unknown, name?: string): void {
    if (!this.#streams) return;
    const text = typeof fields === 'string' ? fields : JSON.stringify(fields);
    this.#response.write(`${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`);
  }

  /** @param whole the answer as one, for who asked for that */
  end(whole: unknown): void {
    if (this.#streams) this.#response.end();
    else this.#response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(whole));
  }
}

/** About as many as a real model counts. */
export const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / 4));

/** A fresh id, such as models give to all they make. */
export const newId = (prefix: string): string => `${prefix}${randomBytes(12).toString('hex')}`;

/** The text in a content that is a string, a list of parts, or a record around one of these. */
export const textIn = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textIn).join('');
  if (typeof content !== 'object' || content === null) return '';
  for (const key of ['text', 'output', 'content', 'error']) if (key in content) return textIn((content as Args)[key]);
  return JSON.stringify(content);
};

/** What a failure is called where the script does not say. */
export const messageOf = ({status, message}: Failure): string => message ?? `scripted failure ${status}`;

const OPEN_AI: Readonly<Record<number, readonly [type: string, code: string]>> = {
  400: ['invalid_request_error', 'invalid_request'],
  401: ['invalid_request_error', 'invalid_api_key'],
  429: ['requests', 'rate_limit_exceeded'],
};

/** A refusal as both protocols of OpenAI have it. @see https://platform.openai.com/docs/guides/error-codes */
export const openAiRefusal = (failure: Failure): {readonly error: Args} => {
  const [type, code] = OPEN_AI[failure.status] ?? ['server_error', 'server_error'];
  return {
    error: {type: failure.type ?? type, code: failure.type ?? code, message: messageOf(failure), ...failure.more},
  };
};
