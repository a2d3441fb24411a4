/** Lines of the table: what was measured, what it is compared with, what it may be; printed, and as JSON. */
import {median} from './figures.ts';

/** What a line is measured with: one value a repetition, taken in turns. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** What a line may be: a ratio to another column of the same repetition, or a value by itself. */
export type Budget = {
  readonly bound: 'at most' | 'at least';
  readonly value: number;
  /** What to dream of, in the same terms. */
  readonly moonshot?: number;
  /** The column that `value` is a multiple of; none when it is a value in the line's unit. */
  readonly of?: string;
};

export type Line = {
  /** Lines with the same words before the colon stand together. */
  readonly metric: string;
  readonly unit: string;
  /** Columns `roundhouse` and, where they were there, `tmux` and `screen`; others by their names. */
  readonly samples: Samples;
  readonly budget?: Budget;
};

/** A line with its middle values. `ratio` is to tmux; `judged` is what the budget is about. */
export type Result = Line & {
  readonly medians: Readonly<Record<string, number>>;
  readonly ratio: number;
  readonly judged: number;
  readonly verdict: 'ok' | 'over' | '';
  /** How often roundhouse was measured. */
  readonly rounds: number;
};

/** The middle of the ratios of each repetition: what disturbs both at once cancels out. */
const ratioOf = (samples: Samples, to: string): number =>
  median((samples['roundhouse'] ?? []).map((own, at) => own / (samples[to]?.[at] ?? Number.NaN)));

/** Judge a line. */
export const resultOf = (line: Line): Result => {
  const {samples, budget} = line;
  const medians = Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
  const ratio = ratioOf(samples, 'tmux');
  const judged = budget?.of === undefined ? (medians['roundhouse'] ?? Number.NaN) : ratioOf(samples, budget.of);
  const rounds = samples['roundhouse']?.length ?? 0;
  return {...line, medians, ratio, judged, verdict: verdictOf(budget, judged), rounds};
};

const verdictOf = (budget: Budget | undefined, judged: number): Result['verdict'] => {
  if (budget === undefined || Number.isNaN(judged)) return '';
  const isKept = budget.bound === 'at most' ? judged <= budget.value : judged >= budget.value;
  return isKept ? 'ok' : 'over';
};

const numberText = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value === 0 || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4);
};

const budgetText = ({budget, medians, unit, judged}: Result): string => {
  if (budget === undefined) return '';
  const sign = budget.bound === 'at most' ? '≤' : '≥';
  if (budget.of === undefined) return `${sign} ${budget.value} ${unit}`;
  const bound = `${sign} ${budget.value} ×`;
  return budget.of === 'tmux'
    ? bound
    : `${bound} ${budget.of} (${numberText(medians[budget.of])}): ${numberText(judged)} ×`;
};

const moonshotText = ({budget}: Result): string => {
  if (budget?.moonshot === undefined) return '';
  return budget.of === undefined ? String(budget.moonshot) : `${budget.moonshot} ×`;
};

const heads = ['metric', 'unit', 'tmux', 'screen', 'roundhouse', 'ratio', 'budget', '', 'moonshot', 'rounds'];
const numbers = new Set(['tmux', 'screen', 'roundhouse', 'ratio', 'moonshot', 'rounds']);

const cellsOf = (result: Result): readonly string[] => {
  const {metric, unit, medians, ratio, verdict, rounds} = result;
  const figures = [medians['tmux'], medians['screen'], medians['roundhouse'], ratio].map(numberText);
  const judgement = verdict === 'over' ? 'OVER' : verdict;
  return [metric, unit, ...figures, budgetText(result), judgement, moonshotText(result), String(rounds)];
};

/** Lines whose metric has the same words before the colon, brought together. */
const inOrder = (results: readonly Result[]): readonly Result[] =>
  [...Map.groupBy(results, it => it.metric.split(':')[0]).values()].flat();

/** The table as text. Ratio is roundhouse to tmux, the middle of the ratios of each repetition. */
export const tableText = (results: readonly Result[]): string => {
  const rows = [heads, ...inOrder(results).map(cellsOf)];
  const widths = heads.map((_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (numbers.has(heads[at] ?? '') ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};
