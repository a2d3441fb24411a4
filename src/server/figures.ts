/** Measures the difference of worktrees while workers write in them, and whose scopes meet; tells it as signals. Nothing runs while nothing happens. */
import type {TaskId} from '../core/id.ts';
import type {Mood} from '../core/nouns/session.ts';
import {taskOf} from '../core/nouns/task.ts';
import type {Ports} from './ports.ts';
import {outsideOf, overlapsOf, scopePolicyOf, type ScopePolicy} from '../work/scopes.ts';
import {figuresOf} from './difference.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {World} from './world.ts';

/** At most one measurement of a worktree in this time while its worker works, milliseconds. */
const EVERY_MS = 2000;
/** And in this while it rests: programs that ask or have nothing to do blink and draw all the same. */
const RESTING_MS = 30_000;
const RESTING: readonly (Mood | undefined)[] = ['asks', 'idle', 'done', 'failed'];

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly config: Configuration;
  readonly ports: Ports;
};

/** Keeps the figures of the cards. */
export class Figures {
  readonly #own: Own;
  /** When a worktree is measured next, milliseconds since the epoch; 0 while it is. */
  readonly #due = new Map<string, {readonly at: number; readonly timer?: Disposable}>();

  constructor(own: Own) {
    this.#own = own;
    own.sessions.listen({
      onOutput: ({name}) => {
        const mood = own.world.signals.sessions[name]?.mood;
        this.#laterFor(name, RESTING.includes(mood) ? RESTING_MS : EVERY_MS);
      },
    });
    own.world.listen({
      onSignals: signals => {
        for (const it of signals)
          if (it.type === 'session-signal' && RESTING.includes(it.mood)) this.#laterFor(it.session, 0);
      },
      onEvents: events => {
        for (const it of events)
          if (it.type === 'task-moved' || it.type === 'workspace-moved')
            this.#later('task_id' in it ? it.task_id : it.workspace_id, 0);
        if (events.some(it => it.type === 'task-moved' || it.type === 'task-updated')) this.#compareSoon();
      },
    });
  }

  /** Measure all worktrees once, at the start. */
  measureAll(): void {
    for (const it of Object.values(this.#own.world.state.workspaces))
      if (it.status === 'present') this.#later(it.id, 0);
    this.#compareSoon();
  }

  #compareSoon(): void {
    this.#own.world.background('compare scopes', () => this.#compare());
  }

  /** Tell each task whose scope meets its own, and those that met some that they meet none any more. */
  async #compare(): Promise<void> {
    const {world} = this.#own;
    const policy = await this.#policy();
    const found = overlapsOf(Object.values(world.state.tasks), policy);
    const told = Object.entries(world.signals.tasks).filter(([, it]) => (it.overlaps ?? '') !== '');
    const ids = new Set([...found.keys(), ...told.map(([id]) => id as TaskId)]);
    world.signal(
      [...ids].map(id => ({type: 'task-signal', task_id: id, overlaps: found.get(id)?.join(' ') ?? ''}) as const),
    );
  }

  async #policy(): Promise<ScopePolicy> {
    return scopePolicyOf((await this.#own.config.read()).settings);
  }

  #laterFor(session: string, ms: number): void {
    const task = this.#own.world.state.sessions[session]?.task_id;
    if (task !== undefined) this.#later(task, ms);
  }

  #later(task: string, ms: number): void {
    const {world, ports} = this.#own;
    const at = ports.now().getTime() + ms;
    const due = this.#due.get(task);
    if (due !== undefined && due.at <= at) return;
    due?.timer?.[Symbol.dispose]();
    const measure = (): void => {
      this.#due.set(task, {at: 0});
      world.background('measure a worktree', () => this.#measure(task).finally(() => this.#due.delete(task)));
    };
    this.#due.set(task, {at, timer: ports.after(ms, measure)});
  }

  async #measure(task_id: string): Promise<void> {
    const {world} = this.#own;
    const workspace = world.state.workspaces[task_id];
    if (workspace?.status !== 'present') return;
    const {figures, paths} = await figuresOf(workspace);
    const outside = outsideOf(taskOf(world.state, task_id), paths, await this.#policy()).length;
    world.signal([{type: 'task-signal', task_id, ...figures, outside}]);
  }
}
