/** Questions of workers, planner and people: asked, answered, and the answers brought to those who asked. */
import type {Change} from '../core/event.ts';
import {Fault} from '../core/fault.ts';
import type {InterruptId} from '../core/id.ts';
import {inboxOf, questionOf, waitedFor} from '../core/inbox.ts';
import type {Interrupt} from '../core/nouns/interrupt.ts';
import {taskOf} from '../core/nouns/task.ts';
import type {Actor} from '../core/stamp.ts';
import type {Conductor} from './conductor.ts';
import type {Launcher} from './launcher.ts';
import {untilSent, type Outbox} from './outbox.ts';
import type {Ports} from './ports.ts';
import type {Sessions} from './sessions.ts';
import type {World} from './world.ts';

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly conductor: Conductor;
  readonly launcher: Launcher;
  readonly outbox: Outbox;
  readonly ports: Ports;
};

/** How long an answer waits to be typed, milliseconds. */
const PATIENCE_MS = 60 * 60_000;
/** How long who answers waits for it to arrive, milliseconds. */
const SOON_MS = 3000;

/** A question before it is recorded. */
export type Asking = Omit<Interrupt, 'id' | 'status' | 'created_at' | 'reply'>;

/** An answer, and what shall become of it. */
export type Answering = {
  readonly text: string;
  /** Put it in the place of one that has not been read yet. */
  readonly replace: boolean;
  /** Do not let the task go on, though nothing else keeps it. */
  readonly hold: boolean;
  readonly env: Readonly<Record<string, string>>;
};

export class Questions {
  readonly #own: Own;
  /** Questions whose asker waits for the answer itself. */
  readonly #awaited = new Set<InterruptId>();

  constructor(own: Own) {
    this.#own = own;
  }

  /**
   * Record a question. The same one again, while it is open, is the one that is there.
   *
   * @param step of the script to go on from
   */
  async ask(actor: Actor, asking: Asking, step?: number): Promise<Interrupt> {
    const {world} = this.#own;
    const same = inboxOf(world.state).find(
      it => it.question === asking.question && it.session === asking.session && it.task_id === asking.task_id,
    );
    if (same !== undefined) return same;
    const id = world.nextId('interrupt') as InterruptId;
    await world.commit(actor, [
      {type: 'interrupt-opened', interrupt: {...asking, id}},
      ...(asking.blocking ? this.#waits(asking, step) : []),
    ]);
    return questionOf(world.state, id);
  }

  /** A task that waits already goes on waiting. */
  #waits({task_id, question: reason}: Asking, step: number | undefined): readonly Change[] {
    if (task_id === undefined) return [];
    const {status: from} = taskOf(this.#own.world.state, task_id);
    const changes = step === undefined ? {} : {step};
    return from === 'needs_input' ? [] : [{type: 'task-moved', task_id, from, to: 'needs_input', changes, reason}];
  }

  /**
   * Wait until a question is answered; the answer then counts as read.
   *
   * @returns the question, still open when the time is over
   */
  async answerTo({id}: Interrupt, ms: number, gone: AbortSignal): Promise<Interrupt> {
    const {world, ports} = this.#own;
    this.#awaited.add(id);
    try {
      await new Promise<void>(resolve => {
        const end = (): void => {
          listening[Symbol.dispose]();
          timer[Symbol.dispose]();
          resolve();
        };
        const look = (): void => {
          if (questionOf(world.state, id).status !== 'open') end();
        };
        const listening = world.listen({onEvents: look});
        const timer = ports.after(ms, end);
        gone.addEventListener('abort', end);
        // What has come already is not told again.
        if (gone.aborted) end();
        look();
      });
      if (!gone.aborted && questionOf(world.state, id).status === 'resolved') await this.#applied(id);
      return questionOf(world.state, id);
    } finally {
      this.#awaited.delete(id);
    }
  }

  /**
   * Answer a question, and bring the answer to who asked.
   *
   * @throws Fault `question-answered`, `question-closed`; of the worker that goes on, the answer is then kept
   */
  async reply(actor: Actor, question: Interrupt, answering: Answering): Promise<Interrupt> {
    const {id, status, reply} = question;
    if (status === 'applied' || status === 'cancelled') throw new Fault('question-closed', {question: id, status});
    if (status === 'resolved' && !answering.replace)
      throw new Fault('question-answered', {question: id, by: reply?.by ?? 'somebody'});
    const {world} = this.#own;
    await world.commit(actor, [
      {type: 'interrupt-moved', interrupt_id: id, from: status, to: 'resolved', reply: answering.text},
    ]);
    await this.#deliver(actor, question, answering);
    return questionOf(world.state, id);
  }

  async #deliver(actor: Actor, question: Interrupt, {text, hold, env}: Answering): Promise<void> {
    const {world, conductor} = this.#own;
    const {id, task_id, blocking} = question;
    if (this.#awaited.has(id)) return;
    if (!blocking || task_id === undefined) {
      await this.#tell(question, text);
      return;
    }
    const isWaiting = taskOf(world.state, task_id).status === 'needs_input';
    if (isWaiting && !hold && waitedFor(world.state, task_id).length === 0)
      await conductor.resume(actor, task_id, {env});
  }

  /** Type the answer for an agent that reads what is typed; another finds it in its next prompt. */
  async #tell({id, session: name = '', question}: Interrupt, text: string): Promise<void> {
    const {world, sessions, launcher, outbox, ports} = this.#own;
    const live = sessions.find(name);
    const agent = world.state.sessions[name]?.agent;
    if (live?.pty === undefined || agent === undefined) return;
    if (!(await launcher.readsMessages(agent))) return;
    const message = {text: `Answer to "${question}" (${id}): ${text}`, enters: true, patienceMs: PATIENCE_MS};
    const telling = async (): Promise<void> => {
      if ((await untilSent(outbox.send(name, message))) === 'delivered') await this.#applied(id);
    };
    // Who answers does not wait for long: what does not arrive is in the next prompt.
    await new Promise<void>(resolve => {
      const timer = ports.after(SOON_MS, resolve);
      world.background('tell an answer', async () => {
        await telling();
        timer[Symbol.dispose]();
        resolve();
      });
    });
  }

  async #applied(id: InterruptId): Promise<void> {
    await this.#own.world.commit('system', [
      {type: 'interrupt-moved', interrupt_id: id, from: 'resolved', to: 'applied'},
    ]);
  }
}
