/**
 * Puts one client's picture together: the chrome's cells, the panes' borders and rows, what lies over them, the cursor.
 * Only rows that changed are touched; the compositor sends only cells that differ.
 */
import {shortNameOf} from '../../core/board.ts';
import type {Look} from '../../core/chrome.ts';
import type {Session} from '../../core/nouns/session.ts';
import type {PlacedPane, Rect} from '../../core/layout.ts';
import type {Reading} from '../../core/reading.ts';
import {asciiOf, mark} from '../../core/signs.ts';
import {areasOf, isTooSmall, SMALLEST, type Areas, type View} from '../../core/view.ts';
import {ATTR, CELL, Grid, type GraphemeTable, type LinkTable} from '../../terminal/cells.ts';
import {Compositor, type Colours} from '../../terminal/compositor.ts';
import {drawRow, drawText, fillRect, toAscii} from '../../terminal/draw.ts';
import {drawFrames} from '../../terminal/frames.ts';
import {linesOf} from '../../terminal/lines.ts';
import type {Chrome} from '../chrome.ts';
import type {Live} from '../live.ts';
import type {Sessions} from '../sessions.ts';
import type {World} from '../world.ts';
import {cursorIn, topRow} from './cursors.ts';
import {highlight, highlightsOf} from './highlights.ts';
import {drawPlace, drawTyping} from './reading-lines.ts';
import {RowStamps} from './stamps.ts';
import {moodNamed, paneTitle, placeInText, sizeNote, toneOf, windowTitle} from './titles.ts';

type Own = {
  readonly client: number;
  readonly world: World;
  readonly sessions: Sessions;
  readonly chrome: Chrome;
  readonly graphemes: GraphemeTable;
  readonly links: LinkTable;
  readonly stamps: WeakMap<Live, RowStamps>;
  readonly colours: Colours;
  readonly look: Look;
};

/** One client's painter. */
export class Painter {
  readonly #own: Own;
  readonly #compositor: Compositor;
  #look: Look;
  #chrome: Grid;
  /** Where things were in the views that the chrome was asked to draw, by version. */
  readonly #asked = new Map<number, Areas>();
  /** The version of the view that the chrome's cells show; 0 while there are none. */
  #shown = 0;
  #view: View;
  #areas: Areas;
  #whole = true;
  /** The size has changed, and the chrome is about to come: until then the terminal keeps the old picture. */
  #isHeld = false;
  /** The stamp up to which each pane's rows were drawn. */
  readonly #drawn = new Map<number, {live: Live; stamp: number; size: string}>();
  #row = new Uint32Array(0);

