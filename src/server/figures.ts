/** Measures the difference of worktrees while workers write in them, and whose scopes meet; tells it as signals. Nothing runs while nothing happens. */
import type {TaskId} from '../core/id.ts';
import {taskOf} from '../core/nouns/task.ts';
import type {Ports} from './ports.ts';
import {outsideOf, overlapsOf, scopePolicyOf, type ScopePolicy} from '../work/scopes.ts';
import {figuresOf} from './difference.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {World} from './world.ts';

/** At most one measurement of a worktree in this time, milliseconds. */
const EVERY_MS = 2000;

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly config: Configuration;
  readonly ports: Ports;
};

/** Keeps the figures of the cards. */
export class Figures {
  readonly #own: Own;
  readonly #due = new Map<string, Disposable>();

  constructor(own: Own) {
    this.#own = own;
    own.sessions.listen({
      onOutput: live => {
        const task = own.world.state.sessions[live.name]?.task_id;
        if (task !== undefined) this.#later(task, EVERY_MS);
      },
    });
    own.world.listen({
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

  #later(task: string, ms: number): void {
    if (this.#due.has(task)) return;
    const measure = (): void => {
      this.#own.world.background('measure a worktree', () => this.#measure(task).finally(() => this.#due.delete(task)));
    };
    this.#due.set(task, this.#own.ports.after(ms, measure));
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
