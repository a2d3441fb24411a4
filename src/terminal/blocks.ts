/** Blocks of code between fences, as agents print them. */
import {wholeLine, type Lines} from './lines.ts';
import {textOfSelection} from './selection.ts';

/** Three or more backticks or tildes, with a language behind the first. @see CommonMark 0.31, 4.5 */
const FENCE = /^(?<indent>\s*(?:[│|>]\s?)?)(?<fence>`{3,}|~{3,})(?<language>[^`]*)$/u;

/** The last block that has both its fences, without what its lines are indented by; `undefined` for none. */
export const lastBlock = (lines: Lines): string | undefined => {
  let open: {from: number; fence: string; indent: string} | undefined;
  let last: {from: number; to: number; indent: string} | undefined;
  for (let line = lines.first; line < lines.end; line++) {
    const {indent = '', fence, language = ''} = FENCE.exec(lines.plain(line))?.groups ?? {};
    if (fence === undefined) continue;
    if (open === undefined) open = {from: line + 1, fence, indent};
    else if (fence.startsWith(open.fence) && language.trim() === '') {
      if (line > open.from) last = {from: open.from, to: line - 1, indent: open.indent};
      open = undefined;
    }
  }
  return last === undefined ? undefined : textOf(lines, last);
};

const textOf = (lines: Lines, {from, to, indent}: {from: number; to: number; indent: string}): string => {
  const end = wholeLine(lines, to).to;
  const text = textOfSelection(lines, {anchor: {line: from, x: 0}, head: {line: end, x: 0}, shape: 'line'});
  return text
    .split('\n')
    .map(it => (it.startsWith(indent) ? it.slice(indent.length) : it.trimStart()))
    .join('\n');
};
