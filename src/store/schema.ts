/** What is on disk: the snapshot, and the first line of a journal file. Every other line of a journal is one event. */
import * as z from 'zod';
import {state} from '../core/state.ts';

/** The number of the format; a change of shape counts it up and adds a step to `migrate.ts`. */
export const SCHEMA_VERSION = 2;

/** `db.json`: all nouns, and in `state.seq` the last event that is part of them. */
export const snapshot = z.object({version: z.int().nonnegative(), state});
export type Snapshot = z.infer<typeof snapshot>;

/** The first line of `events.jsonl` and `events-N.jsonl`. */
export const journalHeader = z.object({
  roundhouse: z.literal('journal'),
  version: z.int().nonnegative(),
  /** The sequence number of the event on line 2; line n has `first_seq + n - 2`. */
  first_seq: z.int().positive(),
});

/** The header of a journal file whose first event will be `firstSeq`, with its newline. */
export const headerLineOf = (firstSeq: number): string =>
  `${JSON.stringify({roundhouse: 'journal', version: SCHEMA_VERSION, first_seq: firstSeq})}\n`;
