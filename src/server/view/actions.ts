/** What each action of the keymap does to the view, or which verb it calls. */
import {cardsOf} from '../../core/board.ts';
import {workerNameOf} from '../../core/id.ts';
import type {Axis} from '../../core/layout.ts';
import {keyOf} from '../../core/keymap.ts';
import type {Action, CardAction, ViewAction} from '../../core/keys.ts';
import {acceptanceOf} from '../../core/nouns/decision.ts';
import type {Task} from '../../core/nouns/task.ts';
import type {PanelTab} from '../../core/panels.ts';
import {isNarrow} from '../../core/view.ts';
import {readingKey} from './copy-mode.ts';
import {answerFirst, goToNext, openAsked} from './attention.ts';
import {copyCode, copyOutput, pasteCopied} from './copying.ts';
import {encodeKey, keyOfChord} from '../../terminal/encode.ts';
import type {Desk} from './desk.ts';
import {openPick, spawn} from './dialogs.ts';
import {openDiscuss, openNewTask, openRename} from './forms.ts';
import {enterInbox, questionActions} from './inbox-actions.ts';
import {enterLeases, leaseActions} from './lease-actions.ts';
import {
  closeHere,
  focusNext,
  focusPane,
  focusTowards,
  hasRoom,
  goTo,
  nextArrangement,
  resizeHere,
  sessionHere,
  splitHere,
  stepSession,
} from './panes.ts';
import {enterCopyMode, scrollBy} from './read.ts';
import {beginSearch} from './searching.ts';
import {discussTask, enterTable, tableActions} from './table-actions.ts';

/** How far a key moves a border, cells. */
const RESIZE_COLS = 4;
const RESIZE_ROWS = 2;

/** Do an action by name; one that is not known does nothing. */
export const performAction = (desk: Desk, action: string): void => {
  if (Object.hasOwn(actions, action)) actions[action as Action](desk);
};

const confirm = (desk: Desk, title: string, asked: {lines: readonly string[]; argv: readonly string[]}): void =>
  desk.set({dialog: {kind: 'confirm', title, lines: asked.lines, argv: asked.argv}});

/** Say what would be lost sight of, then ask. */
const confirmClose = (desk: Desk, session: string): void => {
  const {state, signals} = desk.server.world;
  const {task_id} = state.sessions[session] ?? {};
  const {files = 0} = task_id === undefined ? {} : (signals.tasks[task_id] ?? {});
  const work = task_id === undefined ? [] : [`${task_id} has ${files} changed file(s); its worktree and branch stay.`];
  confirm(desk, `Close ${session}?`, {lines: ['Its program is ended.', ...work], argv: ['close-session', session]});
};

/** Open a shell and put it where it was asked for. */
const openShell = (desk: Desk, place: (session: string) => void): void =>
  desk.run(['open-session'], it => place(String(it['name'])));

/** Split the focused pane with a new shell, where both halves have room to be of use. */
const splitWithShell = (desk: Desk, axis: Axis): void => {
  const pane = desk.areas.panes.find(it => it.pane === desk.view.focus);
  if (pane !== undefined && hasRoom(pane, axis))
    openShell(desk, session => splitHere(desk, axis, {session, isFocused: true}));
  else
    desk.set({
      notice: {tone: 'bad', text: 'no space for a new pane', hint: `${keyOf(desk.keys, 'zoom-pane')}: this pane alone`},
    });
};

/** Give the hands to a panel; its cursor stands on something. */
const showPanel = (desk: Desk, tab: PanelTab): void => {
  const {panel} = desk.view;
  const first = cardsOf(desk.server.world.state)[0]?.id;
  desk.set({
    hands: 'panel',
    panel: {...panel, tab, open: true, task: panel.task ?? first},
    zoomed: desk.view.zoomed && isNarrow(desk.view),
  });
  if (tab === 'leases') enterLeases(desk);
  if (tab === 'inbox') enterInbox(desk);
  if (tab === 'table') enterTable(desk);
};

