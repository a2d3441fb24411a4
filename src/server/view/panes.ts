/** Panes of one view: which session stands where, splits, focus. */
import {agentsOf} from '../../core/board.ts';
import {
  arrange,
  arrangements,
  dropPane,
  neighbourOf,
  paneOf,
  panesOf,
  showIn,
  splitPane,
  type Axis,
} from '../../core/layout.ts';
import type {View} from '../../core/view.ts';
import type {Desk} from './desk.ts';

/** The session in the focused pane. */
export const sessionHere = ({view}: Desk): string => paneOf(view.layout, view.focus)?.session ?? 'planner';

const focusOn = (view: View, pane: number): Partial<View> =>
  pane === view.focus ? {} : {focus: pane, lastFocus: view.focus};

export const focusPane = (desk: Desk, pane: number | undefined): void => {
  if (pane !== undefined) desk.set({...focusOn(desk.view, pane), hands: 'panes'});
};

export const focusTowards = (desk: Desk, towards: 'left' | 'right' | 'up' | 'down'): void =>
  focusPane(desk, neighbourOf(desk.areas.panes, desk.view.focus, towards));

export const focusNext = (desk: Desk): void => {
  const panes = panesOf(desk.view.layout).map(it => it.pane);
  focusPane(desk, panes[(panes.indexOf(desk.view.focus) + 1) % panes.length]);
};

/** Show a session in the focused pane, live. */
export const showHere = (desk: Desk, session: string): void => {
  const {view} = desk;
  const {[view.focus]: _, ...scrolled} = view.scrolled;
  desk.set({layout: showIn(view.layout, view.focus, session), scrolled});
  desk.claim(session);
};

/** Go to a session: to its pane, or let a pane show it. */
export const goTo = (desk: Desk, session: string): void => {
  bringIn(desk, session);
  const pane = panesOf(desk.view.layout).find(it => it.session === session);
  const {panel} = desk.view;
  desk.set({hands: 'panes', panel: {...panel, open: false}});
  focusPane(desk, pane?.pane);
  desk.claim(session);
};

/**
 * See to it that a session is on the screen, without moving the focus: beside a lone pane, else in a pane that has not the
 * focus. A terminal with little room shows it instead of the one in focus.
 */
export const bringIn = (desk: Desk, session: string): void => {
  const {view} = desk;
  const panes = panesOf(view.layout);
  if (panes.some(it => it.session === session)) return;
  const other = panes.findLast(it => it.pane !== view.focus);
  if (other !== undefined) desk.set({layout: showIn(view.layout, other.pane, session)});
  else if (view.rows < 16 || view.zoomed) showHere(desk, session);
  else splitHere(desk, 'column', {session, isFocused: false});
  desk.claim(session);
};

/** Split the focused pane. The new one shows a session, and gets the focus unless told otherwise. */
export const splitHere = (desk: Desk, axis: Axis, made: {session: string; isFocused: boolean}): void => {
  const {view} = desk;
  const leaf = {kind: 'pane', pane: view.nextPane, session: made.session} as const;
  const layout = splitPane(view.layout, view.focus, {axis, leaf});
  desk.set({layout, nextPane: view.nextPane + 1, zoomed: false, ...(made.isFocused ? focusOn(view, leaf.pane) : {})});
  for (const pane of panesOf(layout)) desk.claim(pane.session);
};

/** Take the focused pane off the screen; its session goes on. The last pane stays. */
export const closeHere = (desk: Desk): void => {
  const {view} = desk;
  const layout = dropPane(view.layout, view.focus);
  if (layout === undefined) {
    showHere(desk, 'planner');
    return;
  }
  const left = panesOf(layout);
  const focus = left.find(it => it.pane === view.lastFocus)?.pane ?? left[0]?.pane ?? view.focus;
  desk.set({layout, focus, lastFocus: focus, zoomed: false});
  for (const pane of left) desk.claim(pane.session);
};

export const nextArrangement = (desk: Desk): void => {
  const arrangement = (desk.view.arrangement + 1) % arrangements.length;
  const how = arrangements[arrangement] ?? 'row';
  desk.set({layout: arrange(desk.view.layout, how), arrangement, zoomed: false});
  for (const pane of panesOf(desk.view.layout)) desk.claim(pane.session);
};

/** Show the session that is so many further in the list of agents. */
export const stepSession = (desk: Desk, by: 1 | -1): void => {
  const names = agentsOf(desk.server.world.state).map(it => it.name);
  const at = names.indexOf(sessionHere(desk));
  const next = names[(at + by + names.length) % names.length];
  if (next !== undefined) showHere(desk, next);
};

/** Show the session with a number in the list of agents, from 0. */
export const showNumber = (desk: Desk, at: number): void => {
  const session = agentsOf(desk.server.world.state)[at];
  if (session === undefined) desk.set({notice: {tone: 'bad', text: `there is no session number ${at}`}});
  else showHere(desk, session.name);
};

/** Scroll a pane by lines, up is positive; at the bottom it is live again. */
export const scrollBy = (desk: Desk, pane: number, lines: number): void => {
  const {view} = desk;
  const leaf = paneOf(view.layout, pane);
  if (leaf === undefined) return;
  const most = desk.server.sessions.find(leaf.session)?.engine.historyLines ?? 0;
  const to = Math.max(0, Math.min(most, desk.scrolledBack(leaf) + lines));
  const {[pane]: _, ...others} = view.scrolled;
  desk.set({scrolled: to === 0 ? others : {...others, [pane]: to}});
};
