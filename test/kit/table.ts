/** A panel of agents as the server tells of it: a discussion that begins, what each says, how it ends. */
import type {Artifact, Synthesis} from '../../src/core/artifact.ts';
import type {Change} from '../../src/core/event.ts';
import {mintDiscussionId, taskIdOf, type DiscussionId} from '../../src/core/id.ts';
import type {Counts, Discussion, FollowUpReason, ShortReply} from '../../src/core/nouns/discussion.ts';
import {pathsOf} from '../../src/core/paths.ts';
import {discussionMarkdown} from '../../src/protocol/discussion-markdown.ts';
import {writeArtifact} from '../../src/store/artifacts.ts';
import type {StoryWorld} from './world.ts';

/** What a seat says, and after how long. */
export type Said = Partial<Omit<ShortReply, 'participant'>>;

const nothing: Synthesis = {
  agreements: [],
  disagreements: [],
  risks: [],
  recommendations: [],
  open_questions: [],
  missing_participants: [],
  confidence: 'medium',
  single_view: null,
  positions: [],
};

/** The newest discussion is meant where none is named. */
export class Table {
  readonly #world: StoryWorld;
  #newest: DiscussionId | undefined;

  constructor(world: StoryWorld) {
    this.#world = world;
  }

  /** Agents begin to discuss a topic. */
  async discusses(topic: string, seats: readonly string[], about: {readonly task?: string} = {}): Promise<void> {
    const {clock} = this.#world;
    const {discussions} = this.#server.world.state;
    const id = mintDiscussionId(new Date(clock.now()), it => it in discussions);
    this.#newest = id;
    await this.#commit({
      type: 'discussion-opened',
      discussion: {
        id,
        session: 'main',
        conversation_key: '0'.repeat(64),
        topic,
        panel: seats.map(name => ({name, agent: name})),
        follow_up_enabled: true,
        ...(about.task === undefined ? {} : {task_id: taskIdOf(about.task)}),
      },
    });
  }

  /** One answers. */
  async hears(participant: string, said: Said = {}): Promise<void> {
    const {round} = this.#discussion;
    const reply = {round, participant, status: 'ok', stance: 'for', duration_ms: 2000, ...said} as const;
    await this.#commit({type: 'discussion-replied', discussion_id: this.#id, reply});
  }

  /** All are asked once more. */
  async asksAgain(reason: FollowUpReason): Promise<void> {
    await this.#commit({type: 'discussion-advanced', discussion_id: this.#id, reason});
  }

  /** It has ended, and every word is kept. */
  async ends(result: Partial<Synthesis> = {}): Promise<void> {
    const synthesis = {...nothing, ...result};
    const {root} = this.#world.repository;
    const it = artifactOf(this.#discussion, synthesis, root);
    await writeArtifact(pathsOf(root).discussions, it, discussionMarkdown(it));
    await this.#commit({
      type: 'discussion-moved',
      discussion_id: this.#id,
      from: 'running',
      to: 'done',
      stop_reason: it.stop_reason ?? 'round_one_complete',
      counts: countsOf(synthesis),
    });
  }

  get #server() {
    return this.#world.life.server;
  }

  get #id(): DiscussionId {
    if (this.#newest === undefined) throw new Error('nobody discusses anything in this story');
    return this.#newest;
  }

  get #discussion(): Discussion {
    const found = this.#server.world.state.discussions[this.#id];
    if (found === undefined) throw new Error(`the server knows no ${this.#id}`);
    return found;
  }

  async #commit(change: Change): Promise<void> {
    await this.#world.settled();
    await this.#server.world.commit('user', [change]);
    await this.#world.settled();
  }
}

const countsOf = ({agreements, disagreements, risks}: Synthesis): Counts => ({
  agreements: agreements.length,
  disagreements: disagreements.length,
  risks: risks.length,
});

const artifactOf = (it: Discussion, synthesis: Synthesis, workspace: string): Artifact => ({
  version: '2.1',
  run_id: it.id,
  session_key: it.conversation_key,
  workspace,
  session_name: it.session,
  topic: it.topic,
  moderator: 'rule',
  participants: it.panel.map(({name}) => name),
  timeout_sec: 60,
  started_at: it.started_at,
  ended_at: it.started_at,
  duration_ms: 0,
  rounds: [],
  synthesis,
  follow_up_enabled: it.follow_up_enabled,
  follow_up_reason: it.follow_up_reason ?? null,
  stop_reason: it.round === 2 ? 'follow_up_complete' : 'round_one_complete',
  errors: [],
  status: 'done',
  opened_by: it.opened_by,
  panel: it.panel,
  task_id: it.task_id ?? null,
  contexts: [],
  follow_up_point: null,
  moderation: null,
  usage: null,
});
