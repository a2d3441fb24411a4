/** What a model was asked, kept for assertions. */
import type {Ask} from './ask.ts';
import type {Rule} from './script.ts';
import type {Failure} from './step.ts';

/** One request, and how it was answered. Times are milliseconds of `performance.now()`. */
export class Request {
  readonly ask: Ask;
  /** The body as it came. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly path: string;
  readonly at = performance.now();
  /** The rule that was played; undefined for what is no part of a conversation, and where none fits. */
  rule: Rule | undefined;
  /** When its answer was over. */
  endedAt: number | undefined;
  /** `gone`: the agent hung up before the end. `cut`: the script closed the line. */
  end: 'whole' | 'failed' | 'cut' | 'gone' | undefined;
  failure: Failure | undefined;

  constructor(given: Pick<Request, 'ask' | 'body' | 'headers' | 'path'>) {
    this.ask = given.ask;
    this.body = given.body;
    this.headers = given.headers;
    this.path = given.path;
  }

  /** What the person typed last. */
  get prompt(): string {
    return this.ask.prompt;
  }

  /** What tools have given since. */
  get results(): readonly string[] {
    return this.ask.results;
  }

  /** For a failed test: who asked, what, and how it ended. */
  get line(): string {
    const {kind, isAside, prompt, results} = this.ask;
    const after = results.length > 0 ? ` after ${results.length} results` : '';
    return `${kind}${isAside ? ' aside' : ''} ${JSON.stringify(prompt.slice(0, 80))}${after}: ${this.end ?? 'open'}`;
  }
}
