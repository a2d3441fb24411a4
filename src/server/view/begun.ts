/** Counts what a person has begun to write in a pane, by keys and by pastes: messages wait as long as a text is begun. */
import {showsForm} from '../typing.ts';
import type {Desk} from './desk.ts';
import {sessionHere} from './panes.ts';

/** Count on, in the pane at hand. A key that answers a form begins no text: it is gone with the form. */
export const begin = (desk: Desk, count: (draft: number) => number): void => {
  const {server, view} = desk;
  const live = server.sessions.find(sessionHere(desk));
  if (live === undefined || view.watching === true || showsForm(server.world, live.name)) return;
  live.draft = count(live.draft);
  if (live.draft === 0) server.outbox.look(live);
};
