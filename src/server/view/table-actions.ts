/** What keys and clicks do on the panel of discussions, and how a discussion is begun from elsewhere. */
import {newestFirst} from '../../core/discussions-seen.ts';
import type {TableAction} from '../../core/keys.ts';
import type {Rect} from '../../core/layout.ts';
import type {Discussion} from '../../core/nouns/discussion.ts';
import type {Interrupt} from '../../core/nouns/interrupt.ts';
import type {Task} from '../../core/nouns/task.ts';
import {discussionAt} from '../../core/table-seen.ts';
import type {Desk} from './desk.ts';
import {openPick} from './dialogs.ts';
import {chooseDiscussion, chosen, noteOn} from './discussing.ts';
import {openDiscuss} from './forms.ts';

const moveTo = (desk: Desk, at: (now: number, last: number) => number): void => {
  const all = newestFirst(desk.server.world.state);
  const last = all.length - 1;
  const now = all.findIndex(it => it.id === chosen(desk)?.id);
  chooseDiscussion(desk, all[Math.max(0, Math.min(last, at(now, last)))]?.id);
};

/** Put the cursor on something. */
export const enterTable = (desk: Desk): void => moveTo(desk, now => now);

const onDiscussion =
  (act: (desk: Desk, it: Discussion) => void) =>
  (desk: Desk): void => {
    const it = chosen(desk);
    if (it === undefined) desk.set({notice: {tone: 'plain', text: 'nothing was discussed yet'}});
    else act(desk, it);
  };

/** Note what it came to on its task, or on one that is chosen. */
const attach = onDiscussion((desk, {id, status, task_id}) => {
  if (status === 'running') desk.set({notice: {tone: 'plain', text: 'it is still discussed'}});
  else if (task_id === undefined) openPick(desk, 'note-on');
  else noteOn(desk, id, task_id);
});

const cancel = onDiscussion((desk, {id, status, topic}) => {
  if (status === 'running') {
    const lines = [topic, 'Who has not answered is not waited for; what was said is kept.'];
    desk.set({dialog: {kind: 'confirm', title: 'End this discussion?', lines, argv: ['cancel-discussion', id]}});
  } else desk.set({notice: {tone: 'plain', text: 'it has ended already'}});
});

export const tableActions: Readonly<Record<TableAction, (desk: Desk) => void>> = {
  'discussion-next': desk => moveTo(desk, now => now + 1),
  'discussion-previous': desk => moveTo(desk, now => now - 1),
  'discussion-first': desk => moveTo(desk, () => 0),
  'discussion-last': desk => moveTo(desk, (_, last) => last),
  'discussion-open': onDiscussion((desk, {id}) => desk.run(['show-discussion', id])),
  'discussion-attach': attach,
  'discussion-cancel': cancel,
  'discussion-find': desk => openPick(desk, 'discussions'),
  'discussion-zoom': desk => desk.set({panel: {...desk.view.panel, zoomed: desk.view.panel.zoomed !== true}}),
};

/** Begin one about a task: what it should be, or, when it was worked on, what was made of it. */
export const discussTask = (desk: Desk, {id, title, status}: Task): void => {
  const isMade = ['review_ready', 'in_review', 'accepted', 'rejected'].includes(status);
  openDiscuss(desk, {
    topic: isMade ? `Is the work on ${id} good to accept: ${title}?` : `How is ${id} best done: ${title}?`,
    reads: isMade ? `${id} diff` : id,
  });
};

/** Begin one about a question. */
export const discussQuestion = (desk: Desk, {question, task_id}: Interrupt): void =>
  openDiscuss(desk, {topic: question.replaceAll(/\s+/gu, ' '), reads: task_id ?? ''});

/** A click puts the cursor on a discussion, one on the discussion that is chosen shows all of it. */
export const clickTable = (desk: Desk, panel: Rect, {x, y}: {readonly x: number; readonly y: number}): void => {
  const {view, server} = desk;
  const it = discussionAt(server.world.state, view, {panel, x, y, now: server.ports.now().getTime()});
  const isChosen = view.hands === 'panel' && it !== undefined && it.id === chosen(desk)?.id;
  desk.perform('show-table');
  if (isChosen) desk.perform('discussion-open');
  else if (it !== undefined) chooseDiscussion(desk, it.id);
};
