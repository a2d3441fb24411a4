/** Carries out what is decided about work: workers start, go on, are suspended and end, and tasks move with them. */
import type {Change} from '../core/event.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {workerNameOf, type TaskId} from '../core/id.ts';
import {waitedFor} from '../core/inbox.ts';
import {isLive, sessionOf, type Session} from '../core/nouns/session.ts';
import {taskOf, type Task, type TaskStatus} from '../core/nouns/task.ts';
import {workspaceOf} from '../core/nouns/workspace.ts';
import type {Actor} from '../core/stamp.ts';
import {workerThresholdsOf} from '../core/host.ts';
import {dependencyRefusalOf, heavyThresholds, hostRefusalOf, refusalOf} from '../work/gate.ts';
import type {GraphemeTable} from '../terminal/cells.ts';
import {linesOf, printedLines} from '../terminal/lines.ts';
import {needWorkspace} from './bringup.ts';
import type {Choice, Launcher, Work} from './launcher.ts';
import type {Ports} from './ports.ts';
import type {PtyExit} from './pty.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {Setup} from './setup.ts';
import type {Worktrees} from './workspace.ts';
import type {World} from './world.ts';

type Env = Readonly<Record<string, string>>;

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly worktrees: Worktrees;
  readonly config: Configuration;
  readonly launcher: Launcher;
  readonly setup: Setup;
  readonly graphemes: GraphemeTable;
  readonly ports: Ports;
};

/** How a worker shall be started. */
export type SpawnOptions = Choice & {readonly base?: string | undefined; readonly env: Env};

/** Characters of a program's last words that are told. */
const MOST_WORDS = 120;

/** The answer of who has none. */
const GO_ON = 'go on';

/** Moves tasks, sessions and worktrees together. */
export class Conductor {
  readonly #own: Own;
  /** Tasks for which a worker is being started. */
  readonly #starting = new Set<TaskId>();

