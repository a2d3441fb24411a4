/** Where things are on a screen: panes as a tree of splits, and the areas around them. Cells, from 0, origin top left. Pure. */

/** A rectangle in cells. */
export type Rect = {readonly x: number; readonly y: number; readonly cols: number; readonly rows: number};

/** A number that names a pane within one view; never reused there. */
export type PaneId = number;

/** A pane shows one session; a split lays its parts side by side (`row`) or one above the other (`column`). */
export type Layout =
  | {readonly kind: 'pane'; readonly pane: PaneId; readonly session: string}
  | {readonly kind: 'split'; readonly axis: Axis; readonly parts: readonly Part[]};
export type Axis = 'row' | 'column';
/** `share` is a weight among its neighbours, above 0. */
export type Part = {readonly share: number; readonly layout: Layout};
export type PaneLeaf = Extract<Layout, {kind: 'pane'}>;

/** A pane with its place: `frame` includes the border it shares with its neighbours, `inner` is the terminal. */
export type PlacedPane = PaneLeaf & {readonly frame: Rect; readonly inner: Rect};

export const panesOf = (layout: Layout): readonly PaneLeaf[] =>
  layout.kind === 'pane' ? [layout] : layout.parts.flatMap(part => panesOf(part.layout));

export const paneOf = (layout: Layout, pane: PaneId): PaneLeaf | undefined =>
  panesOf(layout).find(it => it.pane === pane);

/** Replace a pane by another layout, or take it out (`undefined`); what is left closes up. */
const mapPane = (layout: Layout, pane: PaneId, by: (leaf: PaneLeaf) => Layout | undefined): Layout | undefined => {
  if (layout.kind === 'pane') return layout.pane === pane ? by(layout) : layout;
  const parts = layout.parts.flatMap(part => {
    const next = mapPane(part.layout, pane, by);
    return next === undefined ? [] : [{...part, layout: next}];
  });
  const [only] = parts;
  return parts.length > 1 ? {...layout, parts} : only?.layout;
};

/** Split a pane in halves; the new pane comes after it. */
export const splitPane = (layout: Layout, pane: PaneId, made: {axis: Axis; leaf: PaneLeaf}): Layout => {
  const halves = (leaf: PaneLeaf): Layout => ({
    kind: 'split',
    axis: made.axis,
    parts: [
      {share: 1, layout: leaf},
      {share: 1, layout: made.leaf},
    ],
  });
  return mapPane(layout, pane, halves) ?? layout;
};

/** Take a pane away; `undefined` when it was the last. */
export const dropPane = (layout: Layout, pane: PaneId): Layout | undefined => mapPane(layout, pane, () => undefined);

/** Let a pane show another session. */
export const showIn = (layout: Layout, pane: PaneId, session: string): Layout =>
  mapPane(layout, pane, leaf => ({...leaf, session})) ?? layout;

/** Let all panes of one session show another. */
export const showInstead = (layout: Layout, from: string, to: string): Layout =>
  panesOf(layout)
    .filter(it => it.session === from)
    .reduce((shown, {pane}) => showIn(shown, pane, to), layout);

/** Which arrangements `next-layout` goes through. */
export const arrangements = ['row', 'column', 'tiled'] as const;

/** Lay the same panes out anew: all in a row, all in a column, or in a grid. */
export const arrange = (layout: Layout, how: (typeof arrangements)[number]): Layout => {
  const panes = panesOf(layout);
  const [first] = panes;
  if (first === undefined || panes.length === 1) return layout;
  const split = (axis: Axis, parts: readonly Layout[]): Layout => {
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    return {kind: 'split', axis, parts: parts.map(it => ({share: 1, layout: it}))};
  };
  if (how !== 'tiled') return split(how, panes);
  const across = Math.ceil(Math.sqrt(panes.length));
  const lines = Array.from({length: Math.ceil(panes.length / across)}, (_, at) =>
    panes.slice(at * across, (at + 1) * across),
  );
  return split(
    'column',
    lines.map(line => split('row', line)),
  );
};

/** The places of a split's parts when it fills a rectangle. Neighbours share the border between them. */
export const partRects = ({axis, parts}: Extract<Layout, {kind: 'split'}>, area: Rect): readonly Rect[] => {
  const along = axis === 'row' ? area.cols : area.rows;
  const total = parts.reduce((sum, part) => sum + part.share, 0);
  let from = 0;
  let used = 0;
  return parts.map((part, at) => {
    used += part.share;
    const last = at === parts.length - 1;
    const to = last ? along - 1 : Math.round(((along - 1) * used) / total);
    const size = to - from + 1;
    const rect = axis === 'row' ? {...area, x: area.x + from, cols: size} : {...area, y: area.y + from, rows: size};
    from = to;
    return rect;
  });
};

/** The panes' places when the tree fills a rectangle. */
export const placePanes = (layout: Layout, area: Rect): readonly PlacedPane[] => {
  if (layout.kind === 'pane') return [{...layout, frame: area, inner: inset(area)}];
  const rects = partRects(layout, area);
  return layout.parts.flatMap((part, at) => placePanes(part.layout, rects[at] ?? area));
};

/** A rectangle without its border. */
export const inset = (it: Rect): Rect => ({
  x: it.x + 1,
  y: it.y + 1,
  cols: Math.max(0, it.cols - 2),
  rows: Math.max(0, it.rows - 2),
});

export const contains = (it: Rect, x: number, y: number): boolean =>
  x >= it.x && y >= it.y && x < it.x + it.cols && y < it.y + it.rows;

/** The pane one meets first when going from one pane in a direction, nearest first along the shared edge. */
export const neighbourOf = (
  placed: readonly PlacedPane[],
  pane: PaneId,
  towards: 'left' | 'right' | 'up' | 'down',
): PaneId | undefined => {
  const from = placed.find(it => it.pane === pane)?.frame;
  if (from === undefined) return undefined;
  const midX = from.x + from.cols / 2;
  const midY = from.y + from.rows / 2;
  const touching = placed.filter(({frame}) => {
    if (towards === 'left') return frame.x + frame.cols - 1 === from.x && spans(frame.y, frame.rows, midY);
    if (towards === 'right') return frame.x === from.x + from.cols - 1 && spans(frame.y, frame.rows, midY);
    if (towards === 'up') return frame.y + frame.rows - 1 === from.y && spans(frame.x, frame.cols, midX);
    return frame.y === from.y + from.rows - 1 && spans(frame.x, frame.cols, midX);
  });
  return touching[0]?.pane;
};

const spans = (from: number, size: number, at: number): boolean => at >= from && at <= from + size;
