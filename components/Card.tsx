/** A task on the board: its line, and the dim second line of the one under the cursor. */
import {Text} from 'ink';
import {detailOf, ownerMoodOf} from '../src/core/board.ts';
import type {Task} from '../src/core/nouns/task.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {TaskSignals} from '../src/core/signal.ts';
import {mark} from '../src/core/signs.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {Row} from './Row.tsx';
import {useTheme, type Sign, type Theme} from './theme.ts';

const signOf = (theme: Theme, task: Task, snapshot: Snapshot): Sign => {
  const mood = ownerMoodOf(task, snapshot);
  return mood === undefined ? theme.status[task.status] : theme.mood[mood];
};

/** A count in at most four characters: `42`, `1.2k`, `12k`. */
const shortCount = (n: number): string => {
  if (n < 1000) return String(n);
  return n < 9950 ? `${(n / 1000).toFixed(1)}k` : `${Math.round(n / 1000)}k`;
};

/** What is told of a task's work, in pieces that each have a look. */
const figuresOf = (task: Task, found: TaskSignals | undefined): readonly (readonly [keyof Theme['tone'], string])[] => {
  const {added = 0, removed = 0, commits = 0} = found ?? {};
  if (task.status === 'needs_input') return [['asking', 'asks']];
  if (added + removed > 0)
    return [
      ['added', `+${shortCount(added)}`],
      ['removed', ` ${mark.minus}${shortCount(removed)}`],
    ];
  return commits === 0 ? [] : [['quiet', `${commits} commit${commits === 1 ? '' : 's'}`]];
};

/** The cells that the longest figures of some tasks take. */
export const figuresCols = (tasks: readonly Task[], {signals}: Snapshot): number =>
  Math.max(0, ...tasks.map(it => figuresOf(it, signals.tasks[it.id]).reduce((sum, [, text]) => sum + text.length, 0)));

export type CardProps = {
  readonly cols: number;
  readonly task: Task;
  readonly snapshot: Snapshot;
  /** Cells kept for figures; 0 where there is no room or nothing to tell. */
  readonly figures: number;
  /** Is the cursor on this card, was it left there, or is it elsewhere? */
  readonly cursor: 'here' | 'left' | 'elsewhere';
};

/** Draw a task's line. */
export const Card = ({cols, task, snapshot, figures, cursor}: CardProps) => {
  const theme = useTheme();
  const {tone} = theme;
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
      {figures === 0 ? undefined : ' '}
      {figures === 0
        ? undefined
        : figuresOf(task, snapshot.signals.tasks[task.id]).map(([meaning, text]) => (
            <Text key={meaning} {...tone[meaning]}>
              {text}
            </Text>
          ))}
    </>
  );
  return <Row cols={cols} left={left} right={right} rightCols={figures === 0 ? 3 : figures + 4} selected={here} />;
};

/** Draw how its worker is, where the work of a task stands, and why it is in its state. */
export const Detail = ({cols, task, snapshot}: {cols: number; task: Task; snapshot: Snapshot}) => {
  const {tone} = useTheme();
  const text = detailOf(task, snapshot) || 'no worktree yet';
  return <Row cols={cols} left={<Text {...tone.quiet}>{`    ${text}`}</Text>} right=" " />;
};
