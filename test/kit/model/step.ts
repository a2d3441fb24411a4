/** What a scripted model does in a turn, as data. */
import type {Kind} from './ask.ts';

/** What a step may use of the turn so far. */
export type Seen = {
  readonly kind: Kind;
  readonly prompt: string;
  /** The named groups of what the prompt was matched by. */
  readonly groups: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What each tool printed in this turn, without what the agent writes around it. */
  readonly results: readonly string[];
  /** The newest of them; empty for none. */
  readonly last: string;
};

/** Known when the script is written, or made of what was seen. */
export type From<T> = T | ((seen: Seen) => T);

export type Args = Readonly<Record<string, unknown>>;

/** A tool as the script names it. Each agent has other names for the same. */
export type Use =
  /** `asks`: why the command must run outside the sandbox, which Codex then asks the person. */
  | {readonly use: 'shell'; readonly command: From<string>; readonly asks?: string | undefined}
  | {readonly use: 'read'; readonly path: From<string>}
  | {readonly use: 'write'; readonly path: From<string>; readonly content: From<string>}
  | {readonly use: 'edit'; readonly path: From<string>; readonly old: string; readonly fresh: string}
  | {readonly use: 'question'; readonly question: string; readonly options: readonly string[]}
  | {readonly use: 'mcp'; readonly server: string; readonly tool: string; readonly args: From<Args>}
  /** A tool by the agent's own name for it. */
  | {readonly use: 'tool'; readonly name: string; readonly args: From<Args>};

/** How a request is refused. What is not said is as the protocol has it for the status. */
export type Failure = {
  readonly status: number;
  readonly type?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further fields of the error. */
  readonly more?: Args;
};

export type Step =
  | {readonly does: 'say'; readonly text: From<string>}
  | {readonly does: 'think'; readonly text: From<string>}
  /** A value, for a request that wants JSON. */
  | {readonly does: 'answer'; readonly value: unknown}
  /** Calls in one reply. The reply ends with them; the next goes on when all have given something. */
  | {readonly does: 'call'; readonly uses: readonly Use[]}
  | {readonly does: 'wait'; readonly gate: string}
  /** Refuse the request so many times, then go on; in the middle of a reply, end it by an error event. */
  | {readonly does: 'fail'; readonly failure: Failure; readonly times: number}
  /** Say nothing more and keep the line, or close it. */
  | {readonly does: 'hang'}
  | {readonly does: 'cut'};

/** A tool call as a protocol writes it: arguments by name, or one text. */
export type Call = {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly args?: Args;
  readonly text?: string;
};
