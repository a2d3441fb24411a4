/**
 * Looks by meaning; no component names a colour. Three themes: for dark and for light terminals, and plain for `NO_COLOR`.
 * Colours are those of the terminal's own palette, so that they follow the person's scheme.
 */
import type {BoxProps, TextProps} from 'ink';
import {createContext, use} from 'react';
import type {Look} from '../src/core/chrome.ts';
import type {Mood} from '../src/core/nouns/session.ts';
import type {TaskStatus} from '../src/core/nouns/task.ts';
import {hues, moodSigns, statusSigns, type Hue, type Sign as Drawn} from '../src/core/signs.ts';

/** How a piece of text looks. */
export type Tone = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse'>;

/** A sign of one cell, with its look. */
export type Sign = {readonly glyph: string; readonly tone: Tone};

type Meaning =
  | 'plain'
  | 'quiet'
  | 'strong'
  | 'accent'
  | 'key'
  | 'prefix'
  | 'asking'
  | 'good'
  | 'danger'
  | 'added'
  | 'removed'
  | 'place'
  | 'cursor'
  | 'selected';

/** Everything a picture may look like. */
export type Theme = {
  readonly tone: Readonly<Record<Meaning, Tone>>;
  readonly mood: Readonly<Record<Mood, Sign>>;
  readonly status: Readonly<Record<TaskStatus, Sign>>;
  /** The background of the row under the cursor; absent in plain. */
  readonly selectedRow?: string;
  readonly frame: Readonly<
    Record<'idle' | 'active' | 'asking', Pick<BoxProps, 'borderStyle' | 'borderColor' | 'borderDimColor'>>
  >;
};

const quiet: Tone = {dimColor: true};
const strong: Tone = {bold: true};

/** Ink's names of the palette's first eight. */
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

type Inks = Readonly<Record<Hue, Tone>>;

const inksOf = (ground: 'dark' | 'light'): Inks => {
  const inkOf = (hue: Hue): Tone => {
    const index = hues[ground][hue];
    return index === undefined ? {} : {color: NAMES[index] ?? 'white'};
  };
  return {
    calm: {},
    working: inkOf('working'),
    asking: {...inkOf('asking'), bold: true},
    good: inkOf('good'),
    danger: inkOf('danger'),
    paused: inkOf('paused'),
  };
};

/** Without colour, weight and shape carry the meaning. */
const noInks: Inks = {calm: {}, working: {}, asking: strong, good: strong, danger: strong, paused: quiet};

const signsOf = <K extends string>(signs: Readonly<Record<K, Drawn>>, inks: Inks): Readonly<Record<K, Sign>> =>
  Object.fromEntries(
    Object.entries<Drawn>(signs).map(([name, it]) => [
      name,
      {glyph: it.glyph, tone: it.quiet === true ? quiet : inks[it.hue]},
    ]),
  ) as Record<K, Sign>;

const colouredTheme = (ground: 'dark' | 'light'): Theme => {
  const inks = inksOf(ground);
  const {working, asking, good, danger} = inks;
  return {
    tone: {
      plain: {},
      quiet,
      strong,
      accent: {...working, bold: true},
      key: working,
      prefix: {...working, bold: true, inverse: true},
      asking,
      good,
      danger,
      added: good,
      removed: danger,
      place: working,
      cursor: {inverse: true},
      selected: {color: 'whiteBright', bold: true},
    },
    mood: signsOf(moodSigns, inks),
    status: signsOf(statusSigns, inks),
    selectedRow: 'blue',
    frame: {
      idle: {borderStyle: 'round', borderDimColor: true},
      active: {borderStyle: 'round', borderColor: working.color ?? ''},
      asking: {borderStyle: 'round', borderColor: asking.color ?? ''},
    },
  };
};

const plainTheme: Theme = {
  tone: {
    plain: {},
    quiet,
    strong,
    accent: strong,
    key: strong,
    prefix: {inverse: true},
    asking: strong,
    good: {},
    danger: strong,
    added: {},
    removed: {},
    place: strong,
    cursor: {inverse: true},
    selected: strong,
  },
  mood: signsOf(moodSigns, noInks),
  status: signsOf(statusSigns, noInks),
  frame: {
    idle: {borderStyle: 'round', borderDimColor: true},
    active: {borderStyle: 'round'},
    asking: {borderStyle: 'round'},
  },
};

const themes = {dark: colouredTheme('dark'), light: colouredTheme('light'), plain: plainTheme};

/** The theme for a terminal. */
export const themeOf = ({plain, light}: Pick<Look, 'plain' | 'light'>): Theme =>
  themes[plain ? 'plain' : light ? 'light' : 'dark'];

/** Which theme the pictures below use. */
export const ThemeContext = createContext<Theme>(themes.dark);

/** The theme around a component. */
export const useTheme = (): Theme => use(ThemeContext);
