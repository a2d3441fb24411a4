/** What a session is opened with, and what of that is recorded. */
import {given} from '../core/given.ts';
import type {TaskId} from '../core/id.ts';
import type {Session} from '../core/nouns/session.ts';

/** What a new session is to be. */
export type Opening = Pick<
  Session,
  'name' | 'kind' | 'agent' | 'model' | 'cwd' | 'conversation' | 'prompt' | 'auto_approve'
> & {
  readonly argv: readonly string[];
  /** Words in front of `argv` that run something else before it becomes that program. They are not recorded. */
  readonly before?: readonly string[];
  /** A text in `argv` that is kept elsewhere, and is not recorded with it. */
  readonly prompted?: string;
  readonly task_id?: TaskId;
  /** The environment of the client that asked. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols?: number;
  readonly rows?: number;
  /** Shown before the program says anything. */
  readonly greeting?: string;
  /** It goes on with a conversation there was. */
  readonly goesOn?: boolean;
};

/** What is kept of an opening. A prompt is kept for itself, once. */
export const recordOf = ({argv, prompted = '', ...opening}: Opening) => {
  const {name, kind, agent, model, task_id, cwd, conversation, prompt, auto_approve} = opening;
  return {
    name,
    kind,
    agent,
    cwd,
    argv: argv.map(word => (prompted === '' ? word : word.replaceAll(prompted, '{prompt}'))),
    ...given({model, task_id, conversation, prompt, auto_approve}),
  };
};

/** What changes with the process of a session; of one that goes on also what it was started with. */
export const changesOf = (pid: number | undefined, goesOn: ReturnType<typeof recordOf> | undefined) => {
  if (goesOn === undefined) return given({pid});
  const {argv, conversation, prompt, auto_approve = false} = goesOn;
  return given({pid, argv, conversation, prompt, auto_approve});
};
