/** The mouse: focus, scrolling, choosing text, dragging borders, clicks beside the panes, and programs that want it. */
import {borderAt, moveBorder, type Border} from '../../core/borders.ts';
import {contains, panesOf, type PaneId, type PlacedPane} from '../../core/layout.ts';
import {orderedEnds, selectionOf, type Selection, type Spot} from '../../core/reading.ts';
import {paneArea} from '../../core/view.ts';
import {encodeKey, encodeMouse} from '../../terminal/encode.ts';
import type {MouseToken} from '../../terminal/input.ts';
import {textOfSelection, wordAt} from '../../terminal/selection.ts';
import type {Live} from '../live.ts';
import {clickBeside, clickPanel} from './clicks.ts';
import {copyText, pasteCopied} from './copying.ts';
import type {Desk} from './desk.ts';
import {diffMouse} from './diff-hands.ts';
import {focusPane} from './panes.ts';
import {leave, readOf, scrollBy, setReading, type Read} from './read.ts';
import {scrollTextBy} from './text.ts';

/** Lines one notch of the wheel goes. */
const WHEEL_LINES = 3;
/** Presses on one cell within this time count together, milliseconds. */
const CLICKS_MS = 400;
/** How often a drag beyond the pane scrolls, milliseconds. */
const DRAG_SCROLL_MS = 50;

/** What the button that is held down does. */
type Hold =
  | {readonly kind: 'program'; readonly pane: PaneId}
  | {readonly kind: 'border'; readonly border: Border}
  | {
      readonly kind: 'select';
      readonly pane: PaneId;
      /** What was pressed on: a spot, a word or a line. */
      readonly origin: Selection;
      readonly wasLive: boolean;
    };

/** One client's mouse. */
export class Pointer {
  readonly #desk: Desk;
  #hold: Hold | undefined;
  #clicks = {at: -Infinity, x: -1, y: -1, count: 0};
  #scrolling: Disposable | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  take(token: MouseToken): void {
    const {view} = this.#desk;
    if (token.action !== 'drag') this.#stopScrolling();
    if (view.dialog !== undefined) this.#inDialog(token);
    else if (this.#hold !== undefined && (token.action === 'drag' || token.action === 'release')) this.#held(token);
    else this.#fresh(token);
  }

  #inDialog(token: MouseToken): void {
    const {dialog} = this.#desk.view;
    this.#hold = undefined;
    const lines = linesOf(token.action);
    if (dialog?.kind === 'diff') diffMouse(this.#desk, dialog, {...token, lines});
    if (lines === undefined) return;
    if (dialog?.kind === 'text') scrollTextBy(this.#desk, dialog, -lines);
  }

  #fresh(token: MouseToken): void {
    const desk = this.#desk;
    const {areas, view} = desk;
    const overlay = areas.overlays.at(-1);
    if (overlay !== undefined && contains(overlay, token.x, token.y)) {
      clickPanel(desk, token);
      return;
    }
    const pane = areas.panes.find(it => contains(it.inner, token.x, token.y));
    const border = pane === undefined && !view.zoomed ? borderAt(view.layout, paneArea(view), token) : undefined;
    if (pane !== undefined) this.#inPane(pane, token);
    else if (border === undefined) clickBeside(desk, token);
    else if (token.action === 'press' && token.button === 0) this.#hold = {kind: 'border', border};
  }

