/**
 * The panel of discussions as lines: the newest first, and the one under the cursor whole; shared by the picture, keys and
 * clicks. What there is to say of one is in `discussion-lines.ts`. Pure.
 */
import {detailsOf, isOpposed, moreOf, standingOf, type Detail, type Telling} from './discussion-lines.ts';
import {newestFirst} from './discussions-seen.ts';
import {inset, type Rect} from './layout.ts';
import type {Discussion} from './nouns/discussion.ts';
import {seenOf, type Seen} from './seen.ts';
import type {State} from './state.ts';
import type {View} from './view.ts';
import {columnsOf} from './width.ts';

/** A line of the list. */
export type TableLine =
  | ({readonly kind: 'detail'} & Detail)
  | {readonly kind: 'discussion'; readonly key: string; readonly it: Discussion};

type Discussions = Pick<State, 'discussions'>;

/** Is any of them going on? */
export const isAnyRunning = ({discussions}: Discussions): boolean =>
  Object.values(discussions).some(it => it.status === 'running');

/** What the cursor stands on. Who does not hold the panel sees the newest. */
export const chosenDiscussion = (state: Discussions, view: View): Discussion | undefined =>
  chosenOf(newestFirst(state), view);

const chosenOf = (all: readonly Discussion[], {hands, panel}: View): Discussion | undefined =>
  (hands === 'panel' ? all.find(it => it.id === panel.discussion) : undefined) ?? all[0];

/** From this width on, what is said stands beside the list, and rounds beside each other. */
const WIDE_COLS = 100;

/** Cells of the list where it stands beside what is said; 0 where both share the lines. */
export const tableListCols = ({cols}: Rect): number => (cols < WIDE_COLS ? 0 : Math.min(56, Math.floor(cols / 3)));

type Place = {readonly rect: Rect; readonly now: number};
type TableSeen = Seen & {
  readonly lines: readonly TableLine[];
  /** What stands beside the list, where there is room. */
  readonly side: readonly Detail[];
  readonly chosen: Discussion | undefined;
};

/** The lines in sight, from the first inner row of the panel on. */
export const tableSeenOf = (state: Discussions, view: View, {rect, now}: Place): TableSeen => {
  const {cols, rows} = inset(rect);
  const all = newestFirst(state);
  const chosen = chosenOf(all, view);
  const listCols = tableListCols(rect);
  const room = {cols: listCols === 0 ? cols : cols - listCols - 1, now};
  const isTold = chosen !== undefined && listCols === 0 && hasWholeTopic(chosen, room);
  const details = chosen === undefined ? [] : fittingOf(chosen, {...room, isTold, said: view.panel.said}, rows - 1);
  const inline = listCols === 0 ? details : [];
  const lines = all.flatMap((it): readonly TableLine[] => [
    {kind: 'discussion', key: it.id, it},
    ...(it === chosen ? inline.map(detail => ({kind: 'detail' as const, ...detail})) : []),
  ]);
  // As much as fits of what is said comes into sight with the line under the cursor.
  const at = lines.findIndex(it => it.it === chosen) + (Math.min(inline.length, rows - 1) >> 1);
  const seen = seenOf(lines.length, rows, at);
  const side = listCols === 0 ? [] : cutTo(details, rows);
  return {...seen, lines: lines.slice(seen.from, seen.to), side, chosen};
};

/** With a row of each position where there is no room for more. */
const fittingOf = (it: Discussion, telling: Omit<Telling, 'positionRows'>, rows: number): readonly Detail[] => {
  const details = detailsOf(it, {...telling, positionRows: 3});
  return details.length <= rows ? details : detailsOf(it, {...telling, positionRows: 1});
};

/** Cells of a line of the list beside topic and standing: blanks, cursor, sign. */
const EDGE_COLS = 7;

/** Does its line in the list hold all of its topic? */
const hasWholeTopic = (it: Discussion, {cols, now}: {readonly cols: number; readonly now: number}): boolean =>
  columnsOf(it.topic) + columnsOf(standingOf(it, now)) + (isOpposed(it) ? 2 : 0) + EDGE_COLS <= cols;

/** The last line tells that there is more. */
const cutTo = (details: readonly Detail[], rows: number): readonly Detail[] => {
  const [first] = details;
  if (details.length <= rows || first === undefined) return details;
  return [...details.slice(0, rows - 1), moreOf(first.it)];
};

/** The discussion in a row of the screen. */
export const discussionAt = (
  state: Discussions,
  view: View,
  at: {readonly panel: Rect; readonly x: number; readonly y: number; readonly now: number},
): Discussion | undefined => {
  const seen = tableSeenOf(state, view, {rect: at.panel, now: at.now});
  const listCols = tableListCols(at.panel);
  if (listCols > 0 && at.x > at.panel.x + listCols) return undefined;
  return seen.lines[at.y - at.panel.y - 1]?.it;
};
