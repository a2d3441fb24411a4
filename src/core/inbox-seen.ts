/** The panel of questions as lines: what is for the person, what is for the planner, what was answered and not read. Pure. */
import {ageOf} from './age.ts';
import {shortNameOf} from './board.ts';
import {inboxOf} from './inbox.ts';
import {inset, type Rect} from './layout.ts';
import type {Interrupt} from './nouns/interrupt.ts';
import {sanitise} from './sanitise.ts';
import {seenOf, type Seen} from './seen.ts';
import {mark} from './signs.ts';
import type {State} from './state.ts';
import type {View} from './view.ts';

/** A line of the panel. The cursor stands on a question. */
export type InboxLine =
  | {readonly kind: 'gap'; readonly key: string}
  | {readonly kind: 'group'; readonly key: string; readonly title: string; readonly count: number}
  | {readonly kind: 'question'; readonly key: string; readonly it: Interrupt}
  | {readonly kind: 'detail'; readonly key: string; readonly it: Interrupt; readonly text: string};

type Questions = Pick<State, 'interrupts'>;
type Group = {readonly title: string; readonly questions: readonly Interrupt[]};

const groupsOf = (state: Questions): readonly Group[] => {
  const open = inboxOf(state);
  return [
    {title: 'for you', questions: open.filter(it => it.audience === 'human')},
    {title: 'for the planner', questions: open.filter(it => it.audience !== 'human')},
    {title: 'answered, not read yet', questions: inboxOf(state, ['resolved'])},
  ].filter(it => it.questions.length > 0);
};

/** Questions as `j` and `k` go through them. */
export const questionsSeen = (state: Questions): readonly Interrupt[] => groupsOf(state).flatMap(it => it.questions);

/** Questions that the keys at the bottom tell of: tasks that wait are told of by their agents. */
export const callingOf = (state: Questions): number => inboxOf(state).filter(it => !it.blocking).length;

/** The lines in sight, from the first inner row of the panel on. */
export const inboxSeenOf = (
  state: Questions,
  view: View,
  rect: Rect,
): Seen & {readonly lines: readonly InboxLine[]} => {
  const here = view.panel.question;
  const lines = groupsOf(state).flatMap(({title, questions}, at): readonly InboxLine[] => [
    ...(at === 0 ? [] : [{kind: 'gap' as const, key: `gap ${title}`}]),
    {kind: 'group', key: title, title, count: questions.length},
    ...questions.flatMap(it => [{kind: 'question' as const, key: it.id, it}, ...(it.id === here ? detailsOf(it) : [])]),
  ]);
  const at = lines.findIndex(it => it.kind === 'question' && it.it.id === here);
  const seen = seenOf(lines.length, inset(rect).rows, at);
  return {...seen, lines: lines.slice(seen.from, seen.to)};
};

const detailsOf = (it: Interrupt): readonly InboxLine[] =>
  [
    [it.id, it.task_id, it.priority === 'normal' ? '' : `${it.priority} priority`]
      .filter(word => word !== undefined && word !== '')
      .join(` ${mark.dot} `),
    ...it.details.flatMap(text => text.split('\n')),
    ...(it.options.length === 0 ? [] : [`options: ${it.options.join(' | ')}`]),
    ...(it.recommended_next_step === undefined ? [] : [`recommended: ${it.recommended_next_step}`]),
    ...(it.reply === undefined ? [] : [`answer: ${it.reply.text}`]),
  ].map((text, n) => ({kind: 'detail', key: `${it.id} detail ${n}`, it, text: sanitise(text)}));

/** Who asks, since when. */
export const askerOf = ({session, task_id, created_at}: Interrupt, now: number): string =>
  sanitise(`${shortNameOf(session ?? task_id ?? '')} ${ageOf(created_at, now)}`);

/** The question in a row of the screen. */
export const questionAt = (
  state: Questions,
  view: View,
  {panel, y}: {readonly panel: Rect; readonly y: number},
): Interrupt | undefined => {
  const line = inboxSeenOf(state, view, panel).lines[y - panel.y - 1];
  return line !== undefined && 'it' in line ? line.it : undefined;
};
