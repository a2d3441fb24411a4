/** Starts agents: looks up the kind, says what is to be said, goes on with the conversation there was, opens the session. */
import {randomUUID} from 'node:crypto';
import type {Change} from '../core/event.ts';
import {Fault} from '../core/fault.ts';
import {given} from '../core/given.ts';
import {workerNameOf} from '../core/id.ts';
import {undelivered} from '../core/inbox.ts';
import type {Interrupt} from '../core/nouns/interrupt.ts';
import {sessionOf, type Session} from '../core/nouns/session.ts';
import type {Task} from '../core/nouns/task.ts';
import type {Workspace} from '../core/nouns/workspace.ts';
import type {Actor} from '../core/stamp.ts';
import type {Spent} from '../core/usage.ts';
import {agentOf, chosenOf, isKnown} from './agents/agent.ts';
import type {Agent, Kept, Launch, Means, Site, Talk} from './agents/kind.ts';
import {shell} from './agents/shell.ts';
import {untilSent, type Outbox} from './outbox.ts';
import type {Opening} from './record.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {Setup} from './setup.ts';
import type {Telling, Told} from './telling.ts';
import type {World} from './world.ts';

type Env = Readonly<Record<string, string>>;
type Role = 'planner' | 'worker';

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly config: Configuration;
  readonly telling: Telling;
  readonly setup: Setup;
  readonly outbox: Outbox;
} & Pick<Site, 'root' | 'commonDir' | 'state' | 'program'>;

/** Which agent, and which model of it; what is configured where nothing is said. */
export type Choice = {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  /** A session: the conversation begins as a branch of that one's. */
  readonly fork?: string | undefined;
};

/** What a worker is started on. */
export type Work = Choice & {readonly task: Task; readonly workspace: Workspace; readonly env: Env};

/** What is recorded of a talk, and what the agent is given of it. */
type Opened = {readonly talk: Talk; readonly record: Pick<Session, 'conversation' | 'prompt'>};

/** Runs a program anew as long as it ends with the code by which it asks for that. */
const AGAIN = 'while "$@"; code=$?; [ "$code" = "$0" ]; do :; done; exit "$code"';
/** How often it is told what to do, where that is lost. */
const TELLINGS = 3;
/** How long an agent may take until it is ready to be told what to do, milliseconds: a person may be asked first. */
const PATIENCE_MS = 24 * 60 * 60_000;

const SILENT: Talk = {conversation: '', isResumed: false, prompt: '', promptPath: ''};

const appliedOf = ({id}: Interrupt): Change => ({
  type: 'interrupt-moved',
  interrupt_id: id,
  from: 'resolved',
  to: 'applied',
});

/** A conversation that is new is on record when its agent begins. */
const begunOf = (session: string, {conversation, isResumed}: Talk): readonly Change[] =>
  conversation === '' || isResumed ? [] : [{type: 'session-conversed', session, conversation}];

export class Launcher {
  readonly #own: Own;

  constructor(own: Own) {
    this.#own = own;
  }

  /**
   * The agent that was asked for, else the first of those configured for a role that is installed.
   *
   * @throws Fault `agent-unknown` or `agent-missing`
   */
  async agent(kind: string | undefined, role: Role, env: Env): Promise<Agent> {
    const {settings, agents} = await this.#own.config.read();
    return chosenOf(kind ?? settings[`${role}_agent`], agents, env);
  }

