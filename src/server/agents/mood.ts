/** The one owner of moods. Tasks, terminals and agents give evidence; this has it judged, and tells what comes of it. */
import type {Evidence, Verdict} from '../../core/evidence.ts';
import {isLive, type Session} from '../../core/nouns/session.ts';
import type {RuleFile} from '../../core/rules.ts';
import type {FoundRules} from '../../store/rules.ts';
import {
  firstStanding,
  IDLE_MS,
  judge,
  judgedAfter,
  othersThan,
  standingAfter,
  STARTING_MS,
  waitMsOf,
  type Facts,
  type Standing,
} from '../../work/mood.ts';
import {clean, makeReader, type Answer, type Looks} from '../../work/rules.ts';
import {Witness, type Teller, type Told} from '../../work/witness.ts';
import {recordOf, taskOf} from '../evidence.ts';
import type {Live} from '../live.ts';
import type {Log} from '../log.ts';
import type {Ports} from '../ports.ts';
import type {Sessions} from '../sessions.ts';
import {lastRows} from '../typing.ts';
import type {World} from '../world.ts';

/** How long after output a terminal is looked at, milliseconds. */
const LOOK_MS = 150;
/** A screen is read when nothing came for so long, milliseconds: in the middle of a picture it shows two. */
const REST_MS = 50;
/** But it is read so often in spite of all that comes, milliseconds. */
const LATEST_MS = 600;

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly ports: Ports;
  readonly log: Log;
  /** The rules for the looks of an agent kind. */
  readonly rules: (kind: string) => Promise<FoundRules>;
  /** Does a person look at a session now, ready to type into it? */
  readonly isWatched: (session: string) => boolean;
};

/** One running program as it is watched. Kept as long as its terminal is. */
type Watch = {
  readonly live: Live;
  readonly agent: string;
  readonly witness: Witness;
  standing: Standing;
  process?: Evidence;
  /** The rules for it are still being read. */
  isLoading: boolean;
  /** The next look at its terminal, with the time of the first output that it is for. */
  look?: {readonly timer: Disposable; readonly since: number} | undefined;
  /** A verdict that is waited with. */
  rest?: Disposable | undefined;
};

/** What a mood is judged by, for a person. */
export type Explained = Verdict & {
  /** What else was said, the strongest first. */
  readonly others: readonly Evidence[];
  /** By which its title and screen are read. */
  readonly file?: RuleFile | undefined;
};

/** Watches sessions and tells their moods as signals. */
export class Moods {
  readonly #own: Own;
  readonly #watches = new WeakMap<Live, Watch>();

  constructor(own: Own) {
    this.#own = own;
    own.world.listen({
      onEvents: events => {
        if (events.some(it => judgedAfter.includes(it.type))) this.#judgeAll();
      },
    });
    own.sessions.listen({
      onOutput: live => this.#heard(live),
      onStatus: (live, status) => this.#told(live, (it, now) => it.status(status, now)),
      onTitle: (live, title) => this.#told(live, (it, now) => it.title(title, now)),
      onProgress: (live, progress) => this.#told(live, (it, now) => it.progress(progress, now)),
      onPrompt: live => this.#told(live, it => it.drop()),
      onEnd: name => this.#ended(name),
      onRename: (_, to) => this.#renamed(to),
    });
  }

  /** Take what is said of an agent otherwise than on its terminal. A session whose program has ended says nothing. */
  submit(session: string, teller: Teller, told: Told): void {
    const live = this.#own.sessions.find(session);
    if (live !== undefined) this.#told(live, (it, now) => it.tell(teller, told, now));
  }

  /** A person has a session in hand: what it did is seen. */
  saw(session: string): void {
    const watch = this.#watchOf(session);
    if (watch?.standing.isFinished === true && !watch.standing.isSeen) this.#settle(watch, true);
  }

