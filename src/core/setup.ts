/** The set-up of a worktree in words: the commands as a person reads them, and how it is told that one failed. Pure. */

/** Commands for a person to read exactly: each after `$`, its further lines after `>`. */
export const commandLines = (commands: readonly string[]): readonly string[] =>
  commands.flatMap(it =>
    it
      .trimEnd()
      .split('\n')
      .map((line, at) => `${at === 0 ? '$' : '>'} ${line}`),
  );

/** The command at which a set-up stopped. */
export type SetupFailure = {
  readonly command: string;
  /** `exit status 1`, a signal, or why it could not be run. */
  readonly how: string;
};

const HEADING = '── set-up';

/** What stands before a command in the pane. @param at from 0 */
export const setupHeading = (at: number, count: number): string => `${HEADING} ${at + 1} of ${count}:`;

/** What the pane shows at the end; all that was printed stands above it. */
export const SETUP_FAILED = 'set-up failed:';
export const SETUP_DONE = 'the worktree is set up';

/** How many of the last lines of a failed set-up are told with it. */
const LAST_LINES = 20;

/** What the command printed that came last: between its heading and the end, without empty lines. */
const outputOf = (command: string, printed: readonly string[]): readonly string[] => {
  const heading = printed.findLastIndex(it => it.startsWith(HEADING));
  const end = printed.findLastIndex(it => it.startsWith(SETUP_FAILED));
  const from = heading < 0 ? 0 : heading + commandLines([command]).length;
  return printed.slice(from, end < 0 ? printed.length : end).filter(it => it.trim() !== '');
};

/**
 * Tell of a failed set-up: a line for the board, and a note for whoever mends it.
 *
 * @param printed the lines of the pane
 * @param path    where all of them are kept
 */
export const tellFailure = (
  {command, how}: SetupFailure,
  {printed, path}: {readonly printed: readonly string[]; readonly path: string},
): {readonly reason: string; readonly note: string} => {
  const last = outputOf(command, printed).slice(-LAST_LINES);
  const [line = ''] = command.split('\n');
  const words = [`its set-up failed: ${line} (${how})`, last.at(-1)?.trim()];
  const note = [
    `${SETUP_FAILED} ${command.trimEnd()}`,
    `ended with: ${how}`,
    'last lines:',
    ...last,
    `all of it: ${path}`,
  ];
  return {reason: words.filter(it => it !== undefined).join(': '), note: note.join('\n')};
};