  constructor(own: Own, view: View) {
    this.#own = own;
    this.#look = own.look;
    this.#view = view;
    this.#areas = areasOf(view);
    this.#asked.set(view.version, this.#areas);
    this.#chrome = new Grid(view.cols, view.rows);
    this.#compositor = new Compositor({
      cols: view.cols,
      rows: view.rows,
      colours: own.colours,
      graphemes: own.graphemes,
      links: own.links,
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
      this.#isHeld = true;
    }
    this.#view = view;
    this.#areas = areasOf(view);
    this.#asked.set(view.version, this.#areas);
    this.#whole = true;
  }

  /** The terminal is another kind than it was taken for. */
  relook(look: Look): void {
    this.#look = look;
    this.#whole = true;
  }

  /** The chrome has drawn, or takes too long: the cells that there are come with the next frame. */
  takeChrome(): void {
    this.#isHeld = false;
    const version = this.#own.chrome.read(this.#own.client, this.#chrome);
    if (version === 0) return;
    this.#shown = version;
    for (const old of this.#asked.keys()) if (old < version) this.#asked.delete(old);
    this.#whole = true;
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
    if (this.#isHeld) return undefined;
    const isWhole = this.#whole || this.#overlays().length > 0 || this.#areas.panes.some(it => this.#isResized(it));
    if (isWhole) {
      this.#drawAll();
      this.#compositor.title = windowTitle(this.#own.world, this.#view, this.#look);
    } else for (const pane of this.#areas.panes) this.#drawPane(pane, false);
    this.#whole = false;
    this.#placeCursor();
    return this.#compositor.frame();
  }

  get #signs(): {readonly ascii: boolean} {
    return {ascii: this.#look.ascii};
  }

  #overlays(): readonly Rect[] {
    return this.#asked.get(this.#shown)?.overlays ?? [];
  }

  #drawAll(): void {
    const {back} = this.#compositor;
    back.cells.set(this.#chrome.cells);
    for (let y = 0; y < back.rows; y++) this.#compositor.touch(y);
    if (isTooSmall(this.#view)) {
      drawText(back, `too small: min ${SMALLEST.cols}${mark.times}${SMALLEST.rows}`, {x: 0, y: 0, ...this.#signs});
      return;
    }
    if (!this.#view.zoomed) this.#drawFrames(back);
    for (const pane of this.#areas.panes) this.#drawPane(pane, true);
    for (const rect of this.#overlays()) this.#copyChrome(back, rect);
  }

  #drawFrames(back: Grid): void {
    const frames = this.#areas.panes.map(pane => ({
      frame: pane.frame,
      title: paneTitle(this.#own.world, pane, this.#readIn(pane)),
      note: sizeNote(pane.inner, this.#own.sessions.find(pane.session)?.engine),
      focused: pane.pane === this.#view.focus && this.#view.hands === 'panes',
      tone: toneOf(moodNamed(this.#own.world, pane.session), this.#look),
    }));
    drawFrames(back, frames);
    if (this.#look.ascii) toAscii(back.cells);
  }

  #readIn({pane, session}: PlacedPane): {reading: Reading; end: number} | undefined {
    const reading = this.#view.reading[pane];
    const engine = this.#own.sessions.find(session)?.engine;
    if (reading === undefined || engine === undefined) return undefined;
    return {reading, end: engine.dropped + engine.historyLines + engine.rows};
  }

  #copyChrome(back: Grid, rect: Rect): void {
    for (let y = rect.y; y < Math.min(rect.y + rect.rows, back.rows); y++)
      back.row(y).set(this.#chrome.row(y).subarray(rect.x * CELL, (rect.x + rect.cols) * CELL), rect.x * CELL);
  }

  /** Copy the rows of a pane that changed since they were last drawn, or all. */
  #drawPane(pane: PlacedPane, isWhole: boolean): void {
    const live = this.#own.sessions.find(pane.session);
    if (live === undefined) {
      this.#drawn.delete(pane.pane);
      if (isWhole) this.#drawAbsent(pane);
      return;
    }
    const stamps = this.#stampsOf(live);
    const before = this.#drawn.get(pane.pane);
    const since = isWhole || before?.live !== live ? -1 : before.stamp;
    this.#drawn.set(pane.pane, {live, stamp: stamps.sweep(), size: sizeOf(live)});
    const reading = this.#view.reading[pane.pane];
    if (reading === undefined) this.#drawLive(pane, live, y => stamps.isNewer(y, since));
    else if (since < 0) this.#drawReading(pane, live, reading);
    if (live.pty === undefined) this.#drawEnded(pane);
  }

  /** Has another client given its session another size? */
  #isResized({pane}: PlacedPane): boolean {
    const drawn = this.#drawn.get(pane);
    return drawn !== undefined && drawn.size !== sizeOf(drawn.live);
  }

  #stampsOf(live: Live): RowStamps {
    const known = this.#own.stamps.get(live);
    if (known !== undefined) return known;
    const made = new RowStamps(live.engine);
    this.#own.stamps.set(live, made);
    return made;
  }

  /** What is beyond a screen that is smaller than its pane is dotted. */
  #drawLive({inner}: PlacedPane, {engine}: Live, isNewer: (y: number) => boolean): void {
    const top = topRow(inner, engine);
    const row = this.#rowOf(engine.cols);
    for (let y = 0; y < inner.rows; y++) {
      if (top + y >= engine.rows) this.#dot({...inner, y: inner.y + y, rows: 1});
      else if (isNewer(top + y)) {
        engine.row(top + y, row);
        this.#put(inner, y, row);
        this.#dot({x: inner.x + engine.cols, y: inner.y + y, cols: inner.cols - engine.cols, rows: 1});
      }
    }
  }

  #dot(rect: Rect): void {
    const char = String.fromCodePoint(this.#look.ascii ? asciiOf(mark.dot.charCodeAt(0)) : mark.dot.charCodeAt(0));
    fillRect(this.#compositor.back, rect, {char, attr: ATTR.dim});
    this.#compositor.touch(rect.y);
  }

  #drawReading(pane: PlacedPane, live: Live, reading: Reading): void {
    const {inner} = pane;
    const lines = linesOf(live.engine, this.#own.graphemes);
    const top = Math.max(lines.first, Math.min(lines.end - 1, reading.top));
    const highlights = highlightsOf({live, lines, reading}, {from: top, to: top + inner.rows});
    for (let y = 0; y < inner.rows; y++) {
      const row = this.#rowOf(Math.max(lines.cols, inner.cols));
      lines.cells(top + y, row);
      for (const it of highlights) if (it.line === top + y) highlight(row, it, this.#look.plain);
      this.#put(inner, y, row);
    }
    const own = {grid: this.#compositor.back, inner, ...this.#signs};
    if (pane.frame === inner) drawPlace(own, placeInText({reading, end: lines.end}, inner));
    if (reading.typing !== undefined) drawTyping(own, reading);
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
    const place = {x: inner.x + 1, maxCols: inner.cols - 2, ...this.#signs};
    const y = inner.y + ((inner.rows - 1) >> 1);
    drawText(back, `"${shortNameOf(session)}" is ${status}: no process runs in it`, {...place, y});
    // In a line of its own: a narrow pane would cut the way out.
    const way = status === 'suspended' ? 'Enter lets it go on' : 'Enter leaves it';
    if (inner.rows > 1) drawText(back, way, {...place, y: y + 1});
  }

  #drawEnded({inner, session}: PlacedPane): void {
    const y = inner.y + inner.rows - 1;
    const text = ` ${shortNameOf(session)} ${endOf(session, this.#own.world.state.sessions[session])} `;
    const place = {x: inner.x, y, maxCols: inner.cols, attr: ATTR.inverse, ...this.#signs};
    drawText(this.#compositor.back, text, place);
    this.#compositor.touch(y);
  }

  #placeCursor(): void {
    const none = {x: 0, y: 0, visible: false, style: 0};
    const pane = this.#areas.panes.find(it => it.pane === this.#view.focus);
    const live = pane === undefined ? undefined : this.#own.sessions.find(pane.session);
    const isOurs = !isTooSmall(this.#view) && this.#view.hands === 'panes' && this.#view.dialog === undefined;
    const shown = isOurs && pane !== undefined && live !== undefined;
    const at = shown ? cursorIn(pane.inner, live, this.#view.reading[pane.pane]) : undefined;
    this.#compositor.cursor = at ?? none;
  }
}

/** How a program came to its end, and what Enter does then. */
const endOf = (name: string, session: Session | undefined): string => {
  if (session?.status === 'suspended') return `is suspended ${mark.dot} Enter lets it go on`;
  const way = name === 'planner' ? 'Enter starts it anew' : 'Enter leaves it';
  return `${session?.reason ?? 'ended'} ${mark.dot} ${way}`;
};

const sizeOf = ({engine}: Live): string => `${engine.cols} ${engine.rows}`;
