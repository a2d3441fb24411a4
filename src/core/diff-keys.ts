/** The keys of the view of a diff. Pure. */
import type {Binding} from './keys.ts';

export type DiffStep =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'half-page-down'
  | 'half-page-up'
  | 'top'
  | 'bottom'
  | 'next-file'
  | 'previous-file'
  | 'next-hunk'
  | 'previous-hunk'
  | 'left'
  | 'right'
  | 'search'
  | 'match-next'
  | 'comment'
  | 'uncomment'
  | 'list'
  | 'go-to'
  | 'send'
  | 'leave';

export type DiffBinding = Binding<DiffStep>;

export const diffKeys: readonly DiffBinding[] = [
  {chords: ['j', 'Down'], action: 'down', what: 'next line'},
  {chords: ['k', 'Up'], action: 'up', what: 'the line before'},
  {chords: [']'], action: 'next-file', what: 'next file', brief: 'file'},
  {chords: ['['], action: 'previous-file', what: 'the file before'},
  {chords: ['n'], action: 'next-hunk', what: 'next hunk', brief: 'hunk'},
  {chords: ['p'], action: 'previous-hunk', what: 'the hunk before'},
  {chords: ['c'], action: 'comment', what: 'comment on this line, or change the comment', brief: 'comment'},
  {chords: ['x'], action: 'uncomment', what: 'delete the comment on this line'},
  {chords: ['l'], action: 'list', what: 'the comments that are not sent, and back', brief: 'list'},
  {chords: ['Enter'], action: 'go-to', what: 'from the list to the line of a comment'},
  {chords: ['s'], action: 'send', what: 'send all comments to the worker', brief: 'send'},
  {chords: ['/'], action: 'search', what: 'search downwards', brief: 'search'},
  {chords: ['N'], action: 'match-next', what: 'next match'},
  {chords: ['PageDown', 'Space'], action: 'page-down', what: 'a page down'},
  {chords: ['PageUp', 'b'], action: 'page-up', what: 'a page up'},
  {chords: ['C-d'], action: 'half-page-down', what: 'half a page down'},
  {chords: ['C-u'], action: 'half-page-up', what: 'half a page up'},
  {chords: ['g', 'Home'], action: 'top', what: 'first line'},
  {chords: ['G', 'End'], action: 'bottom', what: 'last line'},
  {chords: ['Left'], action: 'left', what: 'long lines: to the left'},
  {chords: ['Right'], action: 'right', what: 'long lines: to the right'},
  {chords: ['q', 'Esc', 'C-c'], action: 'leave', what: 'back; comments are kept', brief: 'back'},
];
