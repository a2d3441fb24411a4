/** Measures the difference of worktrees while workers write in them, and tells it as signals. Nothing runs while nothing happens. */
import type {Ports} from './ports.ts';
import {figuresOf} from './difference.ts';
import type {Sessions} from './sessions.ts';
import type {World} from './world.ts';

/** At most one measurement of a worktree in this time, milliseconds. */
const EVERY_MS = 2000;

/** Keeps the figures of the cards. */
export class Figures {
  readonly #own: {world: World; sessions: Sessions; ports: Ports};
  readonly #due = new Map<string, Disposable>();

  constructor(own: {world: World; sessions: Sessions; ports: Ports}) {
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
      },
    });
  }

  /** Measure all worktrees once, at the start. */
  measureAll(): void {
    for (const it of Object.values(this.#own.world.state.workspaces))
      if (it.status === 'present') this.#later(it.id, 0);
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
    world.signal([{type: 'task-signal', task_id, ...(await figuresOf(workspace))}]);
  }
}
