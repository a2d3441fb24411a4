/** The last line: an answer, or the keys that work here; at the right where one is. */
import {Box, Text} from 'ink';
import {Fragment, type ReactNode} from 'react';
import {waitingOf} from '../src/core/board.ts';
import type {Look} from '../src/core/chrome.ts';
import {boardKeys, prefixKeys, PREFIX, scrollKeys, type Binding} from '../src/core/keys.ts';
import type {Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {Notice, View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {useTheme} from './theme.ts';

/** A key with what it does, in a word or two. */
type Hint = {readonly key: string; readonly brief: string; readonly calls?: boolean};

const hintOf = ({chords: [key = ''], action, brief = ''}: Binding, waiting: number): Hint =>
  action === 'next-waiting' ? {key, brief: `${brief} (${waiting})`, calls: true} : {key, brief};

/** The keys worth a place at the bottom now. */
const hintsOf = (view: View, waiting: number): readonly Hint[] => {
  const onPanel = view.hands === 'panel' && !view.prefixed;
  return (onPanel ? boardKeys : prefixKeys)
    .filter(it => it.brief !== undefined && (it.action !== 'next-waiting' || waiting > 0))
    .map(it => hintOf(it, waiting));
};

const widthOf = ({key, brief}: Hint): number => key.length + brief.length + 3;

/** As many as fit, what calls for a person first, the last (help, or the way back) always; the order stays. Briefs are ASCII. */
const fitting = (hints: readonly Hint[], cols: number): readonly Hint[] => {
  const last = hints.at(-1);
  const ranked = [...hints.filter(it => it === last || it.calls === true), ...hints];
  const kept = new Set<Hint>();
  let used = 0;
  for (const it of ranked) {
    if (kept.has(it)) continue;
    used += widthOf(it);
    if (used > cols && kept.size > 0) break;
    kept.add(it);
  }
  return hints.filter(it => kept.has(it));
};

const Hints = ({hints, prefix, pressed}: {hints: readonly Hint[]; prefix: boolean; pressed: boolean}) => {
  const {tone} = useTheme();
  return (
    <Text wrap="truncate-end">
      {prefix ? <Text {...(pressed ? tone.prefix : tone.quiet)}>{` ${PREFIX} `}</Text> : undefined}
      {hints.map(({key, brief, calls}) => (
        <Fragment key={key}>
          <Text {...(calls === true ? tone.asking : tone.key)}>{` ${key}`}</Text>
          <Text {...(calls === true ? tone.asking : tone.quiet)}>{` ${brief} `}</Text>
        </Fragment>
      ))}
    </Text>
  );
};

const Said = ({notice}: {notice: Notice}) => {
  const {tone, mark} = useTheme();
  const look = {good: tone.good, bad: tone.danger, plain: tone.plain}[notice.tone];
  return (
    <Text wrap="truncate-end">
      <Text {...look}>{` ${sanitise(notice.text)}`}</Text>
      {notice.hint === undefined ? undefined : <Text {...tone.quiet}>{` ${mark.dot} ${sanitise(notice.hint)}`}</Text>}
    </Text>
  );
};

const Scrolled = ({lines}: {lines: number}) => {
  const {tone, mark} = useTheme();
  const back = scrollKeys.find(it => it.step === 'bottom')?.chords[0] ?? '';
  return (
    <Text wrap="truncate-end">
      <Text {...tone.asking}>{` scrolled back ${lines}`}</Text>
      <Text {...tone.quiet}>{` ${mark.dot} `}</Text>
      <Text {...tone.key}>{back}</Text>
      <Text {...tone.quiet}> back</Text>
    </Text>
  );
};

/** Where one is, as much as there is room for. */
const placeOf = (look: Look, cols: number, dot: string): string => {
  if (cols < 60) return '';
  const parts = [...(cols < 100 ? [] : [look.repository]), look.branch].filter(it => it !== '');
  return parts.map(sanitise).join(` ${dot} `);
};

export type StatusBarProps = {
  readonly rect: Rect;
  readonly snapshot: Snapshot;
  readonly view: View;
  readonly look: Look;
};

/** Draw the line at the bottom. */
export const StatusBar = ({rect, snapshot, view, look}: StatusBarProps) => {
  const {tone, mark} = useTheme();
  const scrolled = view.scrolled[view.focus] ?? 0;
  const waiting = waitingOf(snapshot.state, snapshot.signals).length;
  const place = view.notice === undefined ? placeOf(look, rect.cols, mark.dot) : '';
  const placeCols = place === '' ? 0 : Math.min(place.length + 2, rect.cols >> 2);
  const main = (): ReactNode => {
    if (view.notice !== undefined) return <Said notice={view.notice} />;
    if (view.dialog !== undefined) return undefined;
    if (scrolled > 0 && view.hands === 'panes' && !view.prefixed) return <Scrolled lines={scrolled} />;
    const prefix = view.hands === 'panes' || view.prefixed;
    const hints = fitting(hintsOf(view, waiting), rect.cols - placeCols - (prefix ? PREFIX.length + 2 : 0));
    return <Hints hints={hints} prefix={prefix} pressed={view.prefixed} />;
  };
  return (
    <Box position="absolute" left={rect.x} top={rect.y} width={rect.cols} height={1}>
      <Box flexGrow={1}>{main()}</Box>
      {place === '' ? undefined : (
        <Box flexShrink={0} maxWidth={rect.cols >> 2}>
          <Text wrap="truncate-end" {...tone.quiet}>{`${place} `}</Text>
        </Box>
      )}
    </Box>
  );
};
