/**
 * One attached client: its view, what it types, its frames. At most one frame is under way to it; when it is ready again it
 * gets the newest state, so a slow terminal costs frames, not memory.
 */
import {Fault} from '../../core/fault.ts';
import {panesOf, type PaneLeaf} from '../../core/layout.ts';
import {innerOf, isTooSmall, type Areas, type View} from '../../core/view.ts';
import {encodePainted, KIND, type Frame} from '../../protocol/frame.ts';
import type {Connection} from '../../protocol/connection.ts';
import {InputDecoder} from '../../terminal/input.ts';
import type {Caller} from '../caller.ts';
import type {Chrome} from '../chrome.ts';
import type {Server} from '../server.ts';
import type {Live} from '../sessions.ts';
import {performAction} from './actions.ts';
import type {Desk, Outcome} from './desk.ts';
import {take} from './hands.ts';
import type {Painter} from './painter.ts';
import {outcomeOf} from './outcomes.ts';
import {runVerb} from './run.ts';

/** A lone Escape is one after this time, milliseconds; longer than the bytes of a sequence take over a slow link. */
const ESCAPE_MS = 30;
/** The shortest time between frames while output floods, milliseconds. */
const FRAME_MS = 16;
/** A read of this size is part of a flood, bytes; an echo is a few. */
const FLOOD_BYTES = 1024;
/** So many such reads, more than others, make the frames keep their rhythm. */
const FLOOD_READS = 2;
/** How long a program may hold its picture back with DEC 2026, milliseconds. */
const HOLD_MS = 150;

type Own = {
  readonly id: number;
  readonly server: Server;
  readonly connection: Connection;
  readonly chrome: Chrome;
  readonly painter: Painter;
  readonly caller: Caller;
  /** The view changed; it is worth keeping. */
  readonly onChange: (view: View) => void;
};

/** A client that looks and types. */
export class Attached implements Desk {
  readonly id: number;
  readonly server: Server;
  readonly #own: Own;
  readonly #decoder = new InputDecoder();
  #view: View;
  #escape: Disposable | undefined;
  #frameTimer: {readonly due: number; readonly timer: Disposable} | undefined;
  /** The number of the frame under way, 0 for none. */
  #underWay = 0;
  #number = 0;
  #isDue = false;
  #paintedAt = 0;
  /** Since when programs hold their pictures back. */
  readonly #heldSince = new WeakMap<Live, number>();
  #pressure = 0;

  constructor(own: Own, view: View) {
    this.#own = own;
    this.id = own.id;
    this.server = own.server;
    this.#view = view;
    for (const pane of panesOf(view.layout)) this.claim(pane.session);
    this.#paint();
  }

  get view(): View {
    return this.#view;
  }

  get areas(): Areas {
    return this.#own.painter.areas;
  }

  /** Frames of the client: what was typed, and that a frame has been taken. */
  receive({kind, payload}: Frame): void {
    if (kind === KIND.input) this.#input(payload);
    if (kind !== KIND.taken || payload.length < 4 || payload.readUInt32BE(0) !== this.#underWay) return;
    this.#underWay = 0;
    if (this.#isDue) this.#soon();
  }

  resize(cols: number, rows: number): void {
    if (!Number.isInteger(cols) || !Number.isInteger(rows) || cols < 1 || rows < 1 || cols > 2000 || rows > 1000)
      return;
    if (cols === this.#view.cols && rows === this.#view.rows) return;
    this.set({cols, rows});
    for (const pane of panesOf(this.#view.layout)) this.claim(pane.session);
    this.redraw();
  }

  /** A session has new output. Shown at once if it is an echo, in the rhythm of frames if it is a flood. */
  heard(live: Live, bytes: number): void {
    if (!panesOf(this.#view.layout).some(it => it.session === live.name)) return;
    this.#pressure = bytes >= FLOOD_BYTES ? Math.min(8, this.#pressure + 1) : Math.max(0, this.#pressure - 1);
    if (!this.#isHeld(live)) this.#soon();
  }

  /** Moods, titles or nouns changed. */
  touched(): void {
    this.#own.painter.touch();
    this.#soon();
  }

  chromeDrawn(): void {
    this.#own.painter.takeChrome();
    this.#soon();
  }

  set(change: Partial<Omit<View, 'version'>>): void {
    this.#view = {...this.#view, ...change, version: this.#view.version + 1};
    this.#own.painter.show(this.#view);
    this.#own.chrome.show(this.id, this.#view);
    this.#own.onChange(this.#view);
    this.#soon();
  }

  run(argv: readonly string[], after?: Outcome['after']): void {
    const {caller, server} = this.#own;
    const usual = outcomeOf(this, argv[0] ?? '');
    const outcome = after === undefined ? usual : {...usual, after};
    server.world.background(`verb ${argv[0] ?? ''}`, () => runVerb(this, {argv, caller, outcome}));
  }

  perform(action: string): void {
    performAction(this, action);
  }

  claim(session: string): void {
    const inner = isTooSmall(this.#view) ? undefined : innerOf(this.#view, session);
    if (inner !== undefined && inner.cols > 0 && inner.rows > 0) {
      this.server.sessions.size = {cols: inner.cols, rows: inner.rows};
      this.server.sessions.resize(session, inner);
    }
  }

  scrolledBack(pane: PaneLeaf): number {
    return this.#own.painter.scrolledBack(pane);
  }

  redraw(): void {
    this.#own.painter.invalidate();
    this.#soon();
  }

  detach(): void {
    this.#own.connection.end({type: 'bye', reason: 'detached'});
  }

  /** The client is gone. */
  close(): void {
    this.#escape?.[Symbol.dispose]();
    this.#frameTimer?.timer[Symbol.dispose]();
    this.#own.chrome.close(this.id);
  }

  #input(bytes: Buffer): void {
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
    for (const token of tokens)
      try {
        take(this, token);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) this.server.log.bug('input', thrown);
      }
  }

  #now(): number {
    return this.server.ports.now().getTime();
  }

  /** Is the program in the middle of a picture? Not for ever: it may have died there. */
  #isHeld(live: Live): boolean {
    if (!live.engine.modes.synchronised) {
      this.#heldSince.delete(live);
      return false;
    }
    const since = this.#heldSince.get(live);
    if (since !== undefined) return this.#now() - since < HOLD_MS;
    this.#heldSince.set(live, this.#now());
    this.#later(HOLD_MS);
    return true;
  }

  /** Paint now, or when the frame under way is taken, or when the time for the next has come. */
  #soon(): void {
    this.#isDue = true;
    if (this.#underWay !== 0) return;
    const since = this.#now() - this.#paintedAt;
    if (since >= FRAME_MS || this.#pressure < FLOOD_READS) this.#paint();
    else this.#later(FRAME_MS - since);
  }

  /** Look again after a while; an earlier time takes the place of a later one. */
  #later(ms: number): void {
    const due = this.#now() + ms;
    if (this.#frameTimer !== undefined && this.#frameTimer.due <= due) return;
    this.#frameTimer?.timer[Symbol.dispose]();
    const timer = this.server.ports.after(ms, () => {
      this.#frameTimer = undefined;
      this.#soon();
    });
    this.#frameTimer = {due, timer};
  }

  #paint(): void {
    this.#isDue = false;
    const bytes = this.#own.painter.frame();
    if (bytes === undefined) return;
    this.#paintedAt = this.#now();
    this.#number = (this.#number % 0xffff_fffe) + 1;
    this.#underWay = this.#number;
    this.#own.connection.write(encodePainted(this.#number, bytes));
  }
}
