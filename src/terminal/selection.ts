/** The text that is chosen in a session's lines. */
import {chosenIn, orderedEnds, type Selection, type Spot} from '../core/reading.ts';
import {blanksLost, unitAt, wholeLine, type Lines} from './lines.ts';

/** What belongs to a word when one is chosen by a double click: names, paths, addresses. */
const WORD = /[\p{L}\p{M}\p{N}_\-./~:@%+#=?&]/u;

/** A part of a line by columns, blanks at its end kept. */
const slice = (lines: Lines, line: number, {from, to}: {from: number; to: number}): string => {
  const it = lines.text(line);
  let text = '';
  for (let at = 0; at < it.text.length; at++) {
    const column = it.columns[at] ?? 0;
    if (column >= from && column < to) text += it.text[at];
  }
  return text;
};

/** The chosen text. A line that was broken by the edge of the pane is whole again; blanks at line ends are cut. */
export const textOfSelection = (lines: Lines, selection: Selection): string => {
  const [first, last] = orderedEnds(selection);
  const isLine = selection.shape === 'line';
  const start = isLine ? wholeLine(lines, first.line).from : Math.max(lines.first, first.line);
  const stop = isLine ? wholeLine(lines, last.line).to : Math.min(lines.end - 1, last.line);
  let text = '';
  for (let line = start; line <= stop; line++) {
    const columns = isLine ? {from: 0, to: Infinity} : (chosenIn(selection, line) ?? {from: 0, to: 0});
    const goesOn = selection.shape !== 'block' && line < stop && lines.isWrapped(line + 1);
    const part = slice(lines, line, columns);
    // A wrapped line that ends in a blank was cut there by the edge: the blank is text.
    text += goesOn ? part + ' '.repeat(blanksLost(lines, line)) : part.trimEnd();
    if (line < stop && !goesOn) text += '\n';
  }
  return isLine ? `${text}\n` : text;
};

/** The word around a spot, over the ends of wrapped lines; `undefined` where there is none. */
export const wordAt = (lines: Lines, {line, x}: Spot): Selection | undefined => {
  const {from, to} = wholeLine(lines, line);
  const units: {char: string; spot: Spot}[] = [];
  let here = -1;
  for (let at = from; at <= to; at++) {
    const it = lines.text(at);
    if (at === line && x < (it.columns[it.text.length] ?? 0) && it.text !== '') here = units.length + unitAt(it, x);
    for (let unit = 0; unit < it.text.length; unit++)
      units.push({char: it.text[unit] ?? '', spot: {line: at, x: it.columns[unit] ?? 0}});
  }
  const isWord = (at: number): boolean =>
    WORD.test(units[at]?.char ?? ' ') || /[\ud800-\udfff]/u.test(units[at]?.char ?? '');
  if (here < 0 || !isWord(here)) return undefined;
  let first = here;
  while (first > 0 && isWord(first - 1)) first--;
  let last = here;
  while (isWord(last + 1)) last++;
  // What ends a sentence is not of the word.
  while (last > here && /[.:?]/u.test(units[last]?.char ?? '')) last--;
  return {anchor: units[first]?.spot ?? {line, x}, head: units[last]?.spot ?? {line, x}, shape: 'text'};
};
