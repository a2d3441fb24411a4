/**
 * One attached client: its view, what it types, its frames. At most one frame is under way to it; when it is ready again it
 * gets the newest state, so a slow terminal costs frames, not memory.
 */
import type {Look} from '../../core/chrome.ts';
import {Fault} from '../../core/fault.ts';
import {tablesOf, type Keymap} from '../../core/keymap.ts';
import {panesOf, showInstead} from '../../core/layout.ts';
import {innerOf, isTooSmall, type Areas, type View} from '../../core/view.ts';
import {isSize, type Bye} from '../../protocol/message.ts';
import {InputDecoder} from '../../terminal/input.ts';
import type {Caller} from '../caller.ts';
import type {Gaze} from '../../work/calling.ts';
import type {Chrome} from '../chrome.ts';
import type {ScreenPath} from '../relay.ts';
import type {Server} from '../server.ts';
import type {Live} from '../live.ts';
import {clipboardPrograms, runFirst} from '../desktop.ts';
import {performAction} from './actions.ts';
import {Bell} from './bell.ts';
import type {Desk, Outcome} from './desk.ts';
import {refitDiff} from './diff-hands.ts';
import {take} from './hands.ts';
import {isOpenTo, mayTake, whyNotOpen} from './limits.ts';
import {Outer, QUESTIONS} from './outer.ts';
import type {Painter} from './painter.ts';
import {seeHere, sessionHere} from './panes.ts';
import {Pointer} from './pointer.ts';
import {outcomeOf} from './outcomes.ts';
import {Rhythm, type Sent} from './rhythm.ts';
import {runVerb} from './run.ts';
import {sessionsInSight, Sight} from './sight.ts';

/** A lone Escape is one after this time, milliseconds; longer than the bytes of a sequence take over a slow link. */
const ESCAPE_MS = 30;
/** How long a terminal is waited for that still owes answers when its client leaves, milliseconds. */
const ANSWERS_MS = 200;

/** What may wait to be said to a terminal, characters: the largest clipboard, and some. */
const MOST_WORDS = 3 * 1024 * 1024;

type Own = {
  readonly id: number;
  readonly server: Server;
  readonly path: ScreenPath;
  readonly chrome: Chrome;
  readonly painter: Painter;
  readonly look: Look;
  readonly caller: Caller;
  /** The environment of the client. */
  readonly env: Readonly<Record<string, string>>;
  /** End it, with a word to the client. */
  readonly leave: (bye: Bye) => void;
  /** The view changed; it is worth keeping. */
  readonly onChange: (view: View) => void;
};

/** A client that looks and types. */
export class Attached implements Desk {
  readonly id: number;
  readonly server: Server;
  readonly keys: Keymap;
  readonly chords: ReturnType<typeof tablesOf>;
  readonly #own: Own;
  readonly pointer = new Pointer(this);
  readonly #decoder = new InputDecoder();
  readonly #outer: Outer;
  readonly #sight: Sight;
  readonly bell: Bell;
  /** What is to be said to the terminal besides pictures, in order. */
  #words = '';
  #isLight = false;
  #view: View;
  #escape: Disposable | undefined;
  readonly #rhythm: Rhythm;

