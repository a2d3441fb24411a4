/** Panes of one view: which session stands where, splits, focus. */
import {agentsOf} from '../../core/board.ts';
import {borderOf, moveBorder, placeOf} from '../../core/borders.ts';
import {
  type PlacedPane,
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
import {paneArea, type View} from '../../core/view.ts';
import type {Desk} from './desk.ts';

/** The session in the focused pane. */
export const sessionHere = ({view}: Desk): string => paneOf(view.layout, view.focus)?.session ?? 'planner';

/** Is a session in the pane that gets the keys, at its live bottom? Who may only look has none in hand. */
export const isInHand = ({layout, focus, reading, watching}: View, session: string): boolean =>
  watching !== true && reading[focus] === undefined && paneOf(layout, focus)?.session === session;

/** What the session in hand did last is seen by whoever is at the terminal. */
export const seeHere = (desk: Desk, isThere: boolean): void => {
  const session = sessionHere(desk);
  if (isThere && isInHand(desk.view, session)) desk.server.moods.saw(session);
};

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
  if (view.alone === true) return;
  const {[view.focus]: _, ...reading} = view.reading;
  desk.set({layout: showIn(view.layout, view.focus, session), reading});
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

/** Panes smaller than this are of no use, cells with the border. */
const LEAST = {cols: 24, rows: 6} as const;

/** Is there room for two panes where one is? */
export const hasRoom = ({frame}: PlacedPane, axis: Axis): boolean =>
  axis === 'row' ? frame.cols >= 2 * LEAST.cols : frame.rows >= 2 * LEAST.rows;

/**
 * See to it that a session is on the screen, without moving the focus: in the place of a program that has ended, else beside
 * the others where there is room, else in the place of the last pane that has not the focus.
 */
export const bringIn = (desk: Desk, session: string): void => {
  const {view, server} = desk;
  const panes = panesOf(view.layout);
  if (panes.some(it => it.session === session)) return;
  const others = panes.filter(it => it.pane !== view.focus);
  const ended = others.findLast(it => server.sessions.find(it.session)?.pty === undefined);
  const room = ended === undefined ? roomOf(desk, others.length === 0) : undefined;
  if (room !== undefined) splitAt(desk, room, session);
  else if (others.length === 0) showHere(desk, session);
  else desk.set({layout: showIn(view.layout, (ended ?? others.at(-1))?.pane ?? view.focus, session)});
  for (const pane of panesOf(desk.view.layout)) desk.claim(pane.session);
};

/** The largest pane that may be split, and how: a lone pane keeps its width, others are put side by side. */
const roomOf = ({view, areas}: Desk, isLone: boolean): {pane: number; axis: Axis} | undefined => {
  const open = areas.panes.filter(it => isLone || it.pane !== view.focus);
  const [largest] = open.toSorted((a, b) => area(b) - area(a));
  if (largest === undefined || view.zoomed) return undefined;
  const axis = isLone || !hasRoom(largest, 'row') ? 'column' : 'row';
  return hasRoom(largest, axis) ? {pane: largest.pane, axis} : undefined;
};

const area = ({frame}: PlacedPane): number => frame.cols * frame.rows;

const splitAt = (desk: Desk, {pane, axis}: {pane: number; axis: Axis}, session: string): void => {
  const {layout, nextPane} = desk.view;
  const leaf = {kind: 'pane', pane: nextPane, session} as const;
  desk.set({layout: splitPane(layout, pane, {axis, leaf}), nextPane: nextPane + 1});
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

/** Move the border a pane is resized by. */
export const resizeHere = (desk: Desk, axis: Axis, by: number): void => {
  const {view} = desk;
  const border = borderOf(view.layout, view.focus, axis);
  const area = paneArea(view);
  const at = border === undefined ? undefined : placeOf(view.layout, area, border);
  if (border === undefined || at === undefined || view.zoomed) return;
  desk.set({layout: moveBorder(view.layout, area, {border, to: at + by})});
  for (const pane of panesOf(desk.view.layout)) desk.claim(pane.session);
};
