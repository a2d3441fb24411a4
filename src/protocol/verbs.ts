/** Every verb there is. One entry here, one file in `server/verbs/` (or `cli/`, for those that need no server). */
import type {z} from 'zod';
import type {Verb} from './entry.ts';
import type {VerbName} from './names.ts';
import {discussionVerbs} from './verbs/discussions.ts';
import {doorVerbs} from './verbs/doors.ts';
import {enterVerbs} from './verbs/enter.ts';
import {inboxVerbs} from './verbs/inbox.ts';
import {leaseVerbs} from './verbs/leases.ts';
import {moodVerbs} from './verbs/moods.ts';
import {projectVerbs} from './verbs/project.ts';
import {scriptVerbs} from './verbs/script.ts';
import {sessionVerbs} from './verbs/sessions.ts';
import {taskVerbs} from './verbs/tasks.ts';

/** A name without an entry, or an entry without a name, does not compile. */
export const verbs = {
  ...taskVerbs,
  ...scriptVerbs,
  ...sessionVerbs,
  ...moodVerbs,
  ...enterVerbs,
  ...doorVerbs,
  ...inboxVerbs,
  ...discussionVerbs,
  ...leaseVerbs,
  ...projectVerbs,
} satisfies Record<VerbName, unknown>;

export type Params<N extends VerbName> = z.infer<ReturnType<(typeof verbs)[N]>['params']>;
export type Result<N extends VerbName> = z.infer<ReturnType<(typeof verbs)[N]>['result']>;

/** Verbs that the command line does by itself. */
export type LocalVerb = 'attach' | 'dashboard' | 'init' | 'doctor' | 'serve-mcp' | 'completion' | 'skill' | 'heavy';
/** Verbs that the server does. */
export type ServerVerb = Exclude<VerbName, LocalVerb>;

/** The entry of a verb, its exact types put aside. */
export const entryOf = (name: VerbName): Verb => verbs[name]();
