/**
 * Holds discussions. They run here, whoever asked for them: a caller who leaves ends nothing. One a conversation key at a time;
 * this server is the only one that writes for its repository, so the lock is a look.
 */
import {createHash} from 'node:crypto';
import type {Artifact} from '../core/artifact.ts';
import {Fault} from '../core/fault.ts';
import {mintDiscussionId} from '../core/id.ts';
import {discussionOf, type Discussion} from '../core/nouns/discussion.ts';
import {pathsOf} from '../core/paths.ts';
import type {Params} from '../protocol/verbs.ts';
import {readArtifact} from '../store/artifacts.ts';
import {fitted} from '../work/discussion-prompts.ts';
import {agentOf} from './agents/agent.ts';
import type {Site} from './agents/kind.ts';
import type {Caller} from './caller.ts';
import type {Moderator} from './moderator.ts';
import {panelOf} from './panel.ts';
import type {Ports} from './ports.ts';
import {readingsOf} from './readings.ts';
import type {Configuration} from './settings.ts';
import {Table} from './table.ts';
import type {Telling} from './telling.ts';
import type {World} from './world.ts';

type Own = {
  readonly world: World;
  readonly ports: Ports;
  readonly config: Configuration;
  readonly telling: Telling;
} & Pick<Site, 'root' | 'commonDir' | 'state' | 'program'>;

/** A call for a discussion. */
export type Called = {
  readonly params: Params<'discuss'>;
  readonly caller: Caller;
  /** For the programs of the participants. */
  readonly env: Readonly<Record<string, string>>;
};

/** One that runs. */
export type Running = {readonly table: Table; readonly ended: Promise<Artifact>};

/** The name of a conversation where none is given. */
export const MAIN = 'main';

export class Discussions {
  readonly #own: Own;
  readonly #running = new Map<string, Running>();
  /** Their ids by conversation key, from before they are on record. */
  readonly #taken = new Map<string, string>();
  #isClosing = false;

  constructor(own: Own) {
    this.#own = own;
  }

  /** How many run. */
  get count(): number {
    return this.#taken.size;
  }

  /** Where artifacts are kept. */
  get dir(): string {
    return pathsOf(this.#own.root).discussions;
  }

  /** The key of a conversation of this repository. */
  keyOf(session: string = MAIN): string {
    return createHash('sha256').update(`roundtable\0${this.#own.root}\0${session}`).digest('hex');
  }

  /** The discussion that uses a conversation at the moment. */
  on(key: string): string | undefined {
    return this.#taken.get(key);
  }

  /** Does it run? */
  isRunning(id: string): boolean {
    return this.#running.has(id) || [...this.#taken.values()].includes(id);
  }

  /**
   * Begin one.
   *
   * @returns when it is on record
   * @throws Fault `discussion-running`, `panel-small`, `panel-invalid`, `agent-unknown`, `params-invalid`, `task-unknown`
   */
  async open({params, caller, env}: Called): Promise<Running> {
    const {root, commonDir, state, program, ports, world} = this.#own;
    const {session = MAIN, topic, follow_up_once = false, task, diff = false} = params;
    const session_key = this.keyOf(session);
    this.#refuse(session_key, session);
    const settled = await this.#own.config.read();
    const panel = panelOf(params.panel, settled, env);
    const moderator = this.#moderatorOf(settled);
    const wanted = {files: params.context ?? [], task, diff, cwd: caller.cwd};
    const readings = await readingsOf(this.#own, wanted);
    const given = fitted(readings, settled.settings.max_prompt_chars);
    // Another one may have come meanwhile.
    this.#refuse(session_key, session);
    const ids = [...this.#taken.values()];
    const run_id = mintDiscussionId(ports.now(), id => id in world.state.discussions || ids.includes(id));
    this.#taken.set(session_key, run_id);
    const site = {root, commonDir, state, program, cwd: root, env};
    const table = new Table(
      {world, now: ports.now, dir: this.dir, site, actor: caller.actor, panel, moderator, given},
      {
        run_id,
        session_key,
        session_name: session,
        topic,
        timeout_sec: params.timeout ?? settled.settings.discuss_timeout,
        follow_up_enabled: follow_up_once,
        task_id: task,
      },
    );
    return this.#start(table);
  }

  /** End one. @throws Fault `discussion-unknown`, `discussion-ended` */
  async cancel(id: string | undefined): Promise<Artifact> {
    const {status, id: found} = this.#find(id);
    const running = this.#running.get(found);
    if (running === undefined) throw new Fault('discussion-ended', {discussion: found, status});
    running.table.end('cancelled');
    return running.ended;
  }

  /** Every word of one. @throws Fault `discussion-unknown`, `state-unreadable` */
  async read(id: string): Promise<Artifact> {
    return this.#running.get(id)?.table.artifact ?? (await readArtifact(this.dir, id));
  }

  /** End all, and wait until what was said is kept. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const running = [...this.#running.values()];
    for (const {table} of running) table.end('interrupted');
    await Promise.allSettled(running.map(it => it.ended));
  }

  /** @throws Fault of its opening; the conversation is then free again */
  async #start(table: Table): Promise<Running> {
    const {run_id, session_key} = table.artifact;
    const free = (): void => {
      this.#running.delete(run_id);
      this.#taken.delete(session_key);
    };
    try {
      await table.open();
    } catch (thrown) {
      free();
      throw thrown;
    }
    const ended = table.hold().finally(free);
    const running = {table, ended};
    this.#running.set(run_id, running);
    if (this.#isClosing) table.end('interrupted');
    this.#own.world.background('hold a discussion', () => ended);
    return running;
  }

  /** The one that is meant; the newest that runs where none is named. */
  #find(id: string | undefined): Discussion {
    const {state} = this.#own.world;
    if (id !== undefined) return discussionOf(state, id);
    return discussionOf(state, [...this.#running.keys()].toSorted().at(-1) ?? '');
  }

  #moderatorOf({settings, agents}: Awaited<ReturnType<Configuration['read']>>): Moderator | undefined {
    if (settings.discuss_moderator === undefined) return undefined;
    const {headless, ...agent} = agentOf(settings.discuss_moderator, agents);
    if (headless === undefined) throw new Fault('agent-mute', {agent: agent.kind});
    return {...agent, headless};
  }

  #refuse(key: string, session: string): void {
    const discussion = this.#taken.get(key);
    if (discussion !== undefined) throw new Fault('discussion-running', {discussion, session});
  }
}
