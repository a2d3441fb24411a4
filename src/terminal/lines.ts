/** A session's lines as text: its history and its screen, under numbers that stay valid while more come. */
import {CELL, CODE_MASK, GRAPHEME, WIDTH_SHIFT, type GraphemeTable} from './cells.ts';
import type {Engine} from './engine.ts';

/** A line, blanks at its end cut. `columns` holds the column of each UTF-16 unit, and behind them that of the end. */
export type LineText = {readonly text: string; readonly columns: ArrayLike<number>};

/** The lines of a session at one moment: valid until its engine is fed or resized. */
export type Lines = {
  /** The first that is still known. */
  readonly first: number;
  /** The first of the screen. */
  readonly screen: number;
  /** Behind the last. */
  readonly end: number;
  readonly cols: number;
  text(line: number): LineText;
  /** The text alone, which costs less. */
  plain(line: number): string;
  /** Does the line go on from the one before? */
  isWrapped(line: number): boolean;
  /** Copy its cells. A line that is not known is blank. */
  cells(line: number, into: Uint32Array): void;
};

/**
 * Text of one cell a unit: ASCII, letters of Europe, dashes and quotes, lines, blocks and shapes, ticks. Among them nothing is
 * wide and nothing joins, so what is at unit n is in column n.
 */
const PLAIN =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0391-\u03a1\u03b1-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u2199\u2500-\u25fc\u2713-\u2718\u276f]*$/u;

/** The lines of an engine. */
export const linesOf = (engine: Engine, graphemes: GraphemeTable): Lines => {
  const {dropped, historyLines, rows, cols} = engine;
  const screen = dropped + historyLines;
  const cells = (line: number, into: Uint32Array): void => {
    if (line < dropped || line >= screen + rows) into.fill(0);
    else if (line < screen) engine.historyRow(line - dropped, into);
    else engine.row(line - screen, into);
  };
  const plain = (line: number): string => {
    if (line < dropped || line >= screen + rows) return '';
    if (line < screen) return engine.historyText(line - dropped);
    return textOfCells(cellsOf(line), graphemes).text;
  };
  const cellsOf = (line: number): Uint32Array => {
    const row = new Uint32Array(cols * CELL);
    cells(line, row);
    return row;
  };
  return {
    first: dropped,
    screen,
    end: screen + rows,
    cols,
    cells,
    plain,
    isWrapped: line => line >= dropped && line < screen + rows && engine.isWrapped(line - dropped),
    text: line => {
      const text = plain(line);
      if (PLAIN.test(text)) return {text, columns: evenColumns(text.length)};
      return textOfCells(cellsOf(line), graphemes);
    },
  };
};

let even: readonly number[] = [];
/** 0, 1, 2 … for text that is one column a unit. */
const evenColumns = (length: number): ArrayLike<number> => {
  if (even.length <= length) even = Array.from({length: length + 256}, (_, at) => at);
  return even;
};

const textOfCells = (row: Uint32Array, graphemes: GraphemeTable): LineText => {
  let text = '';
  const columns: number[] = [];
  for (let at = 0; at < row.length; at += CELL) {
    const word = row[at] ?? 0;
    if (word >>> WIDTH_SHIFT === 0) continue;
    const cell = word & GRAPHEME ? graphemes.textOf(word & CODE_MASK) : String.fromCodePoint(word & CODE_MASK || 0x20);
    for (let unit = 0; unit < cell.length; unit++) columns.push(at / CELL);
    text += cell;
  }
  const trimmed = text.trimEnd();
  columns[trimmed.length] ??= row.length / CELL;
  return {text: trimmed, columns};
};

/** The unit of a line that stands at a column, or the last before it. */
export const unitAt = ({text, columns}: LineText, x: number): number => {
  let [low, high] = [0, Math.max(0, text.length - 1)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((columns[middle] ?? Infinity) <= x) low = middle;
    else high = middle - 1;
  }
  // Of several units in one cell the first.
  while (low > 0 && columns[low - 1] === columns[low]) low--;
  return low;
};

/** Where a line that goes on over several begins, and where it ends. */
export const wholeLine = (lines: Lines, line: number): {from: number; to: number} => {
  let from = line;
  while (from > lines.first && lines.isWrapped(from)) from--;
  let to = line;
  while (to + 1 < lines.end && lines.isWrapped(to + 1)) to++;
  return {from, to};
};

/** Blanks at the end of a row that goes on in the next: {@link LineText} leaves them out, and they are text there. */
export const blanksLost = (lines: Lines, line: number): number => {
  const {text, columns} = lines.text(line);
  const missing = lines.cols - (text === '' ? 0 : (columns[text.length] ?? 0));
  // One column short is a wide character that did not fit.
  return missing > 1 ? missing : 0;
};

/** All lines as they were printed: one that goes on over several is whole again. */
export const printedLines = (lines: Lines): readonly string[] => {
  const printed: string[] = [];
  for (let line = lines.first; line < lines.end; line++) {
    const isGoingOn = line + 1 < lines.end && lines.isWrapped(line + 1);
    const text = lines.plain(line) + (isGoingOn ? ' '.repeat(blanksLost(lines, line)) : '');
    if (lines.isWrapped(line) && printed.length > 0) printed.push((printed.pop() ?? '') + text);
    else printed.push(text);
  }
  return printed;
};
