/** Carries out what is decided about work: workers start, go on, ask and end, and tasks move with them. */
import type {Change} from '../core/event.ts';
import {Fault, reasonOf} from '../core/fault.ts';
import {workerNameOf, type InterruptId, type TaskId} from '../core/id.ts';
import type {Interrupt} from '../core/nouns/interrupt.ts';
import {isLive, type Session} from '../core/nouns/session.ts';
import {taskOf, type Task, type TaskStatus} from '../core/nouns/task.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import type {Actor} from '../core/stamp.ts';
import {workerThresholdsOf} from '../core/host.ts';
import {refusalOf} from '../work/gate.ts';
import {agentOf} from './agents/agent.ts';
import type {Site} from './agents/kind.ts';
import {needWorkspace} from './bringup.ts';
import type {Ports} from './ports.ts';
import type {PtyExit} from './pty.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {Worktrees} from './workspace.ts';
import type {World} from './world.ts';

type Env = Readonly<Record<string, string>>;

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly worktrees: Worktrees;
  readonly config: Configuration;
  readonly ports: Ports;
  readonly program: string;
};

/** How a worker shall be started. */
export type SpawnOptions = {readonly agent?: string; readonly base?: string; readonly env: Env};

/** Moves tasks, sessions and worktrees together. */
export class Conductor {
  readonly #own: Own;
  /** Tasks for which a worker is being started. */
  readonly #starting = new Set<TaskId>();

