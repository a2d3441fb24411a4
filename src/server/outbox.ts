/**
 * Messages for programs, typed for someone: one behind the other, never into a text that a person has begun, never into a
 * question of the program. What waits is seen, and can be called off.
 */
import {isTalker, readsAtWork} from '../core/agents.ts';
import {moodOf} from '../core/board.ts';
import {Fault} from '../core/fault.ts';
import {sessionOf} from '../core/nouns/session.ts';
import {isPending} from '../core/nouns/workspace.ts';
import type {Live} from './live.ts';
import type {Ports} from './ports.ts';
import type {Sessions} from './sessions.ts';
import type {Looks} from '../work/rules.ts';
import {showsForm, typeInto, within, type Outcome} from './typing.ts';
import type {World} from './world.ts';

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly ports: Ports;
  readonly looksOf: (session: string) => Looks;
};

/** How long the prompt of an agent is waited for: one that we do not know by its looks is typed to all the same. Milliseconds. */
const PROMPT_MS = 5000;

/** What to type; `enters` is Enter after it. */
export type Message = {
  readonly text: string;
  readonly enters: boolean;
  /** Milliseconds it may wait for its turn. */
  readonly patienceMs: number;
  /** Aborted when nobody wants it any more. */
  readonly gone?: AbortSignal;
};

type Waiting = {
  readonly message: Message;
  /** Its turn has come: neither its time nor who waits for it can call it off any more. */
  readonly leave: () => void;
  readonly settle: (outcome: Outcome | Fault) => void;
};

/** All messages of a server that are not typed yet. */
export class Outbox {
  readonly #own: Own;
  readonly #queues = new Map<Live, Waiting[]>();
  readonly #typing = new Set<Live>();

  constructor(own: Own) {
    this.#own = own;
    own.sessions.listen({onEnd: () => this.#lookAtAll(), onOutput: live => this.look(live)});
    own.world.listen({
      onSignals: signals => void (signals.some(it => it.type === 'session-signal') && this.#lookAtAll()),
    });
  }

  /**
   * Type a message, and Enter after it, when it is its turn.
   *
   * @throws Fault `session-unknown`, `session-ended`, `message-waits` when its time is over, `message-cancelled`
   */
  async send(name: string, message: Message): Promise<Outcome> {
    const live = this.#own.sessions.running(name);
    const queue = this.#queues.get(live) ?? [];
    this.#queues.set(live, queue);
    const outcome = await new Promise<Outcome | Fault>(resolve => {
      const timer = this.#own.ports.after(message.patienceMs, () => settle(this.#overdue(live)));
      const cancel = (): void => settle(new Fault('message-cancelled', {session: live.name}));
      const leave = (): void => {
        timer[Symbol.dispose]();
        message.gone?.removeEventListener('abort', cancel);
        if (queue.includes(waiting)) queue.splice(queue.indexOf(waiting), 1);
      };
      const settle = (found: Outcome | Fault): void => {
        leave();
        resolve(found);
      };
      const waiting: Waiting = {message, leave, settle};
      queue.push(waiting);
      message.gone?.addEventListener('abort', cancel);
      this.look(live);
    });
    this.#show(live);
    if (outcome instanceof Fault) throw outcome;
    return outcome;
  }

  /** Call off what waits. @returns how many there were */
  cancel(name: string): number {
    const live = this.#own.sessions.running(name);
    const waiting = [...(this.#queues.get(live) ?? [])];
    for (const it of waiting) it.settle(new Fault('message-cancelled', {session: name}));
    return waiting.length;
  }

  /** Something has changed that a message may have waited for. */
  look(live: Live): void {
    const [first] = this.#queues.get(live) ?? [];
    if (first === undefined) return;
    if (this.#typing.has(live)) this.#show(live);
    else if (live.pty === undefined) {
      first.settle(new Fault('session-ended', {session: live.name, status: 'closed'}));
      this.look(live);
    } else if (this.#obstacle(live) === undefined)
      this.#own.world.background('type a message', () => this.#type(live, first));
    else this.#show(live);
  }

  #lookAtAll(): void {
    for (const live of this.#queues.keys()) this.look(live);
  }

  async #type(live: Live, first: Waiting): Promise<void> {
    const {message, leave, settle} = first;
    this.#typing.add(live);
    try {
      if (this.#own.looksOf(live.name) === 'unknown') await this.#prompt(live);
      if (this.#queues.get(live)?.[0] !== first || this.#obstacle(live) !== undefined) return;
      leave();
      this.#show(live);
      settle(await typeInto({...this.#own, live}, message.text, message.enters));
    } finally {
      this.#typing.delete(live);
      this.look(live);
    }
  }

  /** Wait until an agent shows its prompt: some say that they are ready before they listen. */
  async #prompt(live: Live): Promise<void> {
    const {sessions, looksOf} = this.#own;
    const isThere = (): boolean => live.pty === undefined || looksOf(live.name) !== 'unknown';
    const listen = (done: () => void): Disposable => {
      const onChange = (): void => void (isThere() && done());
      return sessions.listen({onOutput: onChange, onEnd: onChange});
    };
    await within(this.#own, PROMPT_MS, listen);
  }

  /** What is in the way, in words. */
  #obstacle({name, draft}: Live): string | undefined {
    if (draft > 0) return 'a text is begun in it: send it, or clear it';
    const session = sessionOf(this.#own.world.state, name);
    if (isPending(this.#own.world.state, session.task_id)) return 'its worktree is being set up';
    if (showsForm(this.#own.world, name)) return 'it asks something';
    if (this.#own.looksOf(name) === 'other') return 'something else is shown in it';
    const mood = moodOf(session, this.#own.world.signals);
    if (mood === 'working' && !readsAtWork(session.agent)) return 'it works, and reads when it rests';
    return mood === 'starting' && isTalker(session.agent) ? 'it is starting' : undefined;
  }

  #overdue(live: Live): Fault {
    const unseen = this.#own.looksOf(live.name) === 'unknown' ? 'its prompt is not to be seen' : undefined;
    return new Fault('message-waits', {
      session: live.name,
      reason: this.#obstacle(live) ?? unseen ?? 'others wait before it',
    });
  }

  #show(live: Live): void {
    const queued = this.#queues.get(live)?.length ?? 0;
    if (queued === 0 && !this.#typing.has(live)) this.#queues.delete(live);
    const {world} = this.#own;
    if (queued > 0 || (world.signals.sessions[live.name]?.queued ?? 0) > 0)
      world.signal([{type: 'session-signal', session: live.name, queued}]);
  }
}

/** How a message ended that nobody waits for; undefined when it was not typed. */
export const untilSent = async (sending: Promise<Outcome>): Promise<Outcome | undefined> => {
  try {
    return await sending;
  } catch (thrown) {
    if (thrown instanceof Fault) return undefined;
    throw thrown;
  }
};
