/** The shape of one verb's entry. Command line, palette, help and README are made from it. */
import * as z from 'zod';
import {plainWord} from '../core/agents.ts';

/** Where a verb can be called. `key` and `palette` are the full-screen view. */
export type Door = 'cli' | 'mcp' | 'palette' | 'key';

export type Verb<P extends z.ZodObject = z.ZodObject, R extends z.ZodType = z.ZodType> = {
  readonly group: 'enter' | 'sessions' | 'board' | 'inbox' | 'table' | 'leases' | 'project';
  /** One line for lists of verbs: imperative, no full stop. */
  readonly summary: string;
  readonly params: P;
  /** Params that are written without a flag, in order. The last one takes all that is left when it is a list. */
  readonly positional?: readonly (keyof z.infer<P> & string)[];
  readonly result: R;
  /** The result's list and the columns of its table. */
  readonly table?: {readonly list: string; readonly columns: readonly string[]};
  /** The result as a person reads it, where neither table nor fields will do. */
  readonly text?: (result: z.infer<R>) => string;
  /** The exit code of a call that went well, where it is not 0: `acquire-lease && make` must not go on without a lease. */
  readonly exit?: (result: z.infer<R>) => number;
  /** The result for people to keep: `--format markdown`. */
  readonly markdown?: (result: z.infer<R>) => string;
  readonly doors: readonly Door[];
  /** `local` verbs need no server. */
  readonly runs: 'server' | 'local';
  /** A worker may call it, on its own task only. */
  readonly worker?: boolean;
  /** Still answered when client and server are of different protocol versions. */
  readonly anyVersion?: boolean;
  /** Ours alone: not in help, not in the README. */
  readonly hidden?: boolean;
  readonly example: string;
};

/**
 * Keeps the exact types of params and result, so that the handler is checked against them.
 *
 * @param make its entry; asked once, when it is needed: all schemas together are a tenth of the start of the server
 */
export const verb = <P extends z.ZodObject, R extends z.ZodType>(make: () => Verb<P, R>): (() => Verb<P, R>) => {
  let made: Verb<P, R> | undefined;
  return () => (made ??= make());
};

/** A repeatable flag. */
export const many = (what: string) => z.array(z.string().min(1)).optional().describe(what);
export const text = (what: string) => z.string().min(1).optional().describe(what);
/** A word that is handed on to a program. */
export const word = (what: string) => plainWord.optional().describe(what);
export const flag = (what: string) => z.boolean().optional().describe(what);
export const number = (what: string) => z.coerce.number().int().nonnegative().optional().describe(what);