  /** May an agent be told something by typing into its terminal while it works? */
  async readsMessages(kind: string): Promise<boolean> {
    return agentOf(kind, (await this.#own.config.read()).agents).readsMessages;
  }

  /** What a conversation of an agent has used; undefined where that agent keeps nothing of it, or is not known any more. */
  async spentIn(kind: string, kept: Kept): Promise<Spent | undefined> {
    const {agents} = await this.#own.config.read();
    return isKnown(kind, agents) ? agentOf(kind, agents).spentIn?.(kept) : undefined;
  }

  /**
   * Refuse what the agent would refuse, before anything is made.
   *
   * @returns the agent that will be started
   */
  async check({task, env, model, ...choice}: Choice & {task: Task; env: Env}): Promise<Agent> {
    const {agent} = await this.#chosen(choice, env);
    agent.launch(this.#site(this.#own.root, env), {task, talk: SILENT, means: {model, autoApprove: false}});
    return agent;
  }

  /**
   * Open the planner. Where no agent configured for it is installed, that is a shell which says so.
   *
   * @param isNew begin another conversation
   */
  async planner(actor: Actor, {env, isNew}: {env: Env; isNew: boolean}): Promise<void> {
    const {agent, trouble} = await this.#plannerAgent(env);
    const site = this.#site(this.#own.root, env);
    const goesOn = isNew ? undefined : this.#conversationOf('planner', agent);
    const {talk, record} = await this.#talk(agent, goesOn, () => this.#own.telling.planner());
    const means = await this.#means('planner', undefined);
    // It knows what it was told.
    const launch = agent.launch(site, {talk: goesOn === undefined ? talk : {...talk, prompt: ''}, means});
    const greeting = trouble === undefined ? launch.greeting : `${trouble}\r\n\r\n${launch.greeting ?? ''}`;
    await this.#open(
      actor,
      {
        name: 'planner',
        kind: 'planner',
        agent: agent.kind,
        cwd: site.root,
        env,
        ...approves(agent, means),
        ...record,
        prompted: talk.prompt,
        goesOn: talk.isResumed,
      },
      {...launch, ...given({greeting})},
    );
  }

  /**
   * Open the worker of a task; what was answered meanwhile has then reached it. Where the worktree has yet to be set up, that
   * comes first in its pane, and no conversation has begun until it is over.
   *
   * @throws Fault `commands-unallowed`, `session-spawn-failed`, `template-invalid`, of the agent
   */
  async worker(actor: Actor, {task, workspace, model, env, ...choice}: Work): Promise<void> {
    const {world, telling, setup} = this.#own;
    const name = workerNameOf(task.id);
    const {agent, fork} = await this.#chosen(choice, env);
    const goesOn = fork === undefined ? this.#conversationOf(name, agent) : undefined;
    const work = {task, workspace, isResumed: goesOn !== undefined};
    const told = undelivered(world.state, task.id);
    const {talk, record} = await this.#talk(agent, goesOn, () => telling.worker(name, work));
    const means = await this.#means('worker', model);
    const launch = agent.launch(this.#site(workspace.path, env), {task, talk: {...talk, fork}, means});
    const isPending = workspace.status === 'pending_setup';
    // Whoever is told by typing has read it when that has arrived.
    const isTyped = launch.typed !== undefined;
    const read = (): readonly Change[] =>
      told.filter(it => world.state.interrupts[it.id]?.reply === it.reply).map(appliedOf);
    const begun = (): readonly Change[] => [...begunOf(name, talk), ...(isTyped ? [] : read())];
    const opening = {
      name,
      kind: 'worker' as const,
      agent: agent.kind,
      ...given({model}),
      task_id: task.id,
      cwd: workspace.path,
      env,
      ...approves(agent, means),
      ...(isPending && !talk.isResumed ? given({prompt: record.prompt}) : record),
      prompted: talk.prompt,
      goesOn: talk.isResumed,
      before: isPending ? await setup.before(actor, name, begun) : [],
    };
    await this.#open(actor, opening, {...launch, ...(isTyped ? {onTyped: read} : {})});
    if (!isPending && !isTyped && told.length > 0) await world.commit('system', read());
  }

  /**
   * Let an agent that was kept when its work was over go on, in its conversation if it can.
   *
   * @throws Fault `session-spawn-failed`, of the agent
   */
  async kept(actor: Actor, {name, kind, agent: known, cwd, model, conversation}: Session, env: Env): Promise<void> {
    const agent = await this.agent(known, 'worker', env);
    const means = await this.#means('worker', model);
    const talk = {...SILENT, conversation: conversation ?? randomUUID(), isResumed: conversation !== undefined};
    const launch = agent.launch(this.#site(cwd, env), {talk, means});
    const record = {name, kind, agent: known, cwd, ...given({conversation}), ...approves(agent, means)};
    await this.#open(actor, {...record, env, goesOn: talk.isResumed}, launch);
  }

  /** Open the session of an agent, and type what is to be typed into it. `onTyped` is recorded when that has arrived. */
  async #open(
    actor: Actor,
    opening: Omit<Opening, 'argv'>,
    how: Launch & {onTyped?: () => readonly Change[]},
  ): Promise<void> {
    const {world, sessions, outbox} = this.#own;
    const {name, env, before = []} = opening;
    const {argv, env: more, greeting, typed, again, onTyped} = how;
    await sessions.open(actor, {
      ...opening,
      argv,
      env: {...env, ...more},
      before: [...before, ...(again === undefined ? [] : ['/bin/sh', '-c', AGAIN, String(again)])],
      ...given({greeting}),
    });
    if (typed === undefined) return;
    world.aside('tell an agent what to do', async () => {
      const tell = () => untilSent(outbox.send(name, {text: typed, enters: true, patienceMs: PATIENCE_MS}));
      let outcome = await tell();
      // It came too early, and nothing of it stands in the prompt.
      for (let n = 1; n < TELLINGS && outcome === 'stalled' && sessions.find(name)?.draft === 0; n++)
        outcome = await tell();
      const changes = outcome === 'delivered' ? (onTyped?.() ?? []) : [];
      if (changes.length > 0) await world.commit('system', changes);
    });
  }

  /** The agent of a worker, and the conversation it branches off. A branch is for the kind of agent that has the whole. */
  async #chosen({agent: kind, fork}: Omit<Choice, 'model'>, env: Env): Promise<{agent: Agent; fork?: string}> {
    if (fork === undefined) return {agent: await this.agent(kind, 'worker', env)};
    const session = sessionOf(this.#own.world.state, fork);
    const agent = await this.agent(session.agent, 'worker', env);
    const no = (reason: string): Fault => new Fault('fork-impossible', {session: fork, reason});
    if (kind !== undefined && kind !== agent.kind) throw no(`it is of ${agent.kind}, and ${kind} was asked for`);
    if (!agent.forks) throw no(`${agent.kind} knows no branches`);
    if (session.conversation === undefined) throw no('it has none yet');
    return {agent, fork: session.conversation};
  }

  /** Nobody is kept from the screen because a program is missing. */
  async #plannerAgent(env: Env): Promise<{readonly agent: Agent; readonly trouble?: string}> {
    try {
      return {agent: await this.agent(undefined, 'planner', env)};
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      return {agent: shell, trouble: `${thrown.message}\r\n  ${thrown.hint ?? ''}`};
    }
  }

  /** The conversation a session had with this kind of agent, if it can go on. */
  #conversationOf(name: string, agent: Agent): string | undefined {
    const old = this.#own.world.state.sessions[name];
    return agent.names !== 'none' && old?.agent === agent.kind ? old.conversation : undefined;
  }

  async #talk(agent: Agent, goesOn: string | undefined, tell: () => Promise<Told>): Promise<Opened> {
    if (!agent.takesPrompt) return {talk: SILENT, record: {}};
    const {text: prompt, path: promptPath, body} = await tell();
    const conversation = goesOn ?? (agent.names === 'its-own' ? undefined : randomUUID());
    return {
      talk: {conversation: conversation ?? '', isResumed: goesOn !== undefined, prompt, promptPath},
      record: {...given({conversation}), prompt: body},
    };
  }

  async #means(role: Role, model: string | undefined): Promise<Means> {
    const {settings} = await this.#own.config.read();
    return {
      model: model ?? settings[`${role}_model`],
      sandbox: settings[`${role}_sandbox`],
      autoApprove: settings[`${role}_auto_approve`],
      isTrusted: settings.trust_folders,
    };
  }

  #site(cwd: string, env: Env): Site {
    const {root, commonDir, state, program} = this.#own;
    return {root, commonDir, state, program, cwd, env};
  }
}

/** That it never asks is recorded, and shown. */
const approves = ({takesPrompt}: Agent, {autoApprove}: Means): Pick<Session, 'auto_approve'> =>
  takesPrompt && autoApprove ? {auto_approve: true} : {};
