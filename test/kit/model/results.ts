/** What tools gave, as agents pass it on: without what they write around it, and whether it is all. */
import type {Use} from './step.ts';

/** What agents write around the output of a command. */
const WRAPPED = [
  /^<untrusted_context>\n(?<output>[\s\S]*)\n<\/untrusted_context>$/u,
  /^(?:Chunk ID|Script completed|Wall time|Exit code)[\s\S]*?\nOutput:\n?(?<output>[\s\S]*)$/u,
  /^Output: (?<output>[\s\S]*?)(?:\n(?:Process Group PGID|Exit Code|Background PIDs): [\s\S]*)?$/u,
];

/** The output itself. */
export const bareOf = (result: string): string =>
  WRAPPED.reduce((text, pattern) => pattern.exec(text)?.groups?.['output'] ?? text, result).trim();

/**
 * How to ask for the rest of what Codex gives in pieces: a command that runs long is said to run on.
 *
 * @returns nothing when the result is whole
 */
export const restOf = (result: string): Use | undefined => {
  const cell = /^Script running with cell ID (?<id>\S+)/u.exec(result)?.groups?.['id'];
  if (cell !== undefined) return {use: 'tool', name: 'wait', args: {cell_id: cell, yield_time_ms: 30_000}};
  const [head = ''] = result.split('\nOutput:');
  const session = /^Process running with session ID (?<id>\d+)/mu.exec(head)?.groups?.['id'];
  if (session === undefined) return undefined;
  return {use: 'tool', name: 'write_stdin', args: {session_id: Number(session), chars: '', yield_time_ms: 5000}};
};
