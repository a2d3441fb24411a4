/** Where each key, click and paste goes: decided at once, before the next byte is read. */
import {draftAfter} from '../../core/draft.ts';
import {keyOf} from '../../core/keymap.ts';
import {encodeFocus, encodeKey} from '../../terminal/encode.ts';
import type {Token} from '../../terminal/input.ts';
import type {Live} from '../live.ts';
import type {Desk} from './desk.ts';
import {dialogKey, dialogPaste} from './dialogs.ts';
import {readingKey} from './copy-mode.ts';
import {begin} from './begun.ts';
import {pasteInto} from './copying.ts';
import {closeHere, sessionHere, showHere, showNumber} from './panes.ts';
import {readOf} from './read.ts';
import {pasteSearch} from './searching.ts';

type Of<K extends Token['kind']> = Extract<Token, {kind: K}>;

/** Take what the person did. */
export const take = (desk: Desk, token: Token): void => {
  (byKind[token.kind] as (desk: Desk, token: Token) => void)(desk, token);
};

const liveHere = (desk: Desk): Live | undefined => desk.server.sessions.find(sessionHere(desk));

const byKind: {readonly [K in Token['kind']]: (desk: Desk, token: Of<K>) => void} = {
  key: (desk, token) => key(desk, token),
  mouse: (desk, token) => desk.pointer.take(token),
  paste: (desk, {text}) => {
    if (desk.view.dialog !== undefined) dialogPaste(desk, text);
    else if (desk.view.hands === 'panes') paste(desk, text);
  },
  focus: (desk, {gained}) => {
    const live = liveHere(desk);
    const bytes = live === undefined ? undefined : encodeFocus(gained, live.engine.modes);
    if (bytes !== undefined) live?.pty?.write(bytes);
  },
  // An answer of the person's terminal to a question of ours is never typed into a pane.
  reply: () => undefined,
};

const paste = (desk: Desk, text: string): void => {
  const {focus, reading} = desk.view;
  const read = reading[focus]?.typing === undefined ? undefined : readOf(desk, focus);
  if (read === undefined) pasteInto(desk, text);
  else pasteSearch(read, text);
};

const key = (desk: Desk, token: Of<'key'>): void => {
  const {view} = desk;
  if (view.notice !== undefined) desk.set({notice: undefined});
  if (view.dialog !== undefined) dialogKey(desk, token);
  else if (view.prefixed) prefixed(desk, token.chord);
  else if (token.chord === desk.keys.prefix) desk.set({prefixed: true});
  else if (view.hands === 'panel') desk.perform(desk.chords[view.panel.tab].get(token.chord)?.action ?? '');
  else paneKey(desk, token);
};

const paneKey = (desk: Desk, token: Of<'key'>): void => {
  if (desk.view.reading[desk.view.focus] !== undefined && readingKey(desk, token)) return;
  if (liveHere(desk)?.pty === undefined) afterEnd(desk, token.chord);
  else {
    desk.type(live => encodeKey(token, live.engine.modes));
    begin(desk, draft => draftAfter(draft, token));
  }
};

const prefixed = (desk: Desk, chord: string): void => {
  const {afterPrefix} = desk.chords;
  desk.set({prefixed: false});
  if (/^\d$/u.test(chord)) showNumber(desk, Number(chord));
  else if (chord === 'Esc' || afterPrefix.has(chord)) desk.perform(afterPrefix.get(chord)?.action ?? '');
  else {
    const text = `${desk.keys.prefix} ${chord} is not bound`;
    desk.set({notice: {tone: 'bad', text, hint: `${keyOf(desk.keys, 'show-help')} shows all keys`}});
  }
};

/** A pane whose program has ended: Enter goes on from there. */
const afterEnd = (desk: Desk, chord: string): void => {
  if (chord !== 'Enter') return;
  const {server} = desk;
  const session = sessionHere(desk);
  if (server.world.state.sessions[session]?.status === 'suspended') desk.run(['resume', session]);
  else if (session === 'planner')
    server.world.background('open the planner', () =>
      server.conductor.needPlanner('user', {env: server.clients.lastEnv}),
    );
  else if (desk.areas.panes.length > 1) closeHere(desk);
  else showHere(desk, 'planner');
};
