/** A question that is answered by yes or no, as it fits a box. What does not fit can be scrolled to. Pure. */
import {sanitise} from './sanitise.ts';
import {wrapText} from './width.ts';

export type Question = {
  readonly lines: readonly string[];
  /** What is agreed to, word by word: under the first line. */
  readonly exact?: readonly string[];
  /** The first row in sight. */
  readonly top?: number;
};

/** `exact` is what is agreed to; `first` is the question. */
export type QuestionRow = {readonly text: string; readonly part: 'first' | 'exact' | 'rest'};

/** The rows in sight, and how many are out of it. */
export type QuestionRows = {readonly rows: readonly QuestionRow[]; readonly above: number; readonly below: number};

type Size = {readonly cols: number; readonly rows: number};

const wrapped = (line: string, cols: number, part: QuestionRow['part']): readonly QuestionRow[] =>
  wrapText(sanitise(line), cols).map(text => ({text, part}));

/** Its further rows stand under the words after the sign. */
const wrappedExact = (line: string, cols: number): readonly QuestionRow[] =>
  wrapped(line, Math.max(1, cols - 2), 'exact').map(({text, part}, at) => ({
    text: at === 0 ? text : `  ${text}`,
    part,
  }));

const BLANK: QuestionRow = {text: '', part: 'rest'};

const allRows = ({lines: [first = '', ...rest], exact = []}: Question, cols: number): readonly QuestionRow[] => [
  ...wrapped(first, cols, 'first'),
  ...(exact.length === 0 ? [] : [BLANK, ...exact.flatMap(it => wrappedExact(it, cols)), BLANK]),
  ...rest.flatMap(it => wrapped(it, cols, 'rest')),
];

/** How many rows a question has at a width. */
export const questionHeight = (question: Question, cols: number): number => allRows(question, cols).length;

/**
 * The part of a question that is in sight. Where not all fit, blank rows go first.
 *
 * @param size of the place for its text, cells
 */
export const questionRows = (question: Question, {cols, rows}: Size): QuestionRows => {
  const all = allRows(question, Math.max(1, cols));
  const kept = all.length <= rows ? all : all.filter(it => it.text !== '');
  const top = Math.max(0, Math.min(question.top ?? 0, kept.length - rows));
  const seen = kept.slice(top, top + rows);
  return {rows: seen, above: top, below: kept.length - top - seen.length};
};
