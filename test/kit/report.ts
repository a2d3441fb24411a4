/** What a failure tells: what was looked for, what there was, and what had been said. */

/** The parts of a report. */
export type Failure = {
  /** The sentence that does not hold. */
  readonly sentence: string;
  /** What would have had to hold, and what did. */
  readonly lookedFor?: readonly string[];
  /** The screens, each with its owner. */
  readonly screens: readonly {
    readonly name: string;
    readonly rows: readonly string[];
    readonly cursor?: {x: number; y: number} | undefined;
  }[];
  /** The newest messages, oldest first. */
  readonly messages: readonly string[];
  readonly log: readonly string[];
  /** The story's name. */
  readonly story: string;
};

/** A line of the report is cut here. */
const LONGEST = 300;

/** A story that does not hold. */
export class StoryFailure extends Error {
  constructor(failure: Failure, options?: ErrorOptions) {
    super(reportOf(failure), options);
    this.name = 'StoryFailure';
  }
}

/** The report as text. */
export const reportOf = ({sentence, lookedFor = [], screens, messages, log, story}: Failure): string =>
  [
    sentence,
    ...lookedFor,
    ...screens.flatMap(({name, rows, cursor}) => ['', `the screen of ${name}:`, ...boxed(rows, cursor)]),
    '',
    'the last messages:',
    ...messages.map(cut),
    '',
    'the last lines of the log:',
    ...log.map(cut),
    '',
    `again: vitest run --config test/vitest.config.ts -t ${JSON.stringify(story)}`,
  ].join('\n');

/** Rows in a box; the row and the column of the cursor are marked on its border. */
export const boxed = (rows: readonly string[], cursor?: {x: number; y: number}): readonly string[] => {
  const cols = rows[0]?.length ?? 0;
  const edge = '─'.repeat(cols);
  const top = cursor === undefined ? edge : `${'─'.repeat(cursor.x)}▼${'─'.repeat(Math.max(0, cols - cursor.x - 1))}`;
  return [`┌${top}┐`, ...rows.map((row, y) => `${y === cursor?.y ? '▶' : '│'}${row}│`), `└${edge}┘`];
};

const cut = (line: string): string => `  ${line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line}`;
