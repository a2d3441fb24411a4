/** One discussion as it runs: rounds, replies as they come, the end. What was said is on disk before anybody is told of it. */
import type {Artifact, Reply, Round} from '../core/artifact.ts';
import type {Change} from '../core/event.ts';
import {given} from '../core/given.ts';
import type {TaskId} from '../core/id.ts';
import type {RoundNumber, StopReason} from '../core/nouns/discussion.ts';
import type {Actor} from '../core/stamp.ts';
import {usageSum} from '../core/usage.ts';
import {discussionMarkdown} from '../protocol/discussion-markdown.ts';
import {writeArtifact} from '../store/artifacts.ts';
import {followUpOf, isFailure, lineOf, shortOf, stopReasonOf} from '../work/discuss.ts';
import {followUpPrompt, initialPrompt, type Given} from '../work/discussion-prompts.ts';
import {countsOf, ended, synthesisOf} from '../work/synthesis.ts';
import type {Site} from './agents/kind.ts';
import {ask} from './asking.ts';
import {moderate, type Moderator} from './moderator.ts';
import type {Taken} from './panel.ts';
import type {Ports} from './ports.ts';
import type {World} from './world.ts';

/** What it is given, once and for all. */
export type Place = {
  readonly world: World;
  readonly now: Ports['now'];
  /** Where its artifact is kept. */
  readonly dir: string;
  readonly site: Site;
  readonly actor: Actor;
  readonly panel: readonly Taken[];
  readonly moderator: Moderator | undefined;
  readonly given: readonly Given[];
};

/** What is asked for. */
export type Topic = Pick<
  Artifact,
  'run_id' | 'session_key' | 'session_name' | 'topic' | 'timeout_sec' | 'follow_up_enabled'
> & {
  readonly task_id: TaskId | undefined;
};

export class Table {
  readonly #own: Place;
  readonly #gone = new AbortController();
  #artifact: Artifact;
  /** One write after the other. */
  #writing: Promise<void> = Promise.resolve();
  /** Why it was ended, if it was. */
  #why: Extract<StopReason, 'cancelled' | 'interrupted'> | undefined;

