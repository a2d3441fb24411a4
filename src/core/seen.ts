/** Which part of a list is in sight, and what stands where in it: shared by the picture and by clicks. Pure. */
import {agentsOf, boardOf, detailOf, shortNameOf, type Group} from './board.ts';
import {contains, inset, paneOf, type Rect} from './layout.ts';
import type {Session} from './nouns/session.ts';
import type {Task} from './nouns/task.ts';
import type {Signals} from './signal.ts';
import type {State} from './state.ts';
import type {Areas, View} from './view.ts';

/** A part of a list: rows `from` (included) to `to` (not included), with how many are hidden at each side. */
export type Seen = {readonly from: number; readonly to: number; readonly above: number; readonly below: number};

/**
 * Choose the rows to show so that one of them is in sight, in the middle where that is possible.
 *
 * @param count how many there are
 * @param rows  how many fit
 * @param at    the one to keep in sight; -1 for none
 */
export const seenOf = (count: number, rows: number, at: number): Seen => {
  const last = Math.max(0, count - rows);
  const from = Math.min(last, Math.max(0, at - (rows >> 1)));
  const to = Math.min(count, from + Math.max(0, rows));
  return {from, to, above: from, below: count - to};
};

type Sessions = Pick<State, 'sessions'>;

const focusedAt = (agents: readonly Session[], view: View): number => {
  const focused = paneOf(view.layout, view.focus)?.session;
  return agents.findIndex(it => it.name === focused);
};

/** The agents in the sidebar, a row each from its first inner row on; its last row is for a new worker. */
export const sidebarOf = (state: Sessions, view: View, rect: Rect): Seen & {readonly agents: readonly Session[]} => {
  const agents = agentsOf(state);
  const seen = seenOf(agents.length, Math.max(0, inset(rect).rows - 1), focusedAt(agents, view));
  return {...seen, agents: agents.slice(seen.from, seen.to)};
};

/** A tab: ` ◐ name `, its name cut to `cols - 4`. */
export type Tab = {readonly session: Session; readonly x: number; readonly cols: number};

/** Cells of a tab besides the name. */
const TAB_COLS = 4;
/** Cells of `‹12 ` and of ` 12›`; none where nothing is hidden. */
const countCols = (hidden: number): number => (hidden === 0 ? 0 : String(hidden).length + 2);

/** The agents as tabs of one line: as many as fit with the focused one among them. `x` counts from the line's first cell. */
export const tabsOf = (
  state: Sessions,
  view: View,
  cols: number,
): Omit<Seen, 'from' | 'to'> & {tabs: readonly Tab[]} => {
  const agents = agentsOf(state);
  const widths = agents.map(it => shortNameOf(it.name).length + TAB_COLS);
  const at = Math.max(0, focusedAt(agents, view));
  const room = (from: number, to: number): number => cols - countCols(from) - countCols(agents.length - to);
  const sum = (from: number, to: number): number => widths.slice(from, to).reduce((total, it) => total + it, 0);
  let from = 0;
  let to = Math.min(agents.length, at + 1);
  while (from < at && sum(from, to) > room(from, to)) from++;
  while (to < agents.length && sum(from, to + 1) <= room(from, to + 1)) to++;
  let x = countCols(from);
  const tabs = agents.slice(from, to).map((session, index) => {
    const tab = {session, x, cols: Math.max(0, Math.min(widths[from + index] ?? 0, room(from, to)))};
    x += tab.cols;
    return tab;
  });
  return {tabs, above: from, below: agents.length - to};
};

/** The agent whose row or tab is on a cell of the screen. */
export const agentAt = (
  state: Sessions,
  view: View,
  at: {readonly areas: Areas; readonly x: number; readonly y: number},
): string | undefined => {
  const {sidebar, tabs} = at.areas;
  if (sidebar !== undefined && contains(inset(sidebar), at.x, at.y))
    return sidebarOf(state, view, sidebar).agents[at.y - sidebar.y - 1]?.name;
  if (tabs === undefined || !contains(tabs, at.x, at.y)) return undefined;
  const x = at.x - tabs.x;
  return tabsOf(state, view, tabs.cols).tabs.find(it => x >= it.x && x < it.x + it.cols)?.session.name;
};

/** From this width on cards have figures, and not only the one under the cursor may have a second line. */
const ROOMY_COLS = 40;

/** A line of the board. */
export type BoardLine =
  | {readonly kind: 'gap'; readonly key: string}
  | {readonly kind: 'group'; readonly key: string; readonly title: string; readonly count: number}
  | {readonly kind: 'card' | 'detail'; readonly key: string; readonly task: Task};

const linesOf = (groups: readonly Group[], isDetailed: (task: Task) => boolean): readonly BoardLine[] =>
  groups.flatMap(({title, tasks}, at) => [
    ...(at === 0 ? [] : [{kind: 'gap' as const, key: `gap ${title}`}]),
    {kind: 'group' as const, key: title, title, count: tasks.length},
    ...tasks.flatMap(task => [
      {kind: 'card' as const, key: task.id, task},
      ...(isDetailed(task) ? [{kind: 'detail' as const, key: `detail ${task.id}`, task}] : []),
    ]),
  ]);

/** The board's lines in sight, from the first inner row of its place on. `roomy` is whether cards have figures. */
export const boardSeenOf = (
  world: {readonly state: State; readonly signals: Signals},
  view: View,
  rect: Rect,
): Seen & {readonly lines: readonly BoardLine[]; readonly roomy: boolean} => {
  const {rows} = inset(rect);
  const roomy = rect.cols >= ROOMY_COLS;
  const groups = boardOf(world.state);
  const isHere = (task: Task): boolean => task.id === view.panel.task;
  // Where not all fit, details go first, of roomy boards not that of the card under the cursor; then the gaps.
  const lines = linesOf(groups, task => isHere(task) || (roomy && detailOf(task, world) !== ''));
  const fewer = lines.length > rows ? linesOf(groups, task => roomy && isHere(task)) : lines;
  const fewest = fewer.length > rows ? fewer.filter(it => it.kind !== 'gap') : fewer;
  const at = fewest.findIndex(it => it.kind === 'card' && it.task.id === view.panel.task);
  const seen = seenOf(fewest.length, rows, at);
  return {...seen, lines: fewest.slice(seen.from, seen.to), roomy};
};

/** The task whose card is on a row of the screen. */
export const cardAt = (
  world: {readonly state: State; readonly signals: Signals},
  view: View,
  at: {readonly panel: Rect; readonly y: number},
): Task | undefined => {
  const line = boardSeenOf(world, view, at.panel).lines[at.y - at.panel.y - 1];
  return line?.kind === 'card' || line?.kind === 'detail' ? line.task : undefined;
};
