/** All that can happen, as one tagged union. Each noun owns its events; this file only unites them. */
import * as z from 'zod';
import {decisionEvents} from './nouns/decision.ts';
import {discussionEvents} from './nouns/discussion.ts';
import {interruptEvents} from './nouns/interrupt.ts';
import {leaseEvents} from './nouns/lease.ts';
import {sessionEvents} from './nouns/session.ts';
import {taskEvents} from './nouns/task.ts';
import {workspaceEvents} from './nouns/workspace.ts';
import {stamp} from './stamp.ts';

const change = z.discriminatedUnion('type', [
  ...taskEvents,
  ...sessionEvents,
  ...workspaceEvents,
  ...interruptEvents,
  ...decisionEvents,
  ...leaseEvents,
  ...discussionEvents,
]);

/** What a verb asks to be recorded: an event before it is stamped. */
export type Change = z.infer<typeof change>;

/** One line of the journal: a change with its sequence number, time and actor. */
export const event = z.intersection(change, stamp);
export type Event = z.infer<typeof event>;