const views: Readonly<Record<ViewAction, (desk: Desk) => void>> = {
  'new-worker': desk => openPick(desk, 'ready-tasks'),
  'new-shell': desk => openShell(desk, session => goTo(desk, session)),
  'new-task': desk => openNewTask(desk, false),
  'close-pane': closeHere,
  'close-here': desk => confirmClose(desk, sessionHere(desk)),
  'rename-here': desk => openRename(desk, sessionHere(desk)),
  detach: desk => desk.detach(),
  'next-session': desk => stepSession(desk, 1),
  'previous-session': desk => stepSession(desk, -1),
  'next-pane': focusNext,
  'last-pane': desk => focusPane(desk, desk.view.lastFocus),
  'focus-left': desk => focusTowards(desk, 'left'),
  'focus-right': desk => focusTowards(desk, 'right'),
  'focus-up': desk => focusTowards(desk, 'up'),
  'focus-down': desk => focusTowards(desk, 'down'),
  'split-right': desk => splitWithShell(desk, 'row'),
  'split-down': desk => splitWithShell(desk, 'column'),
  'zoom-pane': desk => {
    desk.set({zoomed: !desk.view.zoomed});
    desk.claim(sessionHere(desk));
  },
  'next-layout': nextArrangement,
  'resize-left': desk => resizeHere(desk, 'row', -RESIZE_COLS),
  'resize-right': desk => resizeHere(desk, 'row', RESIZE_COLS),
  'resize-up': desk => resizeHere(desk, 'column', -RESIZE_ROWS),
  'resize-down': desk => resizeHere(desk, 'column', RESIZE_ROWS),
  'copy-mode': desk => void enterCopyMode(desk),
  'copy-mode-page-up': desk => {
    const read = enterCopyMode(desk);
    if (read !== undefined) scrollBy(desk, read.pane.pane, read.pane.inner.rows - 1);
  },
  'search-history': desk => {
    const read = enterCopyMode(desk);
    if (read !== undefined) beginSearch(read, 'up');
  },
  'paste-copied': pasteCopied,
  'copy-output': copyOutput,
  'copy-code': copyCode,
  'next-waiting': goToNext,
  'answer-here': answerFirst,
  'show-board': desk => showPanel(desk, 'board'),
  'show-leases': desk => showPanel(desk, 'leases'),
  'show-inbox': desk => showPanel(desk, 'inbox'),
  'show-table': desk => showPanel(desk, 'table'),
  'new-discussion': desk => openDiscuss(desk, {}),
  'focus-panel': desk => showPanel(desk, desk.view.panel.tab),
  'open-palette': desk => openPick(desk, 'palette'),
  'show-help': desk => openPick(desk, 'help'),
  redraw: desk => desk.redraw(),
  'choose-session': desk => openPick(desk, 'sessions'),
  'suspend-all': desk =>
    confirm(desk, 'Suspend all?', {
      lines: ['All programs are ended, and go on when you come back.', 'Tasks at work stay at work.'],
      argv: ['suspend'],
    }),
  'shut-down': desk =>
    confirm(desk, 'Shut down?', {
      lines: ['All programs are ended. Tasks, worktrees and branches stay.'],
      argv: ['shutdown'],
    }),
  'send-prefix': desk => {
    const token = keyOfChord(desk.keys.prefix);
    const isRead = desk.view.reading[desk.view.focus] !== undefined;
    if (!isRead || !readingKey(desk, token)) desk.type(live => encodeKey(token, live.engine.modes));
  },
};

/** The card under the cursor. */
const cardOf = ({view, server}: Desk): Task | undefined => {
  const cards = cardsOf(server.world.state);
  return cards.find(it => it.id === view.panel.task) ?? cards[0];
};

const moveTo = (desk: Desk, at: (now: number, last: number) => number): void => {
  const cards = cardsOf(desk.server.world.state);
  const last = cards.length - 1;
  const now = cards.findIndex(it => it.id === desk.view.panel.task);
  const next = cards[Math.max(0, Math.min(last, at(now, last)))];
  if (next !== undefined) desk.set({panel: {...desk.view.panel, task: next.id}});
};

/** An action that is about the card under the cursor, if there is one. */
const onCard =
  (act: (desk: Desk, task: Task) => void) =>
  (desk: Desk): void => {
    const task = cardOf(desk);
    if (task !== undefined) act(desk, task);
  };

const sizeOf = ({server}: Desk, task: string): string => {
  const {added = 0, removed = 0, files = 0} = server.world.signals.tasks[task] ?? {};
  return `${files} file(s), +${added} −${removed}`;
};

