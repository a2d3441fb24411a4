/** The list of agents at the left: who is there, in which mood, since when. */
import {Text} from 'ink';
import {ageOf} from '../src/core/age.ts';
import {moodOf, shortNameOf} from '../src/core/board.ts';
import {keyOf} from '../src/core/keymap.ts';
import {inset, paneOf, type Rect} from '../src/core/layout.ts';
import {waitOf} from '../src/core/leases-seen.ts';
import type {Session} from '../src/core/nouns/session.ts';
import {sanitise} from '../src/core/sanitise.ts';
import type {Signals} from '../src/core/signal.ts';
import {sidebarOf} from '../src/core/seen.ts';
import {mark} from '../src/core/signs.ts';
import type {View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {Frame} from './Frame.tsx';
import {Row} from './Row.tsx';
import {useKeys} from './keys.ts';
import {useTheme} from './theme.ts';

type AgentProps = {
  readonly cols: number;
  readonly session: Session;
  readonly focused: boolean;
  readonly snapshot: Snapshot;
  readonly now: number;
};

const Agent = ({cols, session, focused, snapshot, now}: AgentProps) => {
  const {mood: signs, tone} = useTheme();
  const mood = moodOf(session, snapshot.signals);
  const {glyph, tone: look} = signs[mood];
  const calls = mood === 'asks' || mood === 'failed';
  const left = (
    <>
      <Text {...tone.accent}>{focused ? mark.focus : ' '}</Text>
      <Text {...look}>{glyph}</Text>
      <Text {...(focused ? tone.strong : tone.plain)}> {sanitise(shortNameOf(session.name))}</Text>
    </>
  );
  const right = (
    <Text {...(calls ? look : tone.quiet)}>
      {' '}
      {whenOf(session, snapshot.signals, {now, roomy: cols >= ROOMY_COLS})}{' '}
    </Text>
  );
  return <Row cols={cols} left={left} right={right} />;
};

/** From this width on a wait for a lease is told in words. */
const ROOMY_COLS = 22;

/** What stands at the right of an agent: what it waits for, else how long it has been in its mood. */
const whenOf = (session: Session, signals: Signals, {now, roomy}: {now: number; roomy: boolean}): string => {
  const mood = moodOf(session, signals);
  if (mood === 'asks' || mood === 'done' || mood === 'gone') return mood;
  const wait = waitOf(signals, session.name);
  if (wait !== undefined) return `${roomy ? 'lease ' : ''}#${wait.position}`;
  return ageOf(signals.sessions[session.name]?.mood_since, now);
};

export type SidebarProps = {
  readonly rect: Rect;
  readonly snapshot: Snapshot;
  readonly view: View;
  /** Milliseconds since the epoch; ages are counted from it. */
  readonly now: number;
};

/** Draw the agents; the one in the focused pane is marked and always in sight. */
export const Sidebar = ({rect, snapshot, view, now}: SidebarProps) => {
  const {tone} = useTheme();
  const {cols, rows} = inset(rect);
  const seen = sidebarOf(snapshot.state, view, rect);
  const focused = paneOf(view.layout, view.focus)?.session;
  const blank = Array.from({length: Math.max(0, rows - 1 - seen.agents.length)}, () => ' ');
  return (
    <Frame rect={rect} title="agents" hidden={seen}>
      {seen.agents.map(it => (
        <Agent key={it.name} cols={cols} session={it} focused={it.name === focused} snapshot={snapshot} now={now} />
      ))}
      {blank.length === 0 ? undefined : <Text>{blank.join('\n')}</Text>}
      <Row
        cols={cols}
        left={<Text {...tone.quiet}>{cols < 20 ? ' + worker' : ' + new worker'}</Text>}
        right={<Text {...tone.key}>{`${keyOf(useKeys(), 'new-worker')} `}</Text>}
      />
    </Frame>
  );
};