  constructor(own: Own) {
    this.#own = own;
    own.sessions.listen({onEnding: (name, exit) => this.#changesAtEnd(name, exit)});
  }

  /**
   * Bring everything up that was left: the planner first, then what was suspended.
   *
   * @param how `isNew` begins another conversation with the planner
   * @returns what stands in the way of some, as sentences
   */
  async launch(actor: Actor, how: {env: Env; isNew: boolean}): Promise<readonly string[]> {
    const planner = this.#own.world.state.sessions['planner'];
    // Who only comes back to a planner that lives finds what was suspended meanwhile as it was left.
    const isFirst = planner === undefined || !isRunning(planner);
    await this.needPlanner(actor, how);
    return isFirst ? this.wake(actor, [], how.env) : [];
  }

  /**
   * Open the planner, if none lives.
   *
   * @param how `isNew` begins another conversation, and ends the one that goes on
   */
  async needPlanner(actor: Actor, how: {env: Env; isNew?: boolean}): Promise<void> {
    const {world, sessions, launcher} = this.#own;
    const {env, isNew = false} = how;
    if (isNew && sessions.find('planner')?.pty !== undefined) await sessions.close('planner');
    const planner = world.state.sessions['planner'];
    if (planner === undefined || !isRunning(planner)) await launcher.planner(actor, {env, isNew});
  }

  /**
   * Start a worker on a ready task, or on one whose worktree could not be made ready, which is tried again.
   *
   * @throws Fault `spawn-refused` with the first thing that stands against it; `commands-unallowed`; of the worktree; of the
   *   agent
   */
  async spawn(actor: Actor, id: TaskId, {base, ...how}: SpawnOptions): Promise<Session> {
    const {world, config, launcher, ports} = this.#own;
    const {settings} = await config.read();
    const slots = settings.slots - this.#starting.size;
    const host = {figures: ports.host(), thresholds: workerThresholdsOf(settings)};
    const task = taskOf(world.state, id);
    const refusal = this.#starting.has(id)
      ? {reason: 'a worker is being started', hint: 'wait a moment'}
      : refusalOf({state: world.state, task, slots, host});
    if (refusal !== undefined) throw new Fault('spawn-refused', {task: id, ...refusal});
    return this.#alone(id, async () => {
      const {isHeavy} = await launcher.check({task, ...how});
      const heavy = isHeavy ? hostRefusalOf({...host, thresholds: heavyThresholds(host.thresholds)}) : undefined;
      if (heavy !== undefined) throw new Fault('spawn-refused', {task: id, ...heavy});
      const workspace = await needWorkspace(this.#own, {actor, task, base});
      await world.commit(actor, [
        ...(task.status === 'blocked' ? [this.#move(task, 'ready')] : []),
        this.#move({...task, status: 'ready'}, 'in_progress', {changes: {owner_session: workerNameOf(id)}}),
      ]);
      return this.#launch(actor, {task, workspace, ...how});
    });
  }

  /**
   * Let the worker of a task that waited go on, in the same session and worktree, with all answers in its prompt.
   *
   * @param how `note` answers what is still open; without one it is told to go on
   * @throws Fault `question-missing` when the task does not wait, `spawn-refused` while it depends on work that is not done
   */
  async resume(actor: Actor, id: TaskId, {note, env}: {note?: string | undefined; env: Env}): Promise<Task> {
    const {world, sessions} = this.#own;
    const task = taskOf(world.state, id);
    if (task.status !== 'needs_input' || this.#starting.has(id)) throw new Fault('question-missing', {task: id});
    const refusal = dependencyRefusalOf({state: world.state, task});
    if (refusal !== undefined) throw new Fault('spawn-refused', {task: id, ...refusal});
    await this.#alone(id, async () => {
      const name = workerNameOf(id);
      const {agent, model} = world.state.sessions[name] ?? {};
      const workspace = await needWorkspace(this.#own, {actor, task});
      if (sessions.find(name)?.pty !== undefined) await sessions.close(name);
      await world.commit(actor, [
        ...this.#noted(id, note ?? (waitedFor(world.state, id).length > 0 ? GO_ON : undefined)),
        this.#move(taskOf(world.state, id), 'in_progress', {changes: {owner_session: name}}),
      ]);
      await this.#launch(actor, {task, workspace, agent, model, env});
    });
    return taskOf(world.state, id);
  }

  /** End programs so that they go on another day; tasks stay as they are. The planner goes last. */
  async suspend(names: readonly string[]): Promise<void> {
    for (const {name} of inOrder(this.#sessions(names)).toReversed())
      if (this.#own.sessions.find(name)?.pty !== undefined) await this.#own.sessions.suspend(name);
  }

  /**
   * Let suspended sessions go on: the planner first, then in the order they were opened.
   *
   * @returns what stands in the way of some, as sentences
   */
  async wake(actor: Actor, names: readonly string[], env: Env): Promise<readonly string[]> {
    const troubles: string[] = [];
    for (const session of inOrder(this.#sessions(names)).filter(it => it.status === 'suspended'))
      try {
        await this.#wakeOne(actor, session, env);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        troubles.push(`"${session.name}" stays suspended: ${thrown.message}`);
      }
    return troubles;
  }

  async #wakeOne(actor: Actor, session: Session, env: Env): Promise<void> {
    const {world, sessions, launcher} = this.#own;
    const {name, kind, task_id, agent, model, cwd, argv} = session;
    if (kind === 'planner') await launcher.planner(actor, {env, isNew: false});
    else if (kind === 'worker' && task_id !== undefined) {
      const workspace = workspaceOf(world.state, task_id);
      await launcher.worker(actor, {task: taskOf(world.state, task_id), workspace, agent, model, env});
    } else if (agent === 'shell') await sessions.open(actor, {name, kind, agent, cwd, argv, env});
    else await launcher.kept(actor, session, env);
  }

  #sessions(names: readonly string[]): readonly Session[] {
    const {state} = this.#own.world;
    return names.length === 0 ? Object.values(state.sessions) : names.map(it => sessionOf(state, it));
  }

  /** End the session of a task, if one lives. */
  async closeWorker(id: TaskId): Promise<void> {
    const name = workerNameOf(id);
    const session = this.#own.world.state.sessions[name];
    if (session !== undefined && isLive(session)) await this.#own.sessions.close(name);
  }

  /** One start at a time for a task. */
  async #alone<T>(id: TaskId, work: () => Promise<T>): Promise<T> {
    this.#starting.add(id);
    try {
      return await work();
    } finally {
      this.#starting.delete(id);
    }
  }

  #noted(task_id: TaskId, text: string | undefined): readonly Change[] {
    if (text === undefined) return [];
    const resolved = {type: 'interrupt-moved', from: 'open', to: 'resolved', reply: text} as const;
    return [
      ...waitedFor(this.#own.world.state, task_id).map(it => ({...resolved, interrupt_id: it.id})),
      {type: 'task-noted', task_id, text},
    ];
  }

  #move(
    task: Task,
    to: TaskStatus,
    more: {changes?: {owner_session?: string; step?: number}; reason?: string} = {},
  ): Change {
    return {type: 'task-moved', task_id: task.id, from: task.status, to, ...more};
  }

  /** A task whose worker cannot be started is ready again. */
  async #launch(actor: Actor, work: Work): Promise<Session> {
    const {world, launcher} = this.#own;
    const {id} = work.task;
    try {
      await launcher.worker(actor, work);
    } catch (thrown) {
      await world.commit('system', [this.#move(taskOf(world.state, id), 'ready', {reason: reasonOf(thrown)})]);
      throw thrown;
    }
    return sessionOf(world.state, workerNameOf(id));
  }

  /** What stands last on the screen of a program that failed: most say why they end. */
  #lastWords(name: string): string {
    const {sessions, graphemes} = this.#own;
    const live = sessions.find(name);
    const printed = live === undefined ? [] : printedLines(linesOf(live.engine, graphemes));
    const last = printed.findLast(it => it.trim() !== '')?.trim() ?? '';
    return last === '' ? '' : `: "${last.slice(0, MOST_WORDS)}"`;
  }

  /** A worker that ends before its work is done leaves the task ready again, its worktree kept. */
  #changesAtEnd(name: string, exit: PtyExit): readonly Change[] {
    const {tasks, sessions} = this.#own.world.state;
    const id = sessions[name]?.task_id;
    const task = id === undefined ? undefined : tasks[id];
    if (task?.status !== 'in_progress') return [];
    const how = exit.signal === undefined ? `code ${exit.code}` : `signal ${exit.signal}`;
    const said = exit.code === 0 ? '' : this.#lastWords(name);
    const text = `the worker ended (${how}${said}) before it asked for review; its worktree is kept`;
    return [this.#move(task, 'ready', {reason: text}), {type: 'task-noted', task_id: task.id, text}];
  }
}

const isRunning = ({status}: Session): boolean => status === 'starting' || status === 'active';

/** The planner first, then those that were opened first. */
const inOrder = (sessions: readonly Session[]): readonly Session[] =>
  sessions.toSorted(
    (a, b) => Number(b.kind === 'planner') - Number(a.kind === 'planner') || (a.opened_at < b.opened_at ? -1 : 1),
  );
