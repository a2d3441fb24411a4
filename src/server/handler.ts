/** What a verb of the server is as a function: what it is given, what it gives. */
import type {VerbName} from '../protocol/names.ts';
import type {Params, Result, ServerVerb} from '../protocol/verbs.ts';
import type {Caller} from './caller.ts';
import type {Server} from './server.ts';

/** One call of a verb. */
export type Call<N extends VerbName> = {
  readonly params: Params<N>;
  readonly caller: Caller;
  /** Questions were answered with yes. */
  readonly yes: boolean;
  /** Aborted when the caller is gone. */
  readonly gone: AbortSignal;
};

/** What does a verb. */
export type Handler<N extends VerbName> = (server: Server, call: Call<N>) => Promise<Result<N>> | Result<N>;
export type Handlers = {readonly [N in ServerVerb]: Handler<N>};
