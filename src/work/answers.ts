/** What an agent's answer is worth: is there one, and does it fit the schema it was asked to fit? Pure. */
import * as z from 'zod';
import {reasonOf} from '../core/fault.ts';
import {given} from '../core/given.ts';
import type {Usage} from '../core/usage.ts';

/** What an agent has said so far. */
export type Said = {
  readonly text?: string;
  /** The answer as data, where the agent itself bound it to the schema. */
  readonly data?: unknown;
  readonly conversation?: string;
  readonly usage?: Usage;
  /** Why it could not answer, in its own words. */
  readonly failure?: string;
};

export type AnswerStatus = 'answered' | 'no_output' | 'schema_invalid' | 'failed' | 'timed_out' | 'cancelled';

/** Of one run: what was said, and why it ended otherwise than well. */
export type Run = {
  readonly said: Said;
  readonly status?: AnswerStatus;
  readonly reason?: string;
  readonly exit_code?: number;
};

/** `text` is there also where it does not fit. */
export type Answer = {
  readonly status: AnswerStatus;
  readonly text?: string;
  readonly data?: unknown;
  readonly conversation?: string;
  readonly usage?: Usage;
  readonly reason?: string;
  /** Of its program; absent when that was ended. */
  readonly exit_code?: number;
};

/**
 * Judge what a run has brought.
 *
 * @param schema JSON Schema that the answer shall fit; undefined for any text
 */
export const judge = (run: Run, schema: unknown): Answer => {
  const {text = '', conversation, usage: tokens, data, failure} = run.said;
  const known = given({conversation, usage: tokens, exit_code: run.exit_code});
  const trouble = failure ?? run.reason;
  if (trouble !== undefined || run.status !== undefined)
    return {...known, ...textOf(text), status: run.status ?? 'failed', ...given({reason: trouble})};
  if (data === undefined && text.trim() === '') return {...known, status: 'no_output', reason: 'it said nothing'};
  return {...known, ...textOf(text), ...fitted(data ?? dataIn(text), schema)};
};

const textOf = (text: string): Pick<Answer, 'text'> => (text === '' ? {} : {text});

const fitted = (data: unknown, schema: unknown): Pick<Answer, 'status' | 'data' | 'reason'> => {
  if (schema === undefined) return {status: 'answered'};
  const reason = problemOf(data, schema);
  return reason === undefined ? {data, status: 'answered'} : {status: 'schema_invalid', reason};
};

/** The JSON in a text: all of it, or what stands between the first brace and the last. */
const dataIn = (text: string): unknown => {
  for (const part of [text, text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)])
    try {
      return JSON.parse(part);
    } catch {
      // The next part may be.
    }
  return undefined;
};

const problemOf = (data: unknown, schema: unknown): string | undefined => {
  if (data === undefined) return 'it is no JSON';
  try {
    const {error} = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(data);
    return error?.issues.map(it => [...it.path, it.message].join(' ')).join('; ');
  } catch (thrown) {
    return `the schema cannot be used: ${reasonOf(thrown)}`;
  }
};
