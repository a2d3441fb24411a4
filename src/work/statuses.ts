/**
 * What a program and its parts report of themselves (OSC 7501), folded to one saying. Each report takes the place of what the
 * same part said before.
 */
import type {Evidence} from '../core/evidence.ts';
import type {ProgramStatus} from '../core/program.ts';
import {clean} from './rules.ts';

/** More parts than the protocol allows are not kept. */
const MOST = 256;

type Told = {readonly status: ProgramStatus; readonly since: string};

const moods: Readonly<Record<Exclude<ProgramStatus['state'], 'clear'>, Evidence['mood']>> = {
  idle: 'idle',
  working: 'working',
  done: 'done',
  blocked: 'asks',
  error: 'failed',
};

/** The reports of one program. */
export class Statuses {
  /** By the path of a part; the program itself is ''. */
  readonly #told = new Map<string, Told>();

  /** @param now ISO 8601 */
  take(status: ProgramStatus, now: string): void {
    const {id = '', state} = status;
    const before = this.#told.get(id);
    if (state === 'clear') this.#told.delete(id);
    else if (before !== undefined || this.#told.size < MOST)
      this.#told.set(id, {status, since: before?.status.state === state ? before.since : now});
  }

  /** A program that is not there any more neither works nor waits; what it ended with stays. */
  drop(): void {
    for (const [id, {status}] of this.#told)
      if (status.state === 'working' || status.state === 'blocked') this.#told.delete(id);
  }

  /** A part that waits, else one that works, speaks for the whole; else the program itself. */
  get evidence(): Evidence | undefined {
    const all = [...this.#told.values()];
    const speaks =
      all.find(it => it.status.state === 'blocked') ??
      all.find(it => it.status.state === 'working') ??
      this.#told.get('');
    return speaks === undefined ? undefined : evidenceOf(speaks);
  }
}

const evidenceOf = ({status: {state, kind, id, message, title}, since}: Told): Evidence | undefined => {
  if (state === 'clear') return undefined;
  // Nothing goes on by itself after a login: what was tried has failed.
  const isLogin = state === 'blocked' && kind === 'auth';
  const why = clean(message ?? title ?? '');
  return {
    source: 'status',
    mood: isLogin ? 'failed' : moods[state],
    since,
    rule: [state, kind, id].filter(it => it !== undefined).join(' '),
    ...(why === '' ? {} : {why}),
    ...(isLogin ? {way_out: 'log in, in its pane, and send the message again'} : {}),
  };
};
