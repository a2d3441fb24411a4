/** The agents' side of each protocol, as little as a test of the model needs: a conversation goes out, an answer comes back. */
import type {Kind} from './ask.ts';
import type {Args} from './step.ts';

/** What was said so far, oldest first. */
export type Word = {readonly by: 'user' | 'tool' | 'system'; readonly text: string};

/** What came back. `text` holds what came before the line was cut, too. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly thought: string;
  readonly calls: readonly {readonly name: string; readonly given: unknown}[];
  /** The protocol's word for the end was there. */
  readonly isWhole: boolean;
  /** What went wrong, as the protocol tells it. */
  readonly error?: unknown;
};

type Found = Pick<Answer, 'text' | 'thought' | 'calls' | 'isWhole' | 'error'>;

/** How one protocol is spoken. */
type Tongue = {
  readonly path: string;
  readonly body: (said: readonly Word[], tools: readonly string[]) => Args;
  /** @param events of a shape that only the protocol knows */
  readonly hear: (events: never) => Found;
};

const SOMETHING: readonly string[] = ['tool'];

/** Send a conversation. @param tools what is offered; one tool, when nothing is said, so that it is no aside */
export const ask = async (
  url: string,
  kind: Kind,
  {said, tools = SOMETHING, signal}: {said: readonly Word[]; tools?: readonly string[]; signal?: AbortSignal},
): Promise<Answer> => {
  const {path, body, hear} = tongues[kind];
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body(said, tools)),
    ...(signal !== undefined && {signal}),
  });
  const {status, headers} = response;
  if (response.ok) return {status, headers, ...hear((await eventsOf(response)) as never)};
  const {error} = (await response.json()) as {error: unknown};
  return {status, headers, text: '', thought: '', calls: [], isWhole: false, error};
};

/** All events that came, also on a line that was cut. */
const eventsOf = async (response: Response): Promise<readonly unknown[]> => {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const piece of response.body ?? []) text += decoder.decode(piece as Uint8Array, {stream: true});
  } catch {
    // Cut: what came until then counts.
  }
  return text
    .split('\n')
    .filter(line => line.startsWith('data: '))
    .map(line => line.slice('data: '.length))
    .map(line => (line === '[DONE]' ? {done: true} : JSON.parse(line)) as unknown);
};

type ResponsesEvent = {
  readonly type: string;
  readonly delta?: string;
  readonly item?: {readonly type: string; readonly name: string; readonly arguments?: string; readonly input?: string};
  readonly response?: {readonly error?: unknown};
};

const responses: Tongue = {
  path: '/v1/responses',
  body: (said, tools) => ({
    model: 'scripted',
    stream: true,
    input: said.map(({by, text}) =>
      by === 'tool'
        ? {type: 'function_call_output', call_id: 'call', output: text}
        : {type: 'message', role: by === 'system' ? 'developer' : 'user', content: [{type: 'input_text', text}]},
    ),
    tools: tools.map(name => ({type: ['exec', 'apply_patch'].includes(name) ? 'custom' : 'function', name})),
  }),
  hear: (events: readonly ResponsesEvent[]) => {
    const of = (type: string): readonly ResponsesEvent[] => events.filter(it => it.type === type);
    const items = of('response.output_item.done').flatMap(it => it.item ?? []);
    return {
      text: joined(of('response.output_text.delta').map(it => it.delta)),
      thought: joined(of('response.reasoning_summary_text.delta').map(it => it.delta)),
      calls: items
        .filter(it => it.type.endsWith('_call'))
        .map(it => ({name: it.name, given: it.input ?? (JSON.parse(it.arguments ?? '') as unknown)})),
      isWhole: of('response.completed').length > 0,
      error: of('response.failed')[0]?.response?.error,
    };
  },
};

type MessagesEvent = {
  readonly type: string;
  readonly index?: number;
  readonly delta?: {readonly text?: string; readonly thinking?: string; readonly partial_json?: string};
  readonly content_block?: {readonly type: string; readonly name: string};
  readonly error?: unknown;
};