  /** Say what a session's mood is judged by. */
  explain(session: Session): Explained {
    const watch = this.#watchOf(session.name);
    if (watch === undefined) return {...recordOf(this.#own, session), others: []};
    const facts = this.#factsOf(watch, session);
    const verdict = judge(facts);
    const quietSince = Math.max(watch.live.outputAt, watch.live.startedAt);
    const quiet = `, and nothing came for ${Math.floor((this.#ms() - quietSince) / 1000)} s`;
    const isAtPrompt = verdict.source === 'process' && verdict.mood === 'idle';
    return {
      ...verdict,
      why: isAtPrompt ? `${verdict.why}${quiet}` : verdict.why,
      others: othersThan(verdict, facts),
      file: watch.witness.reader?.file,
    };
  }

  /** How the form that a session shows is answered from elsewhere; empty where it shows none, or nobody knows. */
  answersOf(session: string): readonly Answer[] {
    const watch = this.#watchOf(session);
    return watch === undefined || watch.standing.mood !== 'asks' ? [] : watch.witness.answers(rowsOf(watch));
  }

  /** Is it at its prompt now? What does not run is. */
  looksOf(session: string): Looks {
    const watch = this.#watchOf(session);
    return watch?.witness.looks(rowsOf(watch)) ?? 'prompt';
  }

  /** The watch of a running program; none of one that has ended. */
  #watchOf(name: string): Watch | undefined {
    const live = this.#own.sessions.find(name);
    const session = this.#own.world.state.sessions[name];
    if (live?.pty === undefined || session === undefined) return undefined;
    return this.#watches.get(live) ?? this.#begin(live, session);
  }

  #begin(live: Live, {agent}: Session): Watch {
    const {world} = this.#own;
    const watch: Watch = {
      live,
      agent,
      witness: new Witness(),
      standing: firstStanding,
      isLoading: agent !== 'shell',
    };
    this.#watches.set(live, watch);
    const {mood} = firstStanding;
    world.signal([{type: 'session-signal', session: live.name, mood, mood_since: this.#now(), mood_seen: false}]);
    if (watch.isLoading) world.background('read the rules of an agent', () => this.#load(watch));
    return watch;
  }

  async #load(watch: Watch): Promise<void> {
    const {rules, log} = this.#own;
    const {file, problems} = await rules(watch.agent);
    if (problems.length > 0) log.say('rules cannot be used', {agent: watch.agent, problems});
    watch.isLoading = false;
    if (file !== undefined) {
      watch.witness.readBy(makeReader(file), this.#now());
      this.#judgeLate(watch, STARTING_MS);
    }
    this.#judge(watch);
    this.#lookSoon(watch);
  }

  /** Whoever shows nothing has a reason after a while; that counts from the end of the set-up. */
  #judgeLate(watch: Watch, ms: number): void {
    this.#own.ports.after(ms, () => {
      const leftMs = watch.live.startedAt + STARTING_MS - this.#ms();
      if (leftMs > 0) this.#judgeLate(watch, leftMs);
      else this.#judge(watch);
    });
  }

  #judgeAll(): void {
    for (const session of Object.values(this.#own.world.state.sessions)) {
      const watch = isLive(session) ? this.#watchOf(session.name) : undefined;
      if (watch === undefined) continue;
      this.#judge(watch);
      this.#lookSoon(watch);
    }
  }

  #told(live: Live, take: (witness: Witness, now: string) => void): void {
    const watch = this.#watchOf(live.name);
    if (watch === undefined) return;
    take(watch.witness, this.#now());
    this.#judge(watch);
  }

  #heard(live: Live): void {
    const watch = this.#watchOf(live.name);
    if (watch !== undefined) this.#lookSoon(watch);
  }