  #inPane(pane: PlacedPane, token: MouseToken): void {
    const desk = this.#desk;
    const isElsewhere = pane.pane !== desk.view.focus || desk.view.hands === 'panel';
    const lines = linesOf(token.action);
    const isPress = token.action === 'press';
    if (isPress && isElsewhere) focusPane(desk, pane.pane);
    if (wantsMouse(desk, pane) && !token.alt) {
      // The click that brings the focus is not for the program.
      if (isPress && isElsewhere) return;
      if (isPress) this.#hold = {kind: 'program', pane: pane.pane};
      passMouse(desk, pane, token);
    } else if (lines !== undefined) wheel(desk, pane, lines);
    else this.#button(pane, token);
  }

  #button(pane: PlacedPane, token: MouseToken): void {
    if (token.action !== 'press') return;
    if (token.button === 0) this.#press(pane, token);
    if (token.button === 1) pasteCopied(this.#desk);
  }

  /** Once a spot, twice a word, three times a line. */
  #press(pane: PlacedPane, token: MouseToken): void {
    const read = readOf(this.#desk, pane.pane);
    if (read === undefined) return;
    const count = this.#count(token);
    const origin = granule(read, spotAt(read, token), count);
    const wasLive = this.#desk.view.reading[pane.pane] === undefined;
    this.#hold = {kind: 'select', pane: pane.pane, origin, wasLive};
    if (count > 1) this.#select(read, origin);
    else if (!wasLive) setReading(this.#desk, pane.pane, {...read.reading, anchor: undefined, cursor: origin.head});
  }

  #count({x, y}: MouseToken): number {
    const at = this.#desk.server.ports.now().getTime();
    const last = this.#clicks;
    const isSame = x === last.x && y === last.y && at - last.at <= CLICKS_MS;
    const count = isSame ? (last.count % 3) + 1 : 1;
    this.#clicks = {at, x, y, count};
    return count;
  }

  #held(token: MouseToken): void {
    const hold = this.#hold;
    if (token.action === 'release') this.#hold = undefined;
    if (hold?.kind === 'program') this.#pass(hold.pane, token);
    if (hold?.kind === 'border' && token.action === 'drag') this.#dragBorder(hold.border, token);
    if (hold?.kind !== 'select') return;
    if (token.action === 'drag') this.#drag(hold, token);
    else this.#release(hold);
  }

  #pass(id: PaneId, token: MouseToken): void {
    const pane = this.#desk.areas.panes.find(it => it.pane === id);
    if (pane !== undefined) passMouse(this.#desk, pane, within(pane, token));
  }

  #dragBorder(border: Border, {x, y}: MouseToken): void {
    const desk = this.#desk;
    const to = border.axis === 'row' ? x : y;
    desk.set({layout: moveBorder(desk.view.layout, paneArea(desk.view), {border, to})});
    for (const pane of panesOf(desk.view.layout)) desk.claim(pane.session);
  }

  /** Choose from where the button went down to here; beyond the pane's edge it scrolls on by itself. */
  #drag(hold: Extract<Hold, {kind: 'select'}>, token: MouseToken): void {
    const read = readOf(this.#desk, hold.pane);
    if (read === undefined) return;
    const {inner} = read.pane;
    const beyond = token.y < inner.y ? 1 : token.y >= inner.y + inner.rows ? -1 : 0;
    const here = granule(read, spotAt(read, within(read.pane, token)), this.#clicks.count);
    this.#select(read, joined(hold.origin, here));
    this.#stopScrolling();
    if (beyond === 0) return;
    this.#scrolling = this.#desk.server.ports.after(DRAG_SCROLL_MS, () => {
      const now = readOf(this.#desk, hold.pane);
      if (now === undefined || this.#hold !== hold) return;
      const top = Math.max(now.lines.first, Math.min(now.lines.end - inner.rows, now.reading.top - beyond));
      setReading(this.#desk, hold.pane, {...now.reading, top});
      this.#drag(hold, token);
    });
  }

  #stopScrolling(): void {
    this.#scrolling?.[Symbol.dispose]();
    this.#scrolling = undefined;
  }

  #select({pane, reading}: Read, {anchor, head, shape}: Selection): void {
    setReading(this.#desk, pane.pane, {...reading, glance: true, anchor, cursor: head, shape});
  }

  /** What was chosen is copied; a pane that was live is live again. */
  #release(hold: Extract<Hold, {kind: 'select'}>): void {
    const read = readOf(this.#desk, hold.pane);
    if (read === undefined || this.#desk.view.reading[hold.pane] === undefined) return;
    const selection = selectionOf(read.reading);
    if (selection === undefined) return;
    if (hold.wasLive) leave(read);
    copyText(this.#desk, textOfSelection(read.lines, selection));
  }
}

/** What is passed on to a program that wants the mouse; a pane that is read keeps it. */
const wantsMouse = (desk: Desk, pane: PlacedPane): boolean => {
  const mode = desk.server.sessions.find(pane.session)?.engine.modes.mouse ?? 'none';
  return mode !== 'none' && desk.view.reading[pane.pane] === undefined;
};

const passMouse = (desk: Desk, {session, inner}: PlacedPane, token: MouseToken): void => {
  const live = desk.server.sessions.find(session);
  if (live === undefined) return;
  const bytes = encodeMouse({...token, x: token.x - inner.x, y: token.y - inner.y}, live.engine.modes);
  if (bytes !== undefined) live.pty?.write(bytes);
};

const linesOf = (action: MouseToken['action']): number | undefined =>
  action === 'wheel-up' ? WHEEL_LINES : action === 'wheel-down' ? -WHEEL_LINES : undefined;

/** The wheel scrolls back; a full-screen program without a mouse gets arrow keys, as in other terminals. */
const wheel = (desk: Desk, pane: PlacedPane, lines: number): void => {
  const live = desk.server.sessions.find(pane.session);
  if (live?.engine.modes.alternateScreen !== true || desk.view.reading[pane.pane] !== undefined) {
    scrollBy(desk, pane.pane, lines);
    return;
  }
  typeArrows(live, lines);
};

const typeArrows = (live: Live, lines: number): void => {
  const chord = lines > 0 ? 'Up' : 'Down';
  const bytes = Buffer.from(lines > 0 ? '\u001b[A' : '\u001b[B');
  for (let n = 0; n < Math.abs(lines); n++) live.pty?.write(encodeKey({kind: 'key', chord, bytes}, live.engine.modes));
};

/** The nearest cell of a pane. */
const within = ({inner}: PlacedPane, token: MouseToken): MouseToken => ({
  ...token,
  x: Math.max(inner.x, Math.min(inner.x + inner.cols - 1, token.x)),
  y: Math.max(inner.y, Math.min(inner.y + inner.rows - 1, token.y)),
});

const spotAt = ({pane, lines, reading}: Read, {x, y}: MouseToken): Spot => ({
  line: Math.min(lines.end - 1, reading.top + y - pane.inner.y),
  x: x - pane.inner.x,
});

const granule = (read: Read, spot: Spot, clicks: number): Selection => {
  if (clicks === 3) return {anchor: spot, head: spot, shape: 'line'};
  const word = clicks === 2 ? wordAt(read.lines, spot) : undefined;
  return word ?? {anchor: spot, head: spot, shape: 'text'};
};

/** From the beginning of one to the end of the other, whichever comes first. */
const joined = (origin: Selection, here: Selection): Selection => {
  const [first, last] = orderedEnds(origin);
  const [from, to] = orderedEnds(here);
  const isBackwards = from.line < first.line || (from.line === first.line && from.x < first.x);
  return isBackwards ? {...origin, anchor: last, head: from} : {...origin, anchor: first, head: to};
};