const messages: Tongue = {
  path: '/v1/messages?beta=true',
  body: (said, tools) => ({
    model: 'scripted',
    stream: true,
    system: said.filter(it => it.by === 'system').map(({text}) => ({type: 'text', text})),
    messages: said
      .filter(it => it.by !== 'system')
      .map(({by, text}) => ({
        role: 'user',
        content: by === 'tool' ? [{type: 'tool_result', tool_use_id: 'toolu', content: text}] : text,
      })),
    tools: tools.map(name => ({name})),
  }),
  hear: (events: readonly MessagesEvent[]) => {
    const givenAt = (index?: number): string =>
      joined(events.filter(it => it.index === index).map(it => it.delta?.partial_json));
    return {
      text: joined(events.map(it => it.delta?.text)),
      thought: joined(events.map(it => it.delta?.thinking)),
      calls: events
        .filter(it => it.content_block?.type === 'tool_use')
        .map(it => ({name: it.content_block?.name ?? '', given: JSON.parse(givenAt(it.index)) as unknown})),
      isWhole: events.some(it => it.type === 'message_stop'),
      error: events.find(it => it.type === 'error')?.error,
    };
  },
};

type ChatEvent = {
  readonly done?: boolean;
  readonly error?: unknown;
  readonly choices?: readonly {readonly delta: ChatDelta}[];
};
type ChatDelta = {
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly {readonly function: {readonly name: string; readonly arguments: string}}[];
};

const chat: Tongue = {
  path: '/v1/chat/completions',
  body: (said, tools) => ({
    model: 'scripted',
    stream: true,
    messages: said.map(({by, text}) => ({role: by, content: text})),
    tools: tools.map(name => ({type: 'function', function: {name}})),
  }),
  hear: (events: readonly ChatEvent[]) => {
    const deltas = events.flatMap(it => it.choices ?? []).map(it => it.delta);
    return {
      text: joined(deltas.map(it => it.content)),
      thought: joined(deltas.map(it => it.reasoning_content)),
      calls: deltas
        .flatMap(it => it.tool_calls ?? [])
        .map(it => ({name: it.function.name, given: JSON.parse(it.function.arguments) as unknown})),
      isWhole: events.some(it => it.done === true),
      error: events.find(it => it.error !== undefined)?.error,
    };
  },
};

type GeminiEvent = {
  readonly error?: unknown;
  readonly candidates?: readonly {
    readonly content: {readonly parts: readonly GeminiPart[]};
    readonly finishReason?: string;
  }[];
};
type GeminiPart = {
  readonly text?: string;
  readonly thought?: boolean;
  readonly functionCall?: {readonly name: string; readonly args: unknown};
};

const gemini: Tongue = {
  path: '/v1beta/models/scripted:streamGenerateContent?alt=sse',
  body: (said, tools) => ({
    systemInstruction: {parts: said.filter(it => it.by === 'system').map(({text}) => ({text}))},
    contents: said
      .filter(it => it.by !== 'system')
      .map(({by, text}) => ({
        role: 'user',
        parts: [by === 'tool' ? {functionResponse: {name: 'tool', response: {output: text}}} : {text}],
      })),
    tools: tools.map(name => ({functionDeclarations: [{name}]})),
  }),
  hear: (events: readonly GeminiEvent[]) => {
    const candidates = events.flatMap(it => it.candidates ?? []);
    const parts = candidates.flatMap(it => it.content.parts);
    return {
      text: joined(parts.filter(it => it.thought !== true).map(it => it.text)),
      thought: joined(parts.filter(it => it.thought === true).map(it => it.text)),
      calls: parts.flatMap(it => it.functionCall ?? []).map(({name, args}) => ({name, given: args})),
      isWhole: candidates.some(it => it.finishReason === 'STOP'),
      error: events.find(it => it.error !== undefined)?.error,
    };
  },
};

const joined = (texts: readonly (string | undefined)[]): string => texts.join('');

const tongues: Readonly<Record<Kind, Tongue>> = {codex: responses, claude: messages, opencode: chat, gemini};
