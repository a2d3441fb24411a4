/** Where each key, click and paste goes: decided at once, before the next byte is read. */
import {agentsOf} from '../../core/board.ts';
import {boardKeys, byChord, PREFIX, prefixKeys, scrollKeys, type ScrollStep} from '../../core/keys.ts';
import {contains, type PlacedPane} from '../../core/layout.ts';
import {encodeFocus, encodeKey, encodeMouse, encodePaste} from '../../terminal/encode.ts';
import type {Token} from '../../terminal/input.ts';
import type {Live} from '../sessions.ts';
import type {Desk} from './desk.ts';
import {dialogKey, dialogPaste} from './dialogs.ts';
import {closeHere, focusPane, goTo, scrollBy, sessionHere, showHere, showNumber} from './panes.ts';
import {scrollTextBy} from './text.ts';

type Of<K extends Token['kind']> = Extract<Token, {kind: K}>;

const afterPrefix = byChord(prefixKeys);
const onBoard = byChord(boardKeys);
const whileScrolled = byChord(scrollKeys);

/** Lines one notch of the wheel goes. */
const WHEEL_LINES = 3;

/** Take what the person did. */
export const take = (desk: Desk, token: Token): void => {
  (byKind[token.kind] as (desk: Desk, token: Token) => void)(desk, token);
};

const liveHere = (desk: Desk): Live | undefined => desk.server.sessions.find(sessionHere(desk));

const byKind: {readonly [K in Token['kind']]: (desk: Desk, token: Of<K>) => void} = {
  key: (desk, token) => key(desk, token),
  mouse: (desk, token) => mouse(desk, token),
  paste: (desk, {text}) => {
    if (desk.view.dialog !== undefined) dialogPaste(desk, text);
    else if (desk.view.hands === 'panes') {
      // What is typed must be seen: a pane that was scrolled back is live again.
      scrollBy(desk, desk.view.focus, -Infinity);
      type(desk, live => encodePaste(text, live.engine.modes));
    }
  },
  focus: (desk, {gained}) => {
    const live = liveHere(desk);
    const bytes = live === undefined ? undefined : encodeFocus(gained, live.engine.modes);
    if (bytes !== undefined) live?.pty?.write(bytes);
  },
  // An answer of the person's terminal to a question of ours is never typed into a pane.
  reply: () => undefined,
};

const key = (desk: Desk, token: Of<'key'>): void => {
  const {view} = desk;
  if (view.notice !== undefined) desk.set({notice: undefined});
  if (view.dialog !== undefined) dialogKey(desk, token);
  else if (view.prefixed) prefixed(desk, token.chord);
  else if (token.chord === PREFIX) desk.set({prefixed: true});
  else if (view.hands === 'panel') desk.perform(onBoard.get(token.chord)?.action ?? '');
  else paneKey(desk, token);
};

const paneKey = (desk: Desk, token: Of<'key'>): void => {
  if (desk.view.scrolled[desk.view.focus] !== undefined) scrollKey(desk, token.chord);
  else if (liveHere(desk)?.pty === undefined) afterEnd(desk, token.chord);
  else type(desk, live => encodeKey(token, live.engine.modes));
};

const prefixed = (desk: Desk, chord: string): void => {
  desk.set({prefixed: false});
  if (/^\d$/u.test(chord)) showNumber(desk, Number(chord));
  else if (chord === 'Esc' || afterPrefix.has(chord)) desk.perform(afterPrefix.get(chord)?.action ?? '');
  else desk.set({notice: {tone: 'bad', text: `C-b ${chord} is not bound`, hint: 'C-b ? shows all keys'}});
};

/** To the program in the focused pane. Whoever types gives the session its size. */
const type = (desk: Desk, encode: (live: Live) => Uint8Array): void => {
  const live = liveHere(desk);
  if (live?.pty === undefined) return;
  desk.claim(live.name);
  live.pty.write(encode(live));
};

const scrollKey = (desk: Desk, chord: string): void => {
  const step = whileScrolled.get(chord)?.step;
  const pane = desk.areas.panes.find(it => it.pane === desk.view.focus);
  if (step !== undefined && pane !== undefined) scrollBy(desk, pane.pane, linesOf[step](pane.inner.rows));
};