  #lookSoon(watch: Watch): void {
    if (watch.look === undefined) this.#lookLater(watch, LOOK_MS, this.#ms());
  }

  #lookLater(watch: Watch, ms: number, since: number): void {
    const timer = this.#own.ports.after(ms, () => {
      watch.look = undefined;
      const quietMs = this.#ms() - watch.live.outputAt;
      const isMoving = quietMs < REST_MS || watch.live.engine.modes.synchronised;
      if (isMoving && this.#ms() - since < LATEST_MS) this.#lookLater(watch, REST_MS, since);
      else this.#look(watch);
    });
    watch.look = {timer, since};
  }

  /** Look at the terminal: what it shows, and what runs in it. */
  #look(watch: Watch): void {
    const {live, witness} = watch;
    if (live.pty === undefined) return;
    witness.screen(rowsOf(watch), this.#now());
    const mood = live.pty.isBusy() === true ? 'working' : 'idle';
    // An agent that was typed into a shell speaks no more when the shell is back.
    if (watch.agent === 'shell' && mood === 'idle' && watch.process?.mood === 'working') witness.drop();
    if (watch.process?.mood !== mood) watch.process = {source: 'process', mood, since: this.#now(), why: RUNS[mood]};
    this.#judge(watch);
  }

  /** Judge, and tell it; rest is told when it has lasted. */
  #judge(watch: Watch): void {
    const {live, standing} = watch;
    const session = this.#own.world.state.sessions[live.name];
    if (live.pty === undefined || session === undefined) return;
    const verdict = judge(this.#factsOf(watch, session));
    const waitMs = waitMsOf(verdict, standing.mood);
    if (waitMs === 0) this.#settle(watch, this.#own.isWatched(live.name));
    else watch.rest ??= this.#restLater(watch, waitMs);
  }

  #restLater(watch: Watch, ms: number): Disposable {
    return this.#own.ports.after(ms, () => {
      const quietMs = this.#ms() - watch.live.outputAt;
      const isLoop = watch.witness.evidence.length === 0 && quietMs < IDLE_MS;
      // A loop of short commands is work, though a shell is at its prompt between them.
      if (isLoop) watch.rest = this.#restLater(watch, IDLE_MS - quietMs);
      else this.#settle(watch, this.#own.isWatched(watch.live.name));
    });
  }

  #settle(watch: Watch, isWatched: boolean): void {
    const {live, standing: before} = watch;
    const {world} = this.#own;
    const session = world.state.sessions[live.name];
    watch.rest?.[Symbol.dispose]();
    watch.rest = undefined;
    if (live.pty === undefined || session === undefined) return;
    const verdict = judge(this.#factsOf(watch, session));
    const {mood, isSeen} = (watch.standing = standingAfter(before, verdict, isWatched));
    const changed = mood === before.mood ? {} : {mood, mood_since: this.#now()};
    const why = {mood_why: clean(verdict.why), mood_source: verdict.source, mood_seen: isSeen};
    world.signal([{type: 'session-signal', session: live.name, ...changed, ...why}]);
  }

  /** Its new record was judged already, and then it was given the signals of the old one. */
  #renamed(session: string): void {
    const {mood = 'starting'} = this.#watchOf(session)?.standing ?? {};
    this.#own.world.signal([{type: 'session-signal', session, mood, mood_since: this.#now()}]);
  }

  #ended(name: string): void {
    const {world, sessions} = this.#own;
    const live = sessions.find(name);
    const watch = live === undefined ? undefined : this.#watches.get(live);
    watch?.rest?.[Symbol.dispose]();
    watch?.look?.timer[Symbol.dispose]();
    const session = world.state.sessions[name];
    if (session === undefined) return;
    world.signal([
      {type: 'session-signal', session: name, mood_why: recordOf(this.#own, session).why, mood_seen: false},
    ]);
  }

  #factsOf({live, witness, process, isLoading}: Watch, session: Session): Facts {
    return {
      record: session.status === 'active' ? undefined : recordOf(this.#own, session),
      task: taskOf(this.#own.world.state, session),
      said: witness.evidence,
      process,
      isUnread: isLoading || (witness.reader !== undefined && !witness.hasSpoken),
      startedAt: new Date(live.startedAt).toISOString(),
      now: this.#now(),
    };
  }

  #ms(): number {
    return this.#own.ports.now().getTime();
  }

  #now(): string {
    return this.#own.ports.now().toISOString();
  }
}

const RUNS = {working: 'a program is in the foreground', idle: 'at its prompt'} as const;

/** The rows that the rules for a program look at. */
const rowsOf = ({live, witness}: Watch): readonly string[] => lastRows(live.engine, witness.reader?.rows ?? 0);
