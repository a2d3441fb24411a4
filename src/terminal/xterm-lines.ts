/** Lines of the library as cells of ours. */
import {
  BLANK,
  CELL,
  GRAPHEME,
  LINK_SHIFT,
  PALETTE,
  RGB,
  UNDERLINE_SHIFT,
  WIDTH_SHIFT,
  type GraphemeTable,
} from './cells.ts';
import {XTERM, type XtermExtended, type XtermLine} from './xterm-internals.ts';

/** UTF-16 units of a cluster that are kept; more is nobody's writing. */
const LONGEST_CLUSTER = 64;

/**
 * Copy a line into `into`, and blanks where it is longer. Runs of the same pen are translated once.
 *
 * @param into `CELL` values a cell
 */
export const copyLine = (line: XtermLine | undefined, into: Uint32Array, graphemes: GraphemeTable): void => {
  const {length = 0, _data: words = NOTHING} = line ?? {};
  const cells = Math.min(length, into.length / CELL);
  let fg = -1;
  let bg = -1;
  let [foreground, background, attr] = [0, 0, 0];
  for (let x = 0, from = 0, to = 0; x < cells; x++, from += 3, to += CELL) {
    const content = words[from] ?? 0;
    const nextFg = words[from + 1] ?? 0;
    const nextBg = words[from + 2] ?? 0;
    if (nextFg !== fg || nextBg !== bg || nextBg & XTERM.bg.extended) {
      fg = nextFg;
      bg = nextBg;
      foreground = colourOf(fg);
      background = colourOf(bg);
      attr = attributesOf(fg, bg, line?._extendedAttrs[x]);
    }
    if (content & XTERM.combined)
      into[to] = clusterOf(line, x, graphemes) | ((content >>> XTERM.widthShift) << WIDTH_SHIFT);
    else into[to] = content === XTERM.empty ? BLANK : content;
    into[to + 1] = foreground;
    into[to + 2] = background;
    into[to + 3] = attr;
  }
  blankFrom(cells, into);
};

const NOTHING = new Uint32Array();

/** Something else than a print of ours has changed a line. */
export const forgetExtent = (line: XtermLine | undefined): void => {
  if (line?.extent !== undefined) line.extent = undefined;
};

/** Is a cell the left half of a wide character? */
export const isWide = (line: XtermLine, x: number): boolean => (line._data[x * 3] ?? 0) >>> XTERM.widthShift === 2;

/** Blank the cells at and after `x`. */
export const blankFrom = (x: number, into: Uint32Array): void => {
  for (let to = x * CELL; to < into.length; to += CELL) {
    into[to] = BLANK;
    into.fill(0, to + 1, to + CELL);
  }
};

/** The cluster of a cell as a text word without its width. */
export const clusterOf = (line: XtermLine | undefined, x: number, graphemes: GraphemeTable): number =>
  graphemes.intern((line?._combined[x] ?? ' ').slice(0, LONGEST_CLUSTER)) | GRAPHEME;

/** The library knows kinds 0 default, 1 sixteen, 2 palette, 3 RGB. */
export const colourOf = (word: number): number => {
  const kind = (word >>> XTERM.colourKindShift) & 3;
  if (kind === 0) return 0;
  return kind === 3 ? RGB | (word & 0xffffff) : PALETTE | (word & 0xff);
};

/** All but the underline, in the order of {@link ATTR}. */
const attrOf = (fg: number, bg: number): number =>
  ((fg >>> 27) & 1) |
  (((bg >>> 27) & 1) << 1) |
  (((bg >>> 26) & 1) << 2) |
  (((fg >>> 29) & 1) << 3) |
  (((fg >>> 26) & 1) << 4) |
  (((fg >>> 30) & 1) << 5) |
  ((fg >>> 31) << 6) |
  (((bg >>> 30) & 1) << 7);

/** The attribute word. `extended` is looked at where the pen says it has some. */
export const attributesOf = (fg: number, bg: number, extended: XtermExtended | undefined): number => {
  const own = bg & XTERM.bg.extended ? extended : undefined;
  const style = own === undefined ? 1 : (own._ext >>> XTERM.underlineStyleShift) & 7 || 1;
  const underline = fg & XTERM.fg.underline ? style << UNDERLINE_SHIFT : 0;
  return attrOf(fg, bg) | underline | ((own?._urlId ?? 0) << LINK_SHIFT);
};
