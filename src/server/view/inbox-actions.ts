/** What keys and clicks do on the panel of questions. */
import {questionAt, questionsSeen} from '../../core/inbox-seen.ts';
import type {QuestionAction} from '../../core/keys.ts';
import type {Rect} from '../../core/layout.ts';
import type {Interrupt} from '../../core/nouns/interrupt.ts';
import type {Desk} from './desk.ts';
import {openAnswer} from './forms.ts';
import {goTo} from './panes.ts';
import {discussQuestion} from './table-actions.ts';

/** What is under the cursor; the first when it is gone. */
const chosen = ({view, server}: Desk): Interrupt | undefined => {
  const all = questionsSeen(server.world.state);
  return all.find(it => it.id === view.panel.question) ?? all[0];
};

const moveTo = (desk: Desk, at: (now: number, last: number) => number): void => {
  const all = questionsSeen(desk.server.world.state);
  const last = all.length - 1;
  const now = all.findIndex(it => it.id === chosen(desk)?.id);
  const question = all[Math.max(0, Math.min(last, at(now, last)))]?.id;
  if (question !== undefined) desk.set({panel: {...desk.view.panel, question}});
};

/** Put the cursor on something. */
export const enterInbox = (desk: Desk): void => moveTo(desk, now => now);

const onQuestion =
  (act: (desk: Desk, it: Interrupt) => void) =>
  (desk: Desk): void => {
    const it = chosen(desk);
    if (it === undefined) desk.set({notice: {tone: 'plain', text: 'nobody asks anything'}});
    else act(desk, it);
  };

const goToAsker = (desk: Desk, {session}: Interrupt): void => {
  if (session === undefined || desk.server.world.state.sessions[session] === undefined)
    desk.set({notice: {tone: 'plain', text: 'it was asked from no pane'}});
  else goTo(desk, session);
};

export const questionActions: Readonly<Record<QuestionAction, (desk: Desk) => void>> = {
  'question-next': desk => moveTo(desk, now => now + 1),
  'question-previous': desk => moveTo(desk, now => now - 1),
  'question-first': desk => moveTo(desk, () => 0),
  'question-last': desk => moveTo(desk, (_, last) => last),
  'question-answer': onQuestion((desk, it) => openAnswer(desk, it)),
  'question-open': onQuestion(goToAsker),
  'question-show': onQuestion((desk, it) => desk.run(['show-question', it.id])),
  'question-discuss': onQuestion(discussQuestion),
};

/** A click puts the cursor on a question, one on the question that is chosen answers it. */
export const clickInbox = (desk: Desk, panel: Rect, y: number): void => {
  const {view, server} = desk;
  const question = questionAt(server.world.state, view, {panel, y});
  const isChosen = view.hands === 'panel' && question?.id === view.panel.question;
  desk.perform('show-inbox');
  if (question === undefined) return;
  if (isChosen) desk.perform('question-answer');
  else desk.set({panel: {...desk.view.panel, question: question.id}});
};
