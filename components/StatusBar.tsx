/** The last line: an answer, or the keys that work here; at the right where one is. */
import {Box, Text} from 'ink';
import {Fragment, type ReactNode} from 'react';
import {waitingOf} from '../src/core/board.ts';
import type {Look} from '../src/core/chrome.ts';
import type {CopyBinding} from '../src/core/copy-keys.ts';
import type {Keymap} from '../src/core/keymap.ts';
import type {Binding} from '../src/core/keys.ts';
import {callingOf} from '../src/core/inbox-seen.ts';
import type {Rect} from '../src/core/layout.ts';
import {sanitise} from '../src/core/sanitise.ts';
import {mark} from '../src/core/signs.ts';
import type {Notice, View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {useKeys} from './keys.ts';
import {useTheme} from './theme.ts';

/** A key with what it does, in a word or two. */
type Hint = {readonly key: string; readonly brief: string; readonly calls?: boolean};

/** How many call for a person, by the action that goes to them. */
type Calls = Readonly<Record<string, number>>;

const hintOf = ({chords: [key = ''], action, brief = ''}: Binding | CopyBinding, calls: Calls): Hint => {
  const count = calls[action];
  return count === undefined ? {key, brief} : {key, brief: `${brief} (${count})`, calls: true};
};

/** The keys that work now. After the wheel it is the prefix's again: any other key is typed. */
const tableOf = (view: View, keys: Keymap): readonly (Binding | CopyBinding)[] => {
  if (view.prefixed) return keys.afterPrefix;
  if (view.hands === 'panel') return keys[view.panel.tab];
  return view.reading[view.focus]?.glance === false ? keys.copy : keys.afterPrefix;
};

/** Those worth a place at the bottom. */
const hintsOf = (view: View, keys: Keymap, calls: Calls): readonly Hint[] =>
  tableOf(view, keys)
    .filter(it => it.brief !== undefined && it.chords.length > 0 && calls[it.action] !== 0)
    .map(it => hintOf(it, calls));

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

const Hints = ({hints, prefix, pressed}: {hints: readonly Hint[]; prefix: string | undefined; pressed: boolean}) => {
  const {tone} = useTheme();
  return (
    <Text wrap="truncate-end">
      {prefix === undefined ? undefined : <Text {...(pressed ? tone.prefix : tone.quiet)}>{` ${prefix} `}</Text>}
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
  const {tone} = useTheme();
  const look = {good: tone.good, bad: tone.danger, plain: tone.plain}[notice.tone];
  return (
    <Text wrap="truncate-end">
      <Text {...look}>{` ${sanitise(notice.text)}`}</Text>
      {notice.hint === undefined ? undefined : <Text {...tone.quiet}>{` ${mark.dot} ${sanitise(notice.hint)}`}</Text>}
    </Text>
  );
};

/** Where one is, as much as there is room for. */
const placeOf = (look: Look, {cols, watching}: View, dot: string): string => {
  const mode = watching === true ? ['read-only'] : [];
  const place = cols < 60 ? [] : [...(cols < 100 ? [] : [look.repository]), look.branch];
  const parts = [...mode, ...place].filter(it => it !== '');
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
  const {tone} = useTheme();
  const keys = useKeys();
  const calls = {
    'next-waiting': waitingOf(snapshot.state, snapshot.signals).length,
    'show-inbox': callingOf(snapshot.state),
  };
  const place = view.notice === undefined ? placeOf(look, view, mark.dot) : '';
  const placeCols = place === '' ? 0 : Math.min(place.length + 2, rect.cols >> 2);
  const main = (): ReactNode => {
    if (view.notice !== undefined) return <Said notice={view.notice} />;
    if (view.dialog !== undefined) return undefined;
    const prefix = tableOf(view, keys) === keys.afterPrefix ? keys.prefix : undefined;
    const used = prefix === undefined ? 0 : prefix.length + 2;
    const hints = fitting(hintsOf(view, keys, calls), rect.cols - placeCols - used);
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
