/** Borders between panes: which one lies under a cell, and the layout after it was moved. Pure. */
import {panesOf, partRects, type Axis, type Layout, type PaneId, type Part, type Rect} from './layout.ts';

/** A border of the layout: the split it belongs to, as the way there by part, and the part that begins at it. */
export type Border = {readonly path: readonly number[]; readonly part: number; readonly axis: Axis};

/** A part is never made smaller, cells with its borders. */
const LEAST = {row: 6, column: 4} as const;

const isOn = (rect: Rect, axis: Axis, {x, y}: {x: number; y: number}): boolean =>
  axis === 'row'
    ? x === rect.x && y >= rect.y && y < rect.y + rect.rows
    : y === rect.y && x >= rect.x && x < rect.x + rect.cols;

const isInside = (rect: Rect, {x, y}: {x: number; y: number}): boolean =>
  x >= rect.x && x < rect.x + rect.cols && y >= rect.y && y < rect.y + rect.rows;

/** The border that lies under a cell, when the layout fills an area; the outermost where several meet. */
export const borderAt = (layout: Layout, area: Rect, at: {x: number; y: number}): Border | undefined => {
  if (layout.kind === 'pane') return undefined;
  const rects = partRects(layout, area);
  const part = rects.findIndex((rect, index) => index > 0 && isOn(rect, layout.axis, at));
  if (part > 0) return {path: [], part, axis: layout.axis};
  const inner = rects.findIndex(rect => isInside(rect, at));
  const [next, rect] = [layout.parts[inner], rects[inner]];
  if (next === undefined || rect === undefined) return undefined;
  const found = borderAt(next.layout, rect, at);
  return found === undefined ? undefined : {...found, path: [inner, ...found.path]};
};

/** The border a pane is resized by: the one behind it along the axis, or before it where it is the last. */
export const borderOf = (layout: Layout, pane: PaneId, axis: Axis): Border | undefined => {
  if (layout.kind === 'pane') return undefined;
  const at = layout.parts.findIndex(part => panesOf(part.layout).some(it => it.pane === pane));
  const next = layout.parts[at];
  if (next === undefined) return undefined;
  const nested = borderOf(next.layout, pane, axis);
  if (nested !== undefined) return {...nested, path: [at, ...nested.path]};
  return layout.axis === axis ? {path: [], part: at === layout.parts.length - 1 ? at : at + 1, axis} : undefined;
};

/** Where a border lies: a column or a row of the area. */
export const placeOf = (layout: Layout, area: Rect, {path, part, axis}: Border): number | undefined => {
  if (layout.kind === 'pane') return undefined;
  const rects = partRects(layout, area);
  const [first, ...rest] = path;
  const [next, rect] = [layout.parts[first ?? -1], rects[first ?? part]];
  if (rect === undefined) return undefined;
  if (first === undefined) return axis === 'row' ? rect.x : rect.y;
  return next === undefined ? undefined : placeOf(next.layout, rect, {path: rest, part, axis});
};

/**
 * Move a border.
 *
 * @param to the place of the border in the area the layout fills, a column or a row; as near to it as its neighbours let
 */
export const moveBorder = (layout: Layout, area: Rect, {border, to}: {border: Border; to: number}): Layout => {
  if (layout.kind === 'pane') return layout;
  const rects = partRects(layout, area);
  const [first, ...rest] = border.path;
  if (first !== undefined) {
    const rect = rects[first];
    if (rect === undefined) return layout;
    const inner = {border: {...border, path: rest}, to};
    const parts = layout.parts.map((part, at) =>
      at === first ? {...part, layout: moveBorder(part.layout, rect, inner)} : part,
    );
    return {...layout, parts};
  }
  return {...layout, parts: shifted(layout.parts, layout.axis, {rects, part: border.part, to})};
};

/** Shares become sizes in cells, so that no other border moves. */
const shifted = (
  parts: readonly Part[],
  axis: Axis,
  {rects, part, to}: {rects: readonly Rect[]; part: number; to: number},
): readonly Part[] => {
  const [from, size] = axis === 'row' ? (['x', 'cols'] as const) : (['y', 'rows'] as const);
  const [before, behind] = [rects[part - 1], rects[part]];
  if (before === undefined || behind === undefined) return parts;
  const end = behind[from] + behind[size] - 1;
  const place = Math.max(before[from] + LEAST[axis], Math.min(end - LEAST[axis], to));
  if (place <= before[from] || place >= end) return parts;
  const sizes = rects.map(rect => rect[size] - 1);
  sizes[part - 1] = place - before[from];
  sizes[part] = end - place;
  return parts.map((it, at) => ({...it, share: Math.max(1, sizes[at] ?? 1)}));
};