  constructor(own: Place, topic: Topic) {
    this.#own = own;
    const {panel, given: read, site, actor, now} = own;
    this.#artifact = {
      version: '2.1',
      ...topic,
      task_id: topic.task_id ?? null,
      workspace: site.root,
      moderator: 'rule',
      participants: panel.map(it => it.name),
      started_at: now().toISOString(),
      ended_at: null,
      duration_ms: null,
      rounds: [],
      synthesis: null,
      follow_up_reason: null,
      stop_reason: null,
      errors: [],
      status: 'running',
      opened_by: actor,
      panel: panel.map(({name, agent, model}) => ({name, agent, ...given({model})})),
      contexts: read.map(it => it.context),
      follow_up_point: null,
      moderation: null,
      usage: null,
    };
  }

  /** As it is by now. */
  get artifact(): Artifact {
    return this.#artifact;
  }

  /** End it; what runs is ended, and what was said is kept. */
  end(why: 'cancelled' | 'interrupted'): void {
    this.#why ??= why;
    this.#gone.abort();
  }

  /** Put it on record. @throws Fault `store-unwritable` */
  async open(): Promise<void> {
    const {run_id: id, session_name: session, session_key: conversation_key, topic, task_id} = this.#artifact;
    const {follow_up_enabled} = this.#artifact;
    await this.#keep(
      {},
      {
        type: 'discussion-opened',
        discussion: {
          id,
          session,
          conversation_key,
          topic: lineOf(topic),
          ...given({task_id: task_id ?? undefined}),
          panel: this.#artifact.panel,
          follow_up_enabled,
        },
      },
      {type: 'conversation-kept', conversation_key, session, discussion_id: id, participants: {}},
    );
  }

  /**
   * Hold it, to its end.
   *
   * @throws Fault `store-unwritable` when what is said cannot be kept; nobody is asked any more then
   */
  async hold(): Promise<Artifact> {
    try {
      await this.#round({index: 1, prompt_role: 'initial', prompt: initialPrompt(this.#artifact, this.#own.given)});
      if (this.#why === undefined && this.#artifact.follow_up_enabled) await this.#followUp();
      await this.#conclude();
      return this.#artifact;
    } catch (thrown) {
      // Where that cannot be kept either, the next start does it.
      await this.#conclude().catch(() => undefined);
      throw thrown;
    }
  }

  async #followUp(): Promise<void> {
    const found = followUpOf(this.#artifact.rounds[0]?.replies ?? []);
    if (found === undefined) return;
    const {reason, point} = found;
    await this.#keep(
      {follow_up_reason: reason, follow_up_point: point},
      {type: 'discussion-advanced', discussion_id: this.#artifact.run_id, reason},
    );
    await this.#round({index: 2, prompt_role: 'follow_up', prompt: followUpPrompt(this.#artifact, found)});
  }

  async #conclude(): Promise<void> {
    const {now, moderator, site} = this.#own;
    const stop_reason = this.#why ?? stopReasonOf(this.#artifact.rounds, this.#artifact.follow_up_enabled);
    const status = isFailure(stop_reason) ? 'failed' : 'done';
    const synthesis = synthesisOf(this.#artifact);
    if (moderator !== undefined && status === 'done') {
      const {topic, timeout_sec: timeout} = this.#artifact;
      const asking = {topic, synthesis, timeout, gone: this.#gone.signal};
      this.#artifact = {...this.#artifact, moderation: await moderate(moderator, site, asking)};
    }
    await this.#keep(ended(this.#artifact, {stop_reason, status, at: now()}), {
      type: 'discussion-moved',
      discussion_id: this.#artifact.run_id,
      from: 'running',
      to: status,
      stop_reason,
      counts: countsOf(synthesis),
    });
  }

  /** Ask all at once, and note each reply as it comes. */
  async #round(round: Omit<Round, 'replies'>): Promise<void> {
    const {rounds} = this.#artifact;
    await this.#keep({rounds: [...rounds, {...round, replies: []}]});
    const heard = await Promise.allSettled(this.#own.panel.map(seat => this.#seat(seat, round)));
    const lost = heard.find(it => it.status === 'rejected');
    if (lost !== undefined) throw lost.reason;
  }

  /** Ask one. */
  async #seat(seat: Taken, {index, prompt}: Omit<Round, 'replies'>): Promise<void> {
    const conversation = this.#conversationOf(seat);
    const first = this.#artifact.rounds[0]?.prompt ?? '';
    // Who has no conversation knows nothing of the first round.
    const words = index === 1 || conversation !== undefined ? prompt : `${first}\n\n${prompt}`;
    const question = {prompt: words, conversation, timeout: this.#artifact.timeout_sec, gone: this.#gone.signal};
    const {reply, anew} = await ask(seat, this.#own.site, question);
    const error = `${seat.name}: its conversation ${conversation ?? ''} is unknown to ${seat.agent}; it began anew`;
    await this.#keep(
      ({rounds, errors}) => {
        const heard = rounds.map(it =>
          it.index === index ? {...it, replies: this.#inOrder([...it.replies, reply])} : it,
        );
        const usage = usageSum(heard.flatMap(it => it.replies.map(({usage: one}) => one ?? undefined)));
        return {rounds: heard, usage: usage ?? null, errors: anew ? [...errors, error] : errors};
      },
      ...this.#changesOf(reply, index, anew),
    );
  }

  #changesOf(reply: Reply, index: RoundNumber, anew: boolean): readonly Change[] {
    const {run_id: discussion_id, session_key: conversation_key, session_name: session} = this.#artifact;
    const {participant, agent, bridge_session_id: conversation} = reply;
    const isKept = conversation !== null && (reply.status === 'ok' || reply.status === 'empty');
    return [
      {type: 'discussion-replied', discussion_id, reply: shortOf(reply, index)},
      ...(anew ? [{type: 'conversation-forgotten', conversation_key, participant} as const] : []),
      ...(isKept
        ? [
            {
              type: 'conversation-kept',
              conversation_key,
              session,
              discussion_id,
              participants: {[participant]: {agent, conversation}},
            } as const,
          ]
        : []),
    ];
  }

  /** The conversation a participant has by now, or had in the discussion before this one. */
  #conversationOf({name, agent}: Taken): string | undefined {
    const known = this.#own.world.state.conversations[this.#artifact.session_key]?.participants[name];
    return known?.agent === agent ? known.conversation : undefined;
  }

  #inOrder(replies: readonly Reply[]): Reply[] {
    const {participants} = this.#artifact;
    return replies.toSorted((a, b) => participants.indexOf(a.participant) - participants.indexOf(b.participant));
  }

  /** Write the artifact, then tell what happened: what is on record was said. */
  async #keep(
    change: Partial<Artifact> | ((it: Artifact) => Partial<Artifact>),
    ...changes: readonly Change[]
  ): Promise<void> {
    this.#artifact = {...this.#artifact, ...(typeof change === 'function' ? change(this.#artifact) : change)};
    const {dir, world, actor} = this.#own;
    const work = this.#writing.then(async () => {
      const it = this.#artifact;
      await writeArtifact(dir, it, discussionMarkdown(it));
      if (changes.length > 0) await world.commit(changes[0]?.type === 'discussion-opened' ? actor : 'system', changes);
    });
    // Where nothing can be kept, nobody is asked for more.
    this.#writing = work.catch(() => this.end('interrupted'));
    return work;
  }
}
