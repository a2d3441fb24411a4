/** The keys of copy mode, in vi's hands and in emacs's. Pure. */
import type {Binding, Chord} from './keys.ts';

/** Where the cursor of copy mode can go. */
export type Motion =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'word-forward'
  | 'word-end'
  | 'word-back'
  | 'big-word-forward'
  | 'big-word-end'
  | 'big-word-back'
  | 'line-start'
  | 'line-text'
  | 'line-end'
  | 'screen-top'
  | 'screen-middle'
  | 'screen-bottom'
  | 'history-top'
  | 'history-bottom'
  | 'half-page-up'
  | 'half-page-down'
  | 'page-up'
  | 'page-down'
  | 'paragraph-back'
  | 'paragraph-forward'
  | 'prompt-back'
  | 'prompt-forward';

/** What else can be done there. */
export type CopyStep =
  | Motion
  | 'scroll-up'
  | 'scroll-down'
  | 'select-text'
  | 'select-line'
  | 'select-block'
  | 'other-end'
  | 'unselect'
  | 'copy'
  | 'copy-rest'
  | 'search-down'
  | 'search-up'
  | 'match-next'
  | 'match-before'
  | 'seek-word-down'
  | 'seek-word-up'
  | 'leave';

export type CopyBinding = Binding<CopyStep>;

type Row = Omit<CopyBinding, 'chords'>;

/** What each step does; both tables bind from here. In the order of the help. */
const rows: readonly Row[] = [
  {action: 'select-text', what: 'begin to choose text', brief: 'select'},
  {action: 'select-line', what: 'choose whole lines'},
  {action: 'select-block', what: 'choose a rectangle, and back to text'},
  {action: 'copy', what: 'copy what is chosen, and leave', brief: 'copy'},
  {action: 'copy-rest', what: 'copy to the end of the line, and leave'},
  {action: 'other-end', what: 'to the other end of what is chosen'},
  {action: 'search-up', what: 'search upwards', brief: 'search up'},
  {action: 'search-down', what: 'search downwards', brief: 'down'},
  {action: 'match-next', what: 'next match', brief: 'next'},
  {action: 'match-before', what: 'next match, the other way'},
  {action: 'seek-word-down', what: 'search downwards for the word here'},
  {action: 'seek-word-up', what: 'search upwards for the word here'},
  {action: 'left', what: 'a character to the left'},
  {action: 'right', what: 'a character to the right'},
  {action: 'up', what: 'a line up'},
  {action: 'down', what: 'a line down'},
  {action: 'word-forward', what: 'next word'},
  {action: 'word-end', what: 'end of the word'},
  {action: 'word-back', what: 'start of the word'},
  {action: 'big-word-forward', what: 'next word, blanks alone part words'},
  {action: 'big-word-end', what: 'end of the word, blanks alone part words'},
  {action: 'big-word-back', what: 'start of the word, blanks alone part words'},
  {action: 'line-start', what: 'start of the line'},
  {action: 'line-text', what: 'first character of the line'},
  {action: 'line-end', what: 'end of the line'},
  {action: 'half-page-up', what: 'half a page up'},
  {action: 'half-page-down', what: 'half a page down'},
  {action: 'page-up', what: 'a page up'},
  {action: 'page-down', what: 'a page down'},
  {action: 'scroll-up', what: 'scroll a line up'},
  {action: 'scroll-down', what: 'scroll a line down'},
  {action: 'screen-top', what: 'top line of the pane'},
  {action: 'screen-middle', what: 'middle line of the pane'},
  {action: 'screen-bottom', what: 'bottom line of the pane'},
  {action: 'history-top', what: 'oldest line'},
  {action: 'history-bottom', what: 'newest line'},
  {action: 'paragraph-back', what: 'empty line above'},
  {action: 'paragraph-forward', what: 'empty line below'},
  {action: 'prompt-back', what: 'prompt above, of shells that mark theirs (OSC 133)'},
  {action: 'prompt-forward', what: 'prompt below'},
  {action: 'unselect', what: 'choose nothing; when nothing is chosen, leave'},
  {action: 'leave', what: 'back to the live screen', brief: 'back'},
];