  constructor(own: Own, view: View) {
    this.#own = own;
    this.id = own.id;
    this.server = own.server;
    this.keys = own.look.keys;
    this.chords = tablesOf(this.keys);
    this.#view = view;
    this.#outer = new Outer(own.env);
    this.#sight = new Sight(this.#now());
    this.bell = new Bell({outer: this.#outer, tell: it => this.tell(it), now: () => this.#now()});
    this.#rhythm = new Rhythm(own.server.ports, () => this.#send());
    own.path.listen({
      onKeys: bytes => this.#input(bytes),
      onTaken: () => this.#rhythm.taken(),
      onBack: () => this.#back(),
    });
    this.offerSizes();
    this.#rhythm.soon();
    this.tell(QUESTIONS);
  }

  get view(): View {
    return this.#view;
  }

  get areas(): Areas {
    return this.#own.painter.areas;
  }

  /** The panel of leases is on the screen. */
  get seesLeases(): boolean {
    return this.#view.panel.tab === 'leases' && this.areas.panel !== undefined;
  }

  resize(cols: number, rows: number): void {
    if (!isSize(cols, rows)) return;
    if (cols !== this.#view.cols || rows !== this.#view.rows) {
      this.set({cols, rows});
      refitDiff(this);
      this.offerSizes();
    }
    this.redraw();
  }

  /** A session has new output. Shown at once if it is an echo, in the rhythm of frames if it is a flood. */
  heard(live: Live, bytes: number): void {
    if (panesOf(this.#view.layout).some(it => it.session === live.name)) this.#rhythm.heard(live, bytes);
  }

  /** Moods, titles or nouns changed. */
  touched(): void {
    this.#own.painter.touch();
    this.#rhythm.soon();
  }

  chromeDrawn(): void {
    this.#own.painter.takeChrome();
    this.#rhythm.soon();
  }

  set(change: Partial<Omit<View, 'version'>>): void {
    this.#view = {...this.#view, ...change, version: this.#view.version + 1};
    this.#own.painter.show(this.#view);
    this.#own.chrome.show(this.id, this.#view);
    this.#own.onChange(this.#view);
    seeHere(this, this.isFocused);
    this.#rhythm.soon();
  }

  run(argv: readonly string[], after?: Outcome['after']): void {
    const {caller, server} = this.#own;
    const usual = outcomeOf(this, argv[0] ?? '');
    const outcome = after === undefined ? usual : {...usual, after};
    server.world.background(`verb ${argv[0] ?? ''}`, () => runVerb(this, {argv, caller, outcome}));
  }

  perform(action: string): void {
    if (isOpenTo(this.#view, action)) performAction(this, action);
    else if (action !== '') this.set({notice: whyNotOpen(this)});
  }

  /** Say something to the terminal that is no picture: it goes before the next one. */
  tell(words: string): void {
    // A terminal that takes nothing must not fill our memory.
    if (this.#words.length + words.length > MOST_WORDS) return;
    this.#words += words;
    this.#rhythm.soon();
  }

  claim(session: string): void {
    if (this.#view.watching === true) return;
    this.server.sessions.theme = this.#outer.theme ?? this.server.sessions.theme;
    const live = this.server.sessions.find(session);
    if (live !== undefined) live.sizedBy = this.id;
    this.#fit(session);
  }

  #fit(session: string): void {
    const inner = isTooSmall(this.#view) ? undefined : innerOf(this.#view, session);
    if (inner !== undefined && inner.cols > 0 && inner.rows > 0) {
      this.server.sessions.size = {cols: inner.cols, rows: inner.rows};
      this.server.sessions.resize(session, inner);
    }
  }

  type(encode: (live: Live) => Uint8Array): void {
    const live = this.server.sessions.find(sessionHere(this));
    if (live?.pty === undefined || this.#view.watching === true) return;
    this.claim(live.name);
    live.pty.write(encode(live));
  }

  toClipboard(text: string): void {
    this.tell(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
    const {env} = this.#own;
    const programs = clipboardPrograms(text, {env, platform: process.platform});
    runFirst(this.server, 'clipboard', {env, programs});
  }

  /** A program that is seen here puts a text into the clipboard. */
  offered(session: string, text: string): void {
    const isSeen = panesOf(this.#view.layout).some(it => it.session === session);
    if (isSeen && this.#view.watching !== true) this.toClipboard(text);
  }

  /** The person is at this terminal, as far as it tells. */
  get isFocused(): boolean {
    return this.#sight.isFocused(this.#now());
  }

  /** What the person can see here. Who only watches can answer nothing: what is seen so is still to be told. */
  get gaze(): Gaze {
    const sees = this.#view.watching === true ? [] : sessionsInSight(this.#view);
    return {client: this.id, isFocused: this.isFocused, sees, form: this.#outer.noticeStyle.form};
  }

  /** Give the sessions on this screen the sizes they have here, but those that another client typed into last. */
  offerSizes(): void {
    if (this.#view.watching === true) return;
    for (const {session} of panesOf(this.#view.layout)) {
      const sizedBy = this.server.sessions.find(session)?.sizedBy ?? this.id;
      if (sizedBy === this.id) this.#fit(session);
    }
  }

  redraw(): void {
    this.#own.painter.invalidate();
    this.#rhythm.soon();
  }

  detach(): void {
    const leave = (): void => this.#own.leave({type: 'bye', reason: 'detached'});
    // Answers that come when nobody reads them here would be typed into the person's shell.
    if (this.#outer.isSettled) leave();
    else this.server.ports.after(ANSWERS_MS, leave);
  }

  /** A session's program has ended: a client that has nothing else to look at goes. */
  ended(session: string): void {
    if (this.#view.alone === true && panesOf(this.#view.layout)[0]?.session === session)
      this.#own.leave({type: 'bye', reason: 'ended'});
  }

  /** A session goes on under another name, in the panes where it was. */
  renamed(from: string, to: string): void {
    const layout = showInstead(this.#view.layout, from, to);
    if (layout !== this.#view.layout) this.set({layout});
  }

  /** The client is gone. */
  close(): void {
    this.#escape?.[Symbol.dispose]();
    this.#rhythm[Symbol.dispose]();
    this.#own.chrome.close(this.id);
    this.server.sessions.release(this.id);
  }

  #input(bytes: Uint8Array): void {
    this.#escape?.[Symbol.dispose]();
    this.#tokens(this.#decoder.feed(bytes));
    this.#flushLater();
  }

  /** What stays unfinished for a while is taken as it is: a lone Escape, or an answer cut short. */
  #flushLater(): void {
    if (!this.#decoder.pending) return;
    this.#escape = this.server.ports.after(ESCAPE_MS, () => {
      this.#tokens(this.#decoder.flush());
      this.#flushLater();
    });
  }

  #tokens(tokens: ReturnType<InputDecoder['feed']>): void {
    for (const token of tokens) {
      this.#sight.take(token, this.#now());
      try {
        if (token.kind === 'reply') this.#answered(token.bytes);
        else if (mayTake(this, token)) take(this, token);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) this.server.log.bug('input', thrown);
      }
    }
    this.server.calls.looked();
    seeHere(this, this.isFocused);
  }

  /** The terminal told something of itself. */
  #answered(bytes: Uint8Array): void {
    const words = this.#outer.take(bytes);
    if (words !== undefined) this.tell(words);
    const light = this.#outer.isLight;
    if (light === this.#isLight) return;
    this.#isLight = light;
    const {chrome, painter, look} = this.#own;
    chrome.relook(this.id, {...look, light});
    painter.relook({...look, light});
    this.#rhythm.soon();
  }

  #back(): void {
    this.tell(this.#outer.settings);
    this.redraw();
  }

  #now(): number {
    return this.server.ports.now().getTime();
  }

  /** Words go alone, and before a picture. */
  #send(): Sent {
    const words = this.#words;
    this.#words = '';
    const bytes = words === '' ? this.#own.painter.frame() : Buffer.from(words);
    if (bytes === undefined) return 'nothing';
    if (words !== '') this.#rhythm.want();
    return this.#own.path.send(bytes) ? 'taken' : 'under way';
  }
}
