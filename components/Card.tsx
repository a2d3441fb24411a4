/** A task on the board: its line, and the dim second line of the one under the cursor. */
import {Text} from 'ink';
import {moodOf} from '../src/core/board.ts';
import {isLive} from '../src/core/nouns/session.ts';
import type {Task} from '../src/core/nouns/task.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {TaskSignals} from '../src/core/signal.ts';
import type {State} from '../src/core/state.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {Row} from './Row.tsx';
import {useTheme, type Sign, type Theme} from './theme.ts';

/** Cells for sign and figures, with a space before: ` ◐ +9.9k −9.9k`. */
const FIGURES_COLS = 13;

/** While a worker lives, its mood says more than the status of the task. */
const signOf = (theme: Theme, task: Task, {state, signals}: Snapshot): Sign => {
  const owner = task.owner_session === undefined ? undefined : state.sessions[task.owner_session];
  if (task.status !== 'in_progress' || owner === undefined || !isLive(owner)) return theme.status[task.status];
  return theme.mood[moodOf(owner, signals)];
};

/** A count in at most four characters: `42`, `1.2k`, `12k`. */
const shortCount = (n: number): string => {
  if (n < 1000) return String(n);
  return n < 9950 ? `${(n / 1000).toFixed(1)}k` : `${Math.round(n / 1000)}k`;
};

const Figures = ({task, found}: {task: Task; found: TaskSignals | undefined}) => {
  const {tone, mark} = useTheme();
  const {added = 0, removed = 0, commits = 0} = found ?? {};
  if (task.status === 'needs_input') return <Text {...tone.asking}>asks</Text>;
  if (added + removed > 0)
    return (
      <Text>
        <Text {...tone.added}>{`+${shortCount(added)}`}</Text>
        <Text {...tone.removed}>{` ${mark.minus}${shortCount(removed)}`}</Text>
      </Text>
    );
  return commits === 0 ? undefined : <Text {...tone.quiet}>{`${commits} commit${commits === 1 ? '' : 's'}`}</Text>;
};

export type CardProps = {
  readonly cols: number;
  readonly task: Task;
  readonly snapshot: Snapshot;
  /** There is room for figures. */
  readonly roomy: boolean;
  /** Is the cursor on this card, was it left there, or is it elsewhere? */
  readonly cursor: 'here' | 'left' | 'elsewhere';
};

/** Draw a task's line. */
export const Card = ({cols, task, snapshot, roomy, cursor}: CardProps) => {
  const theme = useTheme();
  const {tone, mark} = theme;
  const {glyph, tone: look} = signOf(theme, task, snapshot);
  const here = cursor === 'here';
  const left = (
    <>
      <Text {...(here ? {} : tone.accent)}>{cursor === 'elsewhere' ? '  ' : ` ${mark.focus}`}</Text>
      <Text {...(here ? {} : tone.quiet)}>{task.id}</Text>
      {` ${sanitise(task.title)}`}
    </>
  );
  const right = (
    <>
      <Text {...(here ? {} : look)}>{` ${glyph}`}</Text>
      {roomy ? ' ' : undefined}
      {roomy ? <Figures task={task} found={snapshot.signals.tasks[task.id]} /> : undefined}
    </>
  );
  return <Row cols={cols} left={left} right={right} rightCols={roomy ? FIGURES_COLS : 3} selected={here} />;
};

/** Draw where the work of a task is, and why it is in its state. */
export const Detail = ({cols, task, state}: {cols: number; task: Task; state: State}) => {
  const {tone, mark} = useTheme();
  const branch = state.workspaces[task.id]?.branch;
  const waits = task.depends_on.map(it => it.task).join(' ');
  const parts = [branch, task.status_reason, waits === '' ? undefined : `after ${waits}`].filter(
    it => it !== undefined,
  );
  const text = parts.length === 0 ? 'no worktree yet' : parts.map(sanitise).join(` ${mark.dot} `);
  return <Row cols={cols} left={<Text {...tone.quiet}>{`    ${text}`}</Text>} right=" " />;
};
