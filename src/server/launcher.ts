/** Starts agents: looks up the kind, says what is to be said, goes on with the conversation there was, opens the session. */
import {randomUUID} from 'node:crypto';
import {workerNameOf} from '../core/id.ts';
import {undelivered} from '../core/inbox.ts';
import type {Session} from '../core/nouns/session.ts';
import type {Task} from '../core/nouns/task.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import type {Actor} from '../core/stamp.ts';
import {agentOf} from './agents/agent.ts';
import type {Agent, Site, Talk} from './agents/kind.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {Telling, Told} from './telling.ts';
import type {World} from './world.ts';

type Env = Readonly<Record<string, string>>;

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly config: Configuration;
  readonly telling: Telling;
  readonly root: string;
  /** Our own program, as `roundhouse` on PATH. */
  readonly program: string;
};

/** Which agent, and which model of it; what is configured where nothing is said. */
export type Choice = {readonly agent?: string | undefined; readonly model?: string | undefined};

/** What a worker is started on. */
export type Work = Choice & {readonly task: Task; readonly workspace: Workspace; readonly env: Env};

/** What is recorded of a talk, and what the agent is given of it. */
type Opened = {readonly talk: Talk; readonly record: Pick<Session, 'conversation' | 'prompt'>};

const SILENT: Talk = {conversation: '', isResumed: false, prompt: '', promptPath: ''};

export class Launcher {
  readonly #own: Own;

  constructor(own: Own) {
    this.#own = own;
  }

  /** @throws Fault `agent-unknown` */
  async agent(kind: string | undefined, role: 'planner' | 'worker'): Promise<Agent> {
    const {settings, agents} = await this.#own.config.read();
    return agentOf(kind ?? settings[`${role}_agent`], agents);
  }

  /** Refuse what the agent would refuse, before anything is made. */
  async check({task, env, agent, model}: Choice & {task: Task; env: Env}): Promise<void> {
    (await this.agent(agent, 'worker')).worker(this.#site(env), task, {...SILENT, model});
  }

  /**
   * Open the planner.
   *
   * @param isNew begin another conversation
   */
  async planner(actor: Actor, {env, isNew}: {env: Env; isNew: boolean}): Promise<void> {
    const site = this.#site(env);
    const agent = await this.agent(undefined, 'planner');
    const goesOn = isNew ? undefined : this.#conversationOf('planner', agent);
    const {talk, record} = await this.#talk(agent, goesOn, () => this.#own.telling.planner());
    // It knows what it was told.
    const launch = agent.planner(site, goesOn === undefined ? talk : {...talk, prompt: ''});
    await this.#own.sessions.open(actor, {
      name: 'planner',
      kind: 'planner',
      agent: agent.kind,
      cwd: site.root,
      env,
      ...record,
      ...launch,
      prompted: talk.prompt,
    });
  }

  /**
   * Open the worker of a task; what was answered meanwhile has then reached it.
   *
   * @throws Fault `session-spawn-failed`, `template-invalid`, of the agent
   */
  async worker(actor: Actor, {task, workspace, agent: kind, model, env}: Work): Promise<void> {
    const {world, sessions, telling} = this.#own;
    const name = workerNameOf(task.id);
    const agent = await this.agent(kind, 'worker');
    const answered = undelivered(world.state, task.id);
    const goesOn = this.#conversationOf(name, agent);
    const work = {task, workspace, isResumed: goesOn !== undefined};
    const {talk, record} = await this.#talk(agent, goesOn, () => telling.worker(name, work));
    await sessions.open(actor, {
      name,
      kind: 'worker',
      agent: agent.kind,
      task_id: task.id,
      cwd: workspace.path,
      env,
      ...record,
      ...agent.worker(this.#site(env), task, {...talk, model}),
      prompted: talk.prompt,
    });
    const applied = {type: 'interrupt-moved', from: 'resolved', to: 'applied'} as const;
    if (answered.length > 0)
      await world.commit(
        'system',
        answered.map(it => ({...applied, interrupt_id: it.id})),
      );
  }

  /** The conversation a session had with this kind of agent, if it can go on. */
  #conversationOf(name: string, agent: Agent): string | undefined {
    const old = this.#own.world.state.sessions[name];
    return agent.resumes && old?.agent === agent.kind ? old.conversation : undefined;
  }

  async #talk(agent: Agent, goesOn: string | undefined, tell: () => Promise<Told>): Promise<Opened> {
    if (!agent.takesPrompt) return {talk: SILENT, record: {}};
    const {text: prompt, path: promptPath, body} = await tell();
    const conversation = goesOn ?? randomUUID();
    return {
      talk: {conversation, isResumed: goesOn !== undefined, prompt, promptPath},
      record: {conversation, prompt: body},
    };
  }

  #site(env: Env): Site {
    return {root: this.#own.root, program: this.#own.program, env};
  }
}
