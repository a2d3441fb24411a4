/** Colours and glyphs by meaning; no component names a colour. Two themes: coloured, and plain for `NO_COLOR` and ASCII. */
import type {BoxProps, TextProps} from 'ink';
import {createContext, use} from 'react';
import type {Mood} from '../src/core/nouns/session.ts';
import type {TaskStatus} from '../src/core/nouns/task.ts';

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
  readonly mark: Readonly<Record<'focus' | 'before' | 'up' | 'down' | 'minus' | 'dot' | 'times' | 'to', string>>;
  /** The background of the row under the cursor; absent in plain. */
  readonly selectedRow?: string;
  readonly frame: Readonly<
    Record<'idle' | 'active' | 'asking', Pick<BoxProps, 'borderStyle' | 'borderColor' | 'borderDimColor'>>
  >;
};

const quiet: Tone = {dimColor: true};
const strong: Tone = {bold: true};

const asking: Tone = {color: 'yellow', bold: true};
const working: Tone = {color: 'cyan'};
const good: Tone = {color: 'green'};
const danger: Tone = {color: 'red'};
const paused: Tone = {color: 'magenta'};

/** For terminals with colour and Unicode. Palette colours, so that it follows the person's own scheme. */
export const theme: Theme = {
  tone: {
    plain: {},
    quiet,
    strong,
    accent: {color: 'cyan', bold: true},
    key: {color: 'cyan'},
    prefix: {color: 'cyan', bold: true, inverse: true},
    asking,
    good,
    danger,
    added: {color: 'green'},
    removed: {color: 'red'},
    place: {color: 'cyan'},
    cursor: {inverse: true},
    selected: {color: 'whiteBright', bold: true},
  },
  mood: {
    starting: {glyph: '◌', tone: quiet},
    working: {glyph: '◐', tone: working},
    asks: {glyph: '●', tone: asking},
    idle: {glyph: '○', tone: quiet},
    done: {glyph: '✓', tone: good},
    failed: {glyph: '✗', tone: danger},
    suspended: {glyph: '‖', tone: paused},
    gone: {glyph: '–', tone: quiet},
  },
  status: {
    draft: {glyph: '·', tone: quiet},
    ready: {glyph: '○', tone: quiet},
    in_progress: {glyph: '◐', tone: working},
    needs_input: {glyph: '●', tone: asking},
    review_ready: {glyph: '✓', tone: good},
    in_review: {glyph: '✓', tone: good},
    accepted: {glyph: '✓', tone: good},
    rejected: {glyph: '✗', tone: danger},
    merged: {glyph: '✓', tone: quiet},
    blocked: {glyph: '■', tone: danger},
    done: {glyph: '✓', tone: quiet},
    cancelled: {glyph: '✗', tone: quiet},
    archived: {glyph: '·', tone: quiet},
  },
  mark: {focus: '▸', before: '‹', up: '↑', down: '↓', minus: '−', dot: '·', times: '×', to: '–'},
  selectedRow: 'blue',
  frame: {
    idle: {borderStyle: 'round', borderDimColor: true},
    active: {borderStyle: 'round', borderColor: 'cyan'},
    asking: {borderStyle: 'round', borderColor: 'yellow'},
  },
};

const ascii = {
  topLeft: '+',
  top: '-',
  topRight: '+',
  right: '|',
  bottomRight: '+',
  bottom: '-',
  bottomLeft: '+',
  left: '|',
};

const sign = (glyph: string, tone: Tone = {}): Sign => ({glyph, tone});

/** No colour and nothing outside ASCII; weight and signs carry the meaning. */
export const plainTheme: Theme = {
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
    selected: {bold: true},
  },
  mood: {
    starting: sign('.', quiet),
    working: sign('*'),
    asks: sign('?', strong),
    idle: sign('o', quiet),
    done: sign('v', strong),
    failed: sign('x', strong),
    suspended: sign('=', quiet),
    gone: sign('-', quiet),
  },
  status: {
    draft: sign('.', quiet),
    ready: sign('o', quiet),
    in_progress: sign('*'),
    needs_input: sign('?', strong),
    review_ready: sign('v', strong),
    in_review: sign('v', strong),
    accepted: sign('v'),
    rejected: sign('x', strong),
    merged: sign('v', quiet),
    blocked: sign('#', strong),
    done: sign('v', quiet),
    cancelled: sign('x', quiet),
    archived: sign('.', quiet),
  },
  mark: {focus: '>', before: '<', up: '^', down: 'v', minus: '-', dot: '-', times: 'x', to: '-'},
  frame: {
    idle: {borderStyle: ascii},
    active: {borderStyle: ascii},
    asking: {borderStyle: ascii},
  },
};

/** Which theme the pictures below use. */
export const ThemeContext = createContext<Theme>(theme);

/** The theme around a component. */
export const useTheme = (): Theme => use(ThemeContext);
