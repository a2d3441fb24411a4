/** Results and faults as a tool gives them: as text, and as data. */
import type {CallToolResult} from '@modelcontextprotocol/server';
import {Fault, reasonOf} from '../core/fault.ts';
import type {VerbName} from '../protocol/names.ts';
import {resultText} from '../protocol/text.ts';

/** A failure as it is told: a fault, or a bug of ours, which has no code in the table. */
type Failure = {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** @param result what the verb's entry says */
export const resultAnswer = async (verb: VerbName, result: unknown): Promise<CallToolResult> => ({
  content: [{type: 'text', text: await resultText({verb, format: 'text'}, result)}],
  structuredContent: result as Record<string, unknown>,
});

/** A failure is an answer that an agent can read and act on, not an error of the protocol. */
export const failureAnswer = (thrown: unknown): CallToolResult => {
  const {code, message, hint, details} = failureOf(thrown);
  const error = {code, message, ...(hint === undefined ? {} : {hint}), details};
  const text = [`${code}: ${message}`, ...(hint === undefined ? [] : [hint])].join('\n');
  return {isError: true, content: [{type: 'text', text}], structuredContent: {error}};
};

const failureOf = (thrown: unknown): Failure => {
  if (!(thrown instanceof Fault))
    return {
      code: 'bug',
      message: `this is a bug: ${reasonOf(thrown)}`,
      hint: 'more is in .roundhouse/state/server.log, or on the standard error of serve-mcp',
      details: {},
    };
  const failure = thrown.toJSON();
  return failure.code === 'confirm-needed' ? {...failure, hint: 'call it again with "yes": true'} : failure;
};
