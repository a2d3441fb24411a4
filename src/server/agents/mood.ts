/** The one owner of moods. Tasks and terminals give evidence; this decides what is shown. */
import type {Event} from '../../core/event.ts';
import type {Mood, Session} from '../../core/nouns/session.ts';
import {isLive} from '../../core/nouns/session.ts';
import type {TaskStatus} from '../../core/nouns/task.ts';
import {isPending} from '../../core/nouns/workspace.ts';
import type {Ports} from '../ports.ts';
import type {Live} from '../live.ts';
import type {Sessions} from '../sessions.ts';
import type {World} from '../world.ts';

/** How long a terminal must be at its prompt until it counts as idle, milliseconds: a loop of short commands is work. */
const IDLE_MS = 1200;
/** How long after output the terminal is asked what runs in it. */
const LOOK_MS = 150;

/** What a worker's task says of it. Other states say nothing: its terminal does. */
const byTask: Partial<Record<TaskStatus, Mood>> = {
  in_progress: 'working',
  needs_input: 'asks',
  review_ready: 'done',
  in_review: 'done',
  rejected: 'failed',
  blocked: 'failed',
};

/** After these the moods are judged anew. */
const JUDGED: readonly Event['type'][] = ['session-moved', 'task-moved', 'workspace-moved'];

/** Watches sessions and tells their moods as signals. */
export class Moods {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #ports: Ports;
  /** Sessions that will be looked at, by name. */
  readonly #looks = new Map<string, Disposable>();

  constructor(own: {world: World; sessions: Sessions; ports: Ports}) {
    this.#world = own.world;
    this.#sessions = own.sessions;
    this.#ports = own.ports;
    own.world.listen({
      onEvents: events => {
        if (events.some(it => JUDGED.includes(it.type))) this.#judgeAll();
      },
    });
    own.sessions.listen({onOutput: live => this.#heard(live)});
  }

  /**
   * Say what a session's mood is judged by.
   *
   * @returns the source that has the word, and what it says, as a person reads it
   */
  explain(session: Session): {readonly source: 'record' | 'task' | 'terminal'; readonly why: string} {
    const {name, status, reason, task_id = ''} = session;
    const live = this.#sessions.find(name);
    if (status !== 'active' || live?.pty === undefined)
      return {source: 'record', why: [`it is ${status}`, reason].filter(it => it !== undefined).join(': ')};
    const told = this.#byTask(session);
    if (told === 'starting') return {source: 'task', why: `the worktree of ${task_id} is being set up`};
    if (told !== undefined)
      return {source: 'task', why: `${task_id} is ${this.#world.state.tasks[task_id]?.status ?? ''}`};
    if (live.pty.isBusy() === true) return {source: 'terminal', why: 'a program is in the foreground'};
    const quietSeconds = Math.floor((this.#ports.now().getTime() - live.outputAt) / 1000);
    return {source: 'terminal', why: `at its prompt, and nothing came for ${quietSeconds} s`};
  }

  #judgeAll(): void {
    for (const session of Object.values(this.#world.state.sessions)) if (isLive(session)) this.#judge(session);
  }

  /** Say what the task says; where it says nothing, ask the terminal. */
  #judge(session: Session): void {
    const told = this.#byTask(session);
    if (told !== undefined) this.#tell(session.name, told);
    else this.#lookLater(session.name, LOOK_MS);
  }

  #byTask({kind, task_id}: Session): Mood | undefined {
    if (kind !== 'worker' || task_id === undefined) return undefined;
    const {state} = this.#world;
    const status = state.tasks[task_id]?.status;
    if (status === 'in_progress' && isPending(state, task_id)) return 'starting';
    return status === undefined ? undefined : byTask[status];
  }

  #heard(live: Live): void {
    if (!this.#looks.has(live.name)) this.#lookLater(live.name, LOOK_MS);
  }

  #lookLater(name: string, ms: number): void {
    this.#looks.get(name)?.[Symbol.dispose]();
    this.#looks.set(
      name,
      this.#ports.after(ms, () => {
        this.#looks.delete(name);
        this.#look(name);
      }),
    );
  }

  #look(name: string): void {
    const session = this.#world.state.sessions[name];
    const live = this.#sessions.find(name);
    if (session === undefined || live?.pty === undefined || this.#byTask(session) !== undefined) return;
    if (live.pty.isBusy() === true) {
      this.#tell(name, 'working');
      return;
    }
    const quietMs = this.#ports.now().getTime() - live.outputAt;
    const isWorking = this.#world.signals.sessions[name]?.mood === 'working';
    if (isWorking && quietMs < IDLE_MS) this.#lookLater(name, IDLE_MS - quietMs);
    else this.#tell(name, 'idle');
  }

  #tell(session: string, mood: Mood): void {
    this.#world.signal([{type: 'session-signal', session, mood, mood_since: this.#ports.now().toISOString()}]);
  }
}
