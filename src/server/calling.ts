/** Calls the person when a session begins to wait for them, and passes on what programs themselves have to tell. */
import {basename} from 'node:path';
import {shortNameOf} from '../core/board.ts';
import {isCalling, quietMsLeft} from '../core/calling.ts';
import type {Event} from '../core/event.ts';
import type {Mood} from '../core/nouns/session.ts';
import type {Notice} from '../terminal/engine.ts';
import {isOldNews, isSeen, judge, waysOf, wordsOf, type Rules, type Verdict} from '../work/calling.ts';
import type {Clients} from './clients.ts';
import {noticePrograms, runFirst} from './desktop.ts';
import type {Log} from './log.ts';
import type {Ports} from './ports.ts';
import type {Sessions} from './sessions.ts';
import type {Configuration} from './settings.ts';
import type {World} from './world.ts';

/** A notice of a program so shortly before its mood changes is of the same thing, milliseconds. */
const SAME_MS = 10_000;
/** The shortest time between notices of one program, milliseconds. */
const NOTICE_MS = 1000;

type Own = {
  readonly world: World;
  readonly sessions: Sessions;
  readonly clients: Clients;
  readonly config: Configuration;
  readonly ports: Ports;
  readonly log: Log;
  /** The primary worktree. */
  readonly root: string;
  /** Of the server's process: the desktop of whoever started it, until somebody attaches. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** What is known of one session. Times are milliseconds since 1970. */
type Waiting = {
  session: string;
  mood?: Mood;
  /** How far the episode is that began with the mood: nobody decided, put off, told by us, or nothing more to say. */
  stage: 'new' | 'later' | 'told' | 'over';
  timer?: Disposable | undefined;
  calledAt?: number;
  /** When a notice of the program was passed on outside of an episode. */
  spokeAt: number;
  /** When the program last had a notice, passed on or not. */
  noticeAt: number;
};

/** All calls of the server. */
export class Calls {
  readonly #own: Own;
  readonly #waiting = new Map<string, Waiting>();

  constructor(own: Own) {
    this.#own = own;
    own.world.listen({
      onSignals: signals => {
        for (const it of signals)
          if (it.type === 'session-signal' && it.mood !== undefined) this.#changed(it.session, it.mood);
      },
      onEvents: events => this.#passOver(events),
    });
    own.sessions.listen({
      onNotice: (name, notice) => this.#spoke(name, notice),
      onEnd: name => end(this.#of(name)),
      onRename: (from, to) => this.#renamed(from, to),
    });
  }

  /** Somebody did something at a terminal: what is in sight there needs no call any more. */
  looked(): void {
    const open = [...this.#waiting.values()].filter(it => it.stage === 'new' || it.stage === 'later');
    if (open.length === 0) return;
    const {gazes} = this.#own.clients;
    for (const it of open) if (isSeen(it.session, gazes)) end(it);
  }

  #of(session: string): Waiting {
    const found = this.#waiting.get(session);
    if (found !== undefined) return found;
    const made: Waiting = {session, stage: 'over', spokeAt: -Infinity, noticeAt: -Infinity};
    this.#waiting.set(session, made);
    return made;
  }

  #changed(session: string, mood: Mood): void {
    const it = this.#of(session);
    if (it.mood === mood) return;
    end(it);
    it.mood = mood;
    const {state} = this.#own.world;
    const record = state.sessions[session];
    if (!isCalling(mood) || record === undefined || isOldNews(record, state)) return;
    const isTold = this.#now() - it.spokeAt <= SAME_MS;
    it.spokeAt = -Infinity;
    if (isTold) return;
    it.stage = 'new';
    this.#judgeSoon(it);
  }

  /** What the person brings about is no news to them. The mood that follows from an event is told before the event is. */
  #passOver(events: readonly Event[]): void {
    const {state} = this.#own.world;
    const own = events.flatMap(it => (it.type === 'task-moved' && it.actor === 'user' ? [it.task_id] : []));
    for (const it of this.#waiting.values()) {
      const task = state.sessions[it.session]?.task_id;
      if (it.stage === 'new' && task !== undefined && own.includes(task)) end(it);
    }
  }

  #judgeSoon(it: Waiting): void {
    this.#own.world.background('call', async () => {
      const rules = await this.#rules();
      if (it.stage === 'new' || it.stage === 'later') this.#judge(it, rules);
    });
  }

  #judge(it: Waiting, rules: Rules): void {
    const {clients, ports, log} = this.#own;
    const {session, mood, calledAt} = it;
    if (mood === undefined) return;
    const now = ports.now();
    const verdict = judge({session, mood, calledAt}, {gazes: clients.gazes, rules, now});
    log.say('call', {session, mood, ...verdict});
    end(it);
    if (verdict.is === 'later') {
      it.stage = 'later';
      it.timer = ports.after(verdict.ms, () => this.#judgeSoon(it));
    } else if (verdict.is === 'now') {
      it.stage = 'told';
      it.calledAt = now.getTime();
      this.#call(session, mood, verdict);
    }
  }

  #call(name: string, mood: Mood, {ways, onDesktop}: Extract<Verdict, {is: 'now'}>): void {
    const {world, clients, root} = this.#own;
    const session = world.state.sessions[name];
    if (session === undefined) return;
    const why = world.signals.sessions[name]?.mood_why;
    const words = wordsOf({session, mood, why}, {state: world.state, repository: basename(root)});
    clients.notify(name, words, ways);
    if (!onDesktop) return;
    const env = Object.keys(clients.lastEnv).length > 0 ? clients.lastEnv : this.#own.env;
    runFirst(this.#own, 'notice', {env, programs: noticePrograms(words, {env, platform: process.platform})});
  }

  /** A program has something to tell. Within an episode that we told of, it is the same once more. */
  #spoke(session: string, {title, body}: Notice): void {
    const it = this.#of(session);
    const now = this.#now();
    if (now - it.noticeAt < NOTICE_MS) return;
    it.noticeAt = now;
    this.#own.world.background('notice', async () => {
      const {notify, quiet_hours} = await this.#rules();
      const {clients, ports} = this.#own;
      const ways = waysOf(clients.gazes, notify);
      const at = ports.now();
      if (it.stage === 'told' || ways.length === 0 || quietMsLeft(quiet_hours, at) > 0) return;
      const name = shortNameOf(it.session);
      clients.notify(it.session, {title: title === undefined ? name : `${name}: ${title}`, body}, ways);
      if (isCalling(it.mood)) end(it);
      else it.spokeAt = at.getTime();
    });
  }

  #renamed(from: string, to: string): void {
    const it = this.#of(from);
    // Its mood was told under the new name, as if it had begun there.
    end(this.#of(to));
    this.#waiting.delete(from);
    it.session = to;
    this.#waiting.set(to, it);
  }

  async #rules(): Promise<Rules> {
    return (await this.#own.config.read()).settings;
  }

  #now(): number {
    return this.#own.ports.now().getTime();
  }
}

/** Nothing more is to be said in this episode. */
const end = (it: Waiting): void => {
  it.timer?.[Symbol.dispose]();
  it.timer = undefined;
  it.stage = 'over';
};