const decide = (kind: 'accept' | 'reject', what: string) =>
  onCard((desk, {id, title, acceptance, status}) => {
    if (status !== 'review_ready' && status !== 'in_review') {
      desk.set({notice: {tone: 'plain', text: `${id} is ${status}: there is nothing to ${kind} yet`}});
      return;
    }
    const lines = [title, sizeOf(desk, id), ...acceptance.map(it => `must hold: ${it}`), what];
    confirm(desk, `${kind === 'accept' ? 'Accept' : 'Reject'} ${id}?`, {lines, argv: ['record-decision', kind, id]});
  });

/** What a merge brings, and what speaks against it. */
const mergeLines = (desk: Desk, id: string, base: string): readonly string[] => {
  const {state, signals} = desk.server.world;
  const commit = acceptanceOf(state, id)?.commit ?? '';
  const {overlaps = '', outside = 0, commits = 0} = signals.tasks[id] ?? {};
  return [
    `${base} moves to ${commit.slice(0, 12)}: ${commits} commit(s), ${sizeOf(desk, id)}`,
    ...(overlaps === '' ? [] : [`${overlaps} may change the same files.`]),
    ...(outside === 0 ? [] : [`${outside} changed file(s) are outside its write scope.`]),
    'Only that commit, and only as a fast-forward. A failure changes nothing.',
  ];
};

const cards: Readonly<Record<CardAction, (desk: Desk) => void>> = {
  'card-next': desk => moveTo(desk, now => now + 1),
  'card-previous': desk => moveTo(desk, now => now - 1),
  'card-first': desk => moveTo(desk, () => 0),
  'card-last': desk => moveTo(desk, (_, last) => last),
  'card-open': onCard((desk, {id}) => {
    const session = workerNameOf(id);
    if (desk.server.sessions.find(session) === undefined)
      desk.set({notice: {tone: 'plain', text: `no worker runs on ${id}`, hint: 'c starts one'}});
    else goTo(desk, session);
  }),
  'card-diff': onCard((desk, {id}) => desk.run(['show-diff', id])),
  'card-show': onCard((desk, {id}) => desk.run(['show-task', id, '--format', 'yaml'])),
  'card-spawn': onCard((desk, {id}) => spawn(desk, id)),
  'card-close': onCard((desk, {id}) => {
    if (desk.server.sessions.find(workerNameOf(id))?.pty === undefined)
      desk.set({notice: {tone: 'plain', text: `no worker runs on ${id}`}});
    else confirmClose(desk, workerNameOf(id));
  }),
  'card-accept': decide('accept', 'Tasks that wait for it may then start.'),
  'card-reject': decide('reject', 'It stays in its worktree; the task can be made ready again.'),
  'card-merge': onCard((desk, {id, title, status}) => {
    const {state} = desk.server.world;
    if (status !== 'accepted') {
      desk.set({notice: {tone: 'plain', text: `${id} is ${status}: only accepted work is merged`}});
      return;
    }
    const base = state.workspaces[id]?.base_ref ?? '';
    const lines = [title, ...mergeLines(desk, id, base)];
    confirm(desk, `Merge ${id} into ${base}?`, {lines, argv: ['merge-task', id]});
  }),
  'card-answer': onCard((desk, {id}) => openAsked(desk, [{session: workerNameOf(id), task: id}])),
  'card-cancel': onCard((desk, {id, title}) =>
    confirm(desk, `Cancel ${id}?`, {
      lines: [title, 'Its worker is ended; its worktree and branch stay.'],
      argv: ['cancel-task', id],
    }),
  ),
  'card-cleanup': onCard((desk, {id, status: stage}) => {
    const {path, status} = desk.server.world.state.workspaces[id] ?? {};
    if (path === undefined || status === 'removed') {
      desk.set({notice: {tone: 'plain', text: `${id} has no worktree`}});
      return;
    }
    const unmerged = stage === 'accepted' ? ['It is not merged: its branch stays, and the task is done.'] : [];
    const lines = [path, ...unmerged, 'What is uncommitted is saved first; undo-cleanup brings it back.'];
    confirm(desk, `Remove the worktree of ${id}?`, {lines, argv: ['cleanup-task', id]});
  }),
  'card-discuss': onCard(discussTask),
  'leave-panel': desk => desk.set({hands: 'panes', panel: {...desk.view.panel, open: false}}),
};

const actions: Readonly<Record<Action, (desk: Desk) => void>> = {
  ...views,
  ...cards,
  ...leaseActions,
  ...questionActions,
  ...tableActions,
};
