/** What is written in the borders of panes and in the title of a person's terminal window. Pure. */
import {moodOf, shortNameOf} from '../../core/board.ts';
import type {Look} from '../../core/chrome.ts';
import {waitOf} from '../../core/leases-seen.ts';
import {paneOf, type PlacedPane, type Rect} from '../../core/layout.ts';
import type {Mood} from '../../core/nouns/session.ts';
import type {Reading} from '../../core/reading.ts';
import {sanitise} from '../../core/sanitise.ts';
import type {Signals} from '../../core/signal.ts';
import {asciiOf, hues, mark, moodSigns} from '../../core/signs.ts';
import type {State} from '../../core/state.ts';
import type {View} from '../../core/view.ts';
import {DEFAULT_COLOUR, PALETTE} from '../../terminal/cells.ts';

type World = {readonly state: State; readonly signals: Signals};

/** Longer titles of windows are cut, characters. */
const TITLE_CHARS = 120;

/** The mood of a session by its name; one that is gone has left its name in a pane. */
export const moodNamed = ({state, signals}: World, name: string): Mood => {
  const session = state.sessions[name];
  return session === undefined ? 'gone' : moodOf(session, signals);
};

/** The colour word of a pane's title, by the mood of its session. */
export const toneOf = (mood: Mood, {light}: Look): number => {
  const index = hues[light ? 'light' : 'dark'][moodSigns[mood].hue];
  return index === undefined ? DEFAULT_COLOUR : PALETTE | index;
};

/**
 * In the upper border: who is there and how; of a pane that is read where, which has to fit in a narrow one.
 *
 * @param end the line behind the last one of the session
 */
export const paneTitle = (world: World, pane: PlacedPane, read?: {reading: Reading; end: number}): string => {
  const {agent = 'none', auto_approve: isFree = false} = world.state.sessions[pane.session] ?? {};
  const name = shortNameOf(pane.session);
  const words =
    read === undefined
      ? [name, agent, moodNamed(world, pane.session), ...(isFree ? ['never asks'] : []), ...waits(world, pane.session)]
      : [name, placeInText(read, pane.inner)];
  return words.join(` ${mark.dot} `);
};

/** What it waits for, and what waits for it. */
const waits = ({signals}: World, session: string): readonly string[] => {
  const wait = waitOf(signals, session);
  const {queued = 0} = signals.sessions[session] ?? {};
  return [
    ...(wait === undefined ? [] : [`waits for a lease (${wait.position} of ${wait.of})`]),
    ...(queued === 0 ? [] : [queued === 1 ? '1 message waits' : `${queued} messages wait`]),
  ];
};

/** How far back a pane that is read stands, and where among the matches of a search. */
export const placeInText = ({reading, end}: {reading: Reading; end: number}, inner: Rect): string => {
  const back = Math.max(0, end - inner.rows - reading.top);
  return [`${mark.up}${back}`, ...searchWords(reading)].join(` ${mark.dot} `);
};

const searchWords = ({search}: Reading): readonly string[] => {
  if (search === undefined) return [];
  const {text, at, count, wrapped} = search;
  const shown = sanitise(text);
  return count === 0 ? [`no ${shown}`] : [`${at} of ${count}${wrapped ? ', wrapped' : ''}`, shown];
};

/** In the lower border: that another client gave the session its size, and which; empty where all of it is seen. */
export const sizeNote = (inner: Rect, screen: {readonly cols: number; readonly rows: number} | undefined): string => {
  if (screen === undefined || (screen.cols === inner.cols && screen.rows === inner.rows)) return '';
  const isCut = screen.cols > inner.cols || screen.rows > inner.rows;
  return `${isCut ? 'part of' : 'only'} ${screen.cols}${mark.times}${screen.rows}`;
};

/** The title of the terminal's window: the program, the repository, what the focused session calls itself. */
export const windowTitle = ({state, signals}: World, view: View, {repository, ascii}: Look): string => {
  const {session = ''} = paneOf(view.layout, view.focus) ?? {};
  const {title = ''} = state.sessions[session] === undefined ? {} : (signals.sessions[session] ?? {});
  const text = sanitise(
    ['roundhouse', repository, title === '' ? shortNameOf(session) : title].join(` ${mark.dot} `),
  ).slice(0, TITLE_CHARS);
  return ascii ? text.replaceAll(/[^ -~]/gu, it => String.fromCodePoint(asciiOf(it.codePointAt(0) ?? 0))) : text;
};
