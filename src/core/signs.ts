/**
 * The signs of the chrome, each with its twin in ASCII, and the colours that have a meaning. The one place for both: borders,
 * titles and components draw with these. Pure.
 */
import type {Mood} from './nouns/session.ts';
import type {TaskStatus} from './nouns/task.ts';

/** What a colour says. `calm` is the terminal's own text colour. */
export type Hue = 'calm' | 'working' | 'asking' | 'good' | 'danger' | 'paused';

/**
 * Indices into the person's own palette, which suits their background: 0 to 7, absent for none. Yellow and cyan can hardly
 * be read on white in most palettes.
 */
export const hues: Readonly<Record<'dark' | 'light', Readonly<Partial<Record<Hue, number>>>>> = {
  dark: {working: 6, asking: 3, good: 2, danger: 1, paused: 5},
  light: {working: 4, asking: 5, good: 2, danger: 1, paused: 6},
};

/** A sign of one cell. Its shape alone tells it from the others. `quiet` ones are drawn dim. */
export type Sign = {readonly glyph: string; readonly hue: Hue; readonly quiet?: boolean};

const quiet = (glyph: string): Sign => ({glyph, hue: 'calm', quiet: true});

export const moodSigns: Readonly<Record<Mood, Sign>> = {
  starting: quiet('◌'),
  working: {glyph: '◐', hue: 'working'},
  asks: {glyph: '●', hue: 'asking'},
  idle: quiet('○'),
  done: {glyph: '✓', hue: 'good'},
  failed: {glyph: '✗', hue: 'danger'},
  suspended: {glyph: '‖', hue: 'paused'},
  gone: quiet('–'),
};

export const statusSigns: Readonly<Record<TaskStatus, Sign>> = {
  draft: quiet('·'),
  ready: quiet('○'),
  in_progress: {glyph: '◐', hue: 'working'},
  needs_input: {glyph: '●', hue: 'asking'},
  review_ready: {glyph: '✓', hue: 'good'},
  in_review: {glyph: '✓', hue: 'good'},
  accepted: {glyph: '✓', hue: 'good'},
  rejected: {glyph: '✗', hue: 'danger'},
  merged: quiet('✓'),
  blocked: {glyph: '■', hue: 'danger'},
  done: quiet('✓'),
  cancelled: quiet('✗'),
  archived: quiet('·'),
};

/** Signs between words. */
export const mark = {
  focus: '▸',
  before: '‹',
  after: '›',
  up: '↑',
  down: '↓',
  minus: '−',
  dot: '·',
  times: '×',
  to: '–',
  cut: '…',
  comment: '●',
} as const;

/** Lines of borders by the ways in which they go on: 1 up, 2 right, 4 down, 8 left, and their sums. */
export const LINES = ' ╵╶╰╷│╭├╴╯─┴╮┤┬┼';

/** Each sign beside the ASCII character that stands for it. */
const TWINS = '◌. ◐* ●? ○o ✓v ✗x ‖= –- ·- ■# ▸> ‹< ›> ↑^ ↓v −- ×x …~ ╵| ╶- ╰+ ╷| │| ╭+ ├+ ╴- ╯+ ─- ┴+ ╮+ ┤+ ┬+ ┼+';
const ascii = new Map(TWINS.split(' ').map(pair => [pair.charCodeAt(0), pair.charCodeAt(1)]));

/** The code point that is drawn where only ASCII signs are wanted. What is no sign of ours stays as it is. */
export const asciiOf = (code: number): number => (code < 0x80 ? code : (ascii.get(code) ?? code));

type Surroundings = {readonly env: Readonly<Record<string, string>>; readonly terminal: string};

/**
 * Does a terminal want ASCII signs: because the person says so (`ROUNDHOUSE_GLYPHS`), because its font is the console's, or
 * because its locale is not UTF-8? Without any locale it is taken for a modern one.
 *
 * @param terminal the value of `TERM`
 */
export const wantsAscii = ({env, terminal}: Surroundings): boolean => {
  const {ROUNDHOUSE_GLYPHS: wish = '', LC_ALL = '', LC_CTYPE = '', LANG = ''} = env;
  if (wish !== '') return wish === 'ascii';
  const locale = LC_ALL || LC_CTYPE || LANG;
  return terminal === 'linux' || (locale !== '' && !/utf-?8/iu.test(locale));
};