  constructor(own: Own) {
    this.#own = own;
    own.sessions.listen({onEnding: (name, exit) => this.#changesAtEnd(name, exit)});
  }

  /** Open the planner, if none lives. */
  async needPlanner(actor: Actor, env: Env): Promise<void> {
    const {world, sessions} = this.#own;
    const known = world.state.sessions['planner'];
    if (known !== undefined && isLive(known)) return;
    const site = this.#site(env);
    const launch = agentOf('shell').planner(site);
    await sessions.open(actor, {
      name: 'planner',
      kind: 'planner',
      agent: 'shell',
      cwd: site.root,
      env,
      ...launch,
      argv: [...launch.argv],
    });
  }

  /**
   * Start a worker on a ready task.
   *
   * @throws Fault `spawn-refused` with the first thing that stands against it; of the worktree; of the agent
   */
  async spawn(actor: Actor, id: TaskId, options: SpawnOptions): Promise<Session> {
    const {world, config, ports} = this.#own;
    const {settings} = await config.read();
    const slots = settings.slots - this.#starting.size;
    const host = {figures: ports.host(), thresholds: workerThresholdsOf(settings)};
    const task = taskOf(world.state, id);
    const refusal = this.#starting.has(id)
      ? {reason: 'a worker is being started', hint: 'wait a moment'}
      : refusalOf({state: world.state, task, slots, host});
    if (refusal !== undefined) throw new Fault('spawn-refused', {task: id, ...refusal});
    const agent = agentOf(options.agent ?? 'shell');
    agent.worker(this.#site(options.env), task);
    this.#starting.add(id);
    try {
      const workspace = await needWorkspace(this.#own, {actor, task, base: options.base});
      await world.commit(actor, [this.#move(task, 'in_progress', {changes: {owner_session: workerNameOf(id)}})]);
      return await this.#launch(actor, {id, workspace, agent: agent.kind, env: options.env});
    } finally {
      this.#starting.delete(id);
    }
  }

  /** Answer the open question of a task and let its worker go on where it stopped. */
  async resume(actor: Actor, id: TaskId, answer: {text: string; env: Env}): Promise<Task> {
    const {world} = this.#own;
    const task = taskOf(world.state, id);
    const question = this.openQuestion(id);
    if (task.status !== 'needs_input' || question === undefined || this.#starting.has(id))
      throw new Fault('question-missing', {task: id});
    this.#starting.add(id);
    try {
      await this.#goOn(actor, {task, question}, answer);
    } finally {
      this.#starting.delete(id);
    }
    return taskOf(world.state, id);
  }

  async #goOn(
    actor: Actor,
    {task, question}: {task: Task; question: Interrupt},
    answer: {text: string; env: Env},
  ): Promise<void> {
    const {world, sessions} = this.#own;
    const {id} = task;
    const name = workerNameOf(id);
    const old = world.state.sessions[name];
    if (sessions.find(name)?.pty !== undefined) await sessions.close(name);
    const workspace = await needWorkspace(this.#own, {actor, task});
    const move = {type: 'interrupt-moved', interrupt_id: question.id} as const;
    await world.commit(actor, [
      {...move, from: 'open', to: 'resolved', reply: answer.text},
      {type: 'task-noted', task_id: id, text: answer.text},
      this.#move(taskOf(world.state, id), 'in_progress', {changes: {owner_session: name}}),
    ]);
    await this.#launch(actor, {id, workspace, agent: old?.agent ?? 'shell', env: answer.env});
    await world.commit('system', [{...move, from: 'resolved', to: 'applied'}]);
  }

  openQuestion(id: TaskId): Interrupt | undefined {
    return Object.values(this.#own.world.state.interrupts).find(it => it.task_id === id && it.status === 'open');
  }

  /** Record a question and let the task wait for its answer. */
  async ask(
    actor: Actor,
    question: Omit<Interrupt, 'id' | 'status' | 'created_at' | 'reply'>,
    step?: number,
  ): Promise<Interrupt> {
    const {world} = this.#own;
    const task = taskOf(world.state, question.task_id);
    const open = this.openQuestion(task.id);
    if (open !== undefined) throw new Fault('interrupt-open', {task: task.id, interrupt: open.id});
    const id = world.nextId('interrupt') as InterruptId;
    await world.commit(actor, [
      {type: 'interrupt-opened', interrupt: {...question, id}},
      this.#move(task, 'needs_input', {changes: step === undefined ? {} : {step}, reason: question.question}),
    ]);
    const asked = world.state.interrupts[id];
    if (asked === undefined) throw new Error(`${id} was recorded and is not there`);
    return asked;
  }

  /** End the session of a task, if one lives. */
  async closeWorker(id: TaskId): Promise<void> {
    const name = workerNameOf(id);
    if (this.#own.sessions.find(name)?.pty !== undefined) await this.#own.sessions.close(name);
  }

  #site(env: Env): Site {
    return {root: this.#own.worktrees.root, program: this.#own.program, env};
  }

  #move(
    task: Task,
    to: TaskStatus,
    more: {changes?: {owner_session?: string; step?: number}; reason?: string} = {},
  ): Change {
    return {type: 'task-moved', task_id: task.id, from: task.status, to, ...more};
  }

  async #launch(actor: Actor, work: {id: TaskId; workspace: Workspace; agent: string; env: Env}): Promise<Session> {
    const {world, sessions} = this.#own;
    const task = taskOf(world.state, work.id);
    const name = workerNameOf(work.id);
    const {argv} = agentOf(work.agent).worker(this.#site(work.env), task);
    try {
      const opening = {
        name,
        kind: 'worker',
        agent: work.agent,
        task_id: work.id,
        cwd: work.workspace.path,
        env: work.env,
      } as const;
      await sessions.open(actor, {...opening, argv: [...argv]});
    } catch (thrown) {
      await world.commit('system', [this.#move(taskOf(world.state, work.id), 'ready', {reason: reasonOf(thrown)})]);
      throw thrown;
    }
    const session = world.state.sessions[name];
    if (session === undefined) throw new Error(`session ${name} was opened and is not there`);
    return session;
  }

  /** A worker that ends before its work is done leaves the task ready again, its worktree kept. */
  #changesAtEnd(name: string, exit: PtyExit): readonly Change[] {
    const {tasks, sessions} = this.#own.world.state;
    const id = sessions[name]?.task_id;
    const task = id === undefined ? undefined : tasks[id];
    if (task?.status !== 'in_progress') return [];
    const how = exit.signal === undefined ? `code ${exit.code}` : `signal ${exit.signal}`;
    const text = `the worker ended (${how}) before it asked for review; its worktree is kept`;
    return [this.#move(task, 'ready', {reason: text}), {type: 'task-noted', task_id: task.id, text}];
  }
}
