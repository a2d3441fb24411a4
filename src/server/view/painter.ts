/**
 * Puts one client's picture together: the chrome's cells, the panes' borders and rows, what lies over them, the cursor.
 * Only rows that changed are touched; the compositor sends only cells that differ.
 */
import {moodOf, shortNameOf} from '../../core/board.ts';
import type {PaneLeaf, PlacedPane, Rect} from '../../core/layout.ts';
import type {Mood} from '../../core/nouns/session.ts';
import {areasOf, isTooSmall, SMALLEST, type Areas, type View} from '../../core/view.ts';
import {ATTR, CELL, Grid, PALETTE, type GraphemeTable} from '../../terminal/cells.ts';
import {Compositor, type Colours} from '../../terminal/compositor.ts';
import {drawRow, drawText, fillRect} from '../../terminal/draw.ts';
import {drawFrames} from '../../terminal/frames.ts';
import type {Chrome} from '../chrome.ts';
import type {Live, Sessions} from '../sessions.ts';
import type {World} from '../world.ts';
import {RowStamps} from './stamps.ts';

type Own = {
  readonly client: number;
  readonly world: World;
  readonly sessions: Sessions;
  readonly chrome: Chrome;
  readonly graphemes: GraphemeTable;
  readonly stamps: WeakMap<Live, RowStamps>;
  readonly colours: Colours;
};

/** The palette colour of a pane's title, by the mood of its session. */
const toneOf: Readonly<Record<Mood, number>> = {
  starting: 8,
  working: 6,
  asks: 3,
  idle: 7,
  done: 2,
  failed: 1,
  suspended: 5,
  gone: 8,
};

/** One client's painter. */
export class Painter {
  readonly #own: Own;
  readonly #compositor: Compositor;
  #chrome: Grid;
  /** Where things were in the views that the chrome was asked to draw, by version. */
  readonly #asked = new Map<number, Areas>();
  /** The version of the view that the chrome's cells show; 0 while there are none. */
  #shown = 0;
  #view: View;
  #areas: Areas;
  #whole = true;
  /** The stamp up to which each pane's rows were drawn. */
  readonly #drawn = new Map<number, {live: Live; stamp: number}>();
  /** The oldest line that each scrolled pane shows: it stays while new output comes. */
  readonly #tops = new Map<number, {scrolled: number; line: number}>();
  #row = new Uint32Array(0);

