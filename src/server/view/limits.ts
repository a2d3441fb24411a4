/** What is left to a client that only watches, and to one that has a single session on its whole terminal. */
import {keyOf} from '../../core/keymap.ts';
import type {Action} from '../../core/keys.ts';
import {contains} from '../../core/layout.ts';
import type {Notice, View} from '../../core/view.ts';
import type {Token} from '../../terminal/input.ts';
import type {Desk} from './desk.ts';

const looking: readonly Action[] = [
  'detach',
  'copy-mode',
  'copy-mode-page-up',
  'search-history',
  'copy-output',
  'copy-code',
  'show-help',
  'redraw',
];
const alone: ReadonlySet<string> = new Set<Action>([...looking, 'paste-copied', 'send-prefix']);
const watching: ReadonlySet<string> = new Set<Action>([
  ...looking,
  'next-session',
  'previous-session',
  'next-waiting',
  'next-pane',
  'last-pane',
  'focus-left',
  'focus-right',
  'focus-up',
  'focus-down',
  'zoom-pane',
  'next-layout',
  'show-board',
  'show-leases',
  'show-inbox',
  'show-table',
  'focus-panel',
  'card-next',
  'card-previous',
  'card-first',
  'card-last',
  'card-open',
  'card-diff',
  'card-show',
  'lease-next',
  'lease-previous',
  'lease-first',
  'lease-last',
  'lease-refresh',
  'question-next',
  'question-previous',
  'question-first',
  'question-last',
  'question-open',
  'question-show',
  'discussion-next',
  'discussion-previous',
  'discussion-first',
  'discussion-last',
  'discussion-open',
  'discussion-find',
  'discussion-zoom',
  'leave-panel',
]);

/** May this action of the keymap be done here? */
export const isOpenTo = (view: View, action: string): boolean =>
  (view.alone !== true || alone.has(action)) && (view.watching !== true || watching.has(action));

/** Why an action cannot be done here. */
export const whyNotOpen = ({view, keys}: Desk): Notice => ({
  tone: 'plain',
  text: view.watching === true ? 'this terminal only looks' : 'this terminal has one session alone',
  hint: `${keyOf(keys, 'show-help')} shows what can be done, ${keyOf(keys, 'detach')} leaves`,
});

/** May this be taken at all? What a watching client does never reaches a program. */
export const mayTake = (desk: Desk, token: Token): boolean => {
  const {view, keys} = desk;
  if (view.watching !== true || view.dialog !== undefined) return true;
  if (token.kind === 'mouse') return !isForProgram(desk, token);
  if (token.kind !== 'key') return false;
  return (
    token.chord === keys.prefix || view.prefixed || view.hands === 'panel' || view.reading[view.focus] !== undefined
  );
};

/** A program with the mouse, or one that would get the wheel as keys. */
const isForProgram = ({areas, server}: Desk, {x, y}: {x: number; y: number}): boolean => {
  const pane = areas.panes.find(it => contains(it.inner, x, y));
  const modes = pane === undefined ? undefined : server.sessions.find(pane.session)?.engine.modes;
  return modes !== undefined && (modes.mouse !== 'none' || modes.alternateScreen);
};
