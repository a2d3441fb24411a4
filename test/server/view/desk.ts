/** A person's desk at a house: its view, and what is done at it; nothing is painted. */
import {tablesOf, usualKeymap} from '../../../src/core/keymap.ts';
import {areasOf, firstView, type View} from '../../../src/core/view.ts';
import type {Live} from '../../../src/server/live.ts';
import type {Desk} from '../../../src/server/view/desk.ts';
import {take} from '../../../src/server/view/hands.ts';
import {sessionHere} from '../../../src/server/view/panes.ts';
import {keyOfChord} from '../../../src/terminal/encode.ts';
import type {House} from '../house.ts';

/** @param session in the pane at hand */
export const deskAt = ({server}: House, session = 'planner'): Desk => {
  const now: {view: View} = {view: firstView({cols: 120, rows: 40}, session)};
  const desk = {
    server,
    get view() {
      return now.view;
    },
    get areas() {
      return areasOf(now.view);
    },
    set: (change: Partial<View>) => void (now.view = {...now.view, ...change, version: now.view.version + 1}),
    keys: usualKeymap,
    chords: tablesOf(usualKeymap),
    claim: () => {},
    type: (encode: (live: Live) => Uint8Array) => {
      const live = server.sessions.find(sessionHere(desk));
      if (live !== undefined) live.pty?.write(encode(live));
    },
  } as unknown as Desk;
  return desk;
};

/** Press keys one after the other, spaces between. */
export const presses = (desk: Desk, chords: string): void => {
  for (const chord of chords.split(' ')) take(desk, {...keyOfChord(chord), ...(chord.length === 1 && {text: chord})});
};
