/** Who calls for the person, and how that is answered without going there. */
import {attentionOf, moodOf, shortNameOf, waitingOf} from '../../core/board.ts';
import type {TaskId} from '../../core/id.ts';
import {waitedFor} from '../../core/inbox.ts';
import type {Session} from '../../core/nouns/session.ts';
import {formChoices, formTitle} from './answering.ts';
import type {Desk} from './desk.ts';
import {openAnswers} from './dialogs.ts';
import {openAnswer} from './forms.ts';
import {goTo, sessionHere} from './panes.ts';

/** Go to the next agent that waits; where none does, to the next of all. */
export const goToNext = (desk: Desk): void => {
  const {state, signals} = desk.server.world;
  const waits = nextOf(desk, waitingOf(state, signals));
  const next = waits ?? nextOf(desk, attentionOf(state, signals));
  if (next !== undefined) goTo(desk, next.name);
  if (waits !== undefined) return;
  const also = next === undefined ? '' : `; ${shortNameOf(next.name)} is ${moodOf(next, signals)}`;
  desk.set({notice: {tone: 'plain', text: `no other agent waits for you${also}`}});
};

/** Who comes after the focused session in a list of agents that goes round. */
const nextOf = (desk: Desk, list: readonly Session[]): Session | undefined => {
  const here = sessionHere(desk);
  const at = list.findIndex(it => it.name === here);
  return [...list.slice(at + 1), ...list.slice(0, Math.max(0, at))][0];
};

/** Answer who asks: the focused session, else the one that has waited longest. The focus stays. */
export const answerFirst = (desk: Desk): void => {
  const {state, signals} = desk.server.world;
  const names = [sessionHere(desk), ...waitingOf(state, signals).map(it => it.name)];
  openAsked(
    desk,
    names.map(session => ({session, task: state.sessions[session]?.task_id})),
  );
};

/** A session that may ask, and its task. */
type Asking = {readonly session: string; readonly task: TaskId | undefined};

/** Open what the first of these asks: the question of its task, or the form in its terminal. */
export const openAsked = (desk: Desk, asking: readonly Asking[]): void => {
  if (!asking.some(it => openOne(desk, it))) desk.set({notice: {tone: 'plain', text: 'nothing is asked'}});
};

/** @returns false when it asks nothing */
const openOne = (desk: Desk, {session, task}: Asking): boolean => {
  const {state, signals} = desk.server.world;
  const found = state.sessions[session];
  const [question] = task === undefined ? [] : waitedFor(state, task);
  if (question !== undefined) openAnswer(desk, question);
  else if (found === undefined || moodOf(found, signals) !== 'asks') return false;
  else if (formChoices(desk, session).length > 0) openAnswers(desk, session);
  else desk.set({notice: {tone: 'plain', text: formTitle(desk, session), hint: 'it must be answered in its pane'}});
  return true;
};
