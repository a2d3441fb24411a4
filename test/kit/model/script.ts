/** Scripted turns: `script.when(/say hello/).says('hello')`. The first rule that fits the prompt is played. */
import type {Ask, Kind} from './ask.ts';
import type {Args, Failure, From, Step, Use} from './step.ts';

/** Which prompts a rule is for. All that is named must hold. */
export type When = {
  /** In what the person typed last. */
  readonly prompt?: RegExp;
  /** In what the agent tells besides: its instructions, the folder, the person's files of rules. */
  readonly system?: RegExp;
  readonly from?: Kind | undefined;
  /** The prompt of this number in its conversation, from 1. */
  readonly turn?: number;
};

/** A rule, and what is done in turn. */
export type Rule = {readonly when: When; readonly steps: readonly Step[]};

/** The rules, in the order they were said. */
export class Script {
  readonly #rules: Turn[] = [];

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  /** Say what happens after a prompt. */
  when(prompt: RegExp, more: Omit<When, 'prompt'> = {}): Turn {
    return this.#add({prompt, ...more});
  }

  /** Say what happens at the n-th prompt of a conversation, whatever it is. */
  onTurn(turn: number, more: Omit<When, 'turn'> = {}): Turn {
    return this.#add({turn, ...more});
  }

  #add(when: When): Turn {
    const turn = new Turn(when);
    this.#rules.push(turn);
    return turn;
  }
}

/** The rule for a request; none is undefined. */
export const ruleFor = (rules: readonly Rule[], ask: Ask): Rule | undefined =>
  rules.find(({when}) =>
    [
      when.prompt === undefined || when.prompt.test(ask.prompt),
      when.system === undefined || when.system.test(ask.system),
      when.from === undefined || when.from === ask.kind,
      when.turn === undefined || when.turn === ask.turn,
    ].every(Boolean),
  );

/** What is used in one reply, side by side. */
class Uses {
  readonly list: Use[] = [];

  /** Run a command by the agent's own shell. @param asks why Codex shall ask the person first */
  runs(command: From<string>, {asks}: {readonly asks?: string} = {}): this {
    return this.add({use: 'shell', command, asks});
  }

  reads(path: From<string>): this {
    return this.add({use: 'read', path});
  }

  writes(path: From<string>, content: From<string>): this {
    return this.add({use: 'write', path, content});
  }

  /** Replace a text in a file. Claude Code wants it read before. */
  edits(path: From<string>, {old, fresh}: {readonly old: string; readonly fresh: string}): this {
    return this.add({use: 'edit', path, old, fresh});
  }

  /** Ask the person by the agent's own tool for that. */
  asks(question: string, ...options: readonly string[]): this {
    return this.add({use: 'question', question, options: options.length > 0 ? options : ['Yes', 'No']});
  }

  /** Call a tool of an MCP server, named `server__tool`. */
  calls(name: `${string}__${string}`, args: From<Args> = {}): this {
    const at = name.indexOf('__');
    return this.add({use: 'mcp', server: name.slice(0, at), tool: name.slice(at + 2), args});
  }

  /** Use a tool by the agent's own name for it. */
  uses(name: string, args: From<Args> = {}): this {
    return this.add({use: 'tool', name, args});
  }

  protected add(use: Use): this {
    this.list.push(use);
    return this;
  }
}

/** What the model does after one prompt. Each tool call ends a reply; what follows is done when the tool has given something. */
export class Turn extends Uses implements Rule {
  readonly when: When;
  readonly steps: Step[] = [];

  constructor(when: When) {
    super();
    this.when = when;
  }

  /** Texts that follow each other run on as one. */
  says(text: From<string>): this {
    return this.#then({does: 'say', text});
  }

  thinks(text: From<string>): this {
    return this.#then({does: 'think', text});
  }

  /** Give a value, to a request that wants JSON. */
  answers(value: unknown): this {
    return this.#then({does: 'answer', value});
  }

  /** Use several tools in one reply. */
  together(choose: (uses: Uses) => Uses): this {
    return this.#then({does: 'call', uses: choose(new Uses()).list});
  }

  /** Hold the reply until the test opens the gate. */
  waits(gate: string): this {
    return this.#then({does: 'wait', gate});
  }

  /** Refuse. @param times how often, then the turn goes on; for ever when not said */
  fails(status: number, {times = Infinity, ...more}: Omit<Failure, 'status'> & {readonly times?: number} = {}): this {
    return this.#then({does: 'fail', failure: {status, ...more}, times});
  }

  /** Say nothing more, and keep the line. */
  hangs(): this {
    return this.#then({does: 'hang'});
  }

  /** Close the line in the middle. */
  cuts(): this {
    return this.#then({does: 'cut'});
  }

  protected override add(use: Use): this {
    return this.#then({does: 'call', uses: [use]});
  }

  #then(step: Step): this {
    this.steps.push(step);
    return this;
  }
}