const tableOf = (chords: Readonly<Partial<Record<CopyStep, readonly Chord[]>>>): readonly CopyBinding[] =>
  rows.flatMap(row => {
    const bound = chords[row.action];
    return bound === undefined ? [] : [{...row, chords: bound}];
  });

/** Both hands. The chords are those of tmux's tables, and of the editors they are named for. */
export const copyTables = {
  vi: tableOf({
    left: ['h', 'Left', 'C-h', 'Backspace'],
    right: ['l', 'Right'],
    up: ['k', 'Up', 'C-p'],
    down: ['j', 'Down', 'C-n'],
    'word-forward': ['w'],
    'word-end': ['e'],
    'word-back': ['b'],
    'big-word-forward': ['W'],
    'big-word-end': ['E'],
    'big-word-back': ['B'],
    'line-start': ['0', 'Home'],
    'line-text': ['^'],
    'line-end': ['$', 'End'],
    'half-page-up': ['C-u'],
    'half-page-down': ['C-d'],
    'page-up': ['C-b', 'PageUp'],
    'page-down': ['C-f', 'PageDown'],
    'scroll-up': ['C-y', 'K', 'C-Up'],
    'scroll-down': ['C-e', 'J', 'C-Down'],
    'screen-top': ['H'],
    'screen-middle': ['M'],
    'screen-bottom': ['L'],
    'history-top': ['g'],
    'history-bottom': ['G'],
    'paragraph-back': ['{'],
    'paragraph-forward': ['}'],
    'prompt-back': ['['],
    'prompt-forward': [']'],
    'select-text': ['v', 'Space'],
    'select-line': ['V'],
    'select-block': ['C-v'],
    'other-end': ['o'],
    copy: ['y', 'Enter'],
    'copy-rest': ['D'],
    'search-down': ['/', 'C-s'],
    'search-up': ['?', 'C-r'],
    'match-next': ['n'],
    'match-before': ['N'],
    'seek-word-down': ['*'],
    'seek-word-up': ['#'],
    unselect: ['Esc'],
    leave: ['q', 'C-c'],
  }),
  emacs: tableOf({
    left: ['Left'],
    right: ['C-f', 'Right'],
    up: ['C-p', 'Up'],
    down: ['C-n', 'Down'],
    'word-end': ['M-f'],
    'word-back': ['M-b'],
    'line-start': ['C-a', 'Home'],
    'line-text': ['M-m'],
    'line-end': ['C-e', 'End'],
    'page-up': ['M-v', 'PageUp'],
    'page-down': ['C-v', 'PageDown', 'Space'],
    'half-page-up': ['M-Up'],
    'half-page-down': ['M-Down'],
    'scroll-up': ['C-Up'],
    'scroll-down': ['C-Down'],
    'screen-top': ['M-R'],
    'screen-middle': ['M-r'],
    'history-top': ['M-<'],
    'history-bottom': ['M->'],
    'paragraph-back': ['M-{'],
    'paragraph-forward': ['M-}'],
    'prompt-back': ['M-p'],
    'prompt-forward': ['M-n'],
    'select-text': ['C-Space'],
    'select-line': ['M-h'],
    'select-block': ['R'],
    'other-end': ['C-x'],
    copy: ['M-w', 'C-w', 'Enter'],
    'copy-rest': ['C-k'],
    'search-down': ['C-s'],
    'search-up': ['C-r'],
    'match-next': ['n'],
    'match-before': ['N'],
    unselect: ['C-g'],
    leave: ['q', 'Esc', 'C-c'],
  }),
} as const satisfies Record<string, readonly CopyBinding[]>;

/** Which of both. */
export type CopyHands = keyof typeof copyTables;