const linesOf: Readonly<Record<ScrollStep, (rows: number) => number>> = {
  'line-up': () => 1,
  'line-down': () => -1,
  'page-up': rows => rows - 1,
  'page-down': rows => 1 - rows,
  top: () => Infinity,
  bottom: () => -Infinity,
};

/** A pane whose program has ended: Enter goes on from there. */
const afterEnd = (desk: Desk, chord: string): void => {
  if (chord !== 'Enter') return;
  const {server} = desk;
  const session = sessionHere(desk);
  if (session === 'planner')
    server.world.background('open the planner', () => server.conductor.needPlanner('user', server.clients.lastEnv));
  else if (desk.areas.panes.length > 1) closeHere(desk);
  else showHere(desk, 'planner');
};

const mouse = (desk: Desk, token: Of<'mouse'>): void => {
  const {view, areas} = desk;
  const lines = {'wheel-up': WHEEL_LINES, 'wheel-down': -WHEEL_LINES}[token.action as string];
  const overlay = areas.overlays.at(-1);
  if (view.dialog !== undefined) {
    if (view.dialog.kind === 'text' && lines !== undefined) scrollTextBy(desk, view.dialog, -lines);
  } else if (overlay !== undefined && contains(overlay, token.x, token.y)) clickPanel(desk, token);
  else {
    const pane = areas.panes.find(it => contains(it.inner, token.x, token.y));
    if (pane !== undefined) mouseInPane(desk, pane, {token, lines});
    else clickChrome(desk, token);
  }
};

const mouseInPane = (
  desk: Desk,
  pane: PlacedPane,
  {token, lines}: {token: Of<'mouse'>; lines: number | undefined},
): void => {
  const isElsewhere = pane.pane !== desk.view.focus || desk.view.hands === 'panel';
  if (token.action === 'press' && isElsewhere) focusPane(desk, pane.pane);
  else if (wantsMouse(desk, pane)) passMouse(desk, pane, token);
  else if (lines !== undefined) wheel(desk, pane, lines);
};

const wantsMouse = (desk: Desk, pane: PlacedPane): boolean => {
  const mode = desk.server.sessions.find(pane.session)?.engine.modes.mouse ?? 'none';
  return mode !== 'none' && desk.view.scrolled[pane.pane] === undefined;
};

const passMouse = (desk: Desk, {session, inner}: PlacedPane, token: Of<'mouse'>): void => {
  const live = desk.server.sessions.find(session);
  if (live === undefined) return;
  const bytes = encodeMouse({...token, x: token.x - inner.x, y: token.y - inner.y}, live.engine.modes);
  if (bytes !== undefined) live.pty?.write(bytes);
};

/** The wheel scrolls back; a full-screen program without a mouse gets arrow keys, as in other terminals. */
const wheel = (desk: Desk, pane: PlacedPane, lines: number): void => {
  const live = desk.server.sessions.find(pane.session);
  if (live?.engine.modes.alternateScreen !== true) {
    scrollBy(desk, pane.pane, lines);
    return;
  }
  const chord = lines > 0 ? 'Up' : 'Down';
  const bytes = Buffer.from(lines > 0 ? '\u001b[A' : '\u001b[B');
  for (let n = 0; n < Math.abs(lines); n++) live.pty?.write(encodeKey({kind: 'key', chord, bytes}, live.engine.modes));
};

const clickPanel = (desk: Desk, {action}: Of<'mouse'>): void => {
  if (action === 'press') desk.perform('show-board');
  if (action === 'wheel-up') desk.perform('card-previous');
  if (action === 'wheel-down') desk.perform('card-next');
};

const clickChrome = (desk: Desk, token: Of<'mouse'>): void => {
  const {sidebar, panel} = desk.areas;
  if (panel !== undefined && contains(panel, token.x, token.y)) clickPanel(desk, token);
  else if (token.action === 'press' && sidebar !== undefined && contains(sidebar, token.x, token.y)) {
    // A list that is longer than its place is scrolled, and its rows are then not known here.
    const agents = agentsOf(desk.server.world.state);
    const session = agents.length > sidebar.rows - 3 ? undefined : agents[token.y - sidebar.y - 1];
    if (session !== undefined) goTo(desk, session.name);
  }
};