  constructor(own: Own, view: View) {
    this.#own = own;
    this.#view = view;
    this.#areas = areasOf(view);
    this.#asked.set(view.version, this.#areas);
    this.#chrome = new Grid(view.cols, view.rows);
    this.#compositor = new Compositor({
      cols: view.cols,
      rows: view.rows,
      colours: own.colours,
      graphemes: own.graphemes,
    });
  }

  get areas(): Areas {
    return this.#areas;
  }

  /** Look at another view from now on. */
  show(view: View): void {
    if (view.cols !== this.#view.cols || view.rows !== this.#view.rows) {
      this.#chrome = new Grid(view.cols, view.rows);
      this.#shown = 0;
      this.#asked.clear();
      this.#compositor.resize(view.cols, view.rows);
    }
    this.#view = view;
    for (const pane of this.#tops.keys()) if (view.scrolled[pane] === undefined) this.#tops.delete(pane);
    this.#areas = areasOf(view);
    this.#asked.set(view.version, this.#areas);
    this.#whole = true;
  }

  /** The chrome has drawn: its cells are taken over with the next frame. */
  takeChrome(): void {
    const version = this.#own.chrome.read(this.#own.client, this.#chrome);
    if (version === 0) return;
    this.#shown = version;
    for (const old of this.#asked.keys()) if (old < version) this.#asked.delete(old);
    this.#whole = true;
  }

  /** How many lines a pane is scrolled back by now: output that came since has made it more. */
  scrolledBack({pane, session}: PaneLeaf): number {
    const scrolled = this.#view.scrolled[pane];
    const top = this.#tops.get(pane);
    if (scrolled === undefined || top?.scrolled !== scrolled) return scrolled ?? 0;
    return (this.#own.sessions.find(session)?.engine.historyLines ?? 0) - top.line;
  }

  /** Titles or borders may have changed. */
  touch(): void {
    this.#whole = true;
  }

  /** Forget what the terminal shows: the next frame is whole. */
  invalidate(): void {
    this.#compositor.invalidate();
    this.#whole = true;
  }

  /** @returns the bytes for the terminal, valid until the next call; undefined when nothing differs */
  frame(): Uint8Array | undefined {
    if (this.#whole || this.#overlays().length > 0) this.#drawAll();
    else for (const pane of this.#areas.panes) this.#drawPane(pane, false);
    this.#whole = false;
    this.#placeCursor();
    return this.#compositor.frame();
  }

  #overlays(): readonly Rect[] {
    return this.#asked.get(this.#shown)?.overlays ?? [];
  }

  #drawAll(): void {
    const {back} = this.#compositor;
    back.cells.set(this.#chrome.cells);
    for (let y = 0; y < back.rows; y++) this.#compositor.touch(y);
    if (isTooSmall(this.#view)) {
      drawText(back, `too small: min ${SMALLEST.cols}×${SMALLEST.rows}`, {x: 0, y: 0});
      return;
    }
    if (!this.#view.zoomed) this.#drawFrames(back);
    for (const pane of this.#areas.panes) this.#drawPane(pane, true);
    for (const rect of this.#overlays()) this.#copyChrome(back, rect);
  }

  #drawFrames(back: Grid): void {
    const frames = this.#areas.panes.map(pane => ({
      frame: pane.frame,
      title: this.#titleOf(pane),
      focused: pane.pane === this.#view.focus && this.#view.hands === 'panes',
      tone: PALETTE | toneOf[this.#moodOf(pane.session)],
    }));
    drawFrames(back, frames, {ascii: this.#own.colours === 'none'});
  }

  #moodOf(name: string): Mood {
    const {state, signals} = this.#own.world;
    const session = state.sessions[name];
    return session === undefined ? 'gone' : moodOf(session, signals);
  }

  #titleOf({session, pane}: PlacedPane): string {
    const {agent = 'none'} = this.#own.world.state.sessions[session] ?? {};
    const back = this.#view.scrolled[pane];
    const mood = this.#moodOf(session);
    return [shortNameOf(session), agent, mood, ...(back === undefined ? [] : [`↑${back}`])].join(' · ');
  }

  #copyChrome(back: Grid, rect: Rect): void {
    for (let y = rect.y; y < Math.min(rect.y + rect.rows, back.rows); y++)
      back.row(y).set(this.#chrome.row(y).subarray(rect.x * CELL, (rect.x + rect.cols) * CELL), rect.x * CELL);
  }

  /** Copy the rows of a pane that changed since they were last drawn, or all. */
  #drawPane(pane: PlacedPane, isWhole: boolean): void {
    const live = this.#own.sessions.find(pane.session);
    if (live === undefined) {
      if (isWhole) this.#drawAbsent(pane);
      return;
    }
    const stamps = this.#stampsOf(live);
    const before = this.#drawn.get(pane.pane);
    const since = isWhole || before?.live !== live ? -1 : before.stamp;
    this.#drawn.set(pane.pane, {live, stamp: stamps.sweep()});
    const scrolled = this.#view.scrolled[pane.pane];
    if (scrolled === undefined) this.#drawLive(pane, live, y => stamps.isNewer(y, since));
    else if (since < 0) this.#drawHistory(pane, live, scrolled);
    if (live.pty === undefined) this.#drawEnded(pane);
  }

  #stampsOf(live: Live): RowStamps {
    const known = this.#own.stamps.get(live);
    if (known !== undefined) return known;
    const made = new RowStamps(live.engine);
    this.#own.stamps.set(live, made);
    return made;
  }

  #drawLive({inner}: PlacedPane, {engine}: Live, isNewer: (y: number) => boolean): void {
    const top = topRow(inner, engine);
    for (let y = 0; y < inner.rows; y++) {
      if (top + y < engine.rows && !isNewer(top + y)) continue;
      const row = this.#rowOf(engine.cols);
      if (top + y < engine.rows) engine.row(top + y, row);
      else row.fill(0);
      this.#put(inner, y, row);
    }
  }

  #drawHistory({inner, pane}: PlacedPane, {engine}: Live, scrolled: number): void {
    const known = this.#tops.get(pane);
    const first = known?.scrolled === scrolled ? known.line : engine.historyLines - scrolled;
    this.#tops.set(pane, {scrolled, line: first});
    for (let y = 0; y < inner.rows; y++) {
      const row = this.#rowOf(engine.cols);
      const line = first + y;
      if (line < 0 || line - engine.historyLines >= engine.rows) row.fill(0);
      else if (line < engine.historyLines) engine.historyRow(line, row);
      else engine.row(line - engine.historyLines, row);
      this.#put(inner, y, row);
    }
  }

  #rowOf(cols: number): Uint32Array {
    if (this.#row.length !== cols * CELL) this.#row = new Uint32Array(cols * CELL);
    return this.#row;
  }

  #put(inner: Rect, y: number, row: Uint32Array): void {
    drawRow(this.#compositor.back, {rect: inner, y}, row);
    this.#compositor.touch(inner.y + y);
  }

  #drawAbsent({inner, session}: PlacedPane): void {
    const {back} = this.#compositor;
    fillRect(back, inner, {});
    const status = this.#own.world.state.sessions[session]?.status ?? 'not open';
    const text = `"${shortNameOf(session)}" is ${status}: no process runs in it · Enter leaves it`;
    drawText(back, text, {x: inner.x + 1, y: inner.y + (inner.rows >> 1), maxCols: inner.cols - 2});
  }

  #drawEnded({inner, session}: PlacedPane): void {
    const {reason = 'ended'} = this.#own.world.state.sessions[session] ?? {};
    const y = inner.y + inner.rows - 1;
    const text = ` ${shortNameOf(session)} ${reason} · ${session === 'planner' ? 'Enter starts it anew' : 'Enter leaves it'} `;
    drawText(this.#compositor.back, text, {x: inner.x, y, maxCols: inner.cols, attr: ATTR.inverse});
    this.#compositor.touch(y);
  }

  #placeCursor(): void {
    this.#compositor.cursor = {x: 0, y: 0, visible: false, style: 0};
    if (isTooSmall(this.#view)) return;
    const pane = this.#areas.panes.find(it => it.pane === this.#view.focus);
    const live = pane === undefined ? undefined : this.#own.sessions.find(pane.session);
    if (pane === undefined || live?.pty === undefined || !this.#hasKeys(pane)) return;
    const {engine} = live;
    const {x, y, visible, style} = engine.cursor;
    const at = {x, y: y - topRow(pane.inner, engine)};
    if (at.x >= pane.inner.cols || at.y >= pane.inner.rows) return;
    this.#compositor.cursor = {x: pane.inner.x + at.x, y: pane.inner.y + at.y, visible, style};
  }

  #hasKeys({pane}: PlacedPane): boolean {
    const {hands, dialog, scrolled} = this.#view;
    return hands === 'panes' && dialog === undefined && scrolled[pane] === undefined;
  }
}

/** A screen that is taller than its pane is cropped at the top as far as its cursor stays in sight. */
const topRow = (inner: Rect, {rows, cursor}: {rows: number; cursor: {y: number}}): number =>
  Math.max(0, Math.min(rows - inner.rows, cursor.y - inner.rows + 1));
