/** Clicks beside the panes: the agents as a list or as tabs, the cards of the board. */
import type {Action} from '../../core/keys.ts';
import {contains, type Rect} from '../../core/layout.ts';
import type {PanelTab} from '../../core/panels.ts';
import {agentAt, cardAt} from '../../core/seen.ts';
import type {MouseToken} from '../../terminal/input.ts';
import type {Desk} from './desk.ts';
import {clickInbox} from './inbox-actions.ts';
import {clickLeases} from './lease-actions.ts';
import {goTo} from './panes.ts';
import {clickTable} from './table-actions.ts';

/** What the wheel and a click do on each panel. */
const panels: Readonly<
  Record<PanelTab, {up: Action; down: Action; click: (desk: Desk, panel: Rect, at: MouseToken) => void}>
> = {
  board: {up: 'card-previous', down: 'card-next', click: (desk, panel, {y}) => clickBoard(desk, panel, y)},
  leases: {up: 'lease-previous', down: 'lease-next', click: (desk, panel, {y}) => clickLeases(desk, panel, y)},
  inbox: {up: 'question-previous', down: 'question-next', click: (desk, panel, {y}) => clickInbox(desk, panel, y)},
  table: {up: 'discussion-previous', down: 'discussion-next', click: clickTable},
};

/** The wheel goes through a panel's list. */
export const clickPanel = (desk: Desk, token: MouseToken): void => {
  const {action, button} = token;
  const {areas, view} = desk;
  const {up, down, click} = panels[view.panel.tab];
  if (action === 'wheel-up') desk.perform(up);
  if (action === 'wheel-down') desk.perform(down);
  if (action === 'press' && button === 0 && areas.panel !== undefined) click(desk, areas.panel, token);
};

/** A click chooses a card, one on the card that is chosen opens it. */
const clickBoard = (desk: Desk, panel: Rect, y: number): void => {
  const {view, server} = desk;
  const card = cardAt(server.world, view, {panel, y});
  const isChosen = view.hands === 'panel' && card?.id === view.panel.task;
  desk.perform('show-board');
  if (card === undefined) return;
  if (isChosen) desk.perform('card-open');
  else desk.set({panel: {...desk.view.panel, task: card.id}});
};

export const clickBeside = (desk: Desk, token: MouseToken): void => {
  const {areas, view, server} = desk;
  if (areas.panel !== undefined && contains(areas.panel, token.x, token.y)) clickPanel(desk, token);
  else if (token.action === 'press' && token.button === 0) {
    const session = agentAt(server.world.state, view, {areas, ...token});
    if (session !== undefined) goTo(desk, session);
  }
};
